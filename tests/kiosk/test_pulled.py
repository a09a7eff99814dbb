"""The laptop's copy of a log, one a van; and a report of it only once it holds the whole period."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from assets.wording import FRENCH, wording
from kiosk import pulled
from kiosk.record.record import read_days
from kiosk.report.making import NoVisits, ReportOrder, make
from kiosk.report.periods import Period
from kiosk.settings import Settings
from tests.kiosk.record.playing import LOG_FILE, counts, log_bytes
from tests.kiosk.report.logs import example_year

DAY = date(2026, 3, 2)
DAYS = {DAY: counts({"retraite": 1}, {9: 1})}
ONE, OTHER = "1f9a" * 8, "2b7c" * 8


def test_a_copy_is_read_where_it_is_the_only_one(tmp_path: Path) -> None:
    assert pulled.log_folder(tmp_path) == tmp_path
    folder = pulled.keep(tmp_path, ONE, "Agglo Mobile", DAYS, DAY)
    assert pulled.log_folder(tmp_path) == folder
    assert read_days(folder) == DAYS


def test_a_pull_replaces_the_copy_and_keeps_what_was_published(tmp_path: Path) -> None:
    folder = pulled.keep(tmp_path, ONE, "Agglo Mobile", DAYS, DAY)
    (folder / "reports.json").write_bytes(b"kept")
    later = {**DAYS, DAY + timedelta(days=1): counts({"impots": 2}, {3: 2})}
    assert pulled.keep(tmp_path, ONE, "Agglo Mobile", later, DAY + timedelta(days=2)) == folder
    assert read_days(folder) == later
    assert (folder / "reports.json").read_bytes() == b"kept"


def test_a_pull_says_on_which_days_the_copy_was_otherwise(tmp_path: Path) -> None:
    """New, mended, and gone: each is news."""
    assert pulled.changed_days(tmp_path, ONE, DAYS) is None
    pulled.keep(tmp_path, ONE, "Agglo Mobile", DAYS, DAY)
    assert pulled.changed_days(tmp_path, ONE, DAYS) == 0
    assert pulled.changed_days(tmp_path, ONE, {DAY: counts({"retraite": 2}, {9: 2})}) == 1
    assert pulled.changed_days(tmp_path, ONE, {DAY + timedelta(days=1): DAYS[DAY]}) == 2
    assert pulled.changed_days(tmp_path, OTHER, DAYS) is None


def test_of_several_vans_one_is_to_be_named(tmp_path: Path) -> None:
    folders = [pulled.keep(tmp_path, key, van, DAYS, DAY) for key, van in ((ONE, "Nord"), (OTHER, "Sud"))]
    with pytest.raises(pulled.CopyFailed, match="plusieurs camions") as refused:
        pulled.log_folder(tmp_path)
    assert all(str(folder) in str(refused.value) for folder in folders)
    assert pulled.log_folder(folders[1]) == folders[1]


def test_the_vans_own_log_comes_first(tmp_path: Path) -> None:
    pulled.keep(tmp_path, ONE, "Agglo Mobile", DAYS, DAY)
    (tmp_path / LOG_FILE).write_bytes(log_bytes(DAYS, tmp_path / "pulled"))
    assert pulled.log_folder(tmp_path) == tmp_path


def test_a_folder_that_is_closed_is_said(tmp_path: Path) -> None:
    (tmp_path / "pulled").write_bytes(b"")
    with pytest.raises(pulled.CopyFailed, match="Vérifiez les droits"):
        pulled.keep(tmp_path, ONE, "Agglo Mobile", DAYS, DAY)


def test_a_copy_that_may_lack_the_last_days_is_not_published(tmp_path: Path) -> None:
    """Else the rest could never be published: it would be another version of the same visits."""
    made = example_year()
    order = ReportOrder(Period(2025), "json")
    folder = pulled.keep(tmp_path, ONE, "Agglo Mobile", made.days, date(2025, 12, 31))
    with pytest.raises(NoVisits) as refused:
        make(folder, Settings(), order, wording(FRENCH), made.today)
    assert "mercredi 31 décembre 2025" in refused.value.said(wording(FRENCH))
    pulled.keep(tmp_path, ONE, "Agglo Mobile", made.days, date(2026, 1, 1))
    assert make(folder, Settings(), order, wording(FRENCH), made.today)
