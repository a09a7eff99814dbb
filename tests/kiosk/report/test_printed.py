"""The report in every format: the same bytes, nothing but what is public, nothing from elsewhere."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assets.wording import languages, wording
from kiosk.report.issuing import issued
from kiosk.report.making import WRITERS
from kiosk.report.page import to_html
from kiosk.report.pdf import to_pdf
from kiosk.report.periods import Period
from kiosk.report.printed import Names, PrintedReport, alphabetical, internal, printed
from kiosk.report.publication import Cut, PublicReport, of_days
from kiosk.settings import packaged_topics
from tests.kiosk.report.logs import example_year

FRENCH = wording("fr")
NAMES = Names("Agglo Mobile", {topic.key: topic.name("fr") for topic in packaged_topics()})
FORMS = sorted(WRITERS)


def public(period: Period | None = None) -> PublicReport:
    made = example_year()
    return issued({}, made.log, period or Period(2025), Cut(), made.serving, made.today)[
        (period or Period(2025)).key
    ]


def of(report: PublicReport, before: PublicReport | None = None, language: str = "fr") -> PrintedReport:
    return printed(report, before, NAMES, wording(language))


class Page(HTMLParser):
    """What a reader of the page gets: its texts, the bars, and all that would be fetched or run."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.bars: list[int] = []
        self.foreign: list[str] = []
        self._within = [""]
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if width := re.search(r"width: (\d+)%", given.get("style") or ""):
            self.bars.append(int(width[1]))
        self.foreign += [tag] if tag in ("script", "img", "link", "iframe") else []
        self.foreign += [
            name for name, value in given.items() if name in ("src", "href") or "//" in (value or "")
        ]
        if tag not in ("meta",):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within[-1] != "style" and data.strip():
            self.words.append(data)

    def numbers(self) -> Iterator[int]:
        for words in self.words:
            yield from (int(n) for n in re.findall(r"\d+", words))


# --- Only what is public -----------------------------------------------------------------------------


def test_a_scanner_finds_only_public_numbers_in_text_and_in_bars() -> None:
    report, before = public(), replace(public(), period=Period(2024), visits=580)
    page = Page(to_html(of(report, before)))
    lines = {line.visits for table in report.tables for line in table.lines}
    written = {2024, 2025, 580, report.visits, report.average, report.half, report.cut.least}
    in_words = {15, 30, 60, 1, 2, 5}  # of the classes' names, and what minutes are rounded to
    assert set(page.numbers()) <= lines | written | in_words
    bars = [
        round(100 * line.visits / max(line.visits for line in table.lines))
        for table in report.tables
        for line in table.lines
    ]
    assert sorted(page.bars) == sorted(bars)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    made = [WRITERS[form](of(public()), FRENCH) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]


def test_the_page_fetches_and_runs_nothing() -> None:
    page = to_html(of(public()))
    assert Page(page).foreign == []
    assert b"default-src 'none'" in page


def test_what_people_write_in_names_is_only_text() -> None:
    evil = replace(NAMES, van="<script>alert(1)</script>", topics={"retraite": "=1+1 & <b>"})
    report = printed(public(), None, evil, FRENCH)
    assert "script" not in Page(to_html(report)).foreign
    assert to_pdf(report).startswith(b"%PDF")
    rows = WRITERS["csv"](report, FRENCH).decode("utf-8-sig")
    assert "'=1+1 & <b>" in rows


def test_few_visits_have_no_table_in_any_format() -> None:
    few = of(PublicReport(Period(2025), Cut()))
    assert not few.tables
    assert not few.figures
    assert "Moins de 11 visites : aucun détail n’est publié." in plain(Page(to_html(few)).words)
    for form in FORMS:
        assert WRITERS[form](few, FRENCH)


def plain(words: list[str]) -> list[str]:
    return [word.replace("\N{NBSP}", " ") for word in words]


# --- What it says ------------------------------------------------------------------------------------


def test_lines_go_from_the_largest_and_end_with_what_is_counted_together() -> None:
    topics = of(public()).tables[0]
    visits = [line.visits for line in topics.lines]
    assert visits[:-1] == sorted(visits[:-1], reverse=True)
    assert topics.lines[-1].name.replace("\N{NBSP}", " ").startswith("Autres sujets, comptés ensemble : ")
    names = topics.lines[-1].name.partition(": ")[2].replace("\N{NBSP}", " ").split(" ; ")
    assert "Enfants, famille" in names
    assert sorted(names, key=alphabetical) == names
    assert alphabetical("Épicerie") < alphabetical("facteur")


