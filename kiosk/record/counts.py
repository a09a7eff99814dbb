"""What is kept of finished visits: how many of a day had a topic, how many took so many minutes. Pure.

Two multisets, and nothing that joins them: which minutes went with which topic is forgotten as a visit is
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias, TypeGuard, TypeVar

from kiosk.queue import VisitEnded

UNKNOWN = 0
"""Stands for minutes that are not known; no visit takes less than one."""

LONGEST = 24 * 60
"""Minutes of a visit above which they are no length but damage."""

MOST = 1_000_000
"""Visits of one row above which it is no count but damage: a van's whole life has fewer."""

LONGEST_TOPIC = 64
"""Letters of a topic's key above which it is damage; the settings allow 40."""


def is_topic(value: Any) -> TypeGuard[str]:
    """Whether it can be the key of a topic."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TOPIC and value.isprintable()


def is_minutes(value: Any) -> TypeGuard[int]:
    """Whether it can be the whole minutes of a visit."""
    return isinstance(value, int) and 0 < value <= LONGEST


def is_count(value: Any) -> TypeGuard[int]:
    """Whether it can be how many visits a row stands for."""
    return isinstance(value, int) and 0 < value <= MOST


def day_of(value: Any) -> date | None:
    """The day that is written so, YYYY-MM-DD; None where it is written otherwise, or is none."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == value else None


@dataclass(frozen=True, slots=True)
class Counts:
    """The visits of one day: by the key of their topic, and by their whole minutes (`UNKNOWN`: not known)."""

    topics: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    minutes: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def visits(self) -> int:
        return sum(self.topics.values())

    def __add__(self, other: Counts) -> Counts:
        return Counts(_sum(self.topics, other.topics), _sum(self.minutes, other.minutes))

    def __bool__(self) -> bool:
        return bool(self.topics or self.minutes)


Key = TypeVar("Key", str, int)


def _sum(some: Mapping[Key, int], more: Mapping[Key, int], most: int = MOST) -> Mapping[Key, int]:
    """Sorted: not even in memory do two lists keep the order in which visits were counted."""
    both = sorted((Counter(some) + Counter(more)).items())
    return MappingProxyType({key: min(visits, most) for key, visits in both})


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Sums:
    """The visits of several days: how many on each, how many of each topic, how many of each length."""

    by_day: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))
    topics: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    minutes: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def visits(self) -> int:
        return sum(self.by_day.values())

    def __add__(self, other: Sums) -> Sums:
        both = Counter(self.by_day) + Counter(other.by_day)
        return Sums(
            dict(sorted(both.items())),
            _sum(self.topics, other.topics, MOST * MOST),
            _sum(self.minutes, other.minutes, MOST * MOST),
        )


Days: TypeAlias = Mapping[date, Counts]
"""Counts by day."""


def counted(days: Days, visits: Iterable[VisitEnded]) -> dict[date, Counts]:
    """`days`, and these visits besides."""
    found = dict(days)
    for visit in visits:
        one = Counts({visit.topic: 1}, {visit.minutes or UNKNOWN: 1})
        found[visit.day] = found.get(visit.day, NOTHING) + one
    return found


def together(some: Days, more: Days) -> dict[date, Counts]:
    """The counts of both."""
    return {day: some.get(day, NOTHING) + more.get(day, NOTHING) for day in {**some, **more}}


def sums_of(days: Days, first: date = date.min, last: date = date.max) -> Sums:
    """Those of the days from `first` to `last`, both included."""
    by_day: dict[date, int] = {}
    topics: Counter[str] = Counter()
    minutes: Counter[int] = Counter()
    for day in sorted(days):
        if first <= day <= last:
            by_day[day] = days[day].visits
            topics.update(days[day].topics)
            minutes.update(days[day].minutes)
    return Sums(by_day, topics, minutes)
