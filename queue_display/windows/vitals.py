"""Which parts of a process have not answered for too long, and what is done about it. Pure.

A part is asked for a sign of life, through itself: a turn of its thread, of its lock, of its task. While an
answer is out, time counts against it:

    in time                                 nothing
    late for the first time, or again       RENEW, as often in a row as `cures` says
    late after that                         RESTART: this process is of no more use

It is the process's own time: a turn of the watch counts `LONGEST_TURN` seconds at most, however long it took.
Whoever stopped the process, closed the laptop or loaded the machine has made no part late.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from assets.wording import Text

TURN = 1.0
"""Seconds between two turns of the watch, at most."""

LONGEST_TURN = 2.0
"""Seconds that one turn counts, at most: a turn that took longer was everybody's, not a part's."""

START = 30.0
"""Seconds for a part's very first answer: on a Raspberry Pi 3 libraries are still being read."""


class Remedy(Enum):
    RENEW = "renew"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Vital:
    """A part that has to go on answering.

    `answer` returns once it has; `patience` is in seconds. `renew` makes it anew and returns at once; `cures`
    says how often in a row, None: as often as it takes, for a part without which the kiosk is still of use.
    `lost` is the sentence for people when it does not answer.
    """

    name: str
    lost: Text
    answer: Callable[[], Awaitable[None]]
    patience: float
    renew: Callable[[], object] = lambda: None
    cures: int | None = 0

    def remedy(self, cured: int) -> Remedy:
        """What is done once it is late, having been made anew `cured` times in a row."""
        return Remedy.RENEW if self.cures is None or cured < self.cures else Remedy.RESTART


@dataclass(slots=True)
class _Asked:
    """How one part does: `waited` in seconds of the process's own time."""

    vital: Vital
    waited: float = 0.0
    cured: int = 0
    ever: bool = False  # it has answered since it was made

    @property
    def late(self) -> bool:
        return self.waited >= (self.vital.patience if self.ever else max(START, self.vital.patience))


class Watch:
    """Over these parts, from `now` on: seconds on a steady clock."""

    def __init__(self, vitals: Iterable[Vital], now: float) -> None:
        self._asked = {vital.name: _Asked(vital) for vital in vitals}
        self._last = now

    def answered(self, name: str) -> bool:
        """Note that the part has answered; True if it had been made anew, and now all are well."""
        asked = self._asked[name]
        ailed = asked.cured > 0
        asked.waited, asked.cured, asked.ever = 0.0, 0, True
        return ailed and not any(other.cured for other in self._asked.values())

    def turn(self, now: float) -> dict[str, Remedy]:
        """What is to be done now, by the part's name; each remedy is told once."""
        seconds = min(max(0.0, now - self._last), LONGEST_TURN)
        self._last = now
        for asked in self._asked.values():
            asked.waited += seconds
        return {name: self._remedy(asked) for name, asked in self._asked.items() if asked.late}

    def _remedy(self, asked: _Asked) -> Remedy:
        remedy = asked.vital.remedy(asked.cured)
        asked.waited, asked.cured = 0.0, asked.cured + 1
        return remedy
