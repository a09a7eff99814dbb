"""An attacker with the files of a closed day and the true order of arrival guesses who had which topic.

Chance is what a guess scores that hands out the day's topics at random: with c visits of n on a topic, each
of its visitors is guessed with probability c/n. The attacker reads topics out of the raw bytes in several
orders and lines them up with the arrivals; the margin over chance is averaged over the days.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean, stdev

import pytest
from kiosk.record.database import Database
from kiosk.record.read import read_image

from tests.privacy.mutants import MUTANTS, WithoutMultiset, WithoutVacuum
from tests.privacy.random_day import TOPICS, QuickDay, Visit, files

DAYS = 1000
DAYS_OF_A_MUTANT = 80
Z = 3.29
"""Standard errors either side: 99.9 % for one guess; with seven guesses, 99.3 % for all together."""

Guess = Callable[[bytes, list[str]], list[str]]


def as_they_lie(content: bytes, topics: list[str]) -> list[str]:
    """Topics in the order of their bytes, each as often as the log has it."""
    left = Counter(topics)
    order: list[str] = []
    for found in re.finditer("|".join(TOPICS).encode(), content):
        topic = found.group().decode()
        if left[topic]:
            order += [topic]
            left[topic] -= 1
    return order + list(left.elements())


def lumped(content: bytes, topics: list[str]) -> list[str]:
    """The same, but all visits of a row together, as the log counts them."""
    counts = Counter(topics)
    return [topic for topic in dict.fromkeys(as_they_lie(content, topics)) for _ in range(counts[topic])]


def as_listed(content: bytes, topics: list[str]) -> list[str]:
    """In the order in which the table gives its rows."""
    return [v.topic for v in read_image(content, "record").visits for _ in range(v.count)]


def commonest(content: bytes, topics: list[str]) -> list[str]:
    """The day's topics, commonest first."""
    return [topic for topic, n in Counter(topics).most_common() for _ in range(n)]


def backwards(guess: Guess) -> Guess:
    return lambda content, topics: guess(content, topics)[::-1]


GUESSES: Mapping[str, Guess] = {
    "as they lie": as_they_lie,
    "as they lie, backwards": backwards(as_they_lie),
    "lumped": lumped,
    "lumped, backwards": backwards(lumped),
    "as listed": as_listed,
    "as listed, backwards": backwards(as_listed),
    "commonest first": commonest,
}


def a_day(seed: int, folder: Path, make: type[Database]) -> tuple[list[str], bytes]:
    """Who had which topic, in order of arrival; and every byte of the files."""
    rng = random.Random(seed)
    visits = [Visit(rng.choice(TOPICS), rng.choice((4, 9, 25))) for _ in range(rng.randint(3, 6))]
    day = QuickDay(folder, rng, make, detours=1)
    day.serve(visits)
    day.stop()
    arrived = [visit.topic for _, visit in sorted(day.wanted.items()) if visit]
    assert len(arrived) == len(visits)
    return arrived, b"".join(files(folder).values())


def margins(days: int, folder: Path, make: type[Database]) -> Mapping[str, list[float]]:
    """For each guess, by how much it beat chance on each day, as a share of the day's visitors."""
    beat: dict[str, list[float]] = {name: [] for name in GUESSES}
    for seed in range(days):
        arrived, content = a_day(seed, folder, make)
        n = len(arrived)
        chance = sum(c * c for c in Counter(arrived).values()) / n
        for name, guess in GUESSES.items():
            right = sum(a == b for a, b in zip(arrived, guess(content, sorted(arrived)), strict=True))
            beat[name].append((right - chance) / n)
    return beat


def interval(margin: list[float]) -> tuple[float, float]:
    error = Z * stdev(margin) / math.sqrt(len(margin))
    return fmean(margin) - error, fmean(margin) + error


def test_no_guess_is_better_than_chance(tmp_path: Path) -> None:
    for name, margin in margins(DAYS, tmp_path, Database).items():
        low, high = interval(margin)
        print(f"{name}: {low:+.4f} to {high:+.4f} over chance, {DAYS} days")
        assert low <= 0 <= high, name
        assert high < 0.05, f"{name}: too few days to tell"


@pytest.mark.parametrize("mutant", [WithoutVacuum, WithoutMultiset])
def test_the_attacker_is_no_fool(mutant: type[Database], tmp_path: Path) -> None:
    assert mutant in MUTANTS
    beat = margins(DAYS_OF_A_MUTANT, tmp_path, mutant)
    best = max(interval(margin)[0] for margin in beat.values())
    print(f"{mutant.__name__}: at least {best:+.3f} over chance")
    assert best > 0
