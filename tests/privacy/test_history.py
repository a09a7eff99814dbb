"""History independence: the same visits leave the same bytes, whatever happened on the way.

The property has two halves. Once a day is closed and settled, any two histories with the same topics and the
same minutes, however these went together, leave the same bytes of every file under the data folder, with the
same dates. And while the stop is open, the day's file is what a record writes that never saw the history: a
function of the state and of the counts alone.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from kiosk.queue import Decision, State
from kiosk.record.counts import UNKNOWN, Counts
from kiosk.record.log import FILE
from kiosk.record.log_file import LogFile
from kiosk.record.record import DAY_FILE, Record
from kiosk.technical_log import technical_log
from tests import seeds
from tests.privacy.mutants import DAY_MUTANTS, LOG_MUTANTS, LeakingCache
from tests.privacy.random_day import RandomDay
from tests.privacy.van_day import (
    DAY,
    Day,
    FastDisk,
    Visit,
    dates,
    ended,
    files,
    paired_anew,
    random_visits,
)

SEEDS = range(12)
ENOUGH = range(4)
"""Seeds among which each mutant must be found out."""

FORMER = {
    date(2026, 2, 27): Counts({"impots": 3, "retraite": 1}, {4: 2, 12: 2}),
    date(2026, 3, 9): Counts({"logement": 1}, {UNKNOWN: 1}),  # of a clock that was ahead
}
"""What the log holds of other days, before and after the one that is played."""

Look = Callable[[Day], None]


def nothing(day: Day) -> None:
    """No look."""


def history(
    visits: list[Visit], seed: str, folder: Path, make: type[Record] = Record, look: Look = nothing
) -> RandomDay:
    folder.mkdir()
    LogFile(folder, FastDisk()).replace_days(FORMER)
    restarts = 0.0 if make is LeakingCache else 0.05
    day = RandomDay(folder, seeds.chance(seed), make.open, look, restarts=restarts)
    try:
        day.serve(visits)
    finally:
        day.stop()
    return day


# --- A day that is closed --------------------------------------------------------------------------


def holds(seed: int, folder: Path, make: type[Record] = Record) -> bool:
    """Whether two histories of the same topics and the same minutes are not to be told apart."""
    rng = seeds.chance(seed)
    one = random_visits(rng)
    left = []
    for which, visits in (("one", one), ("other", paired_anew(one, rng))):
        day = history(visits, f"{seed} {which}", folder / which, make)
        print(f"seed {seed}, {which}: {len(day.moments)} commands, {', '.join(sorted(day.ways))}")
        left.append((files(folder / which), dates(folder / which)))
    return left[0] == left[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_histories_leave_the_same_bytes_and_dates(seed: int, tmp_path: Path) -> None:
    assert holds(seed, tmp_path)


@pytest.mark.parametrize("mutant", LOG_MUTANTS)
def test_the_property_fails_once_a_safeguard_is_taken_away(mutant: type[Record], tmp_path: Path) -> None:
    found = []
    for seed in ENOUGH:
        (tmp_path / str(seed)).mkdir()
        found.append(not holds(seed, tmp_path / str(seed), mutant))
    print(f"{mutant.__name__}: found out by {sum(found)} of {len(found)} seeds")
    assert any(found)


def test_what_a_closed_day_leaves(tmp_path: Path) -> None:
    """No file of the day, empty locks; the log bears the start of its newest day, all else no day at all."""
    folder = tmp_path / "day"
    history(random_visits(seeds.chance(3)), "seed", folder)
    left, when = files(folder), dates(folder)
    assert sorted(name for name, content in left.items() if content) == [FILE]
    assert DAY_FILE not in left
    newest = max(FORMER)
    assert when.pop(FILE) == datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()
    assert set(when.values()) == {datetime(2024, 1, 1, tzinfo=UTC).timestamp()}
    assert {oct(f.stat().st_mode & 0o777) for f in folder.iterdir()} == {"0o600"}


def test_other_visits_leave_other_bytes(tmp_path: Path) -> None:
    """The property is not true of everything: bytes that were always the same would hold no log."""
    visits = [Visit("retraite", 9), Visit("impots", 4)]
    for n, some in enumerate((visits, [*visits, visits[0]])):
        history(some, "seed", tmp_path / str(n))
    assert files(tmp_path / "0") != files(tmp_path / "1")


def test_what_was_served_is_what_was_counted(tmp_path: Path) -> None:
    visits = random_visits(seeds.chance(1))
    day = history(visits, "seed", tmp_path / "day")
    topics, minutes = Counter(v.topic for v in visits), Counter(v.minutes or UNKNOWN for v in visits)
    assert day.record.days() == {**FORMER, DAY: Counts(topics, minutes)}


def test_the_log_is_a_function_of_its_counts(tmp_path: Path) -> None:
    """What a day left is what is written at once by who never saw a ticket."""
    day = history(random_visits(seeds.chance(2)), "seed", tmp_path / "day")
    (tmp_path / "fresh").mkdir()
    LogFile(tmp_path / "fresh", FastDisk()).replace_days(day.record.days())
    assert (tmp_path / "day" / FILE).read_bytes() == (tmp_path / "fresh" / FILE).read_bytes()


@pytest.mark.parametrize("seed", range(3))
def test_the_technical_log_tells_no_history_either(seed: int, tmp_path: Path) -> None:
    """On every level, and with restarts. Only a fault leaves lines there, and faults are not visits."""
    visits, left = random_visits(seeds.chance(seed)), []
    for which in ("one", "other"):
        folder = tmp_path / which
        folder.mkdir()
        with technical_log(folder):
            logging.getLogger("kiosk").setLevel(logging.DEBUG)
            day = RandomDay(folder, seeds.chance(f"{seed} {which}"), faults=0)
            day.serve(visits)
            day.stop()
        left.append(files(folder))
    assert left[0] == left[1]


# --- A stop that is open ---------------------------------------------------------------------------


class ToldApart(Exception):
    """The day's file is not what the state and the counts make it."""


