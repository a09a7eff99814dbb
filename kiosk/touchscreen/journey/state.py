"""Where a visitor is on the kiosk, and what comes of an input: the words of the journey's table. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from kiosk.touchscreen.journey.effects import Effect, Wish
from queue_display.messages import Role
from queue_display.sound.steps import USUAL_PACE, USUAL_VOLUME


class Screen(Enum):
    TILES = "tiles"
    FAMILY = "family"
    TAKING = "taking"
    TICKET = "ticket"
    LANGUAGES = "languages"
    LISTENING = "listening"
    PLEASE_WAIT = "please wait"
    CLOSED = "closed"
    FAILSAFE = "failsafe"
    HOURS = "hours"
    YOUR_DATA = "your data"
    FIRST_START = "first start"
    CHOOSING = "choosing"
    NOT_BEGUN = "not begun"
    CODE = "code"
    SERVICE = "service"
    SIGNS = "signs"
    WAITING = "waiting"
    PAIRING = "pairing"
    DISPLAYS = "displays"
    DISPLAY = "display"
    MACHINE = "machine"
    FINDING = "finding"
    CARRYING_OUT = "carrying out"
    ANSWER = "answer"


STARTS = frozenset({Screen.TILES, Screen.CLOSED})
"""Where each journey begins and ends: on the tiles while the stop is open, else on the closed screen."""


class Why(Enum):
    """Why there is no ticket."""

    RECORD = "it cannot be made durable"
    SLOW = "the record does not answer"
    DAY = "the clock shows a day that cannot be"


class Aid(Enum):
    """A help that is switched on and off by one touch."""

    SPOKEN = "spoken"
    LARGER = "larger"
    CONTRAST = "contrast"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Aids:
    """How this visitor wants the screen, and the voice: `volume` and `pace` in steps of `sound.steps`."""

    language: str
    on: frozenset[Aid] = frozenset()
    volume: int = USUAL_VOLUME
    pace: int = USUAL_PACE


@dataclass(frozen=True, slots=True)
class DisplayChoice:
    """A display that waits to be paired, as anyone may have announced it."""

    identifier: str
    name: str
    role: Role | None = None
    desk: int | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """Where the visitor is. `touched` is the time of the last touch or change of screen."""

    screen: Screen
    usual: str  # the language when nobody is there
    aids: Aids
    touched: float = 0.0
    asking: bool = False  # the screen asks whether more time is needed
    open: bool = False
    page: int = 0
    family: str = ""  # the key of the one whose topics are looked at; kept on that screen alone
    priority: bool = False
    wish: Wish | None = None  # what to take as soon as the queue gives tickets again; nothing shows it
    number: int | None = None
    ahead: int = 0
    paper: bool = True  # the number comes on paper too
    help: bool = False  # somebody is to come to the kiosk
    said_again: bool = False  # what this screen says has been said a second time
    why: Why | None = None  # there is no ticket
    typed: str = ""  # of the service screen's code, or of a display's
    chosen: str = ""  # the service screen's code, before it is typed again
    differs: bool = False  # it was typed otherwise the second time
    waiting: tuple[DisplayChoice, ...] = ()  # the displays that could be paired when they were looked for
    picked: str = ""  # the identifier of the display, or the check of the machine, that an agent has chosen
    said: str = ""  # what became of what an agent asked for

    @property
    def as_found(self) -> bool:
        """Nothing on the screen shows that somebody has been here."""
        begun = self.screen in STARTS and self.page == 0
        return begun and not self.priority and self.aids == Aids(self.usual)


def journey(language: str, now: float = 0.0, *, open_: bool = False) -> Journey:
    """A kiosk that nobody has touched."""
    return Journey(Screen.TILES if open_ else Screen.CLOSED, language, Aids(language), now, open=open_)


@dataclass(frozen=True, slots=True)
class Transition:
    """Where the journey is after an input, and what is then to be carried out."""

    journey: Journey
    effects: tuple[Effect, ...] = ()


def leave(at: Journey, given: object, now: float) -> Transition:
    """Forget the visitor."""
    return Transition(journey(at.usual, now, open_=at.open))


def go(at: Journey, screen: Screen, now: float, *effects: Effect, **changes: Any) -> Transition:
    """To `screen`, or to stay there with `changes`; either way somebody is there."""
    if screen is not at.screen:
        changes = {"said_again": False, "why": None, "family": "", **changes}
    return Transition(replace(at, screen=screen, touched=now, asking=False, **changes), effects)
