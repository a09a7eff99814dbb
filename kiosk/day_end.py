"""The counts of a day that is over, for the agents' summary: read once, on the record's thread.

Before the day is over nobody has them: of a day that goes on, what one desk adds would tell its topic to the
other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Protocol

from kiosk.queue import State
from kiosk.record.counts import Counts
from kiosk.record.log_file import RecordFailed


class CountsOfDays(Protocol):
    """What is needed of `kiosk.record.Record`."""

    async def counts(self, day: date) -> Counts: ...


class DayEnd:
    """`look` is told of each change of the queue, `run` reads, `changed` is called once it has read."""

    def __init__(self, record: CountsOfDays, state: Callable[[], State], changed: Callable[[], None]) -> None:
        self._record, self._state, self._changed = record, state, changed
        self._read: tuple[date, Counts] | None = None
        self._wanted = asyncio.Event()

    @property
    def counts(self) -> Counts | None:
        """Those of the day that is over; None while a day goes on, or before any has begun."""
        state = self._state()
        if self._read is None or not state.over or self._read[0] != state.day:
            return None
        counts = self._read[1]
        return counts if counts or state.day_over else None

    def look(self) -> None:
        state = self._state()
        if not state.over:
            self._read = None  # opened again: what comes is counted too
        elif self._read is None or self._read[0] != state.day:
            self._wanted.set()

    async def run(self) -> None:
        """Until cancelled. A record that cannot be read tells so itself; then there is no summary."""
        self.look()
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            with suppress(RecordFailed):
                await self._sum_up(self._state().day)

    async def _sum_up(self, day: date) -> None:
        counts = await self._record.counts(day)
        if self._state().over and self._state().day == day:
            self._read = day, counts
            self._changed()
