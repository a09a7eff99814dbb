"""Journeys as data: lists of steps, walked with no window by `Walker`, and by touch in tests/ui.

A step is a word or two: what the visitor touches, what happens round them, or what must now be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TOUCH, WAIT, SEE, NOT, SCREEN, TAKEN, HEAR = "touch", "wait", "see", "not", "screen", "taken", "hear"
CALL, CLOSE, OPEN, FAIL, PAPER, RUSH = "call", "close", "open", "fail", "paper", "rush"

Step = tuple[Any, ...]


@dataclass(frozen=True)
class Story:
    """`steps` in order; in texts that are seen, French and English are given side by side."""

    name: str
    steps: tuple[Step, ...]


def seen(french: str, english: str) -> Step:
    return (SEE, {"fr": french, "en": english})


STORIES = (
    Story(
        "one touch gives the number, and the screen comes back by itself",
        (
            (SCREEN, "tiles"),
            (TOUCH, "tile:retraite"),
            (SCREEN, "ticket"),
            (SEE, "1"),
            seen("Vous êtes le prochain numéro.", "You are next."),
            seen("Votre visite est confidentielle.", "Your visit is confidential."),
            (NOT, {"fr": "Retraite", "en": "Retirement"}),
            (TAKEN, "retraite", False),
            (WAIT, 15),
            seen("Besoin de plus de temps\N{NBSP}?", "Need more time?"),
            (SEE, "1"),
            (WAIT, 20),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "a touch gives more time, as often as it is wanted",
        (
            (TOUCH, "tile:autre"),
            *((WAIT, 15), (TOUCH, "more-time"), (SCREEN, "ticket")) * 10,
            (TOUCH, "done"),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "people ahead, and who is called",
        (
            *((TOUCH, "tile:autre"), (TOUCH, "done")) * 2,
            (CALL, 1),
            seen("1\N{NBSP}: bureau 1", "1: desk 1"),
            (TOUCH, "tile:logement"),
            seen("1 personne avant vous", "1 person before you"),
            (SEE, "3"),
        ),
    ),
    Story(
        "priority is asked for, unasked, and gone with the visitor",
        (
            (TOUCH, "priority"),
            (TOUCH, "tile:caf-msa"),
            (TAKEN, "caf-msa", True),
            (TOUCH, "done"),
            (TOUCH, "tile:caf-msa"),
            (TAKEN, "caf-msa", False),
            (TOUCH, "done"),
            (TOUCH, "priority"),
            (TOUCH, "priority"),
            (TOUCH, "tile:caf-msa"),
            (TAKEN, "caf-msa", False),
        ),
    ),
    Story(
        "I would rather not say",
        ((TOUCH, "tile:non-precise"), (SCREEN, "ticket"), (TAKEN, "non-precise", False)),
    ),
    Story(
        "no paper: the number to be written down, for longer",
        (
            (PAPER, False),
            (TOUCH, "tile:impots"),
            seen("Pas de papier\N{NBSP}: notez votre numéro.", "No paper: note your number."),
            (WAIT, 29),
            (NOT, {"fr": "Besoin de plus de temps\N{NBSP}?", "en": "Need more time?"}),
            (WAIT, 1),
            seen("Besoin de plus de temps\N{NBSP}?", "Need more time?"),
            (WAIT, 20),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "the stop closes and opens",
        (
            (CLOSE,),
            (SCREEN, "closed"),
            seen("Prochain arrêt", "Next stop"),
            (SEE, "Saint-Rémy-au-Bois, place de la Mairie"),
            (OPEN,),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "the stop closes while a number is read: it stays until it has been read",
        ((TOUCH, "tile:autre"), (CLOSE,), (SCREEN, "ticket"), (TOUCH, "done"), (SCREEN, "closed")),
    ),
    Story(
        "the seventh within a minute is asked to stay, and the number comes by itself",
        (
            (RUSH, 45),
            (TOUCH, "priority"),
            (TOUCH, "tile:retraite"),
            (SCREEN, "moment"),
            seen("Un instant, s’il vous plaît", "One moment, please"),
            seen("Restez ici\N{NBSP}: votre ticket arrive.", "Stay here: your ticket is coming."),
            (NOT, {"fr": "Retraite", "en": "Retirement"}),
            (WAIT, 15),
            (SCREEN, "moment"),
            (WAIT, 1),
            (SCREEN, "ticket"),
            (SEE, "7"),
            (TAKEN, "retraite", True),
        ),
    ),
    Story(
        "who would have to wait long gets the tiles back, and touches once more",
        (
            (RUSH, 5),
            (TOUCH, "help:larger"),
            (TOUCH, "tile:retraite"),
            (SCREEN, "moment"),
            seen("Bientôt, touchez de nouveau votre sujet.", "Soon, touch your topic again."),
            (WAIT, 55),
            (SCREEN, "moment"),
            (WAIT, 1),
            (SCREEN, "tiles"),
            ("aids", ("larger",)),
            (TOUCH, "tile:retraite"),
            (SEE, "7"),
        ),
    ),
    Story(
        "who does not stay gets no ticket, and the next one no ticket but their own",
        (
            (RUSH, 45),
            (TOUCH, "tile:retraite"),
            (TOUCH, "done"),
            (SCREEN, "tiles"),
            (WAIT, 30),
            (TOUCH, "tile:autre"),
            (SEE, "7"),
            (TAKEN, "autre", False),
        ),
    ),
    Story(
        "the stop closes before the ticket comes",
        ((RUSH, 45), (TOUCH, "tile:autre"), (CLOSE,), (SCREEN, "closed"), (OPEN,), (SCREEN, "tiles")),
    ),
    Story(
        "no ticket could be kept: the kiosk says whom to ask, and goes on",
        (
            (FAIL, True),
            (TOUCH, "help:larger"),
            (TOUCH, "tile:autre"),
            (SCREEN, "failsafe"),
            seen("Adressez-vous à un agent.", "Please see an agent."),
            (FAIL, False),
            (TOUCH, "done"),
            ("aids", ("larger",)),
            (TOUCH, "tile:autre"),
            (SCREEN, "ticket"),
        ),
    ),
    Story(
        "nobody answers on the failsafe screen",
        (
            (FAIL, True),
            (TOUCH, "tile:autre"),
            (WAIT, 20),
            (SCREEN, "failsafe"),
            (WAIT, 20),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "every help is one touch, and gone with the visitor",
        (
            *((TOUCH, f"help:{aid}") for aid in ("larger", "contrast", "low")),
            (TOUCH, "tile:transport"),
            (WAIT, 29),
            (NOT, {"fr": "Besoin de plus de temps\N{NBSP}?", "en": "Need more time?"}),
            (TOUCH, "done"),
            ("aids", ()),
        ),
    ),
    Story(
        "left half-way, the screen asks and then forgets",
        (
            (TOUCH, "help:larger"),
            (TOUCH, "priority"),
            (WAIT, 80),
            seen("Besoin de plus de temps\N{NBSP}?", "Need more time?"),
            (WAIT, 20),
            (SCREEN, "tiles"),
            ("aids", ()),
            (TOUCH, "tile:autre"),
            (TAKEN, "autre", False),
        ),
    ),
    Story(
        "another language, for this visitor only",
        (
            (TOUCH, "help:language"),
            (SCREEN, "languages"),
            (TOUCH, "language:uk"),
            (SCREEN, "tiles"),
            (SEE, "Пенсія"),
            (TOUCH, "tile:retraite"),
            (SEE, "Ваш номер"),
            (TOUCH, "help:language"),
            (TOUCH, "language:ar"),
            (SCREEN, "ticket"),
            (SEE, "رقمك"),
            (TOUCH, "done"),
            ("language", None),
        ),
    ),
    Story(
        "languages are left alone and forgotten",
        ((TOUCH, "help:language"), (WAIT, 30), (WAIT, 20), (SCREEN, "tiles")),
    ),
    Story(
        "the number, and the question for more time, are also said",
        (
            (TOUCH, "tile:autre"),
            (HEAR, {"fr": "Votre numéro", "en": "Your number"}),
            (WAIT, 15),
            (HEAR, {"fr": "Besoin de plus de temps\N{NBSP}?", "en": "Need more time?"}),
        ),
    ),
)
