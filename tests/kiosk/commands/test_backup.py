"""`halte backup` and `halte restore` at the command line: what they say, ask, refuse and leave."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.backup.copies import FORM, MANIFEST, NAME, Backup, newest, write
from kiosk.calendar import kept
from kiosk.calendar.kept import CalendarStop
from kiosk.queue import Call, End, Open, Take
from kiosk.record.lock import Lock
from kiosk.record.record import DAY_FILE, LOCK, read_days
from kiosk.report import register
from kiosk.report.issuing import issued
from kiosk.report.periods import Period
from kiosk.report.publication import Cut
from tests.kiosk.backup.keeping import DAY, LOG, SETTINGS, bytes_in, put_keys, put_log
from tests.kiosk.record.playing import LOG_FILE, at, counts, files, opened, play, settled
from tests.kiosk.report.logs import example_year

STOP = CalendarStop(date(2026, 3, 9), time(9), time(12), "Mairie", "Attin")
HERE = {date(2026, 3, 9): counts({"caf": 4}, {5: 4})}


class Van:
    """A van's folders, a stick, and the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.config, self.stick = (folder / name for name in ("data", "halte.toml", "stick"))
        self.capsys = capsys
        self.stick.mkdir()
        self.config.write_bytes(SETTINGS)
        put_log(self.data, LOG)
        put_keys(self.data)

    def halte(self, *words: object) -> tuple[int, str, str]:
        """Status, output and errors, with plain spaces."""
        given = ["--data", str(self.data), "--config", str(self.config)]
        status = main([*map(str, words), *given])
        said = self.capsys.readouterr()
        return status, said.out.replace("\N{NBSP}", " "), said.err.replace("\N{NBSP}", " ")

    def lose(self) -> None:
        """As a new card in the kiosk."""
        shutil.rmtree(self.data)
        self.config.unlink()


@pytest.fixture
def van(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Van:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "fr")
    return Van(tmp_path, capsys)


# --- There and back ----------------------------------------------------------------------------------


def test_what_was_lost_is_brought_back(van: Van) -> None:
    status, said, _ = van.halte("backup", van.stick)
    assert status == 0
    assert "4 visites sur 2 jours, du lundi 2 mars 2026 au mardi 3 mars 2026" in said
    before = (van.data / LOG_FILE).read_bytes()
    van.lose()
    status, said, _ = van.halte("restore", van.stick, "--yes")
    assert status == 0
    assert "Dans la sauvegarde : 4 visites sur 2 jours" in said
    assert "Ici, à présent : aucune visite." in said
    assert (van.data / LOG_FILE).read_bytes() == before
    assert van.config.read_bytes() == SETTINGS
    assert not (van.data / "keys").exists()


def test_calendar_and_reports_come_back_too(van: Van) -> None:
    """And a report that was published since stays published."""
    made = example_year()
    first = issued({}, made.log, Period(2025), Cut(), made.serving, made.today)
    register.keep(van.data, first)
    kept.keep(van.data, [STOP])
    assert van.halte("backup", van.stick)[0] == 0
    van.lose()
    later = example_year(2024)
    since = issued({}, later.log, Period(2024), Cut(), later.serving, later.today)
    kept.keep(van.data, [replace(STOP, place="Ailleurs")])
    register.keep(van.data, since)
    status, said, _ = van.halte("restore", van.stick, "--yes")
    assert status == 0
    assert "1 bilan déjà publié est repris" in said
    assert register.read(van.data) == {**first, **since}
    assert kept.load(van.data) == (STOP,)
    assert b"Ailleurs" in (van.data / f"{kept.FILE}.aside-1").read_bytes()
    before = bytes_in(van.data)
    assert van.halte("restore", van.stick, "--only", "stops")[0] == 0
    assert bytes_in(van.data) == before


def test_the_keys_only_if_asked(van: Van) -> None:
    status, said, _ = van.halte("backup", van.stick, "--with-keys")
    assert (status, "qui a cette clé USB" in said) == (0, True)
    kept = bytes_in(van.data / "keys")
    van.lose()
    assert van.halte("restore", van.stick, "--only", "log", "--yes")[0] == 0
    assert not (van.data / "keys").exists()
    assert van.halte("restore", van.stick, "--yes")[0] == 0
    assert bytes_in(van.data / "keys") == kept


def test_what_is_replaced_is_kept_and_can_be_had_again(van: Van) -> None:
    van.halte("backup", van.stick)
    put_log(van.data, HERE)
    van.config.write_bytes(b"desks = 1\n")
    status, said, _ = van.halte("restore", van.stick, "--yes")
    assert status == 0
    assert "4 visites d’ici ne sont pas dans la sauvegarde." in said
    assert van.config.with_name("halte.toml.aside-1").read_bytes() == b"desks = 1\n"
    assert f"« halte restore {van.data}/{LOG_FILE}.aside-1 » y revient" in said
    assert van.halte("restore", van.data / f"{LOG_FILE}.aside-1", "--yes")[0] == 0
    assert read_days(van.data) == HERE


def test_what_is_kept_aside_is_forgotten_with_the_rest(van: Van) -> None:
    van.halte("backup", van.stick)
    put_log(van.data, HERE)
    van.halte("restore", van.stick, "--yes")
    assert van.halte("log", "forget", "--before", "2026-03-10")[0] == 0
    assert not list(van.data.glob(f"{LOG_FILE}*aside*"))


def test_a_damaged_log_is_kept_aside_too(van: Van) -> None:
    van.halte("backup", van.stick)
    (van.data / LOG_FILE).write_bytes(b"\0" * 5000)
    status, said, _ = van.halte("restore", van.stick, "--yes")
    assert (status, "un journal illisible" in said) == (0, True)
    assert read_days(van.data) == LOG
    assert (van.data / f"{LOG_FILE}.aside-1").stat().st_size == 5000


