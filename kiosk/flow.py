"""The visitor's way through the kiosk's screens, as one table. Pure: no clock, window, queue or voice in it.

    step(journey, input, now) -> Next(journey, take)

                  ┌────────────── left alone, or "Terminé" ──────────────┐
                  ▼                                                      │
    closed ◀──▶ tiles ──choose──▶ taking ──took──▶ ticket ───────────────┤
                  ▲ │                │                                   │
                  │ └─languages──┐   └─not taken, or no answer──▶ failsafe ┘
                  └──chosen──────┘        knock ──▶ code ──right──▶ service

`TABLE` is the specification: an input that its screen does not list is refused by name (`OutOfPlace`) and
changes nothing. What a visitor has changed (size, contrast, language, ...) is gone when the visitor is.
Times are seconds on any steady clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeAlias


class Screen(Enum):
    TILES = "tiles"
    TAKING = "taking"
    TICKET = "ticket"
    LANGUAGES = "languages"
    CLOSED = "closed"
    FAILSAFE = "failsafe"
    CODE = "code"
    SERVICE = "service"


class Aid(Enum):
    """A help that is switched on and off by one touch."""

    SPOKEN = "spoken"
    LARGER = "larger"
    CONTRAST = "contrast"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Aids:
    """How this visitor wants the screen."""

    language: str
    on: frozenset[Aid] = frozenset()


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
    priority: bool = False
    number: int | None = None
    ahead: int = 0
    paper: bool = True  # the number comes on paper too
    typed: str = ""  # of the service screen's code

    @property
    def as_found(self) -> bool:
        """Nothing on the screen shows that somebody has been here."""
        return self.page == 0 and not self.priority and self.aids == Aids(self.usual)


def journey(language: str, now: float = 0.0, *, open_: bool = False) -> Journey:
    """A kiosk that nobody has touched."""
    return Journey(Screen.TILES if open_ else Screen.CLOSED, language, Aids(language), now, open=open_)


# --- Inputs --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touch:
    """A finger anywhere: somebody is there."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes."""


@dataclass(frozen=True, slots=True)
class Choose:
    topic: str


@dataclass(frozen=True, slots=True)
class Turn:
    """On to the next of `pages` pages of tiles, from the last to the first."""

    pages: int


@dataclass(frozen=True, slots=True)
class Priority:
    """Say, or unsay, that one has the right to be called first."""


@dataclass(frozen=True, slots=True)
class Help:
    aid: Aid


@dataclass(frozen=True, slots=True)
class ShowLanguages:
    pass


@dataclass(frozen=True, slots=True)
class Language:
    code: str


@dataclass(frozen=True, slots=True)
class Took:
    """The ticket is durable. `paper`: it is expected to come out of the printer."""

    number: int
    ahead: int
    paper: bool


@dataclass(frozen=True, slots=True)
class NotTaken:
    pass


@dataclass(frozen=True, slots=True)
class NoPaper:
    """The ticket did not come out of the printer."""

    number: int


@dataclass(frozen=True, slots=True)
class StopIs:
    open: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """Something unforeseen went wrong in the kiosk."""


@dataclass(frozen=True, slots=True)
class Done:
    """The visitor has finished with this screen, or wants to go back."""


@dataclass(frozen=True, slots=True)
class Knock:
    """The agents' gesture."""


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of the code; none takes the last one back."""

    digit: str


@dataclass(frozen=True, slots=True)
class Code:
    right: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What an agent wants of the service screen."""

    what: Do


class Do(Enum):
    TEST_PRINT = "test print"
    STOP = "stop"


Input: TypeAlias = (
    Touch
    | Tick
    | Choose
    | Turn
    | Priority
    | Help
    | ShowLanguages
    | Language
    | Took
    | NotTaken
    | NoPaper
    | StopIs
    | Broken
    | Done
    | Knock
    | Digit
    | Code
    | Order
)


@dataclass(frozen=True, slots=True)
class Take:
    """What the kiosk is to ask of the queue."""

    topic: str
    priority: bool


@dataclass(frozen=True, slots=True)
class Next:
    """`take`, `check` (a code) and `order` are to be carried out, where they are there."""

    journey: Journey
    take: Take | None = None
    check: str | None = None
    order: Do | None = None


class OutOfPlace(Exception):
    """The screen does not take this input; nothing was changed."""

    def __init__(self, screen: Screen, given: Input) -> None:
        super().__init__(f"{type(given).__name__} on {screen.value}")
        self.screen = screen
        self.given = given


# --- Times ---------------------------------------------------------------------------------------

ANSWER = 20.0
"""Seconds in which a touch keeps the screen, once asked: WCAG 2.1, 2.2.1 asks for at least 20."""

SLOW = 2.0
"""Times the patience with a visitor who has asked for a help, or whose number is not on paper."""

PATIENCE: Mapping[Screen, float] = MappingProxyType(
    {
        Screen.TILES: 40.0,
        Screen.TICKET: 15.0,
        Screen.LANGUAGES: 30.0,
        Screen.CLOSED: 40.0,
        Screen.FAILSAFE: 20.0,
        Screen.CODE: 20.0,
        Screen.SERVICE: 120.0,
    }
)
"""Seconds without a touch after which the screen asks. TAKING does not wait for the visitor."""

CODE_LENGTH = 6
"""Digits of the service screen's code."""

STUCK = 8.0
"""Seconds after which a ticket that is not durable is given up: a disk that hangs must not hang the kiosk."""


def patience(at: Journey) -> float | None:
    """Seconds until the screen asks; None where there is nothing to go back from."""
    if at.screen not in PATIENCE or (at.screen in (Screen.TILES, Screen.CLOSED) and at.as_found):
        return None
    slow = bool(at.aids.on) or (at.screen is Screen.TICKET and not at.paper)
    return PATIENCE[at.screen] * (SLOW if slow else 1.0)


