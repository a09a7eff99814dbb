"""`halte stops` at the command line: shown before it is written, each fault told, the good file kept."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from assets.files import Undated
from kiosk.__main__ import main
from kiosk.calendar import kept
from kiosk.calendar.kept import CalendarStop

REAL = Path(__file__).parents[1] / "calendar" / "data" / "agenda-bus-france-services.csv"
PAST = CalendarStop(date(2024, 3, 5), time(9), time(12), "Attin")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HALTE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.delenv("HALTE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    out, err = capsys.readouterr()
    return out.replace("\N{NBSP}", " "), err.replace("\N{NBSP}", " ")


def test_a_real_agenda_is_shown_then_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["stops", "import", str(REAL), "--from", "2026-12-01", "--to", "2027-11-30"]
    assert main([*words, "--dry-run"]) == 0
    out, _ = said(capsys)
    assert "Verdille, Place du marché : 24 arrêts" in out
    assert "  jeudi 10 décembre, de 8 h 45 à 12 h 15 : Verdille, Place du marché" in out
    assert "En tout, 408 arrêts à venir." in out
    assert kept.load(home / "data") is None
    assert main([*words, "--yes"]) == 0
    assert len(kept.load(home / "data") or ()) == 408


def test_what_is_past_stays_and_what_goes_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "halte.toml").write_text(
        "[[stops]]\nday = 2024-03-05\nplace = 'Attin'\nopens = '09:00'\ncloses = '12:00'\n"
        "[[stops]]\nday = 2089-03-05\nplace = 'Beussent'\nopens = '09:00'\ncloses = '12:00'\n",
        "utf-8",
    )
    (home / "a.csv").write_text("jour,lieu,horaires\n05/01/2090,Cormont,9h-12h\n", "utf-8")
    assert main(["--config", "halte.toml", "stops", "import", "a.csv", "--yes"]) == 0
    out, _ = said(capsys)
    assert "1 arrêt d’avant n’y est plus." in out
    assert "1 arrêt passé est gardé." in out
    assert [stop.place for stop in kept.load(home / "data") or ()] == ["Attin", "Cormont"]
    assert main(["--config", "halte.toml", "config", "check"]) == 0
    assert "ne comptent plus" in said(capsys)[1]


def test_a_stop_on_a_public_holiday_is_pointed_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.csv").write_text("jour,lieu,horaires\n14/07/2027,Cormont,9h-12h\n", "utf-8")
    assert main(["stops", "import", "a.csv", "--from", "2027-01-01", "--dry-run"]) == 0
    assert "jour férié : mercredi 14 juillet" in said(capsys)[0]


def test_ten_faults_are_ten_lines_and_the_calendar_stays(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.keep(home / "data", [PAST])
    rows = "\n".join(f"{day}/02/2027,A,9h-12h" for day in range(30, 40))
    (home / "a.csv").write_text(f"jour,lieu,horaires\n01/02/2027,B,9h-12h\n{rows}\n", "utf-8")
    assert main(["stops", "import", "a.csv", "--yes"]) == 1
    _, err = said(capsys)
    lines = err.splitlines()
    assert [line.split(",")[0] for line in lines[:10]] == [f"ligne {n}" for n in range(3, 13)]
    assert lines[10] == "halte : a.csv a 10 fautes, dites plus haut ; rien n’est écrit."
    assert kept.load(home / "data") == (PAST,)
    assert main(["stops", "import", "a.csv", "--dry-run", "--from", "2027-01-01"]) == 1
    assert "B : 1 arrêt\n  lundi 1er février" in said(capsys)[0]


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["import"], 2, "agenda"),
        (["import", "lacking.csv"], 1, "n’existe pas"),
        (["import", "."], 1, "Impossible de lire"),
        (["import", "empty.csv"], 1, "vide"),
        (["import", "empty.csv", "--from", "2027-01-02", "--to", "2027-01-01"], 1, "--from"),
        (["export"], 2, "--ics"),
        (["export", "--ics", "a.ics", "--mednum", "b.csv"], 2, "--ics"),
        (["export", "--ics", "lacking/a.ics"], 1, "Impossible d’écrire"),
        (["send"], 1, "halte stops import"),
    ],
)
def test_what_is_refused(
    words: list[str], status: int, why: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "empty.csv").touch()
    (home / "file").touch()
    words = [word.replace("lacking/a", "file/a") for word in words]
    assert main(["stops", *words]) == status
    err = said(capsys)[1]
    assert why in err
    assert "imprévue" not in err


def test_a_calendar_that_cannot_be_written_leaves_the_one_before(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "data").mkdir()
    (home / "data" / f"{kept.FILE}{Undated.new}").mkdir()  # nothing can be written in its place
    kept_before = kept.as_csv([PAST])
    (home / "data" / kept.FILE).write_bytes(kept_before)
    assert main(["stops", "import", str(REAL), "--yes"]) == 1
    assert "le calendrier d’avant est toujours là" in said(capsys)[1]
    assert (home / "data" / kept.FILE).read_bytes() == kept_before


def test_shown_and_exported(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coming = CalendarStop(date.today() + timedelta(days=9), time(9), time(12), "Cormont")
    kept.keep(home / "data", [PAST, coming])
    assert main(["stops", "show"]) == 0
    out, _ = said(capsys)
    assert "Cormont" in out
    assert "Attin" not in out
    assert main(["stops", "show", "--all"]) == 0
    assert "2024-03-05  mardi 5 mars, de 9 h à 12 h : Attin" in said(capsys)[0]
    assert main(["stops", "export", "--ics", "a.ics"]) == 0
    assert main(["stops", "export", "--mednum", "a.csv"]) == 0
    assert b"LOCATION:Cormont" in (home / "a.ics").read_bytes()
    assert (home / "a.csv").read_text("utf-8").count("\n") == 2


def test_without_a_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stops", "show"]) == 0
    assert "halte stops import" in said(capsys)[1]
