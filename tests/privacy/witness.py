"""A witness with a watch, who later sees the files: what can be known of each visit, by exact reasoning.

The witness knows the order of the visits and how long each took, right to one minute either way, and reads in
the files how many visits had which topic, how many took how many minutes, and whatever else is kept there. A
world is a topic and a number of minutes for each visit. Those worlds are counted that agree with the watch
and with every sum in the files, not tried one by one: what matters of the visits so far is what is left of
each sum. In how many of the worlds a visit had a topic is all that can be known of it; in all of them, then
the witness is certain.

That the files hold these sums and nothing more is what tests/privacy/test_history.py shows.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.queue import VisitEnded
from kiosk.record.counts import Counts
from kiosk.record.record import Record, read_days
from tests.privacy.mutants import Keeping
from tests.privacy.van_day import DAY, Visit

WATCH = 1
"""Minutes by which the watch may be wrong, either way."""

TOPICS = tuple(f"topic-{n}" for n in range(10))
"""Of a simulated day, each as likely: all of a day's are one on 1 % of the days with three visits."""

Adds: TypeAlias = Callable[[VisitEnded], tuple[object, int]]
"""To which sum a visit adds, and how much."""


@dataclass(frozen=True)
class Sums:
    """One list of sums in the files, and how a visit adds to it."""

    adds: Adds
    found: Mapping[Any, int]  # by what `adds` names


Left: TypeAlias = tuple[tuple[tuple[object, int], ...], ...]
"""What is left of each list of sums, once some visits are taken away."""


def a_day(rng: random.Random, visits: int) -> list[Visit]:
    """Visits as they come: most take 10 to 30 minutes, a few an hour and more."""
    minutes = [min(180, max(1, round(rng.lognormvariate(2.9, 0.6)))) for _ in range(visits)]
    return [Visit(rng.choice(TOPICS), m) for m in minutes]


def watched(rng: random.Random, visits: Sequence[Visit]) -> list[int]:
    """What the witness noted of each."""
    return [(v.minutes or 0) + rng.randint(-WATCH, WATCH) for v in visits]


def in_the_files(folder: Path, make: type[Record]) -> list[Sums]:
    """What the data folder of a day that is over says of it."""
    counts = read_days(folder).get(DAY, Counts())
    sums = [
        Sums(lambda v: (v.topic, 1), counts.topics),
        Sums(lambda v: (v.minutes, 1), counts.minutes),
    ]
    if issubclass(make, Keeping):
        sums.append(Sums(make.adds, json.loads((folder / make.FILE).read_bytes())))
    return sums


def known(sums: Sequence[Sums], watch: Sequence[int]) -> list[dict[str, Fraction]]:
    """For each visit, in which share of the worlds it had which topic; topics of no world are left out."""
    choices = [_choices(sums, noted) for noted in watch]
    start: Left = tuple(tuple(sorted(s.found.items(), key=repr)) for s in sums)
    layers = [{start: 1}]  # in how many ways the visits so far lead there
    for options in choices:
        layers.append(_step(layers[-1], options, sums))
    ways = {left: 1 for left in layers[-1] if not any(left)}  # in how many ways the rest can go on from there
    found: list[dict[str, Fraction]] = []
    for options, before in zip(reversed(choices), reversed(layers[:-1]), strict=True):
        worlds: Counter[str] = Counter()
        on: defaultdict[Left, int] = defaultdict(int)
        for left, n in before.items():
            for visit in options:
                after = _without(left, visit, sums)
                if after in ways:
                    worlds[visit.topic] += n * ways[after]
                    on[left] += ways[after]
        ways = dict(on)
        found.append({topic: Fraction(n, worlds.total()) for topic, n in worlds.items()})
    return found[::-1]


def _choices(sums: Sequence[Sums], noted: int) -> list[VisitEnded]:
    """What a visit may have been that took so many minutes by the watch."""
    topics, minutes = sums[0].found, sums[1].found
    near = [m for m in range(noted - WATCH, noted + WATCH + 1) if m in minutes]
    return [VisitEnded(DAY, str(topic), m) for topic in topics for m in near]


def _step(before: Mapping[Left, int], options: Iterable[VisitEnded], sums: Sequence[Sums]) -> dict[Left, int]:
    after: defaultdict[Left, int] = defaultdict(int)
    for left, n in before.items():
        for visit in options:
            if (rest := _without(left, visit, sums)) is not None:
                after[rest] += n
    return dict(after)


def _without(left: Left, visit: VisitEnded, sums: Sequence[Sums]) -> Left | None:
    """What is left once this visit is taken away; None where it cannot have been one of them."""
    rest = []
    for some, one in zip(left, sums, strict=True):
        key, n = one.adds(visit)
        there = dict(some)
        if there.get(key, 0) < n:
            return None
        there[key] -= n
        rest.append(tuple((k, v) for k, v in there.items() if v))
    return tuple(rest)


@dataclass
class Figures:
    """Of many days: visits, of how many the witness is certain, and how many a best guess would get right,
    with the watch and from the day's topics alone."""

    visits: int = 0
    certain: int = 0
    all_one: int = 0  # visits of days whose topics are all one
    guessed: Fraction = Fraction(0)
    by_chance: Fraction = Fraction(0)

    def add(self, day: Sequence[Visit], found: Sequence[Mapping[str, Fraction]]) -> None:
        topics = Counter(v.topic for v in day)
        self.visits += len(day)
        self.certain += sum(len(worlds) == 1 for worlds in found)
        self.all_one += len(day) if len(topics) == 1 else 0
        self.guessed += sum(max(worlds.values()) for worlds in found)
        self.by_chance += max(topics.values())

    def said(self) -> str:
        certain, all_one, guessed, chance = (
            f"{float(100 * n / self.visits):.1f} %"
            for n in (self.certain, self.all_one, self.guessed, self.by_chance)
        )
        return (
            f"{self.visits} visits, certain of {certain} (days of one topic: {all_one}),"
            f" best guess right {guessed}, by chance {chance}"
        )
