"""Journeys on which something goes wrong, or somebody plays: no visitor is left without a way on."""

from __future__ import annotations

from tests.journeys.steps import (
    AIDS,
    BREAK,
    CLOSE,
    CODE,
    ELSEWHERE,
    FAIL,
    HANG,
    JAM,
    KNOCK,
    MORE,
    NOT,
    OPEN,
    PAPER,
    RUSH,
    SCREEN,
    SEE,
    SLIP,
    STUMBLE,
    TAKEN,
    TOUCH,
    USUAL,
    WAIT,
    Step,
    Story,
    seen,
)

ASKS = {"fr": "Voulez-vous plus de temps\N{NBSP}?", "en": "Do you need more time?"}
NO_PAPER = seen("Pas de papier\N{NBSP}: écrivez votre numéro.", "No paper: write down your number.")

SLOW_RECORD = (
    Story(
        "the disk takes its time, and no finger makes it two tickets",
        (
            (HANG, True),
            (TOUCH, "tile:impots"),
            (SCREEN, "taking"),
            (ELSEWHERE,),
            (WAIT, 2),
            (SCREEN, "taking"),
            (HANG, False),
            (SCREEN, "ticket"),
            (SEE, "1"),
            (TAKEN, "impots", False),
        ),
    ),
    Story(
        "the stop closes while the ticket is made",
        (
            (HANG, True),
            (TOUCH, "tile:autre"),
            (CLOSE,),
            (SCREEN, "taking"),
            (HANG, False),
            (SCREEN, "closed"),
        ),
    ),
    Story(
        "the disk hangs, an agent is named, and the number comes after all",
        (
            (HANG, True),
            (TOUCH, "tile:autre"),
            (WAIT, 8),
            (SCREEN, "failsafe"),
            seen("Demandez-nous de l’aide.", "Please ask us for help."),
            (TOUCH, "help:contrast"),
            (HANG, False),
            (SCREEN, "ticket"),
            (SEE, "1"),
        ),
    ),
    Story(
        "the disk hangs, and then there is no number",
        (
            (HANG, True),
            (TOUCH, "tile:autre"),
            (WAIT, 8),
            (BREAK,),
            (HANG, False),
            (SCREEN, "failsafe"),
            (FAIL, False),
            (TOUCH, "done"),
            (TOUCH, "tile:autre"),
            (SCREEN, "ticket"),
        ),
    ),
    Story(
        "nobody foresaw it: the kiosk says whom to ask, in the visitor’s language, and waits for them",
        (
            (BREAK,),
            (TOUCH, "tile:autre"),
            (SCREEN, "failsafe"),
            (WAIT, 20),
            (SEE, ASKS),
            (ELSEWHERE,),
            (NOT, ASKS),
            (TOUCH, "help:language"),
            (TOUCH, "language:uk"),
            (SCREEN, "tiles"),
            (SEE, "Пенсія"),
            (TOUCH, "tile:autre"),
            (SCREEN, "failsafe"),
            (CLOSE,),
            (SCREEN, "failsafe"),
            (TOUCH, "done"),
            (SCREEN, "closed"),
        ),
    ),
)

STUCK_PAPER = (
    Story(
        "the paper sticks while the number is read",
        ((JAM, False), (TOUCH, "tile:autre"), (SCREEN, "ticket"), (ELSEWHERE,), (JAM, True), NO_PAPER),
    ),
    Story(
        "the paper sticks while another language is looked for",
        (
            (JAM, False),
            (TOUCH, "tile:autre"),
            (TOUCH, "help:language"),
            (JAM, True),
            (SCREEN, "languages"),
            (TOUCH, "language:en"),
            (SCREEN, "ticket"),
            (SEE, "No paper: write down your number."),
        ),
    ),
    Story(
        "the printer was feared for, and the paper comes: the notice goes, and nothing brings it back",
        (
            (PAPER, False),
            (JAM, False),
            (TOUCH, "tile:autre"),
            (SCREEN, "ticket"),
            NO_PAPER,
            (SLIP,),
            (NOT, {"fr": "Pas de papier", "en": "No paper"}),
            seen("Prenez votre ticket", "Take your ticket"),
        ),
    ),
    Story(
        "the paper comes while another language is looked for",
        (
            (PAPER, False),
            (JAM, False),
            (TOUCH, "tile:autre"),
            (TOUCH, "help:language"),
            (SLIP,),
            (SCREEN, "languages"),
            (TOUCH, "language:en"),
            (SEE, "Take your ticket"),
        ),
    ),
)

