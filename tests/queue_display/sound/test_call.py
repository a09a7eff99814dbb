"""Calls to be heard: in order, one program after the other, whatever the machine has."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from queue_display.messages import SOUNDS
from queue_display.sound.call import CallVoice
from queue_display.sound.engines import Engine
from queue_display.sound.lack import Lack

SAID = "Le numéro 12 est attendu au bureau 1."


PROGRAM = """
import sys, time
def note(text):
    with open(sys.argv[1], "a", encoding="utf-8") as file:
        file.write(text)
note(sys.argv[2] + "(")
note(sys.stdin.buffer.read().decode())
time.sleep(float(sys.argv[3]))
note(")")
"""


def program(file: Path, name: str, lasts: float | str = 0.0) -> Engine:
    """A stand-in for a player: notes its beginning, what it reads, and after some seconds its end."""
    return Engine(sys.executable, ("-c", PROGRAM, str(file), name, str(lasts)))


def heard(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


async def test_it_rings_then_speaks_one_call_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    ring, say = program(file, "ring", 0.05), program(file, "say")
    loud = CallVoice("fr", players=[ring], voices=[say])
    await loud(SAID)
    await loud(SAID)
    assert heard(file) == f"ring()say({SAID})" * 2


async def test_the_next_player_is_tried_when_one_fails_or_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    players = [Engine("/no/such/player"), program(file, "broken", "not a number"), program(file, "ring")]
    await CallVoice("fr", players=players, voices=[])(SAID)
    assert heard(file) == "broken(ring()"


async def test_a_voice_whose_sound_does_not_come_out_makes_way(tmp_path: Path) -> None:
    mute = Engine(
        "/bin/sh", ("-c", "cat; echo 'ALSA lib pcm.c' >&2; echo 'error: no card' >&2"), mute="error:"
    )
    await CallVoice("fr", players=[], voices=[mute, program(tmp_path / "heard", "say")])(SAID)
    assert heard(tmp_path / "heard") == f"say({SAID})"


async def test_a_player_that_hangs_is_ended_and_the_voice_is_still_heard(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    hung = program(file, "ring", 60)
    loud = CallVoice("fr", players=[hung], voices=[program(file, "say")], longest=0.3)
    await loud(SAID)
    assert heard(file).endswith(f"say({SAID})")


async def test_a_board_that_closes_takes_its_player_with_it(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    hung = program(file, "ring", 60)
    call = asyncio.create_task(CallVoice("fr", players=[hung], voices=[])(SAID))
    while "ring(" not in heard(file):  # noqa: ASYNC110  # another process's file has no event
        await asyncio.sleep(0.01)
    call.cancel()
    assert isinstance((await asyncio.gather(call, return_exceptions=True))[0], asyncio.CancelledError)
    # that no process is left is held by the guard around every test


async def test_a_machine_without_sound_is_silent() -> None:
    await CallVoice("fr", players=[], voices=[])(SAID)


async def test_it_says_what_its_calls_lack(tmp_path: Path) -> None:
    ring, say, no = (
        program(tmp_path / "heard", "ring"),
        program(tmp_path / "heard", "say"),
        Engine("/no/such"),
    )
    found: list[tuple[Lack, Lack]] = []
    for players, voices in (([ring], [say]), ([no], [say]), ([ring], [no]), ([no], [no]), ([], [])):
        voice = CallVoice("fr", players, voices)
        before = voice.lacks
        await voice(SAID)
        found.append((before, voice.lacks))
    assert found == [
        (Lack.NOTHING, Lack.NOTHING),
        (Lack.NOTHING, Lack.NOTHING),
        (Lack.NOTHING, Lack.UNSPOKEN),
        (Lack.NOTHING, Lack.SILENT),
        (Lack.SILENT, Lack.SILENT),
    ]


async def test_a_board_that_only_rings_lacks_no_voice(tmp_path: Path) -> None:
    voice = CallVoice("fr", [program(tmp_path / "heard", "ring")], [], speaks=False)
    await voice(SAID)
    assert voice.lacks is Lack.NOTHING
    assert CallVoice("fr", [], [], speaks=False).lacks is Lack.SILENT


def test_what_calls_lack_has_a_word_on_the_link() -> None:
    assert {lack.value for lack in Lack} == {"", *SOUNDS}
