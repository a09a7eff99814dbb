"""The log's own file: its bytes are a function of its rows, and nothing odd in it passes for a row."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.record import log
from kiosk.record.counts import LONGEST, MOST, NOTHING, UNKNOWN, Counts, Days
from tests.kiosk.record.playing import log_bytes

DAYS = [date(2025, 1, 1) + timedelta(days=2 * n) for n in range(200)]
LOG: Days = {
    day: Counts({"retraite": 1 + n % 3, "à part": 2}, {UNKNOWN: 1, 7 + n: 2, 130 + n: 1})
    for n, day in enumerate(DAYS)
}
COUNTS = st.builds(
    Counts,
    st.dictionaries(st.sampled_from(["caf", "impots", "x" * 64]), st.integers(1, MOST), min_size=1),
    st.dictionaries(st.sampled_from([UNKNOWN, 1, 2, LONGEST]), st.integers(1, MOST)),
)
MANY = st.dictionaries(st.sampled_from([date.min, *DAYS, date.max]), COUNTS, max_size=20)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / log.FILE).write_bytes(log_bytes(LOG, tmp_path))
    return tmp_path / log.FILE


def write(folder: Path, old: Days | None, changed: Days) -> bytes:
    before = None
    if old is not None:
        before = folder / "old"
        before.write_bytes(log_bytes(old, folder))
    new = folder / "new"
    new.write_bytes(b"")
    log.write(new, before, changed)
    return new.read_bytes()


def all_of(file: Path) -> Days:
    with log.reading(file) as connection:
        return log.of_all(connection)


def test_what_was_written_is_read(file: Path) -> None:
    assert all_of(file) == LOG
    with log.reading(file) as connection:
        assert log.newest(connection) == DAYS[-1]
        assert log.of_day(connection, DAYS[3]) == LOG[DAYS[3]]
        assert log.of_day(connection, date(2024, 1, 1)) == NOTHING
        assert log.lengths(connection, DAYS[-2]) == Counter({205: 2, 206: 2, 328: 1, 329: 1})


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MANY, MANY)
def test_bytes_are_a_function_of_the_rows_alone(tmp_path: Path, old: dict[date, Counts], new: Any) -> None:
    """Whether days are written at once, one by one, or over others."""
    both = {**old, **new}
    assert write(tmp_path, old, new) == log_bytes(both, tmp_path) == write(tmp_path, both, {})


def test_bytes_of_many_pages_too(tmp_path: Path) -> None:
    many = {date(2000, 1, 1) + timedelta(days=n): LOG[DAYS[n % 60]] for n in range(3000)}
    whole = log_bytes(many, tmp_path)
    assert len(whole) > 60 * log.PAGE
    for day in (date(2000, 1, 1), date(2004, 5, 6), max(many)):
        without = {d: c for d, c in many.items() if d != day}
        assert write(tmp_path, without, {day: many[day]}) == whole
        assert write(tmp_path, many, {day: NOTHING}) == log_bytes(without, tmp_path)


def test_a_day_without_visits_is_left_out(tmp_path: Path) -> None:
    assert write(tmp_path, LOG, dict.fromkeys(LOG, NOTHING)) == log_bytes({}, tmp_path)


def test_nothing_but_the_day_joins_topics_with_minutes(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        names = [name for (name,) in db.execute("select name from sqlite_master order by name")]
        columns = {name: [c[1] for c in db.execute(f"pragma table_info({name})")] for name in names}
    assert columns == {
        "topics": ["day", "topic", "visits"],
        "minutes": ["day", "minutes", "visits"],
        "minutes_unknown": ["day", "visits"],
    }


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), log.reading(tmp_path / "none"):
        pass
    assert list(tmp_path.iterdir()) == []


# --- Odd content: a file that has our mark and tables, and cells that our own checks would not take ----

ODD_CELLS: list[tuple[str, tuple[Any, ...]]] = [
    ("topics", ("2026-02-30", "caf", 1)),
    ("topics", ("20260302", "caf", 1)),
    ("topics", (20260302, "caf", 1)),
    ("topics", ("2026-03-02", "x" * 10_000, 1)),
    ("topics", ("2026-03-02", b"caf", 1)),
    ("topics", ("2026-03-02", "", 1)),
    ("topics", ("2026-03-02", "a\0b", 1)),
    ("topics", ("2026-03-02", "caf", 10**12)),
    ("topics", ("2026-03-02", "caf", -5)),
    ("topics", ("2026-03-02", "caf", 2**62)),
    ("topics", ("2026-03-02", "caf", 1.5)),
    ("topics", ("2026-03-02", "caf", "many")),
    ("topics", ("2026-03-02", "caf", float("inf"))),
    ("minutes", ("2026-03-02", 0, 1)),
    ("minutes", ("2026-03-02", -7, 1)),
    ("minutes", ("2026-03-02", LONGEST + 1, 1)),
    ("minutes", ("2026-03-02", "long", 1)),
    ("minutes", ("2026-03-02", 7, 2**62)),
    ("minutes_unknown", ("2026-03-02", 10**12)),
]


def with_row(file: Path, table: str, row: tuple[Any, ...]) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("pragma ignore_check_constraints = on")
        db.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)  # noqa: S608 - our own
        db.commit()


@pytest.mark.parametrize(("table", "row"), ODD_CELLS, ids=str)
def test_a_row_that_cannot_be_is_no_row(table: str, row: tuple[Any, ...], file: Path, tmp_path: Path) -> None:
    with_row(file, table, row)
    with pytest.raises(log.LogDamaged):
        all_of(file)
    (tmp_path / "new").write_bytes(b"")
    with pytest.raises(log.LogDamaged):
        log.write(tmp_path / "new", file, {})


def test_a_row_outside_of_all_days_is_not_lost_unseen(file: Path, tmp_path: Path) -> None:
    with_row(file, "topics", (b"2026-03-02", "caf", 1))
    (tmp_path / "new").write_bytes(b"")
    with pytest.raises(log.LogDamaged):
        log.write(tmp_path / "new", file, {})


@pytest.mark.parametrize(
    "sql",
    [
        "create view more as select * from topics",
        "create trigger more after insert on topics begin delete from minutes; end",
        "create table more (x)",
        "create index more on topics (topic)",
        "analyze",
        "drop table minutes_unknown",
        "alter table topics add column minutes integer",
        "pragma user_version = 2",
        "pragma user_version = 99",
        "pragma application_id = 0",
    ],
)
def test_other_tables_are_no_log_of_this_version(sql: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(sql)
    with pytest.raises(log.LogDamaged):
        all_of(file)


def test_a_view_that_never_ends_in_the_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    file = tmp_path / log.FILE
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i, i, i from n"
    with closing(sqlite3.connect(file)) as db:
        db.executescript(
            f"pragma application_id = {log.APPLICATION}; pragma user_version = {log.VERSION};"
            + ";".join(f"create view {name} as {endless}" for name in log.TABLES)
        )
    for read in (log.newest, log.of_all):
        with pytest.raises(log.LogDamaged), log.reading(file) as connection:
            read(connection)


def test_a_query_without_end_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "STEPS", 100)
    with pytest.raises(log.LogDamaged):
        all_of(file)


@pytest.mark.parametrize("flip", range(4))
def test_a_day_damaged_so_that_a_search_would_stop_there_is_noticed(flip: int, file: Path) -> None:
    """A first byte above every letter: the rows after it are not among those "between" two days."""
    content = bytearray(file.read_bytes())
    at = -1
    for _ in range(flip * 10 + 3):
        at = content.index(b"2025-", at + 1)
    content[at] |= 0x80
    file.write_bytes(content)
    new = file.with_name("new")
    new.write_bytes(b"")
    with pytest.raises(log.LogDamaged):
        log.write(new, file, {date(2026, 3, 2): NOTHING})


@pytest.mark.parametrize("word", [b"topics", b"CREATE TABLE minutes", b"typeof", b"visits integer"])
@pytest.mark.parametrize("byte", [0x00, 0x80, 0xDA, 0xFF, ord('"'), ord("("), ord(";")])
def test_the_text_of_a_table_that_was_damaged(byte: int, word: bytes, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.index(word) + 2] = byte
    file.write_bytes(content)
    with pytest.raises(log.LogDamaged):
        all_of(file)


ERRORS: list[tuple[int, type[Exception], int | None]] = [
    (sqlite3.SQLITE_FULL, OSError, 28),
    (sqlite3.SQLITE_IOERR_WRITE, OSError, 5),
    (sqlite3.SQLITE_IOERR_FSYNC, OSError, 5),
    (sqlite3.SQLITE_IOERR_READ, log.LogDamaged, None),
    (sqlite3.SQLITE_CANTOPEN, OSError, 13),
    (sqlite3.SQLITE_READONLY, OSError, 30),
    (sqlite3.SQLITE_CORRUPT, log.LogDamaged, None),
    (sqlite3.SQLITE_NOTADB, log.LogDamaged, None),
    (sqlite3.SQLITE_CONSTRAINT_CHECK, log.LogDamaged, None),
    (sqlite3.SQLITE_INTERRUPT, log.LogDamaged, None),
]


@pytest.mark.parametrize(("code", "kind", "number"), ERRORS)
def test_errors_of_the_disk_are_told_from_damage(
    code: int, kind: type[Exception], number: int | None, file: Path
) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code

    def fails(_: sqlite3.Connection) -> None:
        raise error

    asked: Callable[[sqlite3.Connection], None] = fails
    with pytest.raises(kind) as told, log.reading(file) as connection:
        asked(connection)
    assert getattr(told.value, "errno", None) == number
