"""The moments of a van's day, and what kiosk and board say to visitors in each of them. Pure.

Which moment it is, is decided in `kiosk.stops`. Each sentence is whole: none is a title that another needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Protocol

from assets.days import hours_of, long_day
from assets.wording import Text, Wording, text


class DayPart(Enum):
    BEFORE = "before"  # today's stop has not opened yet, and its hour has not come
    LATE = "late"  # its hour has come
    OPEN = "open"
    FINISHING = "finishing"  # no new tickets; those already given are served
    CLOSED = "closed"


class PlannedHours(Protocol):
    """Where the van stands, on which day, and from when to when."""

    @property
    def place(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


@dataclass(frozen=True, slots=True)
class DayMoment:
    """`stop` is today's before it opens, else the next one; None where none is known. `today`: the next one
    is of today; `here`: it is where the van stands; `over`: the last stop of today is."""

    part: DayPart
    stop: PlannedHours | None = None
    today: bool = False
    here: bool = False
    over: bool = False


_TITLES: dict[DayPart, Text] = {
    DayPart.BEFORE: text("Nous ouvrons bientôt"),
    DayPart.LATE: text("Nous ouvrons bientôt"),
    DayPart.FINISHING: text("Nous ne donnons plus de tickets"),
    DayPart.CLOSED: text("C’est fermé"),
}

ICONS = {
    DayPart.BEFORE: "clock_outline",
    DayPart.LATE: "clock_outline",
    DayPart.FINISHING: "ticket_outline",
    DayPart.CLOSED: "door_closed",
}


def title(part: DayPart, say: Wording) -> str:
    """Empty while tickets are given: there is nothing to announce then."""
    words = _TITLES.get(part)
    return say(words) if words else ""


def lines(now: DayMoment, say: Wording) -> tuple[str, ...]:
    """What a visitor has to know besides the title, the most needed first."""
    return tuple(_lines(now, say)) if now.part is not DayPart.OPEN else ()


def _lines(now: DayMoment, say: Wording) -> Iterator[str]:
    if now.part is DayPart.LATE:
        yield say("Nous avons un peu de retard.")
    if now.part in (DayPart.BEFORE, DayPart.LATE) and now.stop:
        yield say("Aujourd’hui, de {opens} à {closes}.", **hours_of(now.stop, say))
        yield say("Vous pouvez attendre ici.")
        return
    if now.part is DayPart.FINISHING:
        yield say("Vous avez un ticket ? Restez : nous appelons votre numéro.")
    yield next_stop(now, say)


def next_stop(now: DayMoment, say: Wording) -> str:
    """When and where the van can be found again; whom to ask where nobody has told the kiosk."""
    if now.stop is None:
        return say("Demandez nos horaires à la mairie.")
    values = hours_of(now.stop, say)
    if now.today:
        return say(
            "Prochain arrêt aujourd’hui : {place}, de {opens} à {closes}.", place=now.stop.place, **values
        )
    day = long_day(now.stop.day, say, year=False)
    if now.here:
        return say("Nous revenons ici {day}, de {opens} à {closes}.", day=day, **values)
    return say(
        "Prochain arrêt : {place}, {day}, de {opens} à {closes}.", place=now.stop.place, day=day, **values
    )


def farewell(now: DayMoment, say: Wording) -> str:
    """To who is still there when the last stop of the day is over; else empty."""
    return say("Merci de votre visite. À bientôt.") if now.over else ""


def planned(stop: PlannedHours, say: Wording) -> str:
    """Day, hours and place of a stop, as one text; no line ends within the hours."""
    return say(
        "{day}, de\N{NBSP}{opens}\N{NBSP}à\N{NBSP}{closes} : {place}",
        day=long_day(stop.day, say, year=False),
        place=stop.place,
        **hours_of(stop, say),
    )
