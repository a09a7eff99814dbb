"""What the simulated year must come to: a plain account of queue and log, kept beside the van's. Pure.

It shares no code with `kiosk.engine`: one visit is one line in it, whatever befell it. Both accounts are
compared after each start and at each day's end.
"""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

TAKE_BACK = 20
"""Seconds in which a desk's last end or absence can be taken back."""

LONGEST = 8 * 60
"""Minutes after which a ticket has been forgotten."""


@dataclass(frozen=True)
class Stamp:
    """An instant of the year: `true` in seconds; `boot` is the start of the machine in which it fell; `exact`
    while the kiosk had a clock that it may believe to the minute."""

    true: float
    boot: int
    exact: bool

    def until(self, other: Stamp) -> float | None:
        """Seconds that the kiosk can know of."""
        known = self.boot == other.boot or (self.exact and other.exact)
        return other.true - self.true if known else None


@dataclass
class Person:
    """Somebody with a ticket in hand."""

    number: int
    topic: str
    priority: bool
    rank: int
    taken: Stamp
    status: str = "waiting"
    absent: bool = False
    desk: int | None = None
    called: Stamp | None = None
    begun: bool = False
    served: float | None = 0.0
    for_desk: int | None = None

    def place(self) -> tuple[bool, bool, int]:
        return self.for_desk is None, not self.priority, self.rank

    def so_far(self, now: Stamp) -> float | None:
        """Seconds at desks."""
        this = self.called.until(now) if self.called else 0.0
        return None if this is None or self.served is None else self.served + this

    def away(self, status: str) -> None:
        self.status, self.desk, self.called = status, None, None

    def uncalled(self) -> None:
        self.away("parked" if self.begun and self.for_desk is None else "waiting")


FinishedVisit: TypeAlias = tuple[str, int]
"""Topic and whole minutes; 0: not known."""


@dataclass
class LastDone:
    """What a desk did last with somebody; `waits`: absent, and back in line."""

    person: Person
    at: Stamp
    visit: FinishedVisit | None
    waits: bool = False


def minutes(seconds: float | None) -> int:
    """Whole minutes, 0 where they are not known."""
    whole = 0 if seconds is None else max(1, math.ceil(seconds / 60))
    return whole if whole <= LONGEST else 0


@dataclass
class Multisets:
    """Of one day."""

    topics: Counter[str] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)


