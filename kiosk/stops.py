"""Where the van stands now and where it goes next, from planned stops, queue and clock. Pure.

Here alone it is decided which moment of the day it is, for kiosk, board and paper alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from assets.dayparts import DayMoment, DayPart
from kiosk.queue import State, Stop
from kiosk.settings import PlannedStop

SETS_UP = timedelta(minutes=30)
"""How long before its hour a van is at the day's next stop, if that is in another place."""


@dataclass(frozen=True, slots=True)
class Doors:
    """When the stop was last opened and shut, local times, as far as this process saw it; None: it did not.

    Kept in memory alone: a stop shuts when its last visit ends, and no hour of a visit is ever on a disk.
    """

    stop: Stop | None = None
    opened: datetime | None = None
    shut: datetime | None = None


UNSEEN = Doors()
"""This process has not seen the stop yet."""


def seen(doors: Doors, stop: Stop, now: datetime) -> Doors:
    """The stop is so now."""
    before, doors = doors.stop, replace(doors, stop=stop)
    if before is None or (before is Stop.CLOSED) == (stop is Stop.CLOSED):
        return doors
    return replace(doors, shut=now) if stop is Stop.CLOSED else replace(doors, opened=now)


@dataclass(frozen=True, slots=True)
class VanDay:
    """`here` is the stop of today where the van stands, None if none is planned; `coming` are those after it,
    the nearest first."""

    moment: DayMoment
    here: PlannedStop | None = None
    coming: tuple[PlannedStop, ...] = ()

    @property
    def place(self) -> str:
        return self.here.place if self.here else ""

    @property
    def today(self) -> PlannedStop | None:
        """The stop of today that is not over."""
        return self.here if self.moment.part is not DayPart.CLOSED else None


UNKNOWN_DAY = VanDay(DayMoment(DayPart.CLOSED))
"""Nothing is planned."""


def van_day(stops: Sequence[PlannedStop], state: State, now: datetime, doors: Doors = UNSEEN) -> VanDay:
    """The moment of the day at `now`, local time. A stop of today that is not over is never called past."""
    today = sorted((s for s in stops if s.day == now.date()), key=lambda s: s.opens)
    later = sorted((s for s in stops if s.day > now.date()), key=lambda s: (s.day, s.opens))
    if state.stop is not Stop.CLOSED:
        part = DayPart.OPEN if state.stop is Stop.OPEN else DayPart.FINISHING
        return _standing(part, today, later, _opened_at(today, _clock(doors.opened, now) or now.time()))
    today, at = _to_come(today, state, now, _clock(doors.shut, now))
    if at < len(today) and today[at].opens <= now.time():
        return _standing(DayPart.LATE, today, later, at)
    if at < len(today) and _is_there(today, at, now):
        return _standing(DayPart.BEFORE, today, later, at)
    return _standing(DayPart.CLOSED, today, later, at - 1)


def _standing(part: DayPart, today: list[PlannedStop], later: list[PlannedStop], at: int) -> VanDay:
    """At the stop of today with this index; before the first one, and without any, nowhere."""
    here = today[at] if 0 <= at < len(today) else None
    coming = (*today[at + 1 :], *later)
    if part in (DayPart.BEFORE, DayPart.LATE):
        return VanDay(DayMoment(part, here), here, coming)
    following = coming[0] if coming else None
    is_today, is_here = len(coming) > len(later), bool(here and following and here.place == following.place)
    over = part is DayPart.CLOSED and here is not None and not is_today
    return VanDay(DayMoment(part, following, is_today, is_here, over), here, coming)


def _opened_at(today: list[PlannedStop], opened: time) -> int:
    """The index of the stop that was opened then: a van opens early, and closes late."""
    return next((n for n, stop in enumerate(today) if opened <= stop.closes), len(today) - 1)


def _to_come(
    today: list[PlannedStop], state: State, now: datetime, shut: time | None
) -> tuple[list[PlannedStop], int]:
    """The stops of today, and the index of the first that is not over: an agent may shut one before its
    hour, or the whole day."""
    begun = [stop for stop in today if stop.opens <= (shut or now.time())]
    if begun and state.day_over and state.day == now.date():
        return begun, len(begun)
    over = [now.time() > stop.closes or (shut is not None and stop in begun) for stop in today]
    return today, over.index(False) if False in over else len(today)


def _is_there(today: list[PlannedStop], at: int, now: datetime) -> bool:
    """Whether the van is already where it opens next today."""
    same = at == 0 or today[at - 1].place == today[at].place
    return same or now + SETS_UP >= datetime.combine(now, today[at].opens, now.tzinfo)


def _clock(known: datetime | None, now: datetime) -> time | None:
    """The time of day of what was seen today."""
    return known.time() if known and known.date() == now.date() else None