AT_LEISURE = (
    Story(
        "a closed kiosk is read in another size and language, and forgets both",
        (
            (CLOSE,),
            (TOUCH, "help:larger"),
            (TOUCH, "help:language"),
            (TOUCH, "language:ar"),
            (SCREEN, "closed"),
            (WAIT, 80),
            (ELSEWHERE,),
            (AIDS, ("larger",)),
            (WAIT, 100),
            (USUAL,),
            (SCREEN, "closed"),
        ),
    ),
    Story(
        "who looks at the languages changes how they look, and their mind",
        (
            (TOUCH, "help:language"),
            (TOUCH, "help:larger"),
            (TOUCH, "help:low"),
            (MORE, "if they are on more than one page"),
            (ELSEWHERE,),
            (TOUCH, "help:language"),
            (CLOSE,),
            (SCREEN, "languages"),
            (TOUCH, "language:fr"),
            (SCREEN, "closed"),
        ),
    ),
    Story(
        "who leafs through the topics is asked, and finds them again from the start",
        (
            (TOUCH, "help:larger"),
            (MORE,),
            (WAIT, 80),
            (SEE, ASKS),
            (ELSEWHERE,),
            (NOT, ASKS),
            (WAIT, 100),
            (USUAL,),
        ),
    ),
    Story(
        "while the screen asks, a touch on a topic only answers; the next one chooses",
        (
            (TOUCH, "priority"),
            (WAIT, 40),
            (SEE, ASKS),
            (TOUCH, "tile:retraite"),
            (SCREEN, "tiles"),
            (NOT, ASKS),
            (TOUCH, "tile:retraite"),
            (SCREEN, "ticket"),
            (SEE, "1"),
            (TAKEN, "retraite", True),
        ),
    ),
    Story(
        "while the screen asks, a touch on a help only answers, and the number can still be read",
        (
            (TOUCH, "tile:autre"),
            (WAIT, 25),
            (SEE, ASKS),
            (TOUCH, "help:contrast"),
            (SCREEN, "ticket"),
            (NOT, ASKS),
            (AIDS, ()),
            (TOUCH, "done"),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "who waits for their ticket changes how the screen looks, and has it all the same",
        (
            (RUSH, 45),
            (TOUCH, "tile:retraite"),
            (TOUCH, "help:contrast"),
            (ELSEWHERE,),
            (TOUCH, "help:language"),
            (TOUCH, "language:uk"),
            (SCREEN, "please wait"),
            (WAIT, 16),
            (SCREEN, "ticket"),
            (SEE, "Ваш номер"),
            (TAKEN, "retraite", False),
        ),
    ),
)


def stumbling(name: str, *steps: Step) -> Story:
    """On some screen, the next one cannot be drawn."""
    return Story(f"a screen cannot be drawn: {name}", (*steps, (SCREEN, "failsafe"), (TOUCH, "done")))


STUMBLES = (
    stumbling("the tiles", (STUMBLE,), (TOUCH, "help:larger")),
    stumbling("the number", (STUMBLE,), (TOUCH, "tile:retraite")),
    stumbling("the languages", (STUMBLE,), (TOUCH, "help:language")),
    stumbling("closed", (CLOSE,), (STUMBLE,), (TOUCH, "help:contrast")),
    stumbling("please wait", (RUSH, 45), (TOUCH, "tile:autre"), (STUMBLE,), (TOUCH, "help:contrast")),
    stumbling("the code", (KNOCK,), (STUMBLE,), (TOUCH, "digit:1")),
)

PLAY = (
    Story(
        "who finds the agents’ gesture finds a code, and the tiles again",
        (
            (KNOCK,),
            (SCREEN, "code"),
            (ELSEWHERE,),
            (CODE, "111111"),
            (SCREEN, "tiles"),
            (KNOCK,),
            (TOUCH, "done"),
            (SCREEN, "tiles"),
            (KNOCK,),
            (WAIT, 20),
            (WAIT, 20),
            (SCREEN, "tiles"),
        ),
    ),
    Story(
        "the gesture where the kiosk is closed, and opens meanwhile",
        ((CLOSE,), (KNOCK,), (SCREEN, "code"), (OPEN,), (SCREEN, "code"), (TOUCH, "done"), (SCREEN, "tiles")),
    ),
    Story(
        "the gesture where there is no ticket",
        ((FAIL, True), (TOUCH, "tile:autre"), (KNOCK,), (SCREEN, "code"), (TOUCH, "done"), (SCREEN, "tiles")),
    ),
    Story(
        "the gesture instead of waiting: the ticket goes with the visitor",
        (
            (RUSH, 45),
            (TOUCH, "tile:autre"),
            (KNOCK,),
            (SCREEN, "code"),
            (TOUCH, "done"),
            (WAIT, 30),
            (SCREEN, "tiles"),
            (TOUCH, "tile:impots"),
            (TAKEN, "impots", False),
            (SEE, "7"),
        ),
    ),
)

MISHAPS = SLOW_RECORD + STUCK_PAPER + AT_LEISURE + STUMBLES + PLAY
