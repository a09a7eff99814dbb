"""Time as the queue needs it: a day that can be believed, and durations that no change of the clock alters.

A ``Moment`` carries two clocks. The wall clock says which day it is; people and time servers set it.
The steady clock only runs forward, but starts again at each boot. Minutes are measured on the steady
clock if both moments are of the same boot, else on the wall clock.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from assets.files import BEGINNING


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, as both clocks show it.

    ``wall`` is local time with its UTC offset; ``steady`` is in seconds since an arbitrary start,
    comparable only between moments with the same ``boot`` identifier. ``sure`` is False while the wall
    clock shows a day that cannot be right; two moments that differ in nothing else are equal.
    """

    wall: datetime
    steady: float
    boot: str
    sure: bool = field(default=True, compare=False)

    @property
    def day(self) -> date:
        return self.wall.date()


def seconds_between(start: Moment, end: Moment) -> float | None:
    """Seconds from `start` to `end`, 0 or more; None when nothing sure can be said."""
    if start.boot == end.boot:
        seconds = end.steady - start.steady
    elif start.day == end.day and end.sure:
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


EARLIEST = BEGINNING
"""The software was begun then, and no day before it is believed: a Raspberry Pi without a battery starts with
a date in the past. A record without any visit has this date too."""

YEARS_AHEAD = 30
"""A day more than so many years after `EARLIEST` is not believed either."""


class Clock:
    """Reads the machine's two clocks, and knows whether the day can be believed.

    A machine without internet or battery may start with the wrong time. It can be corrected: `hear` takes
    the time of a paired display, `set` that of an agent who was asked. From then on the wall clock is that
    time and what the steady clock has counted since, so that jumps of the machine's own clock change nothing.
    """

    def __init__(self, machine: MachineClocks | None = None) -> None:
        self._machine = machine or MachineClocks()
        self._earliest = EARLIEST
        self._heard: Moment | None = None

    def __call__(self) -> Moment:
        steady = self._machine.steady()
        wall = self._heard_wall(steady) or self._machine.wall()
        return Moment(wall, steady, self._machine.boot, self._heard is not None or self._plausible(wall))

    def hear(self, wall: datetime) -> bool:
        """Take the time `wall` (with its UTC offset) of a paired display; say whether it was believed.

        The first display heard is believed, if its day is plausible, unless a time server has set this
        machine's clock; one that says otherwise later changes nothing.
        """
        if self._heard or self._machine.synchronised() or not self._plausible(wall):
            return False
        self.set(wall)
        return True

    def not_before(self, day: date) -> None:
        """Believe no day before `day`, the latest with a recorded visit."""
        self._earliest = max(self._earliest, day)

    def set(self, wall: datetime) -> None:
        """Take the time an agent gave; it is believed whatever it is. Raises ValueError without an offset."""
        if wall.utcoffset() is None:
            raise ValueError("a time without its UTC offset")
        self._heard = Moment(wall, self._machine.steady(), self._machine.boot)

    def _heard_wall(self, steady: float) -> datetime | None:
        if self._heard is None:
            return None
        # Through UTC and back to local time, so that summer time begins and ends on the right day.
        gone = timedelta(seconds=steady - self._heard.steady)
        return self._machine.local(self._heard.wall.astimezone(UTC) + gone)

    def _plausible(self, wall: datetime) -> bool:
        return self._earliest <= wall.date() <= EARLIEST.replace(year=EARLIEST.year + YEARS_AHEAD)


class MachineClocks:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self.boot = _boot()

    def wall(self) -> datetime:
        return datetime.now().astimezone()

    def local(self, moment: datetime) -> datetime:
        """`moment` in the machine's time zone."""
        return moment.astimezone()

    def steady(self) -> float:
        """Seconds since the machine started, its sleep included where the system counts that."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def synchronised(self) -> bool:
        """Whether systemd-timesyncd has set the clock since the start (systemd-timesyncd.service(8))."""
        return Path("/run/systemd/timesync/synchronized").exists()


def _boot() -> str:
    """The system's identifier of this start of the machine; where it has none, one of this process."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return str(uuid4())
