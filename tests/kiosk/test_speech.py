"""The voice: the engine that is there, one sentence at a time, and nothing left running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.touchscreen.speech import ENGINES, Engine, Speaker, engine


@asynccontextmanager
async def speaking(speaker: Speaker) -> AsyncIterator[Speaker]:
    running = asyncio.ensure_future(speaker.run())
    try:
        yield speaker
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def program(folder: Path, script: str) -> Engine:
    """An engine that is a shell script; `$1` is the language, what is to be said comes on its input."""
    file = folder / "speaks"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Engine(str(file), ("{language}",))


async def until(file: Path, text: str) -> None:
    async with asyncio.timeout(10):
        while text not in await asyncio.to_thread(_text, file):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.01)


def _text(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def test_speech_dispatcher_comes_before_espeak() -> None:
    assert engine(lambda name: name) is ENGINES[0]
    assert engine(lambda name: name if name == "espeak-ng" else None) is ENGINES[1]
    assert engine(lambda name: None) is None


def test_what_is_said_is_on_no_command_line() -> None:
    assert ENGINES[1].command("fr") == ["espeak-ng", "--stdin", "-s", "140", "-v", "fr"]


async def test_a_machine_without_a_voice_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    async with speaking(Speaker(None)) as speaker:
        assert not speaker.available
        speaker.say("Bonjour", "fr")
        await asyncio.sleep(0)
    assert capsys.readouterr().err.count("Installez espeak-ng") == 1


async def test_a_new_sentence_cuts_off_the_one_before(tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    slow = program(
        tmp_path, f'words=$(cat); echo "$1 $words" >> {spoken}; [ "$words" = long ] && exec sleep 60'
    )
    async with speaking(Speaker(slow)) as speaker:
        speaker.say("long", "fr")
        await until(spoken, "fr long")
        speaker.say("Numéro 12", "en")
        await until(spoken, "en Numéro 12")


async def test_a_voice_that_does_not_start_is_given_up_quietly(tmp_path: Path) -> None:
    speaker = Speaker(Engine(str(tmp_path / "missing"), ()))
    async with speaking(speaker):
        assert speaker.available
        speaker.say("Bonjour", "fr")
        async with asyncio.timeout(10):
            while speaker.available:  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.01)


async def test_an_engine_that_ends_at_once_harms_nothing(tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    async with speaking(Speaker(program(tmp_path, f"echo $1 >> {spoken}; exit 3"))) as speaker:
        speaker.say("Bonjour " * 20_000, "fr")
        await until(spoken, "fr")
        speaker.say("Hello", "en")
        await until(spoken, "en")


@pytest.mark.skipif(engine() is None, reason="neither speech-dispatcher nor espeak-ng on this machine")
@pytest.mark.parametrize("language", ["fr", "en", "uk", "ar"])
def test_espeak_speaks_the_kiosks_languages(language: str, tmp_path: Path) -> None:
    import shutil
    import subprocess

    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not on this machine")
    wave = tmp_path / "said.wav"
    command = [*ENGINES[1].command(language), "-w", str(wave)]
    subprocess.run(command, input=b"12", check=True, timeout=20)
    assert wave.stat().st_size > 10_000