def test_nothing_to_do_is_said(van: Van) -> None:
    van.halte("backup", van.stick)
    assert "déjà à jour" in van.halte("backup", van.stick)[1]
    assert van.halte("restore", van.stick)[:2] == (0, "Le journal est déjà celui de la sauvegarde.\n")


def test_today_is_in_it_once(van: Van) -> None:
    """A visit that is counted and still in the file of the day; nobody who waits."""
    with opened(van.data) as record:
        state = play(record, record.load(at(0)), Open(), Take("caf"), Call(1, 101), End(1, 101))
        state = play(record, state, Take("logement"), minute=4)
        settled(record, state, at(9))
    assert (van.data / DAY_FILE).exists()
    assert van.halte("backup", van.stick)[0] == 0
    found = newest(van.stick)
    assert found
    assert found.days[DAY].topics == {"retraite": 2, "caf": 2}
    before = files(van.data)
    put_log(van.data, HERE)
    status, _, said = van.halte("restore", van.stick, "--yes")
    assert (status, "fermez l’accueil pour la journée" in said) == (1, True)
    put_log(van.data, LOG)
    assert files(van.data) == before


# --- Refused -----------------------------------------------------------------------------------------


def no_stick(van: Van) -> None:
    van.stick.rmdir()


def empty_stick(van: Van) -> None:
    pass


def all_damaged(van: Van) -> None:
    van.halte("backup", van.stick)
    (van.stick / NAME / LOG_FILE).write_bytes(b"")


def newer(van: Van) -> None:
    van.halte("backup", van.stick)
    (van.stick / NAME / MANIFEST).write_text(json.dumps({"form": FORM + 1, "halte": "9", "files": {}}))


def newer_log(van: Van) -> None:
    """A plain file, whose version stands in its head (SQLite's user_version, offset 60)."""
    van.stick.rmdir()
    content = bytearray((van.data / LOG_FILE).read_bytes())
    content[63] = 99
    van.stick.write_bytes(content)


def some_file(van: Van) -> None:
    van.stick.rmdir()
    van.stick.write_bytes(b"Dear diary")


def bad_settings(van: Van) -> None:
    van.config.write_bytes(b"desks = 0\n")
    van.halte("backup", van.stick)
    van.config.write_bytes(SETTINGS)


REFUSALS: dict[str, tuple[Callable[[Van], None], str]] = {
    "no stick": (no_stick, "branchez la clé"),
    "an empty stick": (empty_stick, "Il n’y a pas de sauvegarde de Halte"),
    "damaged": (all_damaged, "essayez une autre clé"),
    "of a newer Halte": (newer, "Mettez Halte à jour"),
    "a log of a newer Halte": (newer_log, "mettez Halte à jour"),
    "some file": (some_file, "n’est pas un journal Halte"),
    "settings at fault": (bad_settings, "ceux d’ici restent"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_brought_back_changes_nothing(name: str, van: Van) -> None:
    make, act = REFUSALS[name]
    make(van)
    before = (read_days(van.data), van.config.read_bytes())
    status, _, said = van.halte("restore", van.stick, "--yes")
    assert (status, said.count("\n")) == (1, 1)
    assert act in said
    assert (read_days(van.data), van.config.read_bytes()) == before


@pytest.mark.parametrize("part", ["settings", "keys"])
def test_a_part_that_it_has_not_is_refused(part: str, van: Van) -> None:
    van.config.unlink()
    write(van.stick, Backup(LOG))
    status, _, said = van.halte("restore", van.stick, "--only", part, "--yes")
    assert (status, "sans --only" in said) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_while_the_kiosk_runs_nothing_is_brought_back(van: Van) -> None:
    van.halte("backup", van.stick)
    put_log(van.data, HERE)
    kiosk = Lock(van.data / LOCK)
    try:
        status, _, said = van.halte("restore", van.stick, "--yes")
        assert (status, "systemctl stop" in said) == (1, True)
        assert read_days(van.data) == HERE
        assert van.halte("backup", van.stick, "--yes")[0] == 0, "a backup waits for nobody"
    finally:
        kiosk.release()


@pytest.mark.parametrize("name", ["no stick", "of a newer Halte"])
def test_where_no_backup_can_be_written(name: str, van: Van) -> None:
    REFUSALS[name][0](van)
    before = bytes_in(van.stick) if van.stick.exists() else None
    status, _, said = van.halte("backup", van.stick)
    assert (status, REFUSALS[name][1] in said) == (1, True)
    assert (bytes_in(van.stick) if van.stick.exists() else None) == before


def test_a_disk_that_fails_is_a_sentence(van: Van) -> None:
    (van.stick / f"{NAME}.new").write_bytes(b"a file in the folder's place")
    status, _, said = van.halte("backup", van.stick)
    assert (status, "vérifiez la clé" in said, said.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("words", [["backup"], ["restore"]], ids="".join)
def test_a_folder_is_wanted(words: list[str], van: Van) -> None:
    status, _, said = van.halte(*words)
    assert (status, "donnez le dossier" in said) == (2, True)


def test_a_backup_that_has_more_is_not_replaced_without_a_yes(van: Van) -> None:
    van.halte("backup", van.stick)
    put_log(van.data, HERE)
    status, _, said = van.halte("backup", van.stick)
    assert (status, "halte restore" in said, "--yes" in said) == (1, True, True)
    found = newest(van.stick)
    assert found
    assert found.days == LOG
    assert van.halte("backup", van.stick, "--yes")[0] == 0
    previous = newest(van.stick / f"{NAME}.previous")
    assert previous
    assert previous.days == LOG
