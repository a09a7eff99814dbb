"""The referent's day log: which days, one day, and the whole of it as CSV. Reads, never writes.

A row is a visit: `day,topic,minutes`; minutes that are not known are an empty cell. Visits come sorted by
day, topic and minutes (see `kiosk.record.read`) and stay so: the order tells nothing of who came when.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

from kiosk.record.schema import VisitCount

COLUMNS = ("day", "topic", "minutes")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell as a formula (OWASP, "CSV Injection")."""


class Dialect(Enum):
    """How a CSV file is written."""

    EXCEL_FR = "excel-fr"  # what a French Excel opens rightly: UTF-8 with a byte-order mark, semicolons
    RFC4180 = "rfc4180"  # commas, no mark


def days(visits: Iterable[VisitCount]) -> list[tuple[date, int]]:
    """Each day with its number of visits."""
    numbers: Counter[date] = Counter()
    for v in visits:
        numbers[v.day] += v.count
    return list(numbers.items())


def of_days(
    visits: Iterable[VisitCount], first: date | None = None, last: date | None = None
) -> list[VisitCount]:
    """The visits from `first` to `last`, both included; None leaves that end open."""
    return [v for v in visits if (first or date.min) <= v.day <= (last or date.max)]


def rows(visits: Iterable[VisitCount]) -> Iterator[tuple[str, str, str]]:
    """One row a visit: the day as YYYY-MM-DD, the topic's key, the minutes or nothing."""
    for v in visits:
        minutes = "" if v.minutes is None else str(v.minutes)
        yield from [(v.day.isoformat(), _inert(v.topic), minutes)] * v.count


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a topic's key is free text of the settings."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def to_csv(visits: Iterable[VisitCount], dialect: Dialect = Dialect.EXCEL_FR) -> bytes:
    """The visits as a CSV file, with a head of `COLUMNS`; lines end in CR LF in both dialects."""
    text = io.StringIO(newline="")
    excel = dialect is Dialect.EXCEL_FR
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(visits))
    return text.getvalue().encode("utf-8-sig" if excel else "utf-8")
