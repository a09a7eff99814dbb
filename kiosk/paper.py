"""What the ticket says to the person who holds it, in their language. Pure.

It is made of the number, the people ahead and the planned stops; nothing here is ever given a topic.
"""

from __future__ import annotations

from datetime import datetime

from assets.days import long_day
from assets.wording import FRENCH, Wording
from kiosk.settings import PlannedStop, Settings
from kiosk.stops import following
from printer.ticket import TicketText

STOPS_ON_PAPER = 2
"""Next stops named on a ticket: the one after this, and one more to choose from."""


def ticket_text(number: int, ahead: int, now: datetime, settings: Settings, say: Wording) -> TicketText:
    stops = following(settings.stops, now)[:STOPS_ON_PAPER]
    return TicketText(
        van=settings.van,
        number=number,
        heading=say("Votre numéro"),
        day=long_day(now.date(), say),
        ahead=people_ahead(ahead, say),
        confidential=say("Votre visite est confidentielle."),
        phone=say("Téléphone : {phone}", phone=settings.phone) if settings.phone else "",
        stops_heading=say("Prochains arrêts") if stops else "",
        stops=tuple(planned(stop, say) for stop in stops),
    )


def people_ahead(ahead: int, say: Wording) -> str:
    if ahead == 0:
        return say("Personne n’attend avant vous.")
    return say.count("Une personne avant vous", "{n} personnes avant vous", ahead)


def planned(stop: PlannedStop, say: Wording) -> str:
    """Day, hours and place of a stop, as one text."""
    return say(
        "{day}, de {opens} à {closes} : {place}",
        day=long_day(stop.day, say, year=False),
        opens=hour(stop.opens.hour, stop.opens.minute, say),
        closes=hour(stop.closes.hour, stop.closes.minute, say),
        place=stop.place,
    )


def hour(hours: int, minutes: int, say: Wording) -> str:
    """A time of day as people write it: 9 h, 9 h 30; elsewhere 9:00."""
    if say.language == FRENCH:
        return f"{hours}\u00a0h" + (f"\u00a0{minutes:02}" if minutes else "")
    return f"{hours}:{minutes:02}"
