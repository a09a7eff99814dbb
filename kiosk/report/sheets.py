"""A report for a spreadsheet: a sheet for each table, or one table of all in CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assets.wording import Wording
from kiosk.daylog import Cell, Dialect, to_csv
from kiosk.report.printed import PrintedReport
from kiosk.spreadsheet import to_xlsx

LONGEST_NAME = 31
"""Letters of a sheet's name at most (Microsoft, "Excel specifications and limits")."""


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """Rows under their heads."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def report_csv(report: PrintedReport, say: Wording, dialect: Dialect = Dialect.EXCEL_FR) -> bytes:
    """One table: which table, which line, how many visits."""
    heads = say("tableau"), say("ligne"), say("visites")
    rows = tuple((table.title, line.name, line.visits) for table in report.tables for line in table.lines)
    return to_csv([ReportSheet(report.title, heads, rows)], dialect, report.internal)


def report_xlsx(report: PrintedReport, say: Wording) -> bytes:
    """What is said of the period, then a sheet for each table. Raises SpreadsheetFailed."""
    said = ReportSheet(say("Bilan"), (report.title,), tuple((line,) for line in _sentences(report)))
    sheets = [
        ReportSheet(_name(table.title), table.heads, tuple((line.name, line.visits) for line in table.lines))
        for table in report.tables
    ]
    return to_xlsx([said, *sheets], report.internal)


def _sentences(report: PrintedReport) -> Iterator[str]:
    for figure in report.figures:
        yield figure.meaning if figure.number in figure.meaning else f"{figure.number} {figure.meaning}"
    yield from (line for line in (report.silence, report.rule, *report.notes, report.source) if line)


def _name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_NAME]
