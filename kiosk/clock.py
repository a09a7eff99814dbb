"""Time as the queue needs it: a plausible day, and durations that no change of the clock can bend.

A ``Moment`` carries two clocks. The wall clock says which day it is; people and time servers move it.
The steady clock only ever runs forward, but starts anew at each boot. Minutes are measured on the
steady clock where both moments share a boot, on the wall clock otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant read off both clocks.

    ``wall`` is local time with its UTC offset; ``steady`` is in seconds since an arbitrary start,
    comparable only between moments with the same ``boot`` identifier.
    """

    wall: datetime
    steady: float
    boot: str

    @property
    def day(self) -> date:
        return self.wall.date()


def minutes_between(start: Moment, end: Moment) -> int | None:
    """Whole minutes from `start` to `end`, rounded up, at least 1; None when nothing sure can be said."""
    if start.boot == end.boot:
        seconds = end.steady - start.steady
    elif start.day == end.day:
        seconds = (end.wall - start.wall).total_seconds()
    else:
        return None
    if seconds < 0:
        return None
    return max(1, math.ceil(seconds / 60))
