"""What the ticket says to the person who holds it, in their language. Pure.

It is made of the number, the people ahead and the planned stops; nothing here is ever given a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assets.dayparts import planned
from assets.days import long_day
from assets.wording import FRENCH, Wording, languages, wording
from kiosk.settings import PlannedStop, Settings
from printer.ticket import TicketText

STOPS_ON_PAPER = 2
"""Next stops named on a ticket: the one after this, and one more to choose from."""


def ticket_text(
    number: int,
    ahead: int,
    now: datetime,
    coming: Sequence[PlannedStop],
    settings: Settings,
    say: Wording,
    place: str = "",
) -> TicketText:
    """`coming`: the stops after this one; `place`: where it is, empty where that is not known."""
    day = long_day(now.date(), say, year=False)
    stops = coming[:STOPS_ON_PAPER]
    return TicketText(
        van=settings.van,
        number=number,
        heading=say("Votre numéro"),
        day=f"{place}, {day}" if place else day,
        ahead=people_ahead(ahead, say),
        confidential=say("Votre visite est confidentielle."),
        phone=say("Téléphone : {phone}", phone=settings.phone) if settings.phone else "",
        stops_heading=say("Prochains arrêts") if stops else "",
        stops=tuple(planned(stop, say) for stop in stops),
    )


def printed_language(language: str) -> Wording:
    """A printer's code page has no Cyrillic and no Arabic: their readers get French paper."""
    return wording(language if language in languages() else FRENCH)


def sheet_text(van: str, title: str, lines: Sequence[str]) -> TicketText:
    """What there is to know, with no number: nobody's ticket."""
    return TicketText(van=van, number=None, heading=title, stops_heading=" ", stops=tuple(lines))


def people_ahead(ahead: int, say: Wording) -> str:
    if ahead == 0:
        return say("Personne n’attend avant vous.")
    return say.count("Une personne avant vous", "{n} personnes avant vous", ahead)
