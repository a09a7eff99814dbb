"""Which voices a machine has, and that piper is heard: with programs of the test's own in its place."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from queue_display.sound.engines import Engine
from queue_display.sound.programs import SoundOutcome, heard
from queue_display.sound.voices import natural_dispatcher, piper, speaking, voices

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="piper is looked for on Linux")

EVERYTHING = ("piper", "aplay", "bash", "espeak-ng", "spd-say")


def which(*there: str) -> dict[str, str]:
    return {name: name for name in there}


def with_voice(root: Path, name: str, rate: object = 22050) -> Path:
    folder = root / "usr/share/piper-voices/deep"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(b"")
    (folder / f"{name}.onnx.json").write_text(json.dumps({"audio": {"sample_rate": rate}}))
    return folder / f"{name}.onnx"


def titles(root: Path, *there: str, language: str = "fr", output: str = "") -> list[str]:
    return [e.title for e in speaking(voices(output, which(*there).get, root), language)]


def test_piper_is_preferred_where_it_has_a_voice_of_the_language(tmp_path: Path) -> None:
    assert titles(tmp_path, *EVERYTHING) == ["espeak-ng", "spd-say"]
    with_voice(tmp_path, "fr_FR-siwis-medium")
    assert titles(tmp_path, *EVERYTHING) == ["piper (fr)", "espeak-ng", "spd-say"]
    assert titles(tmp_path, *EVERYTHING, language="uk") == ["espeak-ng", "spd-say"]
    for missing in ("piper", "aplay", "bash"):
        there = [name for name in EVERYTHING if name != missing]
        assert titles(tmp_path, *there) == ["espeak-ng", "spd-say"]


def test_speech_dispatcher_is_preferred_only_for_a_voice_that_is_not_espeak_s(tmp_path: Path) -> None:
    modules = tmp_path / "usr/lib/x86_64-linux-gnu/speech-dispatcher-modules"
    modules.mkdir(parents=True)
    (modules / "sd_espeak-ng").write_bytes(b"")
    assert not natural_dispatcher(tmp_path)
    (modules / "sd_pico").write_bytes(b"")
    assert titles(tmp_path, *EVERYTHING) == ["spd-say", "espeak-ng"]


def test_an_output_is_never_left_for_that_of_the_system(tmp_path: Path) -> None:
    with_voice(tmp_path, "fr_FR-siwis-medium")
    found = voices("plughw:CARD=Headphones", which(*EVERYTHING).get, tmp_path)
    assert [e.title for e in found] == ["piper (fr)", "espeak-ng"]
    assert all(e.command("fr")[-1] == "plughw:CARD=Headphones" for e in found)


@pytest.mark.parametrize("rate", [None, "fast", [], {}, 0])
def test_a_voice_that_does_not_say_its_rate_is_left(tmp_path: Path, rate: object) -> None:
    with_voice(tmp_path, "fr_FR-siwis-medium", rate)
    assert piper(which(*EVERYTHING).get, tmp_path) == []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs before those of the system: piper and aplay that note what they are given."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in {
        "piper": f'echo "piper $*" >> {folder}/notes; cat',
        "aplay": f'echo "aplay $*" >> {folder}/notes; cat >> {folder}/sound',
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder


@pytest.fixture
def engine(tmp_path: Path, programs: Path) -> Engine:
    with_voice(tmp_path, "fr_FR-siwis-medium")
    (found,) = piper(str, tmp_path)
    return found.through("card")


async def test_what_piper_says_is_played_and_nothing_of_it_is_on_a_command_line(
    engine: Engine, programs: Path
) -> None:
    spoken = await heard(engine, "Votre numéro, n° 12", "fr", limit=20.0, pace=4)
    assert spoken is SoundOutcome.HEARD
    played, notes = await asyncio.to_thread(lambda: [(programs / f).read_text() for f in ("sound", "notes")])
    assert played == "Votre numéro, numéro 12"
    aplay, speaks = sorted(notes.splitlines())
    assert aplay == "aplay -q -t raw -f S16_LE -c 1 -r 22050 -D card -"
    assert speaks.endswith("fr_FR-siwis-medium.onnx --length_scale 0.75 --output_raw")


async def test_a_piper_that_fails_is_known_to_have_failed(engine: Engine, programs: Path) -> None:
    await asyncio.to_thread((programs / "piper").write_text, "#!/bin/sh\nexit 3\n")
    assert await heard(engine, "12", "fr", limit=20.0) is SoundOutcome.FAILED
