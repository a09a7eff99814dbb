"""Files of each version of the record, as the code of that version wrote them, read by the code of today.

`records/version-N-open.sqlite` holds a stop under way, `-closed` the same day closed for good. They are
never written again; a new version adds its own two.
"""

import sqlite3
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.clock import Moment
from kiosk.queue import State, Status, Stop
from kiosk.record.read import READERS
from kiosk.record.record import FILE, Record
from kiosk.record.schema import VERSION, VisitCount

RECORDS = Path(__file__).with_name("records")
START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
DAY = date(2026, 3, 2)
VERSIONS = sorted(READERS)


def at(minute: float) -> Moment:
    return Moment(START + timedelta(minutes=minute), 1000 + 60 * minute, "boot-1")


def loaded(version: int, which: str, folder: Path) -> tuple[State, list[VisitCount], bytes]:
    folder.mkdir()
    (folder / FILE).write_bytes((RECORDS / f"version-{version}-{which}.sqlite").read_bytes())
    record = Record.open(folder)
    try:
        state = record.load(at(60))
        assert not record.notice
        return state, record.visits(), (folder / FILE).read_bytes()
    finally:
        record.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_closed_day_of_each_version_loses_nothing(version: int, tmp_path: Path) -> None:
    state, visits, _ = loaded(version, "closed", tmp_path / "data")
    assert state == State(DAY, visits_today=4)
    assert visits == [
        VisitCount(DAY, "impots", 12, 1),
        VisitCount(DAY, "logement", 13, 1),
        VisitCount(DAY, "retraite", 10, 1),
        VisitCount(DAY, "retraite", 12, 1),
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_stop_under_way_of_each_version_goes_on(version: int, tmp_path: Path) -> None:
    state, visits, _ = loaded(version, "open", tmp_path / "data")
    assert (state.day, state.stop, state.next_number, state.visits_today) == (DAY, Stop.OPEN, 5, 1)
    assert [(t.number, t.desk, t.called) for t in state.called()] == [(1, 1, at(18)), (4, 2, at(21))]
    (waiting,) = state.line()
    assert (waiting.number, waiting.topic, waiting.absences) == (3, "caf-msa", 1)
    assert (waiting.status, waiting.taken) == (Status.WAITING, at(3))
    assert len(state.applied) == 11
    assert visits == [VisitCount(DAY, "impots", 12, 1)]


@pytest.mark.parametrize("which", ["open", "closed"])
def test_every_version_becomes_the_same_file_of_today(which: str, tmp_path: Path) -> None:
    images = {loaded(version, which, tmp_path / str(version))[2] for version in VERSIONS}
    assert len(images) == 1
    assert user_version(images.pop()) == VERSION


def user_version(image: bytes) -> int:
    return int.from_bytes(image[60:64], "big")


def test_each_version_has_its_files_and_says_so() -> None:
    assert list(range(1, VERSION + 1)) == VERSIONS
    for version in VERSIONS:
        for which in ("open", "closed"):
            assert user_version((RECORDS / f"version-{version}-{which}.sqlite").read_bytes()) == version


def test_tables_do_not_change_without_a_new_version(tmp_path: Path) -> None:
    """The file of the newest version, kept since it was begun, has the tables that are made today."""
    _, _, image = loaded(VERSION, "closed", tmp_path / "data")
    kept = (RECORDS / f"version-{VERSION}-closed.sqlite").read_bytes()
    assert tables(image) == tables(kept)


def tables(image: bytes) -> list[str]:
    db = sqlite3.connect(":memory:")
    db.deserialize(image)
    try:
        return [sql for (sql,) in db.execute("select sql from sqlite_schema order by name")]
    finally:
        db.close()
