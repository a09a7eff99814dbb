"""Journeys on a screen that is too small for all topics at once: a family of them is opened first."""

from __future__ import annotations

from tests.journeys.listener import ASKED, ON
from tests.journeys.steps import (
    CLOSE,
    ELSEWHERE,
    KNOCK,
    MORE,
    NARROW,
    NOT,
    SCREEN,
    STUMBLE,
    TAKEN,
    TOUCH,
    USUAL,
    WAIT,
    Step,
    Story,
    seen,
)

OPENED: tuple[Step, ...] = ((NARROW,), (TOUCH, "family:argent"), (SCREEN, "family"))
PENSION = {"fr": "Retraite", "en": "Pension"}

BY_FAMILY = (
    Story(
        "two touches, and a number",
        (
            (NARROW,),
            (NOT, PENSION),
            (TOUCH, "family:argent"),
            seen("Argent et aides", "Money and benefits"),
            (TOUCH, "priority"),
            (TOUCH, "help:larger"),
            (MORE,),
            (SCREEN, "family"),
            (TOUCH, "tile:impots"),
            (SCREEN, "ticket"),
            (TAKEN, "impots", True),
            (TOUCH, "done"),
            (SCREEN, "tiles"),
            (USUAL,),
        ),
    ),
    Story(
        "it was another family",
        (
            *OPENED,
            (TOUCH, "done"),
            (SCREEN, "tiles"),
            (TOUCH, "family:sante"),
            seen("Santé et famille", "Health and family"),
            (TOUCH, "help:language"),
            (SCREEN, "languages"),
        ),
    ),
    Story(
        "a family is left alone",
        (*OPENED, (ELSEWHERE,), (WAIT, 40), (WAIT, 20), (SCREEN, "tiles"), (USUAL,)),
    ),
    Story("the stop closes meanwhile", (*OPENED, (CLOSE,), (SCREEN, "closed"))),
    Story("an agent knocks there", (*OPENED, (KNOCK,), (SCREEN, "code"))),
    Story("who is called is read there too", (*ON, *OPENED, *ASKED, (SCREEN, "family"))),
    Story("a family cannot be drawn", (*OPENED, (STUMBLE,), (TOUCH, "help:contrast"), (SCREEN, "failsafe"))),
)
