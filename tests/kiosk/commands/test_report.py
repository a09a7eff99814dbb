"""`halte log report`: a file that may be published, once and for good."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.calendar import kept
from kiosk.counted import OPERATORS, THEMES
from kiosk.record.counts import Days
from kiosk.report import register
from kiosk.settings import packaged_topics
from tests import seeds
from tests.kiosk.commands.alone import data_folder
from tests.kiosk.record.playing import LOG_FILE, log_bytes
from tests.kiosk.report.logs import example_year


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the example year; no settings, and no terminal to ask at."""
    folder = data_folder(tmp_path, monkeypatch)
    keep_log(folder, example_year().days)
    return folder


def keep_log(data: Path, days: Days) -> None:
    (data / LOG_FILE).write_bytes(log_bytes(days, data.parent))


def test_a_year_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "report", "2025"]) == 0
    assert capsys.readouterr().out == "Écrit\N{NBSP}: bilan-2025.html\n"
    page = (tmp_path / "bilan-2025.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Agglo Mobile" in page


@pytest.mark.parametrize("form", ["html", "csv", "xlsx", "json", "pdf"])
def test_each_format_is_what_the_name_says_and_the_same_again(tmp_path: Path, form: str) -> None:
    files = [tmp_path / f"{name}.{form}" for name in ("a", "b")]
    for file in files:
        assert main(["log", "report", "T2", "2025", "--output", str(file)]) == 0
    first, second = (file.read_bytes() for file in files)
    assert first == second
    starts = {"html": b"<!", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{", "pdf": b"%PDF"}
    assert first.startswith(starts[form])


def test_a_name_that_says_another_format_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "report", "2025", "--output", "a.xlsx", "--format", "csv"]) == 1
    assert "n’est pas un nom pour le format csv" in capsys.readouterr().err
    assert main(["log", "report", "2025", "--output", "a.docx"]) == 1
    assert "ne dit pas le format" in capsys.readouterr().err


def test_what_was_published_stays_whatever_becomes_of_the_log(tmp_path: Path, data: Path) -> None:
    assert main(["log", "report", "2025", "--output", "a.json"]) == 0
    first = (tmp_path / "a.json").read_bytes()
    keep_log(data, {day: counts for day, counts in example_year().days.items() if day > date(2025, 7, 1)})
    assert main(["log", "report", "2025", "--output", "b.json"]) == 0
    assert (tmp_path / "b.json").read_bytes() == first


def test_another_cut_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "report", "2025"]) == 0
    for words in (["2025", "--by", "operator"], ["2025-T1"]):
        assert main(["log", "report", *words, "--output", "b.html"]) == 1
        told = capsys.readouterr().err
        assert "déjà publiées par sujet, par année, avec un seuil de 11. Un autre découpage" in told
    assert not Path("b.html").exists()


def test_without_a_period_it_is_the_last_that_is_over(tmp_path: Path) -> None:
    year = date.today().year - 1
    rng = seeds.of(0)
    keep_log(tmp_path / "data", example_year(year, 50, rng.randint(1, 9)).days)
    assert main(["log", "report"]) == 0
    assert (tmp_path / f"bilan-{year}.html").exists()


def test_everything_is_marked_internal(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "report", "2025", "--internal", "--output", "tout.html"]) == 0
    assert "tout-INTERNE.html" in capsys.readouterr().out
    assert not (tmp_path / "tout.html").exists()
    assert "INTERNE" in (tmp_path / "tout-INTERNE.html").read_text("utf-8")
    assert not (data / register.FILE).exists()
    assert main(["log", "report", "2025", "--internal", "--format", "csv"]) == 0
    assert (tmp_path / "bilan-2025-INTERNE.csv").read_text("utf-8-sig").startswith("INTERNE")


def test_few_visits_are_not_kept_as_published(tmp_path: Path, data: Path) -> None:
    """A laptop without the whole log yet must not say forever that there were few."""
    made = example_year()
    few = dict(list(made.days.items())[:2])
    keep_log(data, few)
    assert main(["log", "report", "2025", "--format", "json"]) == 0
    assert json.loads((tmp_path / "bilan-2025.json").read_text())["visits"] is None
    keep_log(data, made.days)
    assert main(["log", "report", "2025", "--format", "json", "--force"]) == 0
    assert json.loads((tmp_path / "bilan-2025.json").read_text())["visits"] == 616


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2024"], "Aucune visite sur cette période (2024)"),
        (["juillet"], "n’est pas une période"),
        (["2096"], "2096 n’est pas fini : le bilan sera possible à partir du mardi 1er janvier 2097."),
    ],
)
def test_a_period_without_anything_is_said(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "report", *words]) == (2 if words == ["juillet"] else 1)
    assert told in capsys.readouterr().err.replace("\N{NBSP}", " ")


