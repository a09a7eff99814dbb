"""The counts of a day that is over: read once, and never before."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date

from kiosk.day_end import DayEnd
from kiosk.queue import State, Stop
from kiosk.record.counts import NOTHING, Counts
from kiosk.record.log_file import RecordFailed

DAY = date(2026, 11, 23)
OPEN = State(DAY, Stop.OPEN, next_number=4)
OVER = State(DAY, Stop.CLOSED, day_over=True)
BETWEEN_STOPS = State(DAY, Stop.CLOSED, next_number=4)
COUNTS = Counts({"emploi": 2}, {9: 2})


class FakeRecord:
    """`fails`: it cannot be read."""

    def __init__(self, counts: Counts = COUNTS, fails: bool = False) -> None:
        self.read, self._counts, self._fails = 0, counts, fails

    async def counts(self, day: date) -> Counts:
        self.read += 1
        if self._fails:
            raise RecordFailed("no")
        return self._counts


class Day:
    """A van's day: `states` one after the other, each told to the summary."""

    def __init__(self, record: FakeRecord) -> None:
        self.record, self.state, self.changes = record, OPEN, 0
        self.end = DayEnd(record, lambda: self.state, self._changed)

    def _changed(self) -> None:
        self.changes += 1
        self.end.look()

    async def passes(self, *states: State) -> list[Counts | None]:
        """The counts that are to be had in each of them."""
        running = asyncio.ensure_future(self.end.run())
        found = [await self._in(state) for state in states]
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        return found

    async def _in(self, state: State) -> Counts | None:
        self.state = state
        self.end.look()
        for _ in range(5):
            await asyncio.sleep(0)
        return self.end.counts


async def test_there_are_counts_only_while_the_day_is_over() -> None:
    day = Day(FakeRecord())
    assert await day.passes(OPEN, BETWEEN_STOPS, OVER, OVER, OPEN, OVER) == [
        None,
        None,
        COUNTS,
        COUNTS,
        None,
        COUNTS,
    ]
    assert (day.record.read, day.changes) == (2, 2)


async def test_a_new_day_has_none_of_the_one_before() -> None:
    tomorrow = State(date(2026, 11, 24))
    assert await Day(FakeRecord(NOTHING)).passes(OVER, tomorrow) == [NOTHING, None]


async def test_started_in_the_evening_it_reads_what_was_counted() -> None:
    assert await Day(FakeRecord()).passes(replace(OVER, day_over=False)) == [COUNTS]


async def test_a_record_that_cannot_be_read_leaves_the_van_running() -> None:
    assert await Day(FakeRecord(fails=True)).passes(OVER, OPEN, OVER) == [None, None, None]
