"""Days: which can be, for the kiosk's clock and for the displays, and how people write them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assets.files import BEGINNING
from assets.wording import FRENCH, Wording, wording

EARLIEST = BEGINNING
"""The software was begun then, and no day before it is believed: a Raspberry Pi without a battery starts with
a date in the past."""

LATEST = EARLIEST.replace(year=EARLIEST.year + 30)
"""A day more than thirty years after it is not believed either."""


def can_be(day: date) -> bool:
    """Whether a clock that shows `day` may be right."""
    return EARLIEST <= day <= LATEST


def long_day(day: date, say: Wording, *, year: bool = True) -> str:
    """ "lundi 23 novembre 2026", in the reader's language."""
    from babel.dates import format_date

    return format_date(day, "full" if year else "EEEE d MMMM", locale=say.language)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that stands in a text: it is written in the language of that text."""

    day: date

    def said(self, say: Callable[..., str]) -> str:
        return long_day(self.day, say if isinstance(say, Wording) else wording(FRENCH))
