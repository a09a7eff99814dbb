"""The log as reports and exports ask for it: added up by SQLite, or day by day, never all of it in memory.

Reads only, also while the kiosk runs. The visits of today, and of a day that is just being carried over, are
in the day's file: they stand in the place of what the log has of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from assets.files import Disk
from kiosk.record import day_file, log
from kiosk.record.counts import (
    NOTHING,
    UNKNOWN,
    Counts,
    Days,
    Sums,
    day_of,
    is_minutes,
    is_topic,
    sums_of,
)
from kiosk.record.day_file import Damaged, TooNew
from kiosk.record.log import LogDamaged, Span
from kiosk.record.log_file import LogFile, cannot_read, is_damaged, too_new
from kiosk.record.record import DAY_FILE, LOOKS

EVERY_DAY: Span = (date.min, date.max)

Key = TypeVar("Key", str, int)

KeyCounts: TypeAlias = tuple[date, Mapping[Key, int]]
"""A day, and how many of its visits had each key."""


class LogReader:
    """The days of a span, as they were when it was opened. Raises LogDamaged, OSError."""

    def __init__(self, connection: sqlite3.Connection | None, today: Days, span: Span = EVERY_DAY) -> None:
        self._connection, self._span = connection, span
        self._today = {day: today[day] for day in sorted(today) if span[0] <= day <= span[1]}

    def sums(self, span: Span | None = None) -> Sums:
        """The visits of a span within the reader's own, added up."""
        first, last = span or self._span
        today = sums_of(self._today, first, last)
        return _sums(self._connection, (first, last), self._today) + today if self._connection else today

    def topics(self) -> Iterator[KeyCounts[str]]:
        """Each day with its topics, in order."""
        return self._by_day(("topics",), lambda counts: counts.topics)

    def minutes(self) -> Iterator[KeyCounts[int]]:
        """Each day with its lengths, in order; `UNKNOWN` before the others."""
        return self._by_day(("minutes", "minutes_unknown"), lambda counts: counts.minutes)

    def _by_day(
        self, names: Sequence[str], of: Callable[[Counts], Mapping[Key, int]]
    ) -> Iterator[KeyCounts[Key]]:
        own = {day: of(counts) for day, counts in self._today.items() if of(counts)}
        for day, found in _rows(self._connection, names, self._span) if self._connection else ():
            for earlier in [one for one in own if one < day]:
                yield earlier, own.pop(earlier)
            if day not in self._today:
                yield day, found
        yield from own.items()


def _rows(connection: sqlite3.Connection, names: Sequence[str], span: Span) -> Iterator[tuple[date, Any]]:
    """What the tables have of each day. What is passed on unseen must be whole. Raises LogDamaged."""
    for name in names:
        _check_rows(connection, name, log.TABLES[name].whole, span)
    if "topics" in names:
        topics = f"select distinct topic from topics {_WITHIN}"  # noqa: S608 - our own words
        _check_topics(topic for (topic,) in connection.execute(topics, _ends(span)))
    sql = " union all ".join(log.TABLES[name].read for name in names)
    rows = connection.execute(f"{sql} order by 1, 2", _ends(span) * len(names))
    for written, some in groupby(rows, itemgetter(0)):
        day = day_of(written)
        if day is None:
            raise LogDamaged("no such day")
        yield day, {key: visits for _, key, visits in some}


_WITHIN = "where day between ? and ?"


def _ends(span: Span) -> list[str]:
    return [day.isoformat() for day in span]


def _check_rows(connection: sqlite3.Connection, table: str, whole: str, span: Span) -> None:
    odd = f"select 1 from {table} {_WITHIN} and not ({whole}) limit 1"  # noqa: S608 - our own words
    if connection.execute(odd, _ends(span)).fetchone():
        raise LogDamaged("no such row")


def _check_days(connection: sqlite3.Connection, table: str, span: Span) -> None:
    days = f"select distinct day from {table} {_WITHIN}"  # noqa: S608 - our own words
    if not all(day_of(day) for (day,) in connection.execute(days, _ends(span))):
        raise LogDamaged("no such day")


def _check_topics(topics: Iterable[object]) -> None:
    if not all(map(is_topic, topics)):
        raise LogDamaged("no such topic")


def _sums(connection: sqlite3.Connection, span: Span, without: Days) -> Sums:
    given = [*_ends(span), *(day.isoformat() for day in without)]
    within = f"{_WITHIN} and day not in ({', '.join('?' * len(without))})"

    def grouped(key: str, table: str) -> dict[Any, int]:
        sql = f"select {key}, sum(visits) from {table} {within} group by 1"  # noqa: S608 - our own words
        return dict(connection.execute(sql, given).fetchall())

    for name in log.TABLES:
        _check_rows(connection, name, log.IS_COUNT, span)
        _check_days(connection, name, span)
    topics, minutes = grouped("topic", "topics"), grouped("minutes", "minutes")
    _check_topics(topics)
    if not all(map(is_minutes, minutes)):
        raise LogDamaged("no such minutes")
    days = {date.fromisoformat(day): visits for day, visits in grouped("day", "topics").items()}
    return Sums(days, topics, {**grouped(str(UNKNOWN), "minutes_unknown"), **minutes})


@contextmanager
def reading_log(data: Path, span: Span = EVERY_DAY) -> Iterator[LogReader]:
    """The log in the folder `data`, to be read within. Raises RecordFailed, also for what is found within."""
    log_file = LogFile.there(data)
    with ExitStack() as open_files:
        try:
            yield _at_one_moment(open_files, log_file, data / DAY_FILE, span)
        except OSError as error:
            raise cannot_read(log_file.file, error) from error
        except LogDamaged:
            log_file.readable()  # raises where it is no log at all
            raise is_damaged(log_file.file) from None


def _at_one_moment(open_files: ExitStack, log_file: LogFile, file: Path, span: Span) -> LogReader:
    """Both files, while no day goes from one to the other."""
    content, looks = Disk().read(file, day_file.LARGEST), 0
    while True:
        connection, was = _connection(open_files, log_file), content
        content, looks = Disk().read(file, day_file.LARGEST), looks + 1
        if content == was or looks == LOOKS:
            return LogReader(connection, _of_today(file, content, connection), span)
        open_files.close()


def _connection(open_files: ExitStack, log_file: LogFile) -> sqlite3.Connection | None:
    try:
        return open_files.enter_context(log.reading(log_file.file))
    except FileNotFoundError:
        return None


def _of_today(file: Path, content: bytes | None, connection: sqlite3.Connection | None) -> Days:
    """What the days in the day's file come to, whatever the log has of them by now."""
    try:
        pending = day_file.read(content).pending
    except TooNew:
        raise too_new(file) from None
    except Damaged:
        raise is_damaged(file) from None
    found = {}
    for day, one in pending.items():
        before = one.before
        if before is None:
            before = log.of_day(connection, day) if connection else NOTHING
        found[day] = before + one.counts
    return found
