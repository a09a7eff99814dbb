"""The voice: an engine that speaks, one sentence at a time, and nothing left running."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kiosk.settings import SpeechSettings
from kiosk.touchscreen.voice.discretion import Discretion
from kiosk.touchscreen.voice.speech import Speaker, engines
from queue_display.sound.engines import ENGINES, Engine
from queue_display.sound.mixers import Mixer, MixerProgram

LANGUAGES = ("fr", "en", "uk", "ar")


@asynccontextmanager
async def speaking(speaker: Speaker) -> AsyncIterator[Speaker]:
    running = asyncio.ensure_future(speaker.run())
    try:
        yield speaker
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def program(file: Path, script: str, silence: tuple[str, ...] = (), trial: float = 0.0) -> Engine:
    """An engine that is a shell script; `$1` is the language, what is to be said comes on its input."""
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Engine(str(file), ("{language}",), silence=silence, trial=trial, mute="error:")


def speaker_like(folder: Path, name: str = "speaks") -> tuple[Engine, Path]:
    """An engine that notes what it says; the sentence "long" it says until it is ended."""
    spoken = folder / f"{name}.txt"
    script = f'words=$(cat); echo "$1 $words" >> {spoken}; [ "$words" = long ] && exec sleep 60; true'
    return program(folder / name, script), spoken


async def until(file: Path, text: str) -> None:
    async with asyncio.timeout(20):
        while text not in await asyncio.to_thread(_text, file):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.01)


def _text(file: Path) -> str:
    return file.read_text() if file.exists() else ""


# --- Which engine --------------------------------------------------------------------------------


def names(wanted: SpeechSettings, *there: str) -> list[str]:
    return [e.name for e in engines(wanted, lambda name: name if name in there else None)]


def test_the_engine_of_the_settings_comes_first_and_the_other_stands_in() -> None:
    both = ("spd-say", "espeak-ng")
    assert names(SpeechSettings(engine="espeak-ng"), *both) == ["espeak-ng", "spd-say"]
    assert names(SpeechSettings(engine="speech-dispatcher"), *both) == ["spd-say", "espeak-ng"]
    assert names(SpeechSettings(), "spd-say") == ["spd-say"]
    assert names(SpeechSettings()) == []


def test_a_chosen_output_is_never_left_for_that_of_the_system() -> None:
    headphones = SpeechSettings(output="plughw:CARD=Headphones")
    assert names(headphones, "spd-say", "espeak-ng") == ["espeak-ng"]
    assert names(headphones, "spd-say") == []
    assert engines(headphones, str)[0].command("fr")[-2:] == ["-d", "plughw:CARD=Headphones"]
    assert engines(SpeechSettings(output="a{b}"), str)[0].command("fr")[-1] == "a{b}"


# --- One sentence at a time ----------------------------------------------------------------------


async def test_a_machine_without_a_voice_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    async with speaking(Speaker([])) as speaker:
        assert not speaker.available
        speaker.say("Bonjour", "fr")
        await asyncio.sleep(0)
    assert capsys.readouterr().err.count("Installez espeak-ng") == 1


async def test_a_new_sentence_cuts_off_the_one_before(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([engine])) as speaker:
        speaker.say("long", "fr")
        await until(spoken, "fr long")
        speaker.say("Numéro 12", "en")
        await until(spoken, "en Numéro 12")


async def test_the_end_of_the_kiosk_ends_the_sentence(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    engine = program(tmp_path / "speaks", f"echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 60")
    async with speaking(Speaker([engine])) as speaker:
        speaker.say("long", "fr")
        await until(pid, "\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


async def test_a_screen_of_several_lines_is_one_sentence(tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    async with speaking(Speaker([program(tmp_path / "speaks", f"wc -l >> {spoken}")])) as speaker:
        speaker.say("Votre numéro.\n12.\n!-! QUIT", "fr")
        await until(spoken, "0")


async def test_a_sentence_for_one_is_preceded_by_its_warning_until_that_was_heard(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([engine], Discretion(SpeechSettings(), lambda: False))) as speaker:
        for topic in ("Retraite", "Logement"):
            speaker.say(topic, "fr", private=True)
            await until(spoken, f"fr {topic}\n")
    heard = _text(spoken).replace("\N{NBSP}", " ").splitlines()
    assert heard == [
        "fr Attention : les personnes autour de vous entendent aussi.",
        "fr Retraite",
        "fr Logement",
    ]


async def test_a_touch_stops_the_voice_and_a_new_visitor_is_warned_again(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([engine], Discretion(SpeechSettings(), lambda: False))) as speaker:
        for topic, silence in {
            "Impôts": speaker.stop,
            "Transport": speaker.hush,
            "Emploi": speaker.hush,
        }.items():
            speaker.say(topic, "fr", private=True)
            await until(spoken, f"fr {topic}\n")
            speaker.say("long", "fr")
            await until(spoken, "long\n")
            silence()
    assert _text(spoken).count("entendent aussi") == 2


async def test_where_only_headphones_may_speak_a_topic_is_not_said(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(
        Speaker([engine], Discretion(SpeechSettings(aloud="never"), lambda: False))
    ) as speaker:
        speaker.say("Retraite", "fr", private=True)
        await until(spoken, "Demandez-nous un ticket.")
        speaker.say("Votre numéro. 12.", "fr")
        await until(spoken, "12.")
    assert "Retraite" not in _text(spoken)


async def test_where_no_topic_may_be_said_a_screen_is_read_all_the_same(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    only = Discretion(SpeechSettings(aloud="never"), lambda: False)
    async with speaking(Speaker([engine], only)) as speaker:
        speaker.read("Touchez votre sujet.\nLes quatre coins.", "fr", private=True)
        await until(spoken, "fr Les quatre coins.\n")
        speaker.say("Retraite", "fr", private=True)
        speaker.say("Plus gros", "fr")
        await until(spoken, "fr Plus gros\n")
    assert _text(spoken).startswith("fr Sans casque")
    assert "Retraite" not in _text(spoken)


# --- On where it was cut off, and how loud ---------------------------------------------------------


async def test_a_screen_is_read_on_at_the_line_that_was_cut_off(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([engine])) as speaker:
        speaker.read("Votre numéro.\n12.\nlong\nPrenez votre ticket.", "fr")
        await until(spoken, "fr long\n")
        speaker.stop()
        speaker.say("Continuer", "fr")
        await until(spoken, "Continuer\n")
        (tmp_path / "speaks").write_text(f'#!/bin/sh\nwords=$(cat); echo "$1 $words" >> {spoken}\n')
        speaker.go_on()
        await until(spoken, "Prenez votre ticket.\n")
        speaker.go_on()  # all is read
        speaker.say("la fin", "fr")
        await until(spoken, "la fin\n")
    heard = [line.removeprefix("fr ") for line in _text(spoken).splitlines()]
    assert heard == ["Votre numéro.", "12.", "long", "Continuer", "long", "Prenez votre ticket.", "la fin"]


async def test_what_one_visitor_left_is_not_read_on_to_the_next(tmp_path: Path) -> None:
    engine, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([engine])) as speaker:
        speaker.read("long\nVotre numéro.", "fr")
        await until(spoken, "fr long\n")
        speaker.hush()
        speaker.go_on()
        speaker.say("la fin", "fr")
        await until(spoken, "la fin\n")
    assert "Votre numéro" not in _text(spoken)


async def test_volume_and_pace_are_those_of_the_visitor(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    engine = replace(
        program(tmp_path / "speaks", f'cat > /dev/null; echo "pace $1" >> {notes}'), arguments=("{pace}",)
    )
    engine = replace(engine, paces=("110", "140", "175", "230", "300"))
    setter = program(tmp_path / "mixer", f'echo "percent $1" >> {notes}')
    mixer = Mixer([MixerProgram(setter.name, ("{percent}",))])
    async with speaking(Speaker([engine], mixer=mixer, usual=60)) as speaker:
        assert speaker.adjustable
        speaker.say("un", "fr")
        await until(notes, "pace 140\n")
        speaker.tune(5, 4)
        speaker.say("deux", "fr")
        await until(notes, "percent 100\npace 230\n")
        speaker.tune(3, 2)
        speaker.hush()
        await until(notes, "percent 60\n")


async def test_each_language_is_spoken_by_its_best_voice(tmp_path: Path) -> None:
    french, spoken = speaker_like(tmp_path, "natural")
    other, plain = speaker_like(tmp_path, "plain")
    async with speaking(Speaker([replace(french, languages=("fr",)), other])) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")
        speaker.say("Номер 12", "uk")
        await until(plain, "uk Номер 12")
    assert "uk" not in _text(spoken)


async def test_where_the_best_voice_fails_another_says_the_same_sentence(tmp_path: Path) -> None:
    other, spoken = speaker_like(tmp_path)
    fails = replace(program(tmp_path / "fails", "exit 3"), languages=("fr",))
    async with speaking(Speaker([fails, other])) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")


# --- Engines that fail ---------------------------------------------------------------------------


async def test_an_engine_that_is_gone_makes_way_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([Engine(str(tmp_path / "missing"), ()), other])) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")
        assert speaker.available
    told = capsys.readouterr().err.replace("\N{NBSP}", " ")
    assert told == f"{tmp_path / 'missing'} ne parle pas : la borne parle avec {other.name}.\n"


async def test_an_engine_that_fails_makes_way_for_the_same_sentence(tmp_path: Path) -> None:
    other, spoken = speaker_like(tmp_path)
    async with speaking(Speaker([program(tmp_path / "fails", "exit 3"), other])) as speaker:
        speaker.say("Bonjour " * 20_000, "fr")  # more than a pipe holds: it ends without having read it
        await until(spoken, "fr Bonjour")


async def test_an_engine_that_hangs_makes_way_for_the_same_sentence(tmp_path: Path) -> None:
    other, spoken = speaker_like(tmp_path)
    hung, limits = program(tmp_path / "hangs", "exec sleep 60"), iter((0.3, 60.0))
    async with speaking(Speaker([hung, other], longest=lambda words: next(limits))) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")


async def test_an_engine_that_hangs_in_its_trial_is_never_asked_to_speak(tmp_path: Path) -> None:
    asked, (other, spoken) = tmp_path / "asked", speaker_like(tmp_path)
    hung = program(tmp_path / "hangs", f"cat >> {asked}; exec sleep 60", ("--cancel",), trial=0.3)
    async with speaking(Speaker([hung, other])) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")
    assert "12" not in _text(asked)


async def test_the_only_engine_is_not_offered_when_it_fails_its_trial(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speaker = Speaker([program(tmp_path / "fails", "exit 1", trial=10.0)])
    async with speaking(speaker):
        async with asyncio.timeout(20):
            while speaker.available:  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.01)
        await asyncio.sleep(0)
    assert "Installez espeak-ng" in capsys.readouterr().err


async def test_the_last_engine_is_kept_though_it_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoken = tmp_path / "spoken"
    async with speaking(Speaker([program(tmp_path / "speaks", f"cat >> {spoken}; exit 3")])) as speaker:
        for word in ("un", "deux", "trois"):
            speaker.say(word, "fr")
            await until(spoken, word)
        assert speaker.available
    assert capsys.readouterr().err.count("ne parle pas") == 1


async def test_an_engine_that_cannot_be_silenced_does_not_hold_up_the_next_sentence(tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    script = f'[ "$1" = --cancel ] && exec sleep 60; cat >> {spoken}; exec sleep 60'
    async with speaking(Speaker([program(tmp_path / "speaks", script, ("--cancel",))])) as speaker:
        for word in ("un", "deux"):
            speaker.say(word, "fr")
            await until(spoken, word)


async def test_a_machine_without_a_sound_card_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoken = tmp_path / "spoken"
    complains = f"cat >> {spoken}; echo 'ALSA lib pcm.c' >&2; echo 'error: No such file or directory' >&2"
    told = ""
    async with speaking(Speaker([program(tmp_path / "speaks", complains)])) as speaker:
        speaker.say("un", "fr")
        async with asyncio.timeout(20):
            while not (told := capsys.readouterr().err):  # noqa: ASYNC110  # nothing else tells of it
                await asyncio.sleep(0.01)
        for word in ("deux", "trois"):
            speaker.say(word, "fr")
            await until(spoken, word)
    assert (told + capsys.readouterr().err).count("sortie sonore") == 1


# --- The real engines ----------------------------------------------------------------------------


SPEECHD = """
Timeout 1
AudioOutputMethod "alsa"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
"""
MODULE = Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng")


@pytest.fixture
def dispatcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of a speech-dispatcher of the test's own; what comes out of its sound card is in a file."""
    if not shutil.which("spd-say") or not MODULE.exists():
        pytest.skip("speech-dispatcher and its module for espeak-ng are not on this machine")
    folder = Path(tempfile.mkdtemp())  # a short path: that of its socket may have 107 signs
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    card = f'pcm.!default {{ type file slave.pcm null format raw file "{folder}/sound" }}\n'
    (folder / ".asoundrc").write_text(card)
    (folder / "speech-dispatcher").mkdir()
    (folder / "speech-dispatcher/speechd.conf").write_text(SPEECHD)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def sound(folder: Path) -> bytes:
    file = folder / "sound"
    return file.read_bytes() if file.exists() else b""


