"""Files of each version of the record, as the code of that version wrote them, read by the code of today.

`records/version-N-open` holds a stop under way, `-closed` the same day closed for good; from version 3 on
in two files, `.sqlite` and `.day`, and `-carrying` a day whose way into the log was begun. From its second
version on the file of the day has kept files of its own, `day-N-open`. None is ever written again; a new
version adds its own.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assets.files import Disk
from kiosk.queue import State, Status, Stop
from kiosk.record import day_file
from kiosk.record.counts import Counts, Days
from kiosk.record.log import FILE, VERSION
from kiosk.record.older import READERS, read_older
from kiosk.record.record import DAY_FILE, read_days
from tests.kiosk.record.playing import DAY, at, counts, files, opened, settled

RECORDS = Path(__file__).with_name("records")
OLDER = sorted(READERS)
BEFORE = date(2026, 3, 1)
CLOSED = counts({"impots": 1, "logement": 1, "retraite": 2}, {10: 1, 12: 2, 13: 1})
OPEN = counts({"impots": 1}, {12: 1})
PAIRS = [("retraite", 10), ("retraite", 12), ("logement", 13), ("impots", 12)]


def folder(name: str, data: Path) -> Path:
    """A data folder with the kept files of that name."""
    data.mkdir()
    for suffix, file in ((".sqlite", FILE), (".day", DAY_FILE)):
        kept = RECORDS / f"version-{name}{suffix}"
        if kept.exists():
            (data / file).write_bytes(kept.read_bytes())
    return data


def loaded(name: str, data: Path) -> tuple[State, Days, str]:
    folder(name, data)
    with opened(data) as record:
        state = record.load(at(60))
        return state, record.days(), record.notice.name


@pytest.mark.parametrize("version", OLDER)
def test_a_closed_day_of_each_earlier_version_loses_nothing(version: int, tmp_path: Path) -> None:
    state, days, notice = loaded(f"{version}-closed", tmp_path / "data")
    assert state == State(DAY, visits_today=4)
    assert days == {DAY: CLOSED}
    assert notice == "record_converted"
    assert not (tmp_path / "data" / DAY_FILE).exists()


@pytest.mark.parametrize("version", OLDER)
def test_a_stop_under_way_of_each_earlier_version_goes_on(version: int, tmp_path: Path) -> None:
    state, days, notice = loaded(f"{version}-open", tmp_path / "data")
    assert (state.day, state.stop, state.next_number, state.visits_today) == (DAY, Stop.OPEN, 5, 1)
    assert [(t.number, t.desk, t.called) for t in state.called()] == [(1, 1, at(18)), (4, 2, at(21))]
    (waiting,) = state.line()
    assert (waiting.number, waiting.topic, waiting.absences) == (3, "caf-msa", 1)
    assert (waiting.status, waiting.taken) == (Status.WAITING, at(3))
    assert len(state.applied) == 11
    assert days == {DAY: OPEN}
    assert notice == "record_converted"


@pytest.mark.parametrize("version", OLDER)
@pytest.mark.parametrize("which", ["open", "closed"])
def test_a_second_start_finds_the_same_and_tells_nothing(version: int, which: str, tmp_path: Path) -> None:
    state, days, _ = loaded(f"{version}-{which}", tmp_path / "data")
    before = files(tmp_path / "data")
    with opened(tmp_path / "data") as record:
        assert record.load(at(60)) == state
        assert record.days() == days
        assert not record.notice
    assert files(tmp_path / "data") == before


@pytest.mark.parametrize("which", ["open", "closed"])
def test_every_earlier_version_becomes_the_same_files(which: str, tmp_path: Path) -> None:
    for version in OLDER:
        loaded(f"{version}-{which}", tmp_path / str(version))
    first, *others = (files(tmp_path / str(version)) for version in OLDER)
    assert others == [first] * len(others)
    assert user_version(first[FILE]) == VERSION


@pytest.mark.parametrize("version", OLDER)
def test_which_minutes_went_with_which_topic_is_forgotten_for_good(version: int, tmp_path: Path) -> None:
    """Another pairing of the same topics and minutes becomes the same bytes; and no other file is left."""
    images = []
    for n, pairs in enumerate((PAIRS, [(t, m) for (t, _), (_, m) in zip(PAIRS, PAIRS[1:] + PAIRS[:1])])):  # noqa: B905 - as long
        data = folder(f"{version}-closed", tmp_path / str(n))
        with closing(sqlite3.connect(data / FILE)) as db:
            db.execute("delete from visits")
            for topic, minutes in pairs:
                db.execute("insert into visits values ('2026-03-02', ?, ?, 1)", [topic, minutes])
            db.commit()
        with opened(data) as record:
            record.load(at(60))
        images.append(files(data))
        assert {f.name for f in data.iterdir() if f.stat().st_size} == {FILE}
    assert images[0] == images[1]
    assert read_days(tmp_path / "0") == {DAY: CLOSED}


def test_equal_counts_of_an_earlier_version_are_added_up(tmp_path: Path) -> None:
    data = folder("2-closed", tmp_path / "data")
    with closing(sqlite3.connect(data / FILE)) as db:
        db.execute("insert into visits values ('2026-03-02', 'retraite', 0, 5)")
        db.execute("insert into visits values ('2026-03-02', 'retraite', 1440, 999999)")
        db.commit()
    with opened(data) as record:
        record.load(at(60))
        found = record.days()[DAY]
    assert found.topics["retraite"] == 1_000_000  # no more can be written, and it is no count any more
    assert (found.minutes[0], found.minutes[1440]) == (5, 999_999)


class Killed(BaseException):
    """The process ends here."""


class KilledDisk(Disk):
    """Ends the process at its nth step."""

    def __init__(self, at_step: int) -> None:
        self.left = at_step

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed

    def force(self, handle: int) -> None:
        self._step()
        super().force(handle)

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)

    def remove(self, file: Path) -> None:
        if self.left > 0:  # a process that has ended tidies nothing up
            super().remove(file)


@pytest.mark.parametrize("version", OLDER)
@pytest.mark.parametrize("which", ["open", "closed"])
def test_killed_in_the_middle_of_converting_and_started_again(
    version: int, which: str, tmp_path: Path
) -> None:
    whole, days, _ = loaded(f"{version}-{which}", tmp_path / "whole")
    killed = 0
    for step in range(1, 20):
        data = folder(f"{version}-{which}", tmp_path / str(step))
        with opened(data, KilledDisk(step)) as record:
            try:
                record.load(at(60))
            except Killed:
                killed += 1
        with opened(data) as record:
            assert record.load(at(60)) == whole
            assert record.days() == days
        assert files(data) == files(tmp_path / "whole")
    print(f"{killed} steps")
    assert killed >= (6 if which == "open" else 3)


# --- Version 3 -----------------------------------------------------------------------------------------


def test_a_closed_day_of_version_3_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    state, days, notice = loaded("3-closed", tmp_path / "data")
    assert state == State(DAY, visits_today=3)
    assert days == {
        BEFORE: counts({"caf-msa": 1}, {18: 1}),
        DAY: counts({"impots": 1, "logement": 1, "retraite": 1}, {10: 1, 11: 1, 12: 1}),
    }
    assert notice == ""
    assert files(tmp_path / "data") == {FILE: (RECORDS / "version-3-closed.sqlite").read_bytes()}


def test_a_stop_under_way_of_version_3_goes_on(tmp_path: Path) -> None:
    state, days, notice = loaded("3-open", tmp_path / "data")
    assert (state.day, state.stop, state.next_number, state.visits_today) == (DAY, Stop.OPEN, 5, 1)
    assert [(t.number, t.desk, t.called) for t in state.called()] == [(1, 1, at(18))]
    assert [(t.number, t.begun, t.served) for t in state.parked()] == [(4, True, 180.0)]
    left = state.leaving[2]
    assert (left.ticket.number, left.at) == (3, at(26))
    assert left.visit
    assert (left.visit.topic, left.visit.minutes, left.waits) == ("caf-msa", 1, False)
    assert len(state.applied) == 14
    assert days == {BEFORE: counts({"caf-msa": 1}, {18: 1}), DAY: OPEN}
    assert notice == ""
    assert (tmp_path / "data" / DAY_FILE).read_bytes().startswith(b"halte day %d " % day_file.VERSION)
    with opened(tmp_path / "data") as record:
        after = settled(record, record.load(at(60)), at(60))
        assert after.visits_today == 2


def test_a_day_of_version_3_on_its_way_into_the_log_is_counted_once(tmp_path: Path) -> None:
    state, days, _ = loaded("3-carrying", tmp_path / "data")
    whole = {DAY: counts({"retraite": 1, "impots": 1}, {1: 1, 5: 1})}
    assert state == State(DAY, visits_today=2)
    assert days == whole
    with opened(tmp_path / "data") as record:
        record.load(at(60))
        asyncio.run(record.learn())
        assert not record.trouble
    assert list(files(tmp_path / "data")) == [FILE]
    assert read_days(tmp_path / "data") == whole


def user_version(image: bytes) -> int:
    return int.from_bytes(image[60:64], "big")


def test_each_version_has_its_files_and_says_so() -> None:
    assert [*OLDER, VERSION] == list(range(1, VERSION + 1))
    for version in [*OLDER, VERSION]:
        for which in ("open", "closed"):
            assert user_version((RECORDS / f"version-{version}-{which}.sqlite").read_bytes()) == version
    for which in ("open", "carrying"):
        kept = (RECORDS / f"version-{VERSION}-{which}.day").read_bytes()
        assert kept.startswith(b"halte day 1 ")  # the file of the day has versions of its own


def test_a_log_of_today_is_no_earlier_one() -> None:
    assert read_older((RECORDS / "version-3-closed.sqlite").read_bytes()) is None


def test_tables_do_not_change_without_a_new_version(tmp_path: Path) -> None:
    """The files of the newest version, kept since it was begun, are what is made today, byte for byte."""
    loaded("2-closed", tmp_path / "data")
    made = (tmp_path / "data" / FILE).read_bytes()
    assert tables(made) == tables((RECORDS / f"version-{VERSION}-closed.sqlite").read_bytes())
    kept = (RECORDS / f"day-{day_file.VERSION}-open.day").read_bytes()
    found = day_file.read(kept)
    assert found.state
    assert bytes(day_file.Writer().written(found.state, found.pending) or b"") == kept


def tables(image: bytes) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(image)
        return [sql for (sql,) in db.execute("select sql from sqlite_schema order by name")]


def test_nothing_is_found_in_an_empty_file() -> None:
    assert read_older(b"") is None
    assert Counts() == counts({}, {})
