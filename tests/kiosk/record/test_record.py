"""The record, used as the van uses it: open, load, save each decision, close, and again."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlite_utils

from assets.days import EARLIEST
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Call, CallNext, Close, Command, End, Open, Recall, State, Stop, Take
from kiosk.record.database import Database
from kiosk.record.read import RecordFailed
from kiosk.record.record import FILE, Record, read_visits
from kiosk.record.schema import VisitCount

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
DAY = START.date()


def at(minute: float) -> Moment:
    return Moment(START + timedelta(minutes=minute), 1000 + 60 * minute, "boot-1")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = Record.open(tmp_path)
    yield record
    record.close()


def play(record: Record, state: State, *commands: Command, minute: float = 0) -> State:
    for n, command in enumerate(commands):
        decision = decide(state, command, at(minute + n), f"id-{minute}-{n}")
        asyncio.run(record.save(state, decision))
        state = decision.state
    return state


def reopened(data: Path, now: Moment | None = None) -> State:
    record = Record.open(data)
    try:
        return record.load(now or at(60))
    finally:
        record.close()


def test_a_new_folder_is_a_closed_stop(tmp_path: Path) -> None:
    assert reopened(tmp_path / "new" / "data") == State(DAY)


def test_each_state_comes_back_as_it_was(record: Record, tmp_path: Path) -> None:
    state = record.load(at(0))
    commands: list[Command] = [
        Open(),
        Take("retraite"),
        Take("impots", priority=True),
        Take("caf"),
        CallNext(1),
        Call(2, 1),
        Recall(2, 1),
        End(1, 2),
        Close(),
    ]
    for minute, command in enumerate(commands):
        state = play(record, state, command, minute=minute)
        copy = tmp_path / "copy"
        copy.mkdir(exist_ok=True)
        (copy / FILE).write_bytes((tmp_path / FILE).read_bytes())
        assert reopened(copy) == state


def test_visits_are_read_in_an_order_that_tells_nothing(tmp_path: Path) -> None:
    came = [
        VisitCount(DAY, "impôts", 10, 1),
        VisitCount(DAY, "œuvre", 3, 2),
        VisitCount(DAY, "impôts", None, 4),
        VisitCount(DAY - timedelta(days=1), "retraite", 9, 3),
        VisitCount(DAY, "impôts", 9, 1),
    ]
    database = Database()
    database.fill(came, State(DAY))
    (tmp_path / FILE).write_bytes(database.image())
    database.close()
    assert read_visits(tmp_path) == sorted(came, key=lambda v: (v.day, v.topic, v.minutes or 0))


def test_a_day_closed_for_good_leaves_its_visits_alone(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), Open(), Take("caf"), CallNext(1), End(1, 1), Close())
    assert state.stop is Stop.CLOSED
    db = sqlite_utils.Database(sqlite3.connect(tmp_path / FILE))
    assert db["stop"].count == db["tickets"].count == 0
    assert list(db["visits"].rows) == [{"day": "2026-03-02", "topic": "caf", "minutes": 1, "count": 1}]
    db.close()


def test_numbers_go_on_at_the_next_stop_of_the_day(record: Record, tmp_path: Path) -> None:
    play(record, record.load(at(0)), Open(), Take("caf"), CallNext(1), End(1, 1), Close(day_over=False))
    record.close()
    state = reopened(tmp_path)
    assert (state.stop, state.next_number, state.visits_today) == (Stop.CLOSED, 2, 1)


def test_equal_visits_are_counted_not_listed(record: Record) -> None:
    state = play(record, record.load(at(0)), Open())
    for n in (1, 2, 3):
        state = play(record, state, Take("caf"), CallNext(1), End(1, n), minute=10 * n)
    assert record.visits() == [VisitCount(DAY, "caf", 1, 3)]


def test_minutes_not_known_are_told_from_those_known(record: Record) -> None:
    state = play(record, record.load(at(0)), Open(), Take("caf"), CallNext(1))
    later = Moment(START + timedelta(days=1), 5.0, "boot-2")
    asyncio.run(record.save(state, decide(state, End(1, 1), later)))
    assert record.visits() == [VisitCount(DAY, "caf", None, 1)]


def test_a_second_kiosk_on_the_same_folder_is_refused(record: Record, tmp_path: Path) -> None:
    with pytest.raises(RecordFailed, match="Une autre borne"):
        Record.open(tmp_path)


def test_closing_twice_is_closing(tmp_path: Path) -> None:
    record = Record.open(tmp_path)
    record.close()
    record.close()
    Record.open(tmp_path).close()


# --- The log is read beside the kiosk -------------------------------------------------------------


def test_another_process_reads_the_log_and_creates_nothing(record: Record, tmp_path: Path) -> None:
    play(record, record.load(at(0)), Open(), Take("caf"), CallNext(1), End(1, 1))
    before = {f: f.stat().st_mtime_ns for f in tmp_path.iterdir()}
    code = "import sys, pathlib as p, kiosk.record.record as r; print(r.read_visits(p.Path(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([VisitCount(DAY, "caf", 1, 1)])
    assert {f: f.stat().st_mtime_ns for f in tmp_path.iterdir()} == before


def test_a_folder_without_a_record_has_no_visits_and_stays_empty(tmp_path: Path) -> None:
    assert read_visits(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordFailed, match="gone n’existe pas"):
        read_visits(tmp_path / "gone")


# --- Files that cannot be used ---------------------------------------------------------------------


@pytest.mark.parametrize("read", [read_visits, reopened])
def test_a_file_that_is_no_record_is_named_and_left_alone(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # two signatures
    (tmp_path / FILE).write_text("Liste des courses : pain, lait.")
    with pytest.raises(RecordFailed, match="n’est pas un journal Halte"):
        read(tmp_path)
    assert (tmp_path / FILE).read_text() == "Liste des courses : pain, lait."


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    db = sqlite_utils.Database(sqlite3.connect(tmp_path / FILE))
    db.table("courses").insert_all({"quoi": f"pain {n}"} for n in range(1000))
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(RecordFailed, match="n’est pas un journal Halte"):
        reopened(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_record_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    reopened(tmp_path)
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(RecordFailed, match="version plus récente"):
        reopened(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordFailed, match="Impossible d’écrire"):
        Record.open(tmp_path / "file" / "data")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(RecordFailed, match="Impossible de lire"):
        reopened(tmp_path)
    with pytest.raises(RecordFailed, match="Impossible de lire"):
        read_visits(tmp_path)


def test_the_file_is_dated_the_day_of_its_visits_not_the_hour(tmp_path: Path) -> None:
    reopened(tmp_path)
    assert datetime.fromtimestamp((tmp_path / FILE).stat().st_mtime, tz=UTC).date() == EARLIEST
