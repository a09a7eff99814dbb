"""A call that is heard: the chime, then the number and the desk, by the programs that this machine has.

A program that hangs is given up after some seconds, and without any the board shows its calls in silence:
`CallVoice.lacks` says so, and the agents are told.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from queue_display.sound.engines import PLAYERS, Engine, installed
from queue_display.sound.lack import Lack
from queue_display.sound.programs import SoundOutcome, heard
from queue_display.sound.voices import speaking, voices

log = logging.getLogger(__name__)

LONGEST = 8.0
"""Seconds after which a player counts as hung."""


def call_voice(language: str, *, speaks: bool) -> CallVoice:
    """With what this machine has: looks on the disk. `speaks` is False for the chime alone."""
    able = speaking(voices(), language) if speaks else []
    # A call comes once, and cannot wait for a trial.
    return CallVoice(
        language, installed(PLAYERS), [engine for engine in able if not engine.trial], speaks=speaks
    )


class CallVoice:
    """Rings and speaks, one call after the other: with the first of `players` and of `voices` that works.

    `longest`: seconds for a program. `speaks`: whether there should be a voice.
    """

    def __init__(
        self,
        language: str,
        players: Sequence[Engine],
        voices: Sequence[Engine],
        longest: float = LONGEST,
        *,
        speaks: bool = True,
    ) -> None:
        self._language, self._longest = language, longest
        self._players, self._voices = players, voices
        self._speaks = speaks
        self._rung, self._spoken = bool(players), bool(voices)  # before the first call: as it seems

    @property
    def lacks(self) -> Lack:
        """What the last call lacked."""
        if self._spoken or (self._rung and not self._speaks):
            return Lack.NOTHING
        return Lack.UNSPOKEN if self._rung else Lack.SILENT

    async def __call__(self, sentence: str) -> None:
        """Return when it is quiet again."""
        self._rung = await self._first_that_works(self._players, "")
        self._spoken = await self._first_that_works(self._voices, sentence)

    async def _first_that_works(self, engines: Sequence[Engine], words: str) -> bool:
        """Whether one did."""
        for engine in engines:
            if await heard(engine, words, self._language, limit=self._longest) is SoundOutcome.HEARD:
                return True
            log.info("no sound from %s", engine.name)
        return False
