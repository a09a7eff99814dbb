"""What has been published is kept beside the log, and given again as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.report import register
from kiosk.report.issuing import Reports, issued
from kiosk.report.periods import Grain, NotAPeriod, Period, closed_between, last_closed, period_of
from kiosk.report.public_json import to_json
from kiosk.report.publication import Cut
from tests.kiosk.report.logs import example_year


def test_what_was_published_comes_back_from_the_disk(tmp_path: Path) -> None:
    made = example_year()
    assert register.read(tmp_path) == {}
    known = issued({}, made.log, Period(2025, 2), Cut(), made.serving, made.today)
    known = issued(known, made.log, Period(2025), Cut(), made.serving, made.today)
    register.keep(tmp_path, known)
    assert register.read(tmp_path) == known


def test_its_bytes_do_not_tell_in_which_order_reports_were_made(tmp_path: Path) -> None:
    made = example_year()
    contents = []
    for order in ((1, 3), (3, 1)):
        known: Reports = {}
        for quarter in order:
            known = issued(known, made.log, Period(2025, quarter), Cut(), made.serving, made.today)
        register.keep(tmp_path, known)
        contents.append((tmp_path / register.FILE).read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"version": 2, "reports": []}',
        b'{"version": 1, "reports": [{}]}',
        b"\xff\xfe",
        b'{"version": 1, "reports": [{"k": 11, "grain": "year", "by": "topic", "visits": 1, "minutes": {},'
        b' "period": {"from": "2025-02-01", "to": "2025-02-03"}, "tables": []}]}',
    ],
)
def test_a_damaged_register_publishes_nothing(tmp_path: Path, content: bytes) -> None:
    """Else the same visits might be published by another cut."""
    (tmp_path / register.FILE).write_bytes(content)
    with pytest.raises(register.RegisterFailed, match="Reprenez-le d’une sauvegarde"):
        register.read(tmp_path)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / register.FILE).mkdir()
    with pytest.raises(register.RegisterFailed, match="Vérifiez les droits"):
        register.read(tmp_path)
    with pytest.raises(register.RegisterFailed, match="Vérifiez les droits"):
        register.keep(tmp_path, {})


def test_the_json_has_the_promised_form() -> None:
    made = example_year()
    report = issued({}, made.log, Period(2025), Cut(), made.serving, made.today)["2025"]
    text = to_json(report).decode()
    assert text.startswith('{\n "public": true,\n "k": 11,')
    assert '"from": "2025-01-01",\n  "to": "2025-12-31"' in text


# --- Periods -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["2026-T3", "T3 2026", "t3-2026", "2026 Q3", "T3/2026", "3e trimestre 2026", "3ème trimestre de 2026"],
)
def test_a_quarter_is_understood_as_people_write_it(written: str) -> None:
    assert period_of(written) == Period(2026, 3)


@pytest.mark.parametrize("written", ["", "26", "T5 2026", "2026-13", "T3", "juillet", "2026-T3x"])
def test_what_is_no_period_is_said(written: str) -> None:
    with pytest.raises(NotAPeriod, match="n’est pas une période"):
        period_of(written)


def test_a_period_knows_its_days() -> None:
    assert (Period(2024, 1).first, Period(2024, 1).last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert (Period(2024, 4).last, Period(2024).last) == (date(2024, 12, 31), date(2024, 12, 31))
    assert (Period(2024, 1).before, Period(2024).before) == (Period(2023, 4), Period(2023))
    assert Period(2024, 4).months == ("2024-10", "2024-11", "2024-12")
    assert last_closed(date(2026, 7, 1), Grain.QUARTER) == Period(2026, 2)
    assert last_closed(date(2026, 7, 1), Grain.YEAR) == Period(2025)
    found = [period.key for period in closed_between(date(2025, 12, 31), date(2026, 4, 1))]
    assert found == ["2026-T1", "2025", "2025-T4"]
