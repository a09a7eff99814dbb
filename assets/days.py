"""Days: which can be, for the kiosk's clock and for the displays, and how people write them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assets.files import BEGINNING
from assets.wording import FRENCH, Wording, text, wording

EARLIEST = BEGINNING
"""The software was begun then, and no day before it is believed: a Raspberry Pi without a battery starts with
a date in the past."""

LATEST = EARLIEST.replace(year=EARLIEST.year + 30)
"""A day more than thirty years after it is not believed either."""


def can_be(day: date) -> bool:
    """Whether a clock that shows `day` may be right."""
    return EARLIEST <= day <= LATEST


WEEKDAYS = (
    text("lundi"), text("mardi"), text("mercredi"), text("jeudi"), text("vendredi"), text("samedi"),
    text("dimanche"),
)  # fmt: skip

MONTHS = (
    text("janvier"), text("février"), text("mars"), text("avril"), text("mai"), text("juin"), text("juillet"),
    text("août"), text("septembre"), text("octobre"), text("novembre"), text("décembre"),
)  # fmt: skip
"""As they stand in a day that is written in full; both, and the order of the words, as CLDR has them."""


def long_day(day: date, say: Wording, *, year: bool = True) -> str:
    """ "lundi 23 novembre 2026", in the reader's language."""
    words = {"weekday": WEEKDAYS[day.weekday()], "month": MONTHS[day.month - 1], "day": day.day}
    if not year:
        return say("{weekday} {day} {month}", **words)
    return say("{weekday} {day} {month} {year}", **words, year=day.year)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that stands in a text: it is written in the language of that text."""

    day: date

    def said(self, say: Callable[..., str]) -> str:
        return long_day(self.day, say if isinstance(say, Wording) else wording(FRENCH))
