"""What can happen on the kiosk: the inputs of `flow`'s table, from visitors, agents, time and van. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kiosk.touchscreen.journey.state import Aid, DisplayChoice, Screen, ServiceOrder, Wish


@dataclass(frozen=True, slots=True)
class Touched:
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
class NotYet:
    """Too many tickets within a minute. `wish`: what to take once that is over; None if that is not soon."""

    wish: Wish | None


@dataclass(frozen=True, slots=True)
class Free:
    """The queue would give a ticket again."""


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
class Leave:
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

    what: ServiceOrder


@dataclass(frozen=True, slots=True)
class ShowPairing:
    """Look for the displays that wait to be paired."""


@dataclass(frozen=True, slots=True)
class DisplaysFound:
    """Displays that wait to be paired, one at least."""

    waiting: tuple[DisplayChoice, ...]


@dataclass(frozen=True, slots=True)
class ShowDisplays:
    pass


@dataclass(frozen=True, slots=True)
class Back:
    """To the service screen."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the displays that are shown."""

    identifier: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """Trust the picked display no longer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a search, a pairing or a revocation, in one French sentence."""

    said: str


Input: TypeAlias = (
    Touched
    | Tick
    | Choose
    | Turn
    | Priority
    | Help
    | ShowLanguages
    | Language
    | Took
    | NotTaken
    | NotYet
    | Free
    | NoPaper
    | StopIs
    | Broken
    | Leave
    | Knock
    | Digit
    | Code
    | Order
    | ShowPairing
    | DisplaysFound
    | ShowDisplays
    | Back
    | Pick
    | Revoke
    | Answered
)


class OutOfPlace(Exception):
    """The screen does not take this input; nothing was changed."""

    def __init__(self, screen: Screen, given: Input) -> None:
        super().__init__(f"{type(given).__name__} on {screen.value}")
        self.screen = screen
        self.given = given
