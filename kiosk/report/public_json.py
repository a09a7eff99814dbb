"""A report as JSON, for machines and for whoever checks it; the register keeps the same. Pure.

    {"public": true, "k": 11, "grain": "year", "by": "topic", "period": {"from": ..., "to": ...},
     "visits": 616, "minutes": {"average": 25, "half": 20},
     "tables": [{"by": "topic", "lines": [{"names": ["retraite"], "visits": 80}, ...]}, ...]}

Names are keys. `visits` null: fewer than k, and no table. Minutes are rounded to 5, null where not known.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kiosk.counted import FEWEST
from kiosk.record.counts import MOST
from kiosk.report.periods import Grain, Period
from kiosk.report.publication import By, Cut, PublicReport, ReportTable
from kiosk.report.rule import ReportLine

Visits = Annotated[int, Meta(ge=0, le=MOST * MOST)]


class _Line(msgspec.Struct, frozen=True):
    names: Annotated[list[str], Meta(min_length=1)]
    visits: Visits


class _Table(msgspec.Struct, frozen=True):
    by: By
    lines: list[_Line]


class _Span(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    first: date
    last: date


class _Minutes(msgspec.Struct, frozen=True):
    average: int | None = None
    half: int | None = None


class ReportOnDisk(msgspec.Struct, frozen=True):
    """A report, as JSON has it."""

    k: Annotated[int, Meta(ge=FEWEST)]
    grain: Grain
    by: By
    period: _Span
    visits: Visits | None
    minutes: _Minutes
    tables: list[_Table]
    public: bool = True


def as_json(report: PublicReport) -> dict[str, Any]:
    """What is written, of plain values."""
    tables = [
        {
            "by": table.by.value,
            "lines": [{"names": [*line.names], "visits": line.visits} for line in table.lines],
        }
        for table in report.tables
    ]
    return {
        "public": True,
        "k": report.cut.least,
        "grain": report.cut.grain.value,
        "by": report.cut.by.value,
        "period": {"from": report.period.first.isoformat(), "to": report.period.last.isoformat()},
        "visits": report.visits,
        "minutes": {"average": report.average, "half": report.half},
        "tables": tables,
    }


def to_json(report: PublicReport) -> bytes:
    return written(as_json(report))


def written(content: Any) -> bytes:
    """JSON that a person can read too; the same content gives the same bytes."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(found: ReportOnDisk) -> PublicReport:
    """The report that was written so. Raises ValueError where its period is none."""
    tables = tuple(
        ReportTable(table.by, tuple(ReportLine(tuple(line.names), line.visits) for line in table.lines))
        for table in found.tables
    )
    cut = Cut(found.by, found.k, found.grain)
    minutes = found.minutes
    return PublicReport(_period(found.period), cut, found.visits, tables, minutes.average, minutes.half)


def _period(span: _Span) -> Period:
    year = Period(span.first.year)
    for period in (year, *year.quarters):
        if (period.first, period.last) == (span.first, span.last):
            return period
    raise ValueError("no period")
