"""A call that is heard: the chime, then the number and the desk, by the programs that this machine has.

They are processes of their own: one that hangs is given up after some seconds, and without any the board
shows its calls in silence. The words go to a program's stdin: others can read the command lines of a machine.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from collections.abc import Callable, Sequence

import assets
from queue_display.sound.programs import ended, started

log = logging.getLogger(__name__)

LONGEST = 8.0
"""Seconds after which a player counts as hung."""

CHIME = str(assets.path("sounds/chime.wav"))

PLAYERS: Sequence[Sequence[str]] = (
    ("pw-play", CHIME),
    ("paplay", CHIME),
    ("aplay", "-q", CHIME),
    ("afplay", CHIME),
)
"""PipeWire, PulseAudio, ALSA, macOS: the first that is installed and does its work."""

_WINDOWS_CHIME = "(New-Object Media.SoundPlayer $args[0]).PlaySync()"
_WINDOWS_VOICE = "Add-Type -A System.Speech; (New-Object Speech.Synthesis.SpeechSynthesizer).Speak($input)"


def players() -> list[list[str]]:
    """Commands that play the chime, the best first."""
    if sys.platform == "win32":
        return [["powershell", "-NoProfile", "-Command", "& {" + _WINDOWS_CHIME + "}", CHIME]]
    return [list(command) for command in PLAYERS if shutil.which(command[0])]


def speakers(language: str) -> list[list[str]]:
    """Commands that say what they read from stdin, slowly; none if this machine has no voice."""
    if sys.platform == "win32":
        return [["powershell", "-NoProfile", "-Command", _WINDOWS_VOICE]]
    speakers = (["espeak-ng", "-v", language, "-s", "140", "--stdin"], ["say", "-f", "-"])
    return [command for command in speakers if shutil.which(command[0])]


class CallVoice:
    """Rings and speaks, one call after the other. `speaks` is False for the chime alone."""

    def __init__(
        self,
        language: str,
        speaks: bool = True,
        players: Callable[[], list[list[str]]] = players,
        speakers: Callable[[str], list[list[str]]] = speakers,
        longest: float = LONGEST,
    ) -> None:
        self._players, self._speakers = players(), speakers(language) if speaks else []
        self._longest = longest

    async def __call__(self, sentence: str) -> None:
        """Return when it is quiet again."""
        await self._first_that_works(self._players, "")
        await self._first_that_works(self._speakers, sentence)

    async def _first_that_works(self, commands: list[list[str]], said: str) -> None:
        for command in commands:
            if await _worked(command, said, self._longest):
                return
            log.info("no sound from %s", command[0])


async def _worked(command: list[str], said: str, longest: float) -> bool:
    try:
        process = await started(*command)
    except OSError:
        return False
    try:
        async with asyncio.timeout(longest):
            await process.communicate(said.encode())
    except TimeoutError:
        return False
    finally:
        await ended(process)
    return process.returncode == 0