def test_months_and_lengths_keep_their_own_order() -> None:
    tables = {table.title: [line.name for line in table.lines] for table in of(public()).tables}
    assert tables["Visites par mois"][0] == "janvier"
    assert tables["Visites par mois"][7] == "août"
    assert [name.replace("\N{NBSP}", " ") for name in tables["Visites par durée"][:2]] == [
        "moins de 15 min",
        "de 15 à 30 min",
    ]


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_each_language(language: str) -> None:
    report = of(public(Period(2025, 2)), None, language)
    page = Page(to_html(report))
    assert {"fr": "Bilan des visites : T2 2025", "en": "Report on visits: Q2 2025"}[language] in plain(
        page.words
    )


def test_the_period_before_is_told() -> None:
    notes = of(public(), replace(public(), period=Period(2024), visits=580)).notes
    assert notes[0].replace("\N{NBSP}", " ") == "Période d’avant (2024) : 580 visites."
    few = of(public(), PublicReport(Period(2024), Cut())).notes
    assert few[0].replace("\N{NBSP}", " ") == "Période d’avant (2024) : moins de 11 visites."


def unpacked(pdf: bytes) -> bytes:
    """With its compressed streams laid open."""
    laid = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            laid.append(zlib.decompress(stream))
    return b"\n".join(laid)


def test_the_pdf_is_set_in_the_fonts_that_are_shipped() -> None:
    """Another would be there on one machine and not on the next."""
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", unpacked(to_pdf(of(public())))))
    assert fonts
    assert all(font.startswith(b"Atkinson") for font in fonts), fonts


def test_the_pdfs_tables_are_tagged_for_who_hears_them() -> None:
    laid = unpacked(to_pdf(of(public())))
    tags = set(re.findall(rb"/S ?/([A-Z][A-Za-z0-9]*)", laid))
    assert tags >= {b"H1", b"H2", b"Table", b"THead", b"TBody", b"TR", b"TH", b"TD"}
    assert b"pdfuaid" in laid
    assert b"/Alt" not in laid


def test_where_there_are_sectors_the_table_says_so() -> None:
    sectors = printed(public(), None, replace(NAMES, sectors=True), FRENCH)
    assert [table.heads[0] for table in sectors.tables if table.title == "Visites par secteur"] == ["secteur"]
    assert not [table for table in of(public()).tables if "secteur" in table.title]


# --- What is internal --------------------------------------------------------------------------------


def everything(language: str = "fr") -> PrintedReport:
    made = example_year()
    return internal(made.log, Period(2025, 3), made.serving, NAMES, wording(language))


@pytest.mark.parametrize("form", ["html", "csv", "json"])
def test_what_is_internal_says_so_before_anything_else(form: str) -> None:
    content = WRITERS[form](everything(), FRENCH).decode("utf-8-sig").replace("\N{NBSP}", " ")
    assert "INTERNE : ne pas publier, ne pas envoyer." in "".join(content.splitlines(True)[:3])


def test_what_is_internal_says_so_on_each_page() -> None:
    page = to_html(everything()).decode()
    assert 'class="each-page"' in page
    assert "position: fixed" in page
    assert 'class="each-page"' not in to_html(of(public())).decode()


def test_what_is_internal_shows_everything() -> None:
    made = example_year()
    report = everything()
    by_day = report.tables[-1]
    assert sum(line.visits for line in by_day.lines) == sum(
        counts.visits for day, counts in made.days.items() if day in Period(2025, 3)
    )
    assert any(line.visits < 11 for line in report.tables[0].lines)
    empty = internal(of_days({}), Period(2025), made.serving, NAMES, FRENCH)
    assert empty.silence == "Aucune visite sur cette période."


def test_the_csv_is_one_table_that_readers_read() -> None:
    content = WRITERS["csv"](of(public()), FRENCH).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0] == ["tableau", "ligne", "visites"]
    assert sum(int(row[2]) for row in rows[1:] if row[0] == "Visites par sujet") == 616


def test_the_internal_json_is_an_object_that_says_so() -> None:
    found = json.loads(WRITERS["json"](everything(), FRENCH))
    assert found["internal"]
    assert date(2025, 7, 1).isoformat() in {line["name"] for line in found["tables"][-1]["lines"]}


@pytest.mark.parametrize("name", ["report.html.jinja", "report.typ"])
def test_the_templates_lie_beside_the_code(name: str) -> None:
    assert (Path(printed.__code__.co_filename).parent / name).is_file()
