"""`halte log`: what the referent reads, takes away and changes, at the command line."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands import output
from kiosk.record.record import read_days
from tests.kiosk.commands.alone import data_folder
from tests.kiosk.record.playing import LOG_FILE, counts, log_bytes

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
LOG = {DAY: counts({"retraite": 1, "gone": 2}, {9: 2, None: 1}), NEXT: counts({"retraite": 1}, {12: 1})}
POSIX = pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a log; no settings, and no terminal to ask at."""
    folder = data_folder(tmp_path, monkeypatch)
    (folder / LOG_FILE).write_bytes(log_bytes(LOG, tmp_path))
    return folder


def test_the_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "days"]) == 0
    assert capsys.readouterr().out == "2026-03-02  3 visites\n2026-03-03  1 visite\n"


def test_a_day_shows_topics_and_lengths_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "show", "2026-03-02"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        "2026-03-02", "",
        "sujets", "  Retraite  1", "  gone      2", "",
        "durées", "  durée inconnue  1", "  9 min           2",
    ]  # fmt: skip


def test_a_day_is_written_as_people_do(capsys: pytest.CaptureFixture[str]) -> None:
    for written in ("2/3/2026", "2 mars 2026"):
        assert main(["log", "show", written]) == 0
        assert capsys.readouterr().out.startswith("2026-03-02\n")
    assert main(["log", "export", "--from", "mars 2026", "--to", "T1 2026", "--format", "json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"sujets", "durées"}
    assert main(["log", "show", "mars 2026"]) == 2
    assert "pas un seul jour" in capsys.readouterr().err


def test_without_a_day_it_is_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "show"]) == 0
    assert capsys.readouterr().out.startswith("2026-03-03\n")
    assert main(["log", "show", "2026-03-09"]) == 1
    assert "halte log days" in capsys.readouterr().err


# --- Where an export goes ----------------------------------------------------------------------------


def test_both_tables_on_the_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["log", "export", "--dialect", "rfc4180", "--from", "2026-03-03"]) == 0
    assert capsysbinary.readouterr().out.decode() == (
        "jour,sujet,visites\r\n2026-03-03,Retraite,1\r\n\r\njour,minutes,visites\r\n2026-03-03,12,1\r\n"
    )


@pytest.mark.parametrize(
    ("what", "table"),
    [
        ("topics", "day,topic,visits\r\n2026-03-02,gone,2\r\n2026-03-02,retraite,1\r\n"),
        ("minutes", "day,minutes,visits\r\n2026-03-02,,1\r\n2026-03-02,9,2\r\n"),
    ],
)
def test_one_of_them_in_keys(what: str, table: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ["--dialect", "rfc4180", "--keys", "--to", "2026-03-02", "--what", what]
    assert main(["log", "export", *words]) == 0
    assert capsysbinary.readouterr().out.decode() == table


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["visites-durees-INTERNE.csv", "visites-sujets-INTERNE.csv"]),
        (["--lang", "en"], ["visites-minutes-INTERNE.csv", "visites-topics-INTERNE.csv"]),
        (["--keys"], ["visites-minutes-INTERNE.csv", "visites-topics-INTERNE.csv"]),
        (["--what", "minutes"], ["visites-INTERNE.csv"]),
    ],
)
def test_a_csv_is_two_files_or_the_one_wanted(words: list[str], names: list[str], tmp_path: Path) -> None:
    assert main(["log", "export", "--output", "visites.csv", *words]) == 0
    assert sorted(file.name for file in tmp_path.glob("visites*")) == names
    for file in tmp_path.glob("visites*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600 or os.name == "nt"
        assert b"\r\n\r\n" not in file.read_bytes()


def test_the_files_name_gives_the_format(tmp_path: Path) -> None:
    for name in ("a.json", "a.xlsx", "a.csv"):
        assert main(["log", "export", "--output", name, "--what", "topics"]) == 0
    assert json.loads((tmp_path / "a-INTERNE.json").read_bytes())["sujets"][0]["sujet"] == "Retraite"
    assert (tmp_path / "a-INTERNE.xlsx").read_bytes()[:4] == b"PK\3\4"
    assert (tmp_path / "a-INTERNE.csv").read_bytes().startswith(b"\xef\xbb\xbfjour;sujet;visites")
    assert main(["log", "export", "--output", "b.json", "--format", "json"]) == 0
    assert set(json.loads((tmp_path / "b-INTERNE.json").read_bytes())) == {"sujets", "durées"}


def test_a_name_that_says_another_format_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["b.csv", "--format", "json"], ["b.docx"]):
        assert main(["log", "export", "--output", *words]) == 1
        assert words[0] in capsys.readouterr().err
    assert not list(tmp_path.glob("b.*"))