def processes(folder: Path) -> list[Path]:
    """Those with `folder` on their command line."""
    return [p.parent for p in Path("/proc").glob("[0-9]*/cmdline") if str(folder) in _command(p)]


def _command(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # ended just now
        return ""


async def when(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(true):  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.02)


async def test_speech_dispatcher_speaks_and_neither_words_nor_processes_remain(dispatcher: Path) -> None:
    async with speaking(Speaker([ENGINES["speech-dispatcher"]])) as speaker:
        for language in LANGUAGES:
            before = len(sound(dispatcher))
            speaker.say("Petersilie 12", language)
            await when(partial(louder, dispatcher, before + 10_000))
        assert processes(dispatcher)
    await when(lambda: not processes(dispatcher))
    await asyncio.to_thread(assert_forgotten, dispatcher)


def louder(folder: Path, size: int) -> bool:
    return len(sound(folder)) > size


def assert_forgotten(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "sound"]
    assert any(file.suffix == ".log" for file in files)
    assert not [file for file in files if b"Petersilie" in file.read_bytes()]


async def test_a_speech_dispatcher_without_sound_makes_way(
    dispatcher: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dispatcher / ".asoundrc").write_text("pcm.!default { type hw card 31 }\n")
    other, spoken = speaker_like(tmp_path)
    tried = replace(ENGINES["speech-dispatcher"], trial=3.0)
    async with speaking(Speaker([tried, other])) as speaker:
        speaker.say("Numéro 12", "fr")
        await until(spoken, "fr Numéro 12")
    assert "spd-say ne parle pas" in capsys.readouterr().err
    pid = int((dispatcher / "speech-dispatcher/pid/speech-dispatcher.pid").read_text())
    os.kill(pid, signal.SIGKILL)  # it has hung for good, as the trial found out
