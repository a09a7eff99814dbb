"""Attackers who saw who came, and later see the files of the closed day: who had which topic?

One knows the order of arrival, and reads topics out of the raw bytes in several orders. Chance is what a
guess scores that hands out the day's topics at random: with c visits of n on a topic, each of its visitors is
guessed with probability c/n. The margin over chance is averaged over the days.

The other has a watch besides, and reasons (`tests.privacy.witness`). `HALTE_ATTACKER=300` (`make attacker`)
gives each figure from so many days.
"""

from __future__ import annotations

import math
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from statistics import fmean, stdev

import pytest

from kiosk.record.log import FILE
from kiosk.record.record import Record
from tests import seeds
from tests.privacy.mutants import Keeping, MinutesByTopic, PairKept, RoundedPairKept, RowsInOrder
from tests.privacy.van_day import TOPICS, Visit, closed_day, ended, files
from tests.privacy.witness import WATCH, Figures, Sums, a_day, in_the_files, known, watched

WHOLE = int(os.environ.get("HALTE_ATTACKER", "0"))

# --- With the order of arrival ---------------------------------------------------------------------

DAYS = WHOLE or 300
DAYS_OF_A_MUTANT = 80
Z = 3.29
"""Standard errors either side: 99.9 % for one guess; with seven guesses, 99.3 % for all together."""

Guess = Callable[[Path, list[str]], list[str]]


def as_they_lie(folder: Path, topics: list[str]) -> list[str]:
    """Topics in the order of their bytes, each as often as the log has it."""
    left = Counter(topics)
    order: list[str] = []
    for found in re.finditer("|".join(TOPICS).encode(), b"".join(files(folder).values())):
        topic = found.group().decode()
        if left[topic]:
            order += [topic]
            left[topic] -= 1
    return order + list(left.elements())


def lumped(folder: Path, topics: list[str]) -> list[str]:
    """The same, but all visits of a row together, as the log counts them."""
    counts = Counter(topics)
    return [topic for topic in dict.fromkeys(as_they_lie(folder, topics)) for _ in range(counts[topic])]


def as_listed(folder: Path, topics: list[str]) -> list[str]:
    """In the order in which the table gives its rows."""
    with closing(sqlite3.connect(folder / FILE)) as db:
        rows = db.execute("select topic, visits from topics").fetchall()
    return [topic for topic, visits in rows for _ in range(visits)]


def commonest(folder: Path, topics: list[str]) -> list[str]:
    """The day's topics, commonest first."""
    return [topic for topic, n in Counter(topics).most_common() for _ in range(n)]


def backwards(guess: Guess) -> Guess:
    return lambda folder, topics: guess(folder, topics)[::-1]


GUESSES: Mapping[str, Guess] = {
    "as they lie": as_they_lie,
    "as they lie, backwards": backwards(as_they_lie),
    "lumped": lumped,
    "lumped, backwards": backwards(lumped),
    "as listed": as_listed,
    "as listed, backwards": backwards(as_listed),
    "commonest first": commonest,
}


def ordered_day(seed: int, folder: Path, make: type[Record]) -> list[str]:
    """A closed day in `folder`; returns who had which topic, in order of arrival."""
    rng = seeds.chance(seed)
    visits = [Visit(rng.choice(TOPICS), rng.choice((4, 9, 25))) for _ in range(rng.randint(3, 6))]
    ends = sorted(range(len(visits)), key=lambda n: n + rng.uniform(0, 1.5))  # some overtake others
    folder.mkdir()
    closed_day(folder, [visits[n] for n in ends], make.open)
    return [visit.topic for visit in visits]


def margins(days: int, folder: Path, make: type[Record]) -> Mapping[str, list[float]]:
    """For each guess, by how much it beat chance on each day, as a share of the day's visitors."""
    beat: dict[str, list[float]] = {name: [] for name in GUESSES}
    for seed in range(days):
        arrived = ordered_day(seed, folder / str(seed), make)
        n = len(arrived)
        chance = sum(c * c for c in Counter(arrived).values()) / n
        for name, guess in GUESSES.items():
            right = sum(
                a == b for a, b in zip(arrived, guess(folder / str(seed), sorted(arrived)), strict=True)
            )
            beat[name].append((right - chance) / n)
    return beat


def interval(margin: list[float]) -> tuple[float, float]:
    error = Z * stdev(margin) / math.sqrt(len(margin))
    return fmean(margin) - error, fmean(margin) + error


