"""Days are written as CLDR has them, in each language of the kiosk; Babel brings CLDR for this test."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from assets.days import long_day
from assets.wording import visitors_languages, wording

DAYS = [date(2026, 1, 1) + timedelta(days) for days in range(366)]
"""Each month with each weekday, the first of each month among them, and a day of another year."""


@pytest.mark.parametrize("language", visitors_languages())
def test_a_day_in_full(language: str) -> None:
    say = wording(language)
    assert [long_day(day, say) for day in DAYS] == [format_date(day, "full", locale=language) for day in DAYS]


@pytest.mark.parametrize("language", visitors_languages())
def test_a_day_without_its_year(language: str) -> None:
    say = wording(language)
    wanted = [format_date(day, "EEEE d MMMM", locale=language) for day in DAYS]
    assert [long_day(day, say, year=False) for day in DAYS] == wanted
