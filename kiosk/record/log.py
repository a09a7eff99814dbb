"""The log: a SQLite file of the days that are closed for good. A touch neither reads nor writes it.

    topics            day, topic, visits     how many visits of that day had this topic
    minutes           day, minutes, visits   how many of that day took so many whole minutes
    minutes_unknown   day, visits            how many of that day took nobody knows how long

Nothing but the day joins one table with another: what a visit was about does not go with how long it took.
Unknown minutes stand apart, so that no average takes them for 0.

The file is only ever written anew, as a whole, from sorted rows in one transaction: its bytes depend on its
rows alone. Whoever writes it holds its lock (`kiosk.record.change`).
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from assets.files import BEGINNING, opened
from kiosk.record.counts import (
    LONGEST,
    LONGEST_TOPIC,
    MOST,
    NOTHING,
    UNKNOWN,
    Counts,
    Days,
    day_of,
    is_count,
    is_minutes,
    is_topic,
)

FILE = "halte.sqlite"

APPLICATION = 0x48414C54
"""SQLite's application_id of the file: "HALT" in ASCII."""

VERSION = 3
"""SQLite's user_version of the file. A change of the tables takes the next number, a reader in
`kiosk.record.older` and a file in tests/kiosk/record/records.

    1   visits by day, topic and minutes together; the stop and its tickets in the same file
    2   the same, each cell checked
    3   topics and minutes apart; the day under way in a file of its own
"""

IS_COUNT = f"typeof(visits) = 'integer' and visits between 1 and {MOST}"
"""As `is_count`, in SQL."""

_IS_TOPIC = f"typeof(topic) = 'text' and length(topic) between 1 and {LONGEST_TOPIC}"
_IS_MINUTES = f"typeof(minutes) = 'integer' and minutes between 1 and {LONGEST}"
_DAY = "day text not null check (day glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"
_VISITS = f"visits integer not null check ({IS_COUNT})"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how it is made, read, taken over and filled, and its rows of one day without the day."""

    create: str
    read: str  # between two days, both included
    take_over: str  # from a log attached as `old`, between two days, neither included
    add: str
    fits: Callable[[Any], bool]  # whether it can be the middle cell, between day and visits
    whole: str  # what is true of each row, in SQL
    rows: Callable[[Counts], Iterable[tuple[Any, ...]]]


def _known_minutes(counts: Counts) -> Iterable[tuple[Any, ...]]:
    return [(minutes, visits) for minutes, visits in counts.minutes.items() if minutes != UNKNOWN]


def _unknown_minutes(counts: Counts) -> Iterable[tuple[Any, ...]]:
    return [(counts.minutes[UNKNOWN],)] if UNKNOWN in counts.minutes else []


# Without rowids, which would remember the order in which rows came.
TABLES = {
    "topics": Table(
        f"""CREATE TABLE topics (
    {_DAY},
    topic text not null check ({_IS_TOPIC}),
    {_VISITS},
    primary key (day, topic)
) without rowid""",
        "select day, topic, visits from topics where day between ? and ?",
        "insert into main.topics select * from old.topics where day > ? and day < ? order by day, topic",
        "insert into main.topics values (?, ?, ?)",
        is_topic,
        f"{_IS_TOPIC} and {IS_COUNT}",
        lambda counts: counts.topics.items(),
    ),
    "minutes": Table(
        f"""CREATE TABLE minutes (
    {_DAY},
    minutes integer not null check ({_IS_MINUTES}),
    {_VISITS},
    primary key (day, minutes)
) without rowid""",
        "select day, minutes, visits from minutes where day between ? and ?",
        "insert into main.minutes select * from old.minutes where day > ? and day < ? order by day, minutes",
        "insert into main.minutes values (?, ?, ?)",
        is_minutes,
        f"{_IS_MINUTES} and {IS_COUNT}",
        _known_minutes,
    ),
    "minutes_unknown": Table(
        f"""CREATE TABLE minutes_unknown (
    {_DAY},
    {_VISITS},
    primary key (day)
) without rowid""",
        "select day, 0, visits from minutes_unknown where day between ? and ?",
        "insert into main.minutes_unknown select * from old.minutes_unknown"
        " where day > ? and day < ? order by day",
        "insert into main.minutes_unknown values (?, ?)",
        lambda unknown: bool(unknown == UNKNOWN),
        IS_COUNT,
        _unknown_minutes,
    ),
}

Span: TypeAlias = tuple[date, date]
"""The first day of several, and the last."""

_FIRST, _LAST = "", "~"
"""Before and after every day, as text."""

PAGE = 4096


class LogDamaged(Exception):
    """The file is no log of this version that can be read whole."""


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is now, to be read: nothing is written, locked or created.

    Raises LogDamaged, also while it is read; FileNotFoundError and other OSErrors.
    """
    os.close(opened(file))
    with _told(), closing(sqlite3.connect(address(file, AS_IT_IS), uri=True)) as connection:
        bound(connection)
        _check(connection)
        yield connection


DISK_ERRORS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_AUTH: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}
"""What SQLite says of the disk and the machine, by the low byte of its error code (sqlite.org/rescode.html).
All else that it says is said of the file."""

UNREADABLE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)
"""Places of the file that the disk cannot read, or that are not there: damage, the rest can be kept."""


@contextmanager
def _told() -> Iterator[None]:
    """SQLite's errors as OSError or LogDamaged."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        number = DISK_ERRORS.get(code & 0xFF)
        if number is None or code in UNREADABLE:
            raise LogDamaged(type(error).__name__) from error
        raise OSError(number, os.strerror(number)) from error
    except UnicodeDecodeError as error:  # of a name in its tables, or of what it says of them
        raise LogDamaged("no text") from error


STEPS = 200_000_000
"""Steps of SQLite's machine after which a query is given up: seconds. A million visits take a tenth."""