# --- Steps ---------------------------------------------------------------------------------------


def _touch(at: Journey, given: Touch, now: float) -> Next:
    return Next(replace(at, touched=now, asking=False))


def _tick(at: Journey, given: Tick, now: float) -> Next:
    limit, quiet = patience(at), now - at.touched
    if at.screen is Screen.TAKING and quiet >= STUCK:
        return _go(at, Screen.FAILSAFE, now)
    if limit is None or quiet < limit:
        return Next(at)
    return _leave(at, given, now) if quiet >= limit + ANSWER else Next(replace(at, asking=True))


def _leave(at: Journey, given: object, now: float) -> Next:
    """Forget the visitor."""
    return Next(journey(at.usual, now, open_=at.open))


def _go(at: Journey, screen: Screen, now: float, **changes: Any) -> Next:
    return Next(replace(at, screen=screen, touched=now, asking=False, **changes))


def _choose(at: Journey, given: Choose, now: float) -> Next:
    taking = _go(at, Screen.TAKING, now, number=None)
    return replace(taking, take=Take(given.topic, at.priority))


def _turn(at: Journey, given: Turn, now: float) -> Next:
    return _go(at, at.screen, now, page=(at.page + 1) % max(1, given.pages))


def _priority(at: Journey, given: Priority, now: float) -> Next:
    return _go(at, at.screen, now, priority=not at.priority)


def _help(at: Journey, given: Help, now: float) -> Next:
    # Another size makes other pages: begin at the first.
    return _go(at, at.screen, now, page=0, aids=replace(at.aids, on=at.aids.on ^ {given.aid}))


def _show_languages(at: Journey, given: ShowLanguages, now: float) -> Next:
    return _go(at, Screen.LANGUAGES, now)


def _language(at: Journey, given: Language, now: float) -> Next:
    at = replace(at, aids=replace(at.aids, language=given.code), page=0)
    return _go(at, _waiting_screen(at), now)


def _waiting_screen(at: Journey) -> Screen:
    if at.number is not None:
        return Screen.TICKET
    return Screen.TILES if at.open else Screen.CLOSED


def _took(at: Journey, given: Took, now: float) -> Next:
    return _go(at, Screen.TICKET, now, number=given.number, ahead=given.ahead, paper=given.paper)


def _not_taken(at: Journey, given: NotTaken, now: float) -> Next:
    return _go(at, Screen.FAILSAFE if at.open else Screen.CLOSED, now)


def _no_paper(at: Journey, given: NoPaper, now: float) -> Next:
    return _go(at, at.screen, now, paper=False) if given.number == at.number else Next(at)


def _stop_is(at: Journey, given: StopIs, now: float) -> Next:
    at = replace(at, open=given.open)
    if at.screen in (Screen.TILES, Screen.CLOSED) and given.open is not (at.screen is Screen.TILES):
        return _go(at, Screen.TILES if given.open else Screen.CLOSED, now, page=0, priority=False)
    return Next(at)


def _broken(at: Journey, given: Broken, now: float) -> Next:
    return _go(at, Screen.FAILSAFE, now)


def _knock(at: Journey, given: Knock, now: float) -> Next:
    return _go(at, Screen.CODE, now, typed="")


def _digit(at: Journey, given: Digit, now: float) -> Next:
    typed = at.typed + given.digit if given.digit else at.typed[:-1]
    if len(typed) < CODE_LENGTH:
        return _go(at, Screen.CODE, now, typed=typed)
    return replace(_go(at, Screen.CODE, now, typed=""), check=typed)


def _code(at: Journey, given: Code, now: float) -> Next:
    # After a wrong one the gesture is due again: some seconds for each of a million codes.
    return _go(at, Screen.SERVICE, now) if given.right else _leave(at, given, now)


def _order(at: Journey, given: Order, now: float) -> Next:
    return replace(_go(at, at.screen, now), order=given.what)


Step: TypeAlias = Callable[[Journey, Any, float], Next]

_ALWAYS: Mapping[type, Step] = {Touch: _touch, Tick: _tick, StopIs: _stop_is, Broken: _broken}
_HELPS: Mapping[type, Step] = {Help: _help, ShowLanguages: _show_languages}
_CHOICES: Mapping[type, Step] = {Choose: _choose, Turn: _turn, Priority: _priority}

TABLE: Mapping[Screen, Mapping[type, Step]] = MappingProxyType(
    {
        Screen.TILES: {**_ALWAYS, **_HELPS, **_CHOICES, Knock: _knock},
        Screen.TAKING: {**_ALWAYS, Took: _took, NotTaken: _not_taken},
        Screen.TICKET: {**_ALWAYS, **_HELPS, NoPaper: _no_paper, Done: _leave},
        Screen.LANGUAGES: {**_ALWAYS, **_HELPS, Turn: _turn, Language: _language, NoPaper: _no_paper},
        Screen.CLOSED: {**_ALWAYS, **_HELPS, Knock: _knock},
        Screen.FAILSAFE: {**_ALWAYS, **_HELPS, Took: _took, Done: _leave, Knock: _knock},
        Screen.CODE: {**_ALWAYS, Digit: _digit, Code: _code, Done: _leave},
        Screen.SERVICE: {**_ALWAYS, Order: _order, Done: _leave},
    }
)


def step(at: Journey, given: Input, now: float) -> Next:
    """What becomes of the journey. Raises `OutOfPlace`; the journey passed in is never changed."""
    row = TABLE[at.screen].get(type(given))
    if row is None:
        raise OutOfPlace(at.screen, given)
    return row(at, given, now)
