"""Journeys of those who need somebody, and of those who only want to know something."""

from __future__ import annotations

from tests.journeys.steps import (
    CLOSE,
    ELSEWHERE,
    HEAR,
    HELPED,
    KNOCK,
    MORE,
    NOT,
    SAID,
    SCREEN,
    SEE,
    SHEETS,
    STAFF,
    STUMBLE,
    TAKEN,
    TOUCH,
    USUAL,
    WAIT,
    Step,
    Story,
    seen,
)

COMES = {"fr": "Quelqu’un vient vous aider", "en": "Somebody is coming to help you"}
STAY = seen("Restez ici, s’il vous plaît.", "Please stay here.")
COME_IN = seen("Entrez et demandez-nous de l’aide.", "Come in and ask us for help.")

HELP = (
    Story(
        "who does not manage asks for help: a ticket like any other, and somebody comes",
        (
            (STAFF, True),
            (TOUCH, "help-me"),
            (SCREEN, "ticket"),
            (SEE, COMES),
            STAY,
            (SEE, "1"),
            (HEAR, COMES),
            (TAKEN, "non-precise", False),
            (HELPED, True),
            (TOUCH, "done"),
            (TOUCH, "tile:impots"),
            (HELPED, False),
            (NOT, COMES),
            (SEE, "2"),
        ),
    ),
    Story(
        "no agent’s screen is there: nobody is promised, and the way on is said",
        ((TOUCH, "help-me"), (NOT, COMES), COME_IN, (SEE, "1"), (HELPED, True)),
    ),
    Story(
        "the agent’s screen goes while somebody waits for help, and the stop closes",
        (
            (STAFF, True),
            (TOUCH, "help-me"),
            (SEE, COMES),
            (STAFF, False),
            (NOT, COMES),
            COME_IN,
            (STAFF, True),
            (SEE, COMES),
            (CLOSE,),
            (NOT, COMES),
            seen("Personne n’est là pour le moment.", "Nobody is here at the moment."),
        ),
    ),
    Story(
        "what to do with the paper is said, and said once more",
        (
            (TOUCH, "tile:autre"),
            seen("Prenez votre ticket", "Take your ticket"),
            seen(
                "Entrez et attendez\N{NBSP}: on appelle votre numéro.",
                "Come in and wait: we will call your number.",
            ),
            seen("J’ai mon ticket", "I have my ticket"),
            (SAID, 1),
            (WAIT, 12),
            (SAID, 2),
            (WAIT, 5),
            (SAID, 2),
        ),
    ),
)


def reading(control: str, screen: str, title: dict[str, str]) -> tuple[Story, ...]:
    """All that can be done on a screen that is only read."""
    there: tuple[Step, ...] = ((TOUCH, control), (SCREEN, screen), (SEE, title))
    return (
        Story(
            f"{screen}: read in another size, page by page, taken away on paper, and left",
            (
                *there,
                (TOUCH, "help:larger"),
                (MORE, "if it does not fit on one page"),
                (ELSEWHERE,),
                (TOUCH, "print"),
                (TOUCH, "print"),
                (SHEETS, title),
                (TOUCH, "done"),
                (SCREEN, "tiles"),
            ),
        ),
        Story(
            f"{screen}: read where the kiosk is closed, in another language",
            ((CLOSE,), *there, (TOUCH, "help:language"), (TOUCH, "language:uk"), (SCREEN, "closed")),
        ),
        Story(
            f"{screen}: the stop closes over it, and it is read to the end",
            (*there, (CLOSE,), (SCREEN, screen), (TOUCH, "done"), (SCREEN, "closed")),
        ),
        Story(
            f"{screen}: nobody is there any more",
            (*there, (WAIT, 90), (WAIT, 20), (SCREEN, "tiles"), (USUAL,)),
        ),
        Story(
            f"{screen}: read to who listens",
            (*there, (TOUCH, "help:spoken"), (TOUCH, "listen:called"), (SCREEN, screen)),
        ),
        Story(f"{screen}: the gesture", (*there, (KNOCK,), (SCREEN, "code"))),
        Story(
            f"{screen}: it cannot be drawn",
            (
                *there,
                (STUMBLE,),
                (TOUCH, "help:contrast"),
                (SCREEN, "failsafe"),
                (TOUCH, "done"),
                (SCREEN, "tiles"),
            ),
        ),
    )


READING = (
    HELP
    + reading("hours", "hours", {"fr": "Nos horaires", "en": "Our hours"})
    + reading("your-data", "your data", {"fr": "Vos données", "en": "Your data"})
)
