"""History independence: the same visits leave the same bytes, whatever happened on the way.

The property has two halves. Any two histories of the same visits leave the same bytes of every file under
the data folder; and nothing of a ticket that is gone is left in the pages of the working database, which a
swap file or a core dump would keep.
"""

from __future__ import annotations

import logging
import random
from pathlib import Path

import pytest
from kiosk.record.database import Database
from kiosk.record.schema import VisitCount

from kiosk.technical_log import technical_log
from tests.privacy.mutants import MUTANTS
from tests.privacy.random_day import Day, Visit, files, random_visits

SEEDS = range(12)
ENOUGH = range(3)
"""Seeds among which each mutant must be found out."""


class Remains(Exception):
    """Something of a ticket that is gone is still in memory."""


def nothing_remains(day: Day) -> None:
    """Raises Remains where the pages hold a moment that no ticket of the queue has any more."""
    tickets = day.state.tickets.values()
    alive = {t.taken.wall for t in tickets} | {t.called.wall for t in tickets if t.called}
    pages = day.database.pages()
    for moment in day.moments:
        if moment.wall not in alive and moment.wall.isoformat().encode() in pages:
            raise Remains


def history(visits: list[Visit], seed: str, folder: Path, make: type[Database]) -> Day:
    folder.mkdir()
    day = Day(folder, random.Random(seed), make, after_each=nothing_remains)
    try:
        day.serve(visits)
    finally:
        day.stop()
    return day


def holds(seed: int, folder: Path, make: type[Database] = Database) -> bool:
    """Whether two histories, both drawn from `seed`, of the same visits are not to be told apart."""
    visits = random_visits(random.Random(seed))
    left = []
    for which in ("one", "other"):
        try:
            history(visits, f"{seed} {which}", folder / which, make)
        except Remains:
            return False
        left.append(files(folder / which))
    return left[0] == left[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_histories_of_the_same_visits_leave_the_same_bytes(seed: int, tmp_path: Path) -> None:
    assert holds(seed, tmp_path)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_property_fails_once_a_safeguard_is_taken_away(mutant: type[Database], tmp_path: Path) -> None:
    found = []
    for seed in ENOUGH:
        (tmp_path / str(seed)).mkdir()
        found.append(not holds(seed, tmp_path / str(seed), mutant))
    print(f"{mutant.__name__}: found out by {sum(found)} of {len(found)} seeds")
    assert any(found)


@pytest.mark.parametrize("seed", range(3))
def test_the_technical_log_tells_no_history_either(seed: int, tmp_path: Path) -> None:
    """On every level, and with restarts. Only a fault leaves lines there, and faults are not visits."""
    visits, left = random_visits(random.Random(seed)), []
    for which in ("one", "other"):
        folder = tmp_path / which
        folder.mkdir()
        with technical_log(folder):
            logging.getLogger("kiosk").setLevel(logging.DEBUG)
            day = Day(folder, random.Random(f"{seed} {which}"), faults=0)
            day.serve(visits)
            day.stop()
        left.append(files(folder))
    assert left[0] == left[1]


def test_other_visits_leave_other_bytes(tmp_path: Path) -> None:
    """The property is not true of everything: bytes that were always the same would hold no log."""
    visits = [Visit("retraite", 9), Visit("impots", 4)]
    for n, some in enumerate((visits, [*visits, visits[0]])):
        history(some, "seed", tmp_path / str(n), Database)
    assert files(tmp_path / "0") != files(tmp_path / "1")


def test_what_was_served_is_what_was_counted(tmp_path: Path) -> None:
    visits = random_visits(random.Random(1))
    day = history(visits, "seed", tmp_path / "day", Database)
    expected = [
        VisitCount(day.state.day, v.topic, v.minutes, visits.count(v)) for v in sorted(set(visits), key=str)
    ]
    assert sorted(day.record.visits(), key=str) == sorted(expected, key=str)


def test_the_file_is_a_function_of_the_log_alone(tmp_path: Path) -> None:
    """What a day left is what a record makes that never saw a ticket."""
    day = history(random_visits(random.Random(2)), "seed", tmp_path / "day", Database)
    fresh = Database()
    fresh.fill(day.record.visits(), day.state)
    assert (tmp_path / "day" / "halte.sqlite").read_bytes() == fresh.image()
    fresh.close()


@pytest.mark.parametrize("wanted", ["on", "off"])
def test_a_write_that_is_undone_keeps_to_secure_delete(wanted: str) -> None:
    """SQLite forgets the setting as it goes back; "off" is tried too, for many builds have it on already."""

    class Wanted(Database):
        secure_delete = wanted

        def setting(self) -> str:
            return "on" if self._db.execute("pragma secure_delete").fetchone()[0] else "off"

    database = Wanted()
    database.go_back(database.pages())
    assert database.setting() == wanted
    database.close()
