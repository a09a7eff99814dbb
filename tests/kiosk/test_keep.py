"""How long the log is kept."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.keep import first_kept, months, outlived


@pytest.mark.parametrize(
    ("time", "many"),
    [("5 years", 60), ("1 year", 12), ("18 months", 18), ("1 month", 1), ("100 years", 1200)],
)
def test_a_time(time: str, many: int) -> None:
    assert months(time) == many


@pytest.mark.parametrize(
    "time",
    ["", "5", "years", "0 years", "-1 years", "5 ans", "5  years", "101 years", "1.5 years", "5 years "],
)
def test_no_time(time: str) -> None:
    with pytest.raises(ValueError, match=time or "^$"):
        months(time)


@pytest.mark.parametrize(
    ("today", "many", "first"),
    [
        (date(2026, 3, 2), 60, date(2021, 3, 2)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(1, 3, 1), 12, date.min),
    ],
)
def test_the_first_day_that_is_kept(today: date, many: int, first: date) -> None:
    assert first_kept(today, many) == first


def test_one_wrong_day_takes_nothing_with_it() -> None:
    right, wrong = date(2026, 3, 2), date(2040, 3, 2)
    assert outlived(right, date(2026, 2, 27), 12) == date(2025, 2, 27)
    assert outlived(wrong, right, 12) == date(2025, 3, 2)  # the clock is wrong now
    assert outlived(right, wrong, 12) == date(2025, 3, 2)  # it was wrong at the last stop
    assert outlived(wrong, None, 12) == date.min
