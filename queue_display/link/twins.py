"""Two machines with copies of one card have the same keys: which of them a display stays with.

    the machine that is here, again    its old connection is dead, though nobody has noticed: it comes in
    the one that was paired            it comes in, and the other is told to go
    any other                          it is told to go, if the one that is here is heard; else it comes in

A card that was moved into a new machine, because the old one broke, comes in: nobody else is there.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from queue_display.link.session import Session
from queue_display.messages import TWIN, Beat
from queue_display.network import kept

log = logging.getLogger(__name__)

HEARD_WITHIN = 1.0
"""Seconds in which the kiosk that is here has to be heard: longer than between two heartbeats, and short
enough for who waits at the door (`queue_display.link.session.HELLO_WITHIN`)."""

TOLD_FOR = 60.0
"""Seconds for which people are told of two machines, after the second came last: it comes again and again."""


class Twins:
    """`folder` holds the display's keys, and beside them which machine was paired; `now` is in seconds on a
    steady clock."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._folder, self._now = folder, now
        self._seen_at = -math.inf

    @property
    def seen(self) -> bool:
        """Whether there were two machines of late."""
        return self._now() - self._seen_at < TOLD_FOR

    def beat(self) -> Beat:
        """A heartbeat that tells the kiosk of it."""
        return Beat(self.seen)

    async def paired_machine(self, kiosk: str, machine: str) -> str:
        """The machine that the kiosk of this identifier was paired on: the first that came since."""
        return await asyncio.to_thread(kept.first_machine, self._folder, kiosk, machine)

    async def turns_away(self, here: Session[Any], machine_here: str, newcomer: str, paired: str) -> bool:
        """Whether `newcomer` has to go; if not, `here` goes. All but `here` are marks of machines; a kiosk of
        an earlier version has none, and is taken for the one that is here."""
        if not newcomer or newcomer == machine_here:
            return False
        if newcomer == paired:
            self._two()
            here.leave(TWIN)
            return False
        stays = await here.lives(HEARD_WITHIN)
        if stays:
            self._two()
        return stays

    def _two(self) -> None:
        if not self.seen:
            log.warning("two machines have the keys of one kiosk")
        self._seen_at = self._now()
