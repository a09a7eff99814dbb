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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
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
    rows: tuple[tuple[Cell, ...], ...]


class SheetTable(Protocol):
    """What a CSV or a spreadsheet needs of a table."""

    @property
    def name(self) -> str: ...

    @property
    def heads(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]: ...


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


def between(days: Days, first: date | None = None, last: date | None = None) -> dict[date, Counts]:
    """The days from `first` to `last`, both included; None leaves that end open."""
    return {day: days[day] for day in sorted(days) if (first or date.min) <= day <= (last or date.max)}


def tables(days: Days, words: Words = KEYS, what: What | None = None) -> list[LogTable]:
    """Both tables, or the one wanted. Topics that have the same word are one."""
    return [_table(one, days, words) for one in What if what in (None, one)]


def _table(what: What, days: Days, words: Words) -> LogTable:
    rows = _topics if what is What.TOPICS else _minutes
    return LogTable(
        what,
        words.table(what),
        tuple(words.columns.get(key, key) for key in COLUMNS[what]),
        tuple((day, *row) for day in sorted(days) for row in rows(days[day], words)),
    )


def _topics(counts: Counts, words: Words) -> list[tuple[Cell, ...]]:
    named: Counter[str] = Counter()
    for key, visits in counts.topics.items():
        named[words.topics.get(key, key)] += visits
    return sorted(named.items())


def _minutes(counts: Counts, words: Words) -> list[tuple[Cell, ...]]:
    return [(None if n == UNKNOWN else n, visits) for n, visits in sorted(counts.minutes.items())]


# --- Written out -----------------------------------------------------------------------------------

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell as a formula (OWASP, "CSV Injection")."""


def to_csv(tables: Sequence[SheetTable], dialect: Dialect = Dialect.EXCEL_FR, banner: str = "") -> bytes:
    """The tables one after the other, an empty line between; lines end in CR LF in both dialects.

    A `banner` is the first line of what people open in a spreadsheet; a program's dialect has none.
    """
    excel = dialect is Dialect.EXCEL_FR
    text = (f"{banner}\r\n" if banner and excel else "") + "\r\n".join(
        _csv(table, ";" if excel else ",") for table in tables
    )
    return text.encode("utf-8-sig" if excel else "utf-8")


def _csv(table: SheetTable, delimiter: str) -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return lines.getvalue()


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