LONGEST_CELL = 100_000
"""Bytes of a cell above which a query is given up."""


def bound(connection: sqlite3.Connection) -> None:
    """Whatever the file holds, a query ends within some seconds and needs little memory."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    connection.set_progress_handler(lambda: 1, STEPS)


AS_IT_IS = "?mode=ro&immutable=1"
"""To be read, and neither locked nor written."""


def address(file: Path, how: str = "") -> str:
    return f"file:{quote(str(file))}{how}"


def _check(connection: sqlite3.Connection) -> None:
    """Cheap: the mark, the version and the tables, which stand on the first page."""
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    there = dict(connection.execute("select name, sql from sqlite_master").fetchall())
    wanted = {name: table.create for name, table in TABLES.items()}
    if (application, version, there) != (APPLICATION, VERSION, wanted):
        raise LogDamaged("other tables")


# --- What is read of it ----------------------------------------------------------------------------


def of_day(connection: sqlite3.Connection, day: date) -> Counts:
    """The counts of one day: some rows, found by their key."""
    return _between(connection, day.isoformat(), day.isoformat()).get(day, NOTHING)


def of_all(connection: sqlite3.Connection, span: Span | None = None) -> dict[date, Counts]:
    """Every day, or those of a span; for who reads the log, not for the kiosk."""
    if span is None:
        return _between(connection, _FIRST, _LAST)
    first, last = span
    return _between(connection, first.isoformat(), last.isoformat())


def _between(connection: sqlite3.Connection, first: str, last: str) -> dict[date, Counts]:
    topics: dict[str, dict[str, int]] = {}
    minutes: dict[str, dict[int, int]] = {}
    for name, table in TABLES.items():
        found: dict[str, dict[Any, int]] = topics if name == "topics" else minutes
        for day, key, visits in connection.execute(table.read, [first, last]):
            if not (table.fits(key) and is_count(visits)):
                raise LogDamaged("no such row")
            found.setdefault(day, {})[key] = visits
    days = {day: _day(day) for day in {**topics, **minutes}}
    return {days[d]: Counts(topics.get(d, {}), minutes.get(d, {})) for d in sorted(days)}


def _day(cell: Any) -> date:
    day = day_of(cell)
    if day is None:
        raise LogDamaged("no such day")
    return day


def newest(connection: sqlite3.Connection, before: date | None = None) -> date | None:
    """The latest day with a visit, or the latest before that day."""
    (day,) = connection.execute(
        "select max(day) from topics where day < ?", [before.isoformat() if before else _LAST]
    ).fetchone()
    return None if day is None else _day(day)


def lengths(connection: sqlite3.Connection, since: date) -> Counter[int]:
    """How many visits since that day took each number of minutes."""
    sql = "select minutes, sum(visits) from minutes where day >= ? group by minutes"
    found = dict(connection.execute(sql, [since.isoformat()]).fetchall())
    if not all(is_minutes(minutes) and isinstance(n, int) and n > 0 for minutes, n in found.items()):
        raise LogDamaged("no such row")
    return Counter(found)


# --- How it is written -----------------------------------------------------------------------------


def write(new: Path, old: Path | None, changed: Days, since: date = date.min) -> date:
    """Make the empty file `new` a log of the days of `old` (None: there is none) from `since` on, those of
    `changed` as they are there.

    A day of `changed` without visits is left out. Returns the newest day, or `BEGINNING`. Raises OSError, and
    LogDamaged where `old` is not whole.
    """
    if old:
        _check_whole(old)
    where = address(new, "?mode=rw")
    with _told(), closing(sqlite3.connect(where, uri=True, isolation_level=None)) as connection:
        bound(connection)
        for pragma in ("journal_mode = off", "synchronous = off", f"page_size = {PAGE}"):
            connection.execute(f"pragma {pragma}")
        if old:
            connection.execute("attach ? as old", [address(old, AS_IT_IS)])
        connection.execute("begin")
        connection.execute(f"pragma application_id = {APPLICATION}")
        connection.execute(f"pragma user_version = {VERSION}")
        for table in TABLES.values():
            connection.execute(table.create)
        for table in TABLES.values():
            _fill(connection, table, old is not None, changed, since)
        connection.execute("commit")
        return newest(connection) or BEGINNING


def _check_whole(file: Path) -> None:
    """Every row is there and in its place, with a day and a topic that can be; the rest is checked as it is
    written. A copy would hide that rows are lost."""
    with reading(file) as connection:
        if connection.execute("pragma integrity_check(1)").fetchall() != [("ok",)]:
            raise LogDamaged("pages or rows")
        for name in TABLES:
            for (day,) in connection.execute(f"select distinct day from {name}"):  # noqa: S608 - our own names
                _day(day)
        for (topic,) in connection.execute("select distinct topic from topics"):
            if not is_topic(topic):
                raise LogDamaged("no such topic")


def _fill(connection: sqlite3.Connection, table: Table, has_old: bool, changed: Days, since: date) -> None:
    """The rows in the order of their key: the old ones between the changed days, and those of these days."""
    gone = _FIRST if since == date.min else (since - timedelta(days=1)).isoformat()
    ends = [_FIRST, *(day.isoformat() for day in sorted(changed)), _LAST]
    for before, after in pairwise(ends):
        if has_old:
            connection.execute(table.take_over, [max(before, gone), after])
        if after != _LAST:
            rows = table.rows(changed[date.fromisoformat(after)])
            connection.executemany(table.add, sorted((after, *row) for row in rows))