class Compared:
    """Has a second record, in a folder of its own, write what the first must have on disk."""

    def __init__(self, folder: Path, make: type[Record], seed: int) -> None:
        self.folder = folder
        self.make = make
        self.rng = seeds.chance(seed)
        self.looks = 0

    def __call__(self, day: Day) -> None:
        if not day.carrying and self.rng.random() < 0.3:
            self.looks += 1
            if self._afresh(day) != self._there(day.folder):
                raise ToldApart

    def _afresh(self, day: Day) -> bytes:
        folder = self.folder / f"{self.looks}"
        folder.mkdir(parents=True)
        if (day.folder / FILE).exists():
            (folder / FILE).write_bytes((day.folder / FILE).read_bytes())
        fresh = self.make.open(folder, FastDisk())
        fresh.load(day.now())
        counted = [Visit(v.topic, v.minutes) for v in day.counted[day.carried :]]
        visits = ended(paired_anew(counted, self.rng))
        day.loop.run_until_complete(fresh.save(State(DAY), Decision(self._shuffled(day.state), visits)))
        fresh.close()
        return self._there(folder)

    def _shuffled(self, state: State) -> State:
        """The same state, of other objects, its mappings in another order."""
        tickets = self.rng.sample([replace(t) for t in state.tickets.values()], len(state.tickets))
        leaving = self.rng.sample(list(state.leaving.items()), len(state.leaving))
        return replace(
            state,
            tickets=MappingProxyType({t.number: t for t in tickets}),
            leaving=MappingProxyType(dict(leaving)),
        )

    def _there(self, folder: Path) -> bytes:
        file = folder / DAY_FILE
        return file.read_bytes() if file.exists() else b""


def is_a_function(seed: int, folder: Path, make: type[Record] = Record) -> bool:
    compared = Compared(folder / "fresh", make, seed)
    try:
        history(random_visits(seeds.chance(seed)), f"open {seed}", folder / "day", make, compared)
    except ToldApart:
        return False
    print(f"seed {seed}: compared {compared.looks} times")
    assert compared.looks > 2
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_while_the_stop_is_open_the_bytes_are_those_of_state_and_counts(seed: int, tmp_path: Path) -> None:
    assert is_a_function(seed, tmp_path)


@pytest.mark.parametrize("mutant", DAY_MUTANTS)
def test_so_do_not_those_of_a_record_that_remembers(mutant: type[Record], tmp_path: Path) -> None:
    found = []
    for seed in ENOUGH:
        (tmp_path / str(seed)).mkdir()
        found.append(not is_a_function(seed, tmp_path / str(seed), mutant))
    print(f"{mutant.__name__}: found out by {sum(found)} of {len(found)} seeds")
    assert any(found)
