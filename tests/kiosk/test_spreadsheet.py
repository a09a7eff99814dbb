"""The log as a spreadsheet file: what is in it, read without the library that wrote it; and LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk import spreadsheet
from kiosk.daylog import InMemory, LogTable, What, tables, to_csv
from kiosk.record.counts import UNKNOWN, Counts
from kiosk.spreadsheet import SpreadsheetFailed, to_xlsx

MONDAY = date(2026, 3, 2)
LOG = {
    MONDAY: Counts({"caf": 2, "=1+1": 1}, {UNKNOWN: 1, 9: 2}),
    date(2026, 3, 3): Counts({"Impôts & <taxes>": 1}, {1440: 1}),
}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates (ECMA-376 part 1, 18.17.4.1), as days after February 1900 count."""


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The cells of each sheet as text; a formula as "=...", a date as the number it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        parsed = {n: parts.read(n) for n in parts.namelist() if "xl/" in n}
    read = {n: ElementTree.fromstring(content) for n, content in parsed.items()}  # noqa: S314 - our own
    shared = ["".join(si.itertext()) for si in read["xl/sharedStrings.xml"]]
    names = [sheet.attrib["name"] for sheet in read["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    return {
        name: [
            [_cell(cell, shared) for cell in row]
            for row in read[f"xl/worksheets/sheet{n}.xml"].iter(f"{MAIN}row")
        ]
        for n, name in enumerate(names, start=1)
    }


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    assert cell.find(f"{MAIN}f") is None, "a formula"
    value = cell.findtext(f"{MAIN}v") or ""
    return shared[int(value)] if cell.attrib.get("t") == "s" else value


def number(day: date) -> str:
    return str((day - FIRST_DAY).days)


def test_two_sheets_of_dates_texts_and_numbers() -> None:
    first, second = number(MONDAY), number(date(2026, 3, 3))
    found = sheets(to_xlsx(tables(InMemory(LOG))))
    assert found["topics"] == [
        ["day", "topic", "visits"],
        [first, "=1+1", "1"],
        [first, "caf", "2"],
        [second, "Impôts & <taxes>", "1"],
    ]
    assert found["minutes"] == [
        ["day", "minutes", "visits"],
        [first, "1"],  # no cell where minutes are not known
        [first, "9", "2"],
        [second, "1440", "1"],
    ]


def test_the_same_content_gives_the_same_bytes() -> None:
    turned = {
        day: Counts(dict(reversed([*c.topics.items()])), dict(reversed([*c.minutes.items()])))
        for day, c in LOG.items()
    }
    assert to_xlsx(tables(InMemory(dict(reversed(turned.items()))))) == to_xlsx(tables(InMemory(LOG)))


def test_nothing_in_it_tells_when_or_who_made_it() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(tables(InMemory(LOG))))) as parts:
        core = parts.read("docProps/core.xml").decode()
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2024-01-01"}
    assert "<dc:creator></dc:creator>" in core


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    rows = ((MONDAY, "caf", 1),) * (spreadsheet.MOST_ROWS + 1)
    with pytest.raises(SpreadsheetFailed, match="trop de lignes"):
        to_xlsx([LogTable(What.TOPICS, "topics", ("day", "topic", "visits"), rows)])


def test_without_the_library_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SpreadsheetFailed, match="halte\\[referent\\]"):
        to_xlsx(tables(InMemory(LOG)))


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop>
</item>
</oor:items>
"""
"""The settings of a LibreOffice in France."""

AS_CSV = "CSV:59,34,76,1,,1036,false,true"
"""Semicolons, quotes, UTF-8, from the first line; French, and what looks like a date or a number is one."""

TABLE, OFFICE_NS = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office"))


def opened_in_france(file: Path, folder: Path) -> list[list[tuple[str, str]]]:
    """The cells that LibreOffice with French settings makes of the first sheet: kind and content."""
    profile = folder / "office"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(FRENCH, "utf-8")
    command = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += [f"--infilter={AS_CSV}"] if file.suffix == ".csv" else []
    command += ["--convert-to", "fods", "--outdir", str(folder / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = ElementTree.fromstring((folder / "out" / f"{file.stem}.fods").read_bytes())  # noqa: S314 - our own
    sheet = next(content.iter(f"{TABLE}table"))
    rows = [
        [_read(cell) for cell in row.iter(f"{TABLE}table-cell")] for row in sheet.iter(f"{TABLE}table-row")
    ]
    return [found for row in rows if (found := [cell for cell in row if cell[0]])]


def _read(cell: ElementTree.Element) -> tuple[str, str]:
    assert not cell.get(f"{TABLE}formula"), "a formula"
    kind = cell.get(f"{OFFICE_NS}value-type") or ""
    value = cell.get(f"{OFFICE_NS}date-value") or cell.get(f"{OFFICE_NS}value")
    return kind, value or "".join(cell.itertext()).strip()


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_in_france_opens_it(kind: str, tmp_path: Path) -> None:
    """Days are dates, visits are numbers, accents are right, and nothing is a formula."""
    (one,) = tables(InMemory(LOG), what=What.TOPICS)
    file = tmp_path / f"visites.{kind}"
    file.write_bytes(to_xlsx([one]) if kind == "xlsx" else to_csv([one]))
    heads, *rows = opened_in_france(file, tmp_path)
    assert [content for _, content in heads] == ["day", "topic", "visits"]
    assert {tuple(kind for kind, _ in row) for row in rows} == {("date", "string", "float")}
    assert [(day, topic.removeprefix("'"), visits) for (_, day), (_, topic), (_, visits) in rows] == [
        ("2026-03-02", "=1+1", "1"),
        ("2026-03-02", "caf", "2"),
        ("2026-03-03", "Impôts & <taxes>", "1"),
    ]
