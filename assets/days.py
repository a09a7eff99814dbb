"""Days: which can be, for the kiosk's clock and for the displays, and how people write them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

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
    text("lundi"),
    text("mardi"),
    text("mercredi"),
    text("jeudi"),
    text("vendredi"),
    text("samedi"),
    text("dimanche"),
)

MONTHS = (
    text("janvier"),
    text("février"),
    text("mars"),
    text("avril"),
    text("mai"),
    text("juin"),
    text("juillet"),
    text("août"),
    text("septembre"),
    text("octobre"),
    text("novembre"),
    text("décembre"),
)
"""As they stand after the number of a day."""

FIRST = text("1er")
"""The number of a month's first day."""


def long_day(day: date, say: Wording, *, year: bool = True) -> str:
    """ "lundi 23 novembre 2026", in the reader's language."""
    values = {
        "weekday": WEEKDAYS[day.weekday()],
        "number": FIRST if day.day == 1 else day.day,
        "month": MONTHS[day.month - 1],
    }
    if year:
        return say("{weekday} {number} {month} {year}", **values, year=day.year)
    return say("{weekday} {number} {month}", **values)


def hour(hours: int, minutes: int, say: Wording) -> str:
    """A time of day as people write it: 9 h, 9 h 30; elsewhere 9:00."""
    if say.language == FRENCH:
        return f"{hours}\N{NBSP}h" + (f"\N{NBSP}{minutes:02}" if minutes else "")
    return f"{hours}:{minutes:02}"


class OpensAndCloses(Protocol):
    """Local hours."""

    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


def hours_of(stop: OpensAndCloses, say: Wording) -> dict[str, str]:
    """{opens} and {closes} for a sentence."""
    return {
        "opens": hour(stop.opens.hour, stop.opens.minute, say),
        "closes": hour(stop.closes.hour, stop.closes.minute, say),
    }


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day that stands in a text: it is written in the language of that text."""

    day: date

    def said(self, say: Callable[..., str]) -> str:
        return long_day(self.day, say if isinstance(say, Wording) else wording(FRENCH))
