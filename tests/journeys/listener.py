"""Journeys of who listens. What they choose may stand there for the ear alone, where no eye finds it."""

from __future__ import annotations

from tests.journeys.steps import (
    AIDS,
    CALL,
    CLOSE,
    ELSEWHERE,
    FAIL,
    HEAR,
    JAM,
    MORE,
    OPEN,
    PAPER,
    RUSH,
    SCREEN,
    SLIP,
    STUMBLE,
    TOUCH,
    USUAL,
    WAIT,
    Story,
)

NOBODY = (
    HEAR,
    {
        "fr": "On n’appelle aucun numéro pour le moment.",
        "en": "No number is being called at the moment.",
    },
)
ASKED = ((TOUCH, "listen:called"), NOBODY)
ON = ((TOUCH, "help:spoken"), (AIDS, ("spoken",)))
SETTINGS = (*ON, (TOUCH, "help:spoken"), (SCREEN, "listening"))

BY_EAR = (
    Story(
        "how loud and how fast is said, and gone with the visitor",
        (
            *ON,
            (HEAR, {"fr": "Touchez deux fois", "en": "Tap twice"}),
            (HEAR, {"fr": "Les quatre coins de l’écran", "en": "The four corners of the screen"}),
            (TOUCH, "listen:louder"),
            (HEAR, {"fr": "Son 4 sur 5", "en": "Volume 4 of 5"}),
            *((TOUCH, "listen:louder"),) * 3,
            (HEAR, {"fr": "Son 5 sur 5", "en": "Volume 5 of 5"}),
            *((TOUCH, "listen:quieter"),) * 6,
            (HEAR, {"fr": "Son 1 sur 5", "en": "Volume 1 of 5"}),
            (TOUCH, "listen:faster"),
            (HEAR, {"fr": "Lecture à voix haute", "en": "Reading aloud"}),
            (TOUCH, "listen:slower"),
            (TOUCH, "listen:go-on"),
            (WAIT, 80),
            (WAIT, 20),
            (USUAL,),
        ),
    ),
    Story(
        "who is called is told on request, and to nobody else",
        (
            *((TOUCH, "tile:autre"), (TOUCH, "done")) * 2,
            (CALL, 1),
            (CALL, 2),
            *ON,
            (TOUCH, "listen:called"),
            (
                HEAR,
                {"fr": "On appelle le numéro 1, au bureau 1.", "en": "We are calling number 1, at desk 1."},
            ),
            (
                HEAR,
                {"fr": "On appelle le numéro 2, au bureau 2.", "en": "We are calling number 2, at desk 2."},
            ),
            (TOUCH, "stop-listening"),
            (USUAL,),
        ),
    ),
    Story(
        "only what is new is said of a screen that is known",
        (
            *ON,
            (TOUCH, "priority"),
            (HEAR, {"fr": "priorité\N{NBSP}: oui", "en": "Priority card: yes"}),
        ),
    ),
    Story(
        "a notice that comes is heard",
        (
            *ON,
            (JAM, False),
            (TOUCH, "tile:autre"),
            (JAM, True),
            (HEAR, {"fr": "Pas de papier", "en": "No paper"}),
            *ASKED,
        ),
    ),
    Story(
        "who is called is asked wherever one waits",
        ((RUSH, 45), *ON, (TOUCH, "tile:autre"), (SCREEN, "please wait"), *ASKED),
    ),
    Story("and where it is closed", ((CLOSE,), *ON, *ASKED, (TOUCH, "stop-listening"))),
    Story(
        "and where there is no ticket",
        (
            (FAIL, True),
            *ON,
            (TOUCH, "tile:autre"),
            (SCREEN, "failsafe"),
            *ASKED,
        ),
    ),
    Story("and where languages are chosen", (*ON, (TOUCH, "help:language"), *ASKED, (SCREEN, "languages"))),
    Story(
        "how one listens is seen and set, in another size, on both pages",
        (
            *SETTINGS,
            (MORE,),
            (TOUCH, "help:larger"),
            (TOUCH, "listen:louder"),
            (HEAR, {"fr": "Son 4 sur 5", "en": "Volume 4 of 5"}),
            (ELSEWHERE,),
            (TOUCH, "done"),
            (SCREEN, "tiles"),
            (AIDS, ("spoken", "larger")),
            (TOUCH, "help:spoken"),
            (TOUCH, "stop-listening"),
            (AIDS, ("larger",)),
        ),
    ),
    Story("and left alone", (*SETTINGS, (WAIT, 60), (WAIT, 20), (SCREEN, "tiles"), (USUAL,))),
    Story(
        "the number waits while one sets how one listens",
        (
            *ON,
            (JAM, False),
            (TOUCH, "tile:autre"),
            (TOUCH, "help:spoken"),
            (SCREEN, "listening"),
            (JAM, True),
            (TOUCH, "done"),
            (SCREEN, "ticket"),
            (HEAR, {"fr": "Pas de papier", "en": "No paper"}),
        ),
    ),
    Story(
        "the paper comes meanwhile",
        (
            *ON,
            (PAPER, False),
            (JAM, False),
            (TOUCH, "tile:autre"),
            (TOUCH, "help:spoken"),
            (SLIP,),
            (TOUCH, "done"),
            (SCREEN, "ticket"),
        ),
    ),
    Story(
        "the stop closes meanwhile, and the languages are one touch away",
        (
            *SETTINGS,
            (CLOSE,),
            (SCREEN, "listening"),
            (TOUCH, "help:language"),
            (TOUCH, "language:en"),
            (SCREEN, "closed"),
            (OPEN,),
        ),
    ),
    Story("how one listens cannot be drawn", (*ON, (STUMBLE,), (TOUCH, "help:spoken"), (SCREEN, "failsafe"))),
    Story(
        "a screen of it cannot be drawn",
        (*SETTINGS, (STUMBLE,), (TOUCH, "help:larger"), (SCREEN, "failsafe")),
    ),
)
