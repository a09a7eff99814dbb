"""Days as people write them: 15/07/2026, 15 juillet, juillet 2026, T3 2026, hier. Pure."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from assets.days import MONTHS
from assets.errors import Trouble
from assets.wording import Wording, languages, wording
from kiosk.report.periods import NotAPeriod, period_of

Span = tuple[date, date]
"""The first day meant, and the last."""


class NotADay(Trouble):
    """What was written is no day, or no day alone."""


def days_meant(written: str, today: date) -> Span:
    """Those meant by what somebody wrote; without a year the latest not yet to come. Raises NotADay."""
    plain = " ".join(_plain(written).split())
    for form, meant in _FORMS:
        if found := form.fullmatch(plain):
            try:
                return meant(found, today)
            except ValueError:  # 31/02/2026
                break
    try:
        period = period_of(written)
    except NotAPeriod:
        raise NotADay(
            "« {written} » n’est pas un jour : écrivez par exemple 15/07/2026, juillet 2026 ou T3 2026.",
            written=written,
        ) from None
    return period.first, period.last


def day_meant(written: str, today: date) -> date:
    """The one day meant. Raises NotADay."""
    first, last = days_meant(written, today)
    if first != last:
        raise NotADay(
            "« {written} » n’est pas un seul jour : écrivez par exemple 15/07/2026.", written=written
        )
    return first


def _plain(words: str) -> str:
    """Without accents and capitals."""
    found = unicodedata.normalize("NFD", words.casefold().replace("’", "'"))
    return "".join(c for c in found if not unicodedata.combining(c))


def _month_names() -> dict[str, int]:
    """By their plain names, in each language there are texts for."""
    said: list[Wording] = [wording(language) for language in languages()]
    return {_plain(say(name)): number for say in said for number, name in enumerate(MONTHS, 1)}


_NAMES = _month_names()
_MONTH = f"(?P<month>{'|'.join(_NAMES)})"
_NUMBER = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"


def _latest(make: Callable[[int], Span], today: date) -> Span:
    """In this year, or in the one before if that is yet to come."""
    this = make(today.year)
    return this if this[0] <= today else make(today.year - 1)


def _day(found: re.Match[str], today: date) -> Span:
    parts = found.groupdict()
    name = parts["month"]
    month = _NAMES.get(name) or int(name)

    def make(year: int) -> Span:
        day = date(year, month, int(parts["day"]))
        return day, day

    return make(int(parts["year"])) if parts.get("year") else _latest(make, today)


def _whole_month(found: re.Match[str], today: date) -> Span:
    parts = found.groupdict()
    month = _NAMES.get(parts["month"]) or int(parts["month"])

    def make(year: int) -> Span:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])

    return make(int(parts["year"])) if parts.get("year") else _latest(make, today)


def _near(back: int) -> Callable[[re.Match[str], date], Span]:
    def meant(_: re.Match[str], today: date) -> Span:
        day = today - timedelta(days=back)
        return day, day

    return meant


def _forms() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span]]]:
    numbers = r"(?P<month>\d{1,2})"
    yield re.compile(rf"{_YEAR}-{numbers}-(?P<day>\d{{1,2}})"), _day
    yield re.compile(rf"{_NUMBER}[/. -]{numbers}(?:[/. -]{_YEAR})?"), _day
    yield re.compile(rf"(?:[a-z]+ )?{_NUMBER} {_MONTH}(?: {_YEAR})?"), _day
    yield re.compile(rf"{_YEAR}-{numbers}"), _whole_month
    yield re.compile(rf"{numbers}[/.]{_YEAR}"), _whole_month
    yield re.compile(rf"{_MONTH}(?: {_YEAR})?"), _whole_month
    yield re.compile("aujourd'hui|today"), _near(0)
    yield re.compile("hier|yesterday"), _near(1)


_FORMS = tuple(_forms())
