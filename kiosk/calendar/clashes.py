"""Stops at which the one van would have to stand in two places at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kiosk.calendar.kept import CalendarStop

MOST = 50
"""Clashes after which no more are looked for: it is the agenda of many vans."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two stops at the same hour, and their rows."""

    row: int
    one: CalendarStop
    other_row: int
    other: CalendarStop


def clashes(rows: Sequence[tuple[int, tuple[CalendarStop, ...]]]) -> Iterator[Clash]:
    """The one van cannot stand in two places at once: the first clash of each pair of rows."""
    by_day: dict[date, list[tuple[int, CalendarStop]]] = {}
    for row, stops in rows:
        for stop in stops:
            by_day.setdefault(stop.day, []).append((row, stop))
    told: set[tuple[int, int]] = set()
    for day in sorted(by_day):
        for (row, one), (other_row, other) in combinations(by_day[day], 2):
            apart = one.closes <= other.opens or other.closes <= one.opens or one == other
            if not apart and (row, other_row) not in told:
                told.add((row, other_row))
                yield Clash(row, one, other_row, other)
            if len(told) >= MOST:
                return