def test_a_file_is_not_replaced_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "visites-durees-INTERNE.csv").write_text("mine", "utf-8")
    assert main(["log", "export", "--output", "visites.csv"]) == 1
    said = capsys.readouterr().err
    assert "visites-durees-INTERNE.csv existe déjà" in said
    assert "--force" in said
    assert [file.name for file in tmp_path.glob("visites*")] == ["visites-durees-INTERNE.csv"]
    assert main(["log", "export", "--output", "visites.csv", "--force"]) == 0
    assert (tmp_path / "visites-durees-INTERNE.csv").read_bytes() != b"mine"


def test_what_is_no_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "visites.json").mkdir()
    assert main(["log", "export", "--output", "visites.json", "--force"]) == 1
    assert "n’est pas un fichier" in capsys.readouterr().err
    assert main(["log", "export", "--output", os.devnull, "--what", "topics", "--force"]) == 1
    assert not Path(os.devnull).is_file()


def test_where_it_cannot_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "export", "--output", "nowhere/visites.json"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_bad_settings_are_no_matter_to_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "halte.toml").write_text("desks = 0\n", "utf-8")
    assert main(["log", "export", "--config", "halte.toml"]) == 1
    assert main(["log", "export", "--config", "halte.toml", "--keys"]) == 0
    assert "retraite" in capsys.readouterr().out


def test_a_spreadsheet_is_not_shown_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(["log", "export", "--format", "xlsx"]) == 1


# --- What is asked -----------------------------------------------------------------------------------


def test_at_no_terminal_mending_wants_a_yes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["log", "mend", "2026-03-02", "--to", "2026-03-03"]
    assert main(words) == 1
    said = capsys.readouterr()
    assert "2026-03-02\u00a0: 3 visites, à mettre au 2026-03-03." in said.out
    assert "--yes" in said.err
    assert main([*words, "--dry-run", "--yes"]) == 0
    assert read_days(data) == LOG
    assert main([*words, "--yes"]) == 0
    assert read_days(data) == {NEXT: LOG[NEXT] + LOG[DAY]}


def test_a_wrong_day_is_removed(data: Path) -> None:
    assert main(["log", "mend", "2026-03-02", "--remove", "--yes"]) == 0
    assert read_days(data) == {NEXT: LOG[NEXT]}


@pytest.mark.parametrize(
    "words",
    [["--remove"], ["2026-03-02"], ["2026-03-02", "--to", "2026-03-03", "--remove"], ["--to", "2026-03-03"]],
)
def test_mending_wants_a_day_and_what_becomes_of_it(words: list[str]) -> None:
    assert main(["log", "mend", *words, "--yes"]) == 2


def test_forgetting_a_day_to_come_wants_a_yes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be a slip of the finger; or the clock, which must not keep anything from being forgotten."""
    assert main(["log", "forget", "--before", "9000-01-01"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert read_days(data) == LOG
    assert main(["log", "forget", "--before", "9000-01-01", "--yes"]) == 0
    assert read_days(data) == {}


def test_forgetting_past_days_asks_nothing(data: Path) -> None:
    assert main(["log", "forget", "--before", "2026-03-03"]) == 0
    assert read_days(data) == {NEXT: LOG[NEXT]}


@POSIX
@pytest.mark.parametrize(
    ("answer", "replaced"), [("o", True), ("Oui", True), ("yes", True), ("n", False), ("", False)]
)
def test_at_a_terminal_it_is_asked(answer: str, replaced: bool, tmp_path: Path) -> None:
    (tmp_path / "visites-INTERNE.json").write_text("mine", "utf-8")
    person, terminal = pty.openpty()
    try:
        os.write(person, f"{answer}\n".encode())
        ran = subprocess.run(
            [sys.executable, "-m", "kiosk", "log", "export", "--output", "visites.json"],
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(Path(output.__file__).parents[2])},
        )
    finally:
        os.close(person)
        os.close(terminal)
    assert "visites-INTERNE.json existe déjà. Le remplacer\u00a0? [o/N]" in ran.stderr
    assert ran.returncode == (0 if replaced else 1)
    assert ((tmp_path / "visites-INTERNE.json").read_text("utf-8") != "mine") is replaced