@pytest.mark.timeout(180)  # as it is `long`
@pytest.mark.long("a thousand days are played")
def test_no_guess_is_better_than_chance(tmp_path: Path) -> None:
    for name, margin in margins(DAYS, tmp_path, Record).items():
        low, high = interval(margin)
        print(f"{name}: {low:+.4f} to {high:+.4f} over chance, {DAYS} days, seeds from 0")
        assert low <= 0 <= high, name
        assert high < 0.09, f"{name}: too few days to tell"


def test_the_attacker_is_no_fool(tmp_path: Path) -> None:
    beat = margins(DAYS_OF_A_MUTANT, tmp_path, RowsInOrder)
    best = max(interval(margin)[0] for margin in beat.values())
    print(f"{RowsInOrder.__name__}: at least {best:+.3f} over chance")
    assert best > 0


# --- With a watch besides --------------------------------------------------------------------------

VISITS = (3, 5, 8)
"""Visits of a day."""

WATCHED = WHOLE or 40
WATCHED_MUTANT = WHOLE or 20


def figures(days: int, visits: int, folder: Path, make: type[Record]) -> Figures:
    """What a witness with a watch gets to know on so many days of so many visits."""
    rng = seeds.chance(visits)
    found = Figures()
    for n in range(days):
        day, there = a_day(rng, visits), folder / str(n)
        there.mkdir()
        closed_day(there, rng.sample(day, visits), make.open)
        worlds = known(in_the_files(there, make), watched(rng, day))
        assert all(visit.topic in shares for visit, shares in zip(day, worlds, strict=True))
        found.add(day, worlds)
    print(f"{make.__name__}, {visits} visits a day, {days} days, seed {seeds.SEED}: {found.said()}")
    return found


@pytest.mark.parametrize("visits", VISITS)
def test_the_watch_tells_no_more_than_the_day_s_topics_do(visits: int, tmp_path: Path) -> None:
    found = figures(WATCHED, visits, tmp_path, Record)
    assert found.certain == found.all_one
    assert found.guessed == found.by_chance


LEAST: Mapping[type[Keeping], tuple[float, ...]] = {
    PairKept: (0.8, 0.7, 0.6),
    MinutesByTopic: (0.8, 0.7, 0.6),
    RoundedPairKept: (0.3, 0.15, 0.08),
}
"""The share of visits at least of which the witness is certain where more is kept, by `VISITS`."""


@pytest.mark.parametrize("visits", VISITS)
@pytest.mark.parametrize("mutant", LEAST)
def test_where_more_is_kept_the_witness_is_certain(
    mutant: type[Keeping], visits: int, tmp_path: Path
) -> None:
    found = figures(WATCHED_MUTANT, visits, tmp_path, mutant)
    assert found.certain >= found.visits * LEAST[mutant][VISITS.index(visits)]
    assert found.guessed > found.by_chance


@pytest.mark.parametrize("kept", [None, *LEAST])
def test_the_witness_reasons_as_who_tries_every_world(kept: type[Keeping] | None) -> None:
    rng = seeds.chance()
    for _ in range(30):
        day = a_day(rng, rng.randint(1, 5))
        sums, watch = sums_of(day, kept), watched(rng, day)
        assert known(sums, watch) == tried(day, kept, watch)


def sums_of(day: Sequence[Visit], kept: type[Keeping] | None) -> list[Sums]:
    """As the files would have them."""
    adds = [lambda v: (v.topic, 1), lambda v: (v.minutes, 1), *([kept.adds] if kept else [])]
    return [Sums(one, total(day, one)) for one in adds]


def total(day: Sequence[Visit], adds: Callable[..., tuple[object, int]]) -> dict[object, int]:
    found: Counter[object] = Counter()
    for visit in ended(day):
        key, n = adds(visit)
        found[key] += n
    return dict(found)


def tried(
    day: Sequence[Visit], kept: type[Keeping] | None, watch: Sequence[int]
) -> list[dict[str, Fraction]]:
    """The share of worlds, by trying each way to hand out the day's topics and minutes."""
    topics = set(permutations(v.topic for v in day))
    minutes = {
        some
        for some in permutations(v.minutes or 0 for v in day)
        if all(abs(m - w) <= WATCH for m, w in zip(some, watch, strict=True))
    }
    worlds = [list(map(Visit, *world)) for world in product(topics, minutes)]
    if kept:
        worlds = [world for world in worlds if total(world, kept.adds) == total(day, kept.adds)]
    each = [Counter(world[n].topic for world in worlds) for n in range(len(day))]
    return [{t: Fraction(n, len(worlds)) for t, n in counts.items()} for counts in each]
