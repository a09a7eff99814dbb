"""Time as the queue needs it: a day that can be believed, and durations that no change of the clock alters.

A ``Moment`` carries two clocks. The wall clock says which day it is; people and time servers set it.
The steady clock only runs forward, but starts again at each boot. Minutes are measured on the steady
clock if both moments are of the same boot, else on the wall clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from assets.days import can_be
from kiosk.machine_clocks import MachineClocks


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, as both clocks show it.

    ``wall`` is local time with its UTC offset; ``steady`` is in seconds since an arbitrary start,
    comparable only between moments with the same ``boot`` identifier. ``sure`` is False while the wall
    clock shows a day that cannot be right, ``exact`` while nothing vouches for its minutes; two moments that
    differ in nothing else are equal.
    """

    wall: datetime
    steady: float
    boot: str
    sure: bool = field(default=True, compare=False)
    exact: bool = field(default=True, compare=False)

    @property
    def day(self) -> date:
        return self.wall.date()


def seconds_between(start: Moment, end: Moment) -> float | None:
    """Seconds from `start` to `end`, 0 or more; None when nothing sure can be said."""
    if start.boot == end.boot:
        seconds = end.steady - start.steady
    elif start.day == end.day and end.sure and start.exact and end.exact:
        seconds = (end.wall - start.wall).total_seconds()
    else:
        return None
    return seconds if seconds >= 0 else None


def whole_minutes(seconds: float | None) -> int | None:
    """Minutes, rounded up, at least 1; None where the seconds are not known."""
    return None if seconds is None else max(1, math.ceil(seconds / 60))


def minutes_between(start: Moment, end: Moment) -> int | None:
    """Whole minutes from `start` to `end`, rounded up, at least 1; None when nothing sure can be said."""
    return whole_minutes(seconds_between(start, end))


AGREE = timedelta(minutes=1)
"""Clocks that differ by no more show the same time. A system that starts takes its time from its hardware
clock, and each then drifts by some seconds a day at most."""


class Clock:
    """The kiosk's time: the machine's own, or that of an agent's display which an agent has chosen.

    A machine without internet or battery may wake with the wrong time, also with a day that can be: a
    Raspberry Pi without a clock module goes on from its last shutdown. So `check` asks what vouches for the
    machine's clock: a hardware clock that kept its time, or the network. As long as nothing does, `take` may
    go by an agent's display instead; nobody else's is to be given to `hear`, and hearing alone changes
    nothing.
    """

    def __init__(self, machine: MachineClocks | None = None) -> None:
        self._machine = machine or MachineClocks()
        self.vouched = False
        """Whether something vouches for the machine's clock, as `check` last found it."""
        self._displays: dict[str, Moment] = {}  # what each showed when it was heard
        self._taken: Moment | None = None
        self._synchronised_at = self._own() if self._machine.synchronised_before() else None

    def __call__(self) -> Moment:
        taken = self._taken
        return self._carried(taken) if taken else self._own()

    def check(self) -> None:
        """Ask anew what vouches for the machine's clock.

        A clock that is vouched for is believed from then on, whatever was taken before. Waits for devices:
        not for the event loop.
        """
        own = self._own()
        self.vouched = own.sure and (self._by_network(own) or self._by_hardware())
        if self.vouched:
            self._taken = None

    def hear(self, display: str, wall: datetime) -> bool:
        """Note the time of an agent's display; say whether it is one that can be."""
        heard = wall.utcoffset() is not None and can_be(wall.date())
        if heard:
            self._displays[display] = self._moment(wall)
        else:
            self._displays.pop(display, None)
        return heard

    def of(self, display: str) -> Moment | None:
        """What the display's clock shows now; None for one whose time was not heard, or cannot be."""
        heard = self._displays.get(display)
        return self._carried(heard) if heard else None

    def take(self, display: str) -> None:
        """Go by the time of `display`, which was heard, unless something vouches for the machine's clock.

        It is carried forward on the steady clock, so that later jumps of the machine's clock change nothing.
        Raises KeyError for a display whose time was not heard.
        """
        taken = self._displays[display]
        if not self.vouched:
            self._taken = taken

    def _own(self) -> Moment:
        return self._moment(self._machine.wall(), exact=self.vouched)

    def _moment(self, wall: datetime, *, exact: bool = True) -> Moment:
        return Moment(wall, self._machine.steady(), self._machine.boot, can_be(wall.date()), exact)

    def _carried(self, heard: Moment) -> Moment:
        now = self._moment(heard.wall)
        # Through UTC and back to local time, so that summer time begins and ends on the right day.
        gone = timedelta(seconds=now.steady - heard.steady)
        return replace(now, wall=self._machine.local(heard.wall.astimezone(UTC) + gone))

    def _by_network(self, own: Moment) -> bool:
        """Set by the network since the start, and by nobody after: both clocks have gone on together."""
        if self._machine.synchronised():
            self._synchronised_at = own
        then = self._synchronised_at
        return then is not None and then.sure and _agree(self._carried(then).wall, own.wall)

    def _by_hardware(self) -> bool:
        return any(_agree(shown, self._machine.wall()) for shown in self._machine.hardware())


def _agree(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= AGREE
