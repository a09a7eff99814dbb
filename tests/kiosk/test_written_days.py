"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.written_days import NotADay, day_meant, days_meant

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-15", "15/07/2026", "15/7/2026", "15.07.2026", "15-07-2026", "15/07", "15 juillet 2026",
        "15 juillet", "mercredi 15 juillet 2026", "15 JUILLET", "15 july 2026", " 15  juillet ",
    ],
)  # fmt: skip
def test_a_day(written: str) -> None:
    assert day_meant(written, TODAY) == date(2026, 7, 15)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("juillet 2026", (2026, 7, 1), (2026, 7, 31)),
        ("juillet", (2026, 7, 1), (2026, 7, 31)),
        ("décembre", (2026, 12, 1), (2026, 12, 31)),
        ("fevrier 2024", (2024, 2, 1), (2024, 2, 29)),
        ("07/2026", (2026, 7, 1), (2026, 7, 31)),
        ("2026-07", (2026, 7, 1), (2026, 7, 31)),
        ("T3 2026", (2026, 7, 1), (2026, 9, 30)),
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("hier", (2026, 11, 30), (2026, 11, 30)),
        ("aujourd’hui", (2026, 12, 1), (2026, 12, 1)),
        ("1er janvier", (2026, 1, 1), (2026, 1, 1)),
        ("2 décembre", (2025, 12, 2), (2025, 12, 2)),
        ("31/12", (2025, 12, 31), (2025, 12, 31)),
    ],
)
def test_days(written: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days_meant(written, TODAY) == (date(*first), date(*last))


@pytest.mark.parametrize("written", ["31/02/2026", "29/02/2025", "15/13/2026", "0/1/2026", "", "x", "1/1/26"])
def test_what_is_no_day_is_said(written: str) -> None:
    with pytest.raises(NotADay, match="15/07/2026"):
        days_meant(written, TODAY)


def test_a_month_is_no_day() -> None:
    with pytest.raises(NotADay, match="pas un seul jour"):
        day_meant("juillet 2026", TODAY)
