"""Calls to be heard: in order, one program after the other, whatever the machine has."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from queue_display.sound import call as voice
from queue_display.sound.call import CallVoice

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


def program(file: Path, name: str, lasts: float | str = 0.0) -> list[str]:
    """A stand-in for a player: notes its beginning, what it reads, and after some seconds its end."""
    return [sys.executable, "-c", PROGRAM, str(file), name, str(lasts)]


def heard(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


async def test_it_rings_then_speaks_one_call_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    ring, say = program(file, "ring", 0.05), program(file, "say")
    loud = CallVoice("fr", players=lambda: [ring], speakers=lambda _: [say])
    await loud(SAID)
    await loud(SAID)
    assert heard(file) == f"ring()say({SAID})" * 2


def test_the_number_is_on_no_command_line() -> None:
    for command in [*voice.players(), *voice.speakers("fr")]:
        assert not any("12" in word or "{" in word for word in command)


async def test_the_next_player_is_tried_when_one_fails_or_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    commands = [["/no/such/player"], program(file, "broken", "not a number"), program(file, "ring")]
    await CallVoice("fr", players=lambda: commands, speaks=False)(SAID)
    assert heard(file) == "broken(ring()"


async def test_a_player_that_hangs_is_ended_and_the_voice_is_still_heard(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    hung = program(file, "ring", 60)
    loud = CallVoice("fr", players=lambda: [hung], speakers=lambda _: [program(file, "say")], longest=0.3)
    await loud(SAID)
    assert heard(file).endswith(f"say({SAID})")


async def test_a_board_that_closes_takes_its_player_with_it(tmp_path: Path) -> None:
    file = tmp_path / "heard"
    hung = program(file, "ring", 60)
    call = asyncio.create_task(CallVoice("fr", players=lambda: [hung], speaks=False)(SAID))
    while "ring(" not in heard(file):  # noqa: ASYNC110  # another process's file has no event
        await asyncio.sleep(0.01)
    call.cancel()
    assert isinstance((await asyncio.gather(call, return_exceptions=True))[0], asyncio.CancelledError)
    # that no process is left is held by the guard around every test


async def test_a_machine_without_sound_is_silent() -> None:
    await CallVoice("fr", players=list, speakers=lambda _: [])(SAID)