@dataclass
class Book:
    """The year as it is to be. `given` are the numbers of the day under way."""

    day: date | None = None
    stop: str = "closed"
    people: dict[int, Person] = field(default_factory=dict)
    last: dict[int, LastDone] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)
    days: dict[date, Multisets] = field(default_factory=dict)
    visits: int = 0

    def after(self, now: Stamp, act: Callable[[Book, Stamp], None]) -> Book:
        """The account once `act` has been carried out at `now`; this one stays as it is."""
        then = copy.copy(self)
        then.people, then.last, then.given = copy.deepcopy(self.people), dict(self.last), set(self.given)
        then.days = {**self.days}
        if self.day in self.days:
            then.days[self.day] = copy.deepcopy(self.days[self.day])
        then.settle(now)
        act(then, now)
        then.close_if_empty()
        return then

    # --- What counts ------------------------------------------------------------------------------

    def settle(self, now: Stamp) -> None:
        """What can no longer be taken back counts."""
        for desk, done in list(self.last.items()):
            gone = done.at.until(now)
            if gone is None or gone >= TAKE_BACK:
                self.final(desk)

    def final(self, desk: int) -> None:
        if done := self.last.pop(desk, None):
            self.count(done.visit)

    def count(self, visit: FinishedVisit | None) -> None:
        if visit and self.day:
            of_day = self.days.setdefault(self.day, Multisets())
            of_day.topics[visit[0]] += 1
            of_day.minutes[visit[1]] += 1
            self.visits += 1

    def close_if_empty(self) -> None:
        if self.stop == "finishing" and not self.people:
            self.stop = "closed"

    # --- Who is where -----------------------------------------------------------------------------

    def at(self, desk: int) -> Person | None:
        return next((p for p in self.people.values() if p.desk == desk), None)

    def line(self, desk: int) -> list[Person]:
        """Those whom this desk may call next, in their order."""
        mine = (p for p in self.people.values() if p.status == "waiting" and p.for_desk in (None, desk))
        return sorted(mine, key=Person.place)

    def seen(self) -> dict[str, Any]:
        """What the kiosk must hold now, in plain values, as `tests.faults.year_kiosk` tells it."""
        return {
            "stop": self.stop,
            "people": {
                str(p.number): [p.status, p.desk, p.for_desk, p.begun, p.served, p.called and p.called.boot]
                for p in sorted(self.people.values(), key=lambda p: p.number)
            },
            "last": {
                str(desk): [done.person.number, done.visit and list(done.visit), done.waits, done.at.boot]
                for desk, done in sorted(self.last.items())
            },
        }

    def counted(self) -> dict[date, tuple[dict[str, int], dict[int, int]]]:
        """By day: visits by topic, and visits by minutes."""
        return {day: (dict(m.topics), dict(m.minutes)) for day, m in self.days.items()}

    # --- What can happen --------------------------------------------------------------------------

    def opens(self, day: date) -> None:
        if day != self.day:
            self.given, self.last = set(), {}
        self.day, self.stop = day, "open"

    def closes(self) -> None:
        if self.stop == "open":
            self.stop = "finishing"
            return
        for person in self.people.values():
            if person.begun:
                self.count((person.topic, minutes(person.served)))
        self.people.clear()

    def night_over(self) -> None:
        """Another day has begun over a stop that nobody closed."""
        for desk in list(self.last):
            self.final(desk)
        for person in self.people.values():
            if person.begun or person.desk:
                self.count((person.topic, 0))
        self.people.clear()
        self.stop = "closed"

    def takes(self, number: int, now: Stamp, topic: str, priority: bool) -> None:
        self.people[number] = Person(number, topic, priority, max(number, self._last_rank() + 1), now)
        self.given.add(number)

    def calls(self, desk: int, now: Stamp, number: int | None = None) -> None:
        person = self.people[number] if number else self.line(desk)[0]
        person.status, person.desk, person.called = "called", desk, now

    def puts_back(self, desk: int) -> None:
        self._here(desk).uncalled()

    def parks(self, desk: int, now: Stamp) -> None:
        person = self._interrupted(desk, now)
        person.for_desk = None
        person.away("parked")

    def hands_over(self, desk: int, now: Stamp, to: int) -> None:
        person = self._interrupted(desk, now)
        person.for_desk = to
        person.away("waiting")

    def absent(self, desk: int, now: Stamp, back: bool) -> None:
        person = self._here(desk)
        before = copy.copy(person)
        self.final(desk)
        if not back:
            visit = (person.topic, minutes(person.served)) if person.begun else None
            del self.people[person.number]
            self.last[desk] = LastDone(before, now, visit)
            return
        person.rank = self._last_rank() + 1
        person.absent, person.for_desk = True, None
        person.away("waiting")
        self.last[desk] = LastDone(before, now, None, waits=True)

    def ends(self, desk: int, now: Stamp, topic: str | None = None) -> None:
        person = self._here(desk)
        self.final(desk)
        del self.people[person.number]
        visit = (topic or person.topic, minutes(person.so_far(now)))
        self.last[desk] = LastDone(person, now, visit)

    def takes_back(self, desk: int) -> None:
        done = self.last.pop(desk)
        if since := self.at(desk):
            since.uncalled()
        self.people[done.person.number] = copy.copy(done.person)

    def cancels(self, number: int) -> None:
        person = self.people.pop(number)
        if person.begun:
            self.count((person.topic, minutes(person.served)))

    def _last_rank(self) -> int:
        """Of all who have a place, and of those who may have theirs back."""
        gone = (done.person for done in self.last.values())
        return max((p.rank for p in (*self.people.values(), *gone)), default=0)

    def _here(self, desk: int) -> Person:
        person = self.at(desk)
        assert person, f"nobody is at desk {desk}"
        return person

    def _interrupted(self, desk: int, now: Stamp) -> Person:
        person = self._here(desk)
        person.served, person.begun = person.so_far(now), True
        return person
