"""What can happen on the kiosk, through visitors, agents, time and van: the inputs of the table. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.touchscreen.journey.effects import ServiceOrder, Wish
from kiosk.touchscreen.journey.state import Aid, DisplayChoice, Screen


class Input:
    """What is done, or comes about."""

    __slots__ = ()


class ByFinger(Input):
    """What somebody at the glass does. While the screen asks whether anybody is there, it only answers."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Touched(ByFinger):
    """A finger anywhere: somebody is there."""


@dataclass(frozen=True, slots=True)
class Tick(Input):
    """Time passes."""


@dataclass(frozen=True, slots=True)
class Choose(ByFinger):
    topic: str


@dataclass(frozen=True, slots=True)
class Turn(ByFinger):
    """On to the next of `pages` pages of tiles, from the last to the first."""

    pages: int


@dataclass(frozen=True, slots=True)
class Priority(ByFinger):
    """Say, or unsay, that one has the right to be called first."""


@dataclass(frozen=True, slots=True)
class Help(ByFinger):
    aid: Aid


@dataclass(frozen=True, slots=True)
class Show(ByFinger):
    """To a screen that need not be made ready: the languages, the displays."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Language(ByFinger):
    code: str


@dataclass(frozen=True, slots=True)
class Took(Input):
    """The ticket is durable. `paper`: it is expected to come out of the printer."""

    number: int
    ahead: int
    paper: bool


@dataclass(frozen=True, slots=True)
class NotTaken(Input):
    pass


@dataclass(frozen=True, slots=True)
class NotYet(Input):
    """Too many tickets within a minute. `wish`: what to take once that is over; None if that is not soon."""

    wish: Wish | None


@dataclass(frozen=True, slots=True)
class Free(Input):
    """The queue would give a ticket again."""


@dataclass(frozen=True, slots=True)
class NoPaper(Input):
    """The ticket did not come out of the printer."""

    number: int


@dataclass(frozen=True, slots=True)
class StopIs(Input):
    open: bool


@dataclass(frozen=True, slots=True)
class Broken(Input):
    """Something unforeseen went wrong in the kiosk."""


@dataclass(frozen=True, slots=True)
class Leave(ByFinger):
    """The visitor has finished with this screen, or wants to go back."""


@dataclass(frozen=True, slots=True)
class Knock(ByFinger):
    """The agents' gesture."""


@dataclass(frozen=True, slots=True)
class Digit(ByFinger):
    """One digit of the code; none takes the last one back."""

    digit: str


@dataclass(frozen=True, slots=True)
class Code(Input):
    right: bool


@dataclass(frozen=True, slots=True)
class Order(ByFinger):
    """What an agent wants of the service screen."""

    what: ServiceOrder


@dataclass(frozen=True, slots=True)
class ShowPairing(ByFinger):
    """Look for the displays that wait to be paired."""


@dataclass(frozen=True, slots=True)
class DisplaysFound(Input):
    """Displays that wait to be paired, one at least."""

    waiting: tuple[DisplayChoice, ...]


@dataclass(frozen=True, slots=True)
class LookOver(ByFinger):
    """Have the machine looked over."""


@dataclass(frozen=True, slots=True)
class LookedOver(Input):
    """What the doctor found is known."""


@dataclass(frozen=True, slots=True)
class Back(ByFinger):
    """To the service screen."""


@dataclass(frozen=True, slots=True)
class Pick(ByFinger):
    """One of the displays, or of the checks, that are shown."""

    identifier: str


@dataclass(frozen=True, slots=True)
class Revoke(ByFinger):
    """Trust the picked display no longer."""


@dataclass(frozen=True, slots=True)
class Answered(Input):
    """What became of a search, a pairing or a revocation, in one French sentence."""

    said: str


class OutOfPlace(Exception):
    """The screen does not take this input; nothing was changed."""

    def __init__(self, screen: Screen, given: Input) -> None:
        super().__init__(f"{type(given).__name__} on {screen.value}")
