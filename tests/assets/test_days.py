"""Days as people write them, in each language of the kiosk, beside what Unicode's CLDR has (Babel)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import get_day_names, get_month_names

from assets.days import MONTHS, WEEKDAYS, long_day
from assets.wording import visitors_languages, wording

WRITTEN = {
    "fr": ("lundi 23 novembre 2026", "dimanche 1er novembre"),
    "en": ("Monday 23 November 2026", "Sunday 1 November"),
    "ar": ("الاثنين، 23 نوفمبر 2026", "الأحد، 1 نوفمبر"),
    "uk": ("понеділок, 23 листопада 2026 р.", "неділя, 1 листопада"),
}


@pytest.mark.parametrize("language", visitors_languages())
def test_a_day_is_written_as_in_its_language(language: str) -> None:
    say = wording(language)
    monday, first = date(2026, 11, 23), date(2026, 11, 1)
    assert (long_day(monday, say), long_day(first, say, year=False)) == WRITTEN[language]


@pytest.mark.parametrize("language", visitors_languages())
def test_weekdays_and_months_are_those_of_the_language(language: str) -> None:
    say = wording(language)
    weekdays = [name.replace("ʼ", "’") for _, name in sorted(get_day_names(locale=language).items())]
    months = [name for _, name in sorted(get_month_names(locale=language).items())]
    assert [say(name) for name in WEEKDAYS] == weekdays
    assert [say(name) for name in MONTHS] == months


@pytest.mark.parametrize("language", visitors_languages())
def test_no_two_days_of_a_year_are_written_alike(language: str) -> None:
    days = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
    assert len({long_day(day, wording(language), year=False) for day in days}) == 366