def test_a_threshold_that_protects_nobody_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text("[report]\nat_least = 4\n")
    assert main(["--config", "mine.toml", "log", "report", "2025"]) == 1
    assert "ne peut pas être inférieur à 5" in capsys.readouterr().err


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, data: Path) -> None:
    (data / register.FILE).mkdir()
    (tmp_path / "a.html").write_text("mine")
    assert main(["log", "report", "2025", "--output", "a.html", "--force"]) == 1
    assert (tmp_path / "a.html").read_text() == "mine"


def test_villages_come_of_the_calendar_that_is_kept(tmp_path: Path, data: Path) -> None:
    stops = [
        kept.CalendarStop(day, time(9), time(12), "Place de l’Église", village)
        for day, (village,) in example_year().serving.places.items()
    ]
    kept.keep(data, stops)
    assert main(["log", "report", "2025", "--output", "a.json"]) == 0
    tables = {table["by"]: table for table in json.loads((tmp_path / "a.json").read_text())["tables"]}
    assert {"Attin"} < {name for line in tables["place"]["lines"] for name in line["names"]}


SECTORS = """
[report.sectors]
"Nord" = ["Attin", "Beaurainville", "Bernieulles"]
"Sud" = ["Waben", "Wailly"]
"""


def test_villages_are_counted_by_sector(tmp_path: Path, data: Path) -> None:
    """And nothing is said of one village of a sector."""
    made = example_year()
    where = {day: village for day, (village,) in made.serving.places.items()}
    kept.keep(data, [kept.CalendarStop(day, time(9), time(12), one, one) for day, one in where.items()])
    (tmp_path / "mine.toml").write_text(SECTORS, "utf-8")
    assert main(["--config", "mine.toml", "log", "report", "2025", "--output", "a.json"]) == 0
    tables = {t["by"]: t["lines"] for t in json.loads((tmp_path / "a.json").read_text("utf-8"))["tables"]}
    visits = {name: line["visits"] for line in tables["place"] for name in line["names"]}
    assert {"Nord", "Sud", "Inxent"} <= visits.keys()
    assert not {"Attin", "Bernieulles", "Waben"} & visits.keys()
    north = {day for day, village in where.items() if village in ("Attin", "Beaurainville", "Bernieulles")}
    assert visits["Nord"] == sum(counts.visits for day, counts in made.days.items() if day in north)


@pytest.mark.parametrize(
    ("sectors", "told"),
    [
        ('"A" = ["Attin"]\n"B" = ["Attin"]', "Attin » est dans plusieurs secteurs"),
        ('"Waben" = ["Attin"]\n"B" = ["Waben"]', "Waben » est un secteur, et une commune d’un autre"),
        ('" " = ["Attin"]', "un nom de secteur ou de commune est vide"),
        ('"A" = "Attin"', "sectors"),
    ],
)
def test_sectors_that_cannot_be_are_refused(
    sectors: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text(f"[report.sectors]\n{sectors}\n", "utf-8")
    assert main(["--config", "mine.toml", "log", "report", "2025"]) == 1
    assert told in capsys.readouterr().err.replace("\N{NBSP}", " ")
    assert not [*tmp_path.glob("bilan*")]


@pytest.mark.parametrize(("by", "name"), [("operator", "dgfip"), ("theme", "argent_impots")])
def test_visits_are_counted_for_those_who_pay(tmp_path: Path, by: str, name: str) -> None:
    assert main(["log", "report", "2025", "--by", by, "--output", "a.json"]) == 0
    first = json.loads((tmp_path / "a.json").read_text())["tables"][0]
    assert first["by"] == by
    assert name in {name for line in first["lines"] for name in line["names"]}


def test_each_topic_that_halte_comes_with_is_counted_for_somebody_known() -> None:
    for topic in packaged_topics():
        assert topic.operator in OPERATORS
        assert topic.theme in THEMES
    assert {topic.operator for topic in packaged_topics()} >= OPERATORS.keys() - {"urssaf"}
