"""The log's tables as a spreadsheet file (Office Open XML), for who wants neither CSV nor its dialects.

XlsxWriter is on the referent's machine alone, and imported when a file is asked for.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from assets.errors import Trouble
from kiosk.daylog import Cell, SheetTable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2024, 1, 1)
"""The date that every file bears inside: the same content gives the same bytes."""

MOST_ROWS = 1_048_574
"""Rows below banner and heads: a sheet has 2^20 (Microsoft, "Excel specifications and limits")."""

DAY = "yyyy-mm-dd"


class SpreadsheetFailed(Trouble):
    """A spreadsheet file cannot be made."""


def to_xlsx(tables: Sequence[SheetTable], banner: str = "", header: str = "") -> bytes:
    """A sheet for each table: days are dates, texts are never formulas. A `banner` stands above each, and on
    each page; a `header` on each page alone. Raises SpreadsheetFailed."""
    try:
        import xlsxwriter
    except ImportError:
        raise SpreadsheetFailed(
            "Il manque ici le programme qui écrit les feuilles de calcul : installez « halte[referent] », ou"
            " demandez --format csv."
        ) from None
    made = io.BytesIO()
    # In memory: else parts of the log would lie in temporary files.
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": MADE})
    for table in tables:
        _sheet(book, table, banner, header or banner)
    book.close()
    return made.getvalue()


def _sheet(book: Workbook, table: SheetTable, banner: str, header: str) -> None:
    if next(islice(table.rows, MOST_ROWS, None), None):  # seen before a million cells are made
        raise SpreadsheetFailed(
            "C’est trop de lignes pour une feuille de calcul : demandez moins de jours, avec --from et --to,"
            " ou --format csv."
        )
    sheet = book.add_worksheet(table.name)
    day = book.add_format({"num_format": DAY})
    bold = book.add_format({"bold": True})
    top = 1 if banner else 0
    if banner:
        sheet.write_string(0, 0, banner, bold)
    if header:
        sheet.set_header(f"&C{header.replace('&', '&&')}")
    for column, head in enumerate(table.heads):
        sheet.write_string(top, column, head, bold)
    for line, row in enumerate(table.rows, start=top + 1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, day)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 30)


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, day)
    elif cell is not None:
        sheet.write_number(line, column, cell)
