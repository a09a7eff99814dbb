"""How long the log is kept: what the settings say, and from which day on. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
_TIME = re.compile(r"([1-9][0-9]{0,2}) (months?|years?)")

LONGEST = 100 * 12
"""Months: more is a slip of the finger."""


def months(time: str) -> int:
    """Those that "5 years" or "18 months" are. Raises ValueError."""
    found = _TIME.fullmatch(time)
    many = int(found[1]) * _MONTHS[found[2]] if found else 0
    if not 1 <= many <= LONGEST:
        raise ValueError(time)
    return many


def first_kept(today: date, months: int) -> date:
    """The same day so many months ago, or the last of a shorter month; what is before it is to go."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def outlived(closed: date, newest: date | None, months: int) -> date:
    """The first day to keep once the day `closed` goes into a log whose `newest` day is another.

    The earlier of the two counts: what is forgotten cannot be had back, and one day that a wrong clock put
    years ahead, now or before, must not take the whole log with it.
    """
    return first_kept(min(closed, newest), months) if newest else date.min
