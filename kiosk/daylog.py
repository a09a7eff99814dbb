"""The referent's day log: two tables, in words or keys, as CSV or JSON. Pure.

    day, topic, visits        how many visits of that day had this topic
    day, minutes, visits      how many of that day took so many whole minutes; not known: an empty cell

Nothing says which minutes went with which topic. Rows are sorted by what they say, so that their order tells
nothing else. As a spreadsheet file: `kiosk.spreadsheet`.
"""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import chain, islice
from types import MappingProxyType
from typing import Protocol, TypeAlias

from assets.wording import Text, Wording, text
from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days

Cell: TypeAlias = date | str | int | None
"""None: not known."""


class What(Enum):
    """One of the two tables; its value is its name where keys are wanted."""

    TOPICS = "topics"
    MINUTES = "minutes"


class Dialect(Enum):
    """How a CSV file is written."""

    EXCEL_FR = "excel-fr"  # what a French Excel opens rightly: UTF-8 with a byte-order mark, semicolons
    RFC4180 = "rfc4180"  # commas, no mark


COLUMNS: Mapping[What, tuple[str, str, str]] = MappingProxyType(
    {What.TOPICS: ("day", "topic", "visits"), What.MINUTES: ("day", "minutes", "visits")}
)

_WORDS: Mapping[str, Text] = {
    "day": text("jour"),
    "topic": text("sujet"),
    "visits": text("visites"),
    "minutes": text("minutes"),
}
"""Heads of the columns."""

_NAMES: Mapping[What, Text] = {What.TOPICS: text("sujets"), What.MINUTES: text("durées")}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for keys: of columns, of tables, of topics. A key without a word stands for itself."""

    columns: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[What, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def table(self, what: What) -> str:
        return self.tables.get(what, what.value)


KEYS = Words()


def words(say: Wording, topics: Mapping[str, str]) -> Words:
    """Those of a language; `topics` by their keys."""
    columns = {key: say(word) for key, word in _WORDS.items()}
    return Words(columns, {what: say(name) for what, name in _NAMES.items()}, topics)


@dataclass(frozen=True, slots=True)
class LogTable:
    """A table to be written out: its name, the heads of its columns, its rows."""

    what: What
    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


class SheetTable(Protocol):
    """What a CSV or a spreadsheet needs of a table."""

    @property
    def name(self) -> str: ...

    @property
    def heads(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> Iterable[tuple[Cell, ...]]: ...


def from_rows(
    topics: Iterable[tuple[date, str, int]], minutes: Iterable[tuple[date, int | None, int]]
) -> dict[date, Counts]:
    """The counts by day of two tables, as a kiosk sends them; rows of the same day and key are added up."""
    days: dict[date, Counts] = {}
    for day, topic, visits in topics:
        days[day] = days.get(day, NOTHING) + Counts({topic: visits}, {})
    for day, length, visits in minutes:
        days[day] = days.get(day, NOTHING) + Counts({}, {length or UNKNOWN: visits})
    return days


class DayByDay(Protocol):
    """A log, each day with what was counted of it, in order; may be gone through again."""

    def topics(self) -> Iterable[tuple[date, Mapping[str, int]]]: ...

    def minutes(self) -> Iterable[tuple[date, Mapping[int, int]]]: ...


@dataclass(frozen=True, slots=True)
class InMemory:
    """The days, as a `DayByDay`."""

    days: Days

    def topics(self) -> Iterable[tuple[date, Mapping[str, int]]]:
        return ((day, self.days[day].topics) for day in sorted(self.days))

    def minutes(self) -> Iterable[tuple[date, Mapping[int, int]]]:
        return ((day, self.days[day].minutes) for day in sorted(self.days))


@dataclass(frozen=True, slots=True)
class RowsOnDemand:
    """Rows that are made as they are gone through: a log of a million visits never stands in memory."""

    made: Callable[[], Iterator[tuple[Cell, ...]]]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self.made()


def tables(log: DayByDay, words: Words = KEYS, what: What | None = None) -> list[LogTable]:
    """Both tables, or the one wanted. Topics that have the same word are one."""
    return [_table(one, log, words) for one in What if what in (None, one)]


def _table(what: What, log: DayByDay, words: Words) -> LogTable:
    rows = RowsOnDemand(lambda: _topics(log, words) if what is What.TOPICS else _minutes(log))
    heads = tuple(words.columns.get(key, key) for key in COLUMNS[what])
    return LogTable(what, words.table(what), heads, rows)


def _topics(log: DayByDay, words: Words) -> Iterator[tuple[Cell, ...]]:
    for day, topics in log.topics():
        named: dict[str, int] = {}
        for key, visits in topics.items():
            word = words.topics.get(key, key)
            named[word] = named.get(word, 0) + visits
        yield from [(day, word, visits) for word, visits in sorted(named.items())]


def _minutes(log: DayByDay) -> Iterator[tuple[Cell, ...]]:
    for day, minutes in log.minutes():
        if UNKNOWN in minutes:
            yield day, None, minutes[UNKNOWN]
        yield from [(day, length, visits) for length, visits in sorted(minutes.items()) if length != UNKNOWN]


# --- Written out -----------------------------------------------------------------------------------

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell as a formula (OWASP, "CSV Injection")."""


def to_csv(tables: Sequence[SheetTable], dialect: Dialect = Dialect.EXCEL_FR, banner: str = "") -> bytes:
    """The tables one after the other, an empty line between; lines end in CR LF in both dialects.

    A `banner` is the first line of what people open in a spreadsheet; a program's dialect has none.
    """
    excel = dialect is Dialect.EXCEL_FR
    written = _Written(";" if excel else ",")
    content = io.BytesIO(BOM_UTF8 if excel else b"")
    content.seek(0, io.SEEK_END)
    if banner and excel:
        content.write(f"{banner}{END}".encode())
    for number, table in enumerate(tables):
        content.write(END.encode() if number else b"")
        for lines in _some(chain([table.heads], table.rows)):
            content.write("".join(map(written.line, lines)).encode())
    return content.getvalue()


END = "\r\n"

AT_ONCE = 4096
"""Lines that stand in memory as text, which takes four times as much of it as bytes do."""


def _some(lines: Iterable[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    left = iter(lines)
    while some := list(islice(left, AT_ONCE)):
        yield some


class _Written(dict[Cell, str]):
    """Each cell as it is written, found out once: a long log has few that differ, and many lines."""

    def __init__(self, delimiter: str) -> None:
        super().__init__()
        self._delimiter = delimiter

    def line(self, row: tuple[Cell, ...]) -> str:
        return self._delimiter.join(map(self.__getitem__, row)) + END

    def __missing__(self, cell: Cell) -> str:
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=self._delimiter, lineterminator=END).writerow([_plain(cell), ""])
        self[cell] = written = line.getvalue().removesuffix(self._delimiter + END)
        return written


def _plain(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula; a topic's key is free text of the settings."""
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(_FORMULA) else cell
    return "" if cell is None else str(cell)


def to_json(tables: Sequence[LogTable]) -> bytes:
    """An object with a list for each table, an object for each row; a day is YYYY-MM-DD."""
    content = {
        table.name: [dict(zip(table.heads, row, strict=True)) for row in table.rows] for table in tables
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=date.isoformat).encode() + b"\n"
