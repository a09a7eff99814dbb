from __future__ import annotations

from datetime import date, datetime, time

import pytest

from assets.days import hour
from assets.wording import wording
from kiosk.paper import people_ahead, ticket_text
from kiosk.settings import PlannedStop, Settings

NOW = datetime(2026, 11, 23, 10, 0)
STOPS = tuple(PlannedStop(date(2026, 11, d), f"Village {d}", time(9), time(12, 30)) for d in (23, 24, 25, 26))
SAY = wording("fr")


def test_the_ticket_says_what_helps_and_nothing_else() -> None:
    text = ticket_text(12, 3, NOW, STOPS[1:], Settings(phone="03 21 00 00 00"), SAY)
    assert (text.van, text.number, text.day) == ("Agglo Mobile", 12, "lundi 23 novembre")
    assert text.ahead == "3 personnes avant vous"
    assert text.phone == "Téléphone\N{NBSP}: 03 21 00 00 00"
    assert text.stops == (
        "mardi 24 novembre, de\u00a09\u00a0h\u00a0à\u00a012\u00a0h\u00a030\N{NBSP}: Village 24",
        "mercredi 25 novembre, de\u00a09\u00a0h\u00a0à\u00a012\u00a0h\u00a030\N{NBSP}: Village 25",
    )


def test_the_ticket_says_where_it_was_taken() -> None:
    assert ticket_text(1, 0, NOW, (), Settings(), SAY, "Attin").day == "Attin, lundi 23 novembre"


def test_what_is_not_known_is_not_said() -> None:
    text = ticket_text(1, 0, NOW, (), Settings(), SAY)
    assert (text.phone, text.stops_heading, text.stops) == ("", "", ())


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, "Personne n’attend avant vous."),
        (1, "Une personne avant vous"),
        (2, "2 personnes avant vous"),
    ],
)
def test_people_ahead(ahead: int, said: str) -> None:
    assert people_ahead(ahead, SAY) == said


def test_hours_as_they_are_written() -> None:
    assert hour(9, 0, SAY) == "9\u00a0h"
    assert hour(14, 5, SAY) == "14\u00a0h\u00a005"
    assert hour(9, 0, wording("en")) == "9:00"
