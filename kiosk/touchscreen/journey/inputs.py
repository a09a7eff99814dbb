"""What can happen on the kiosk, through visitors, agents, time and van: the inputs of the table. Pure."""

from __future__ import annotations

from msgspec import Struct

from kiosk.touchscreen.journey.effects import ListenKey, ServiceOrder, Wish
from kiosk.touchscreen.journey.state import Aid, DisplayChoice, Screen, Why


class Input(Struct, frozen=True):
    """What is done, or comes about."""


class ByFinger(Input, frozen=True):
    """What somebody at the glass does. While the screen asks whether anybody is there, it only answers."""


class Touched(ByFinger, frozen=True):
    """A finger anywhere: somebody is there."""


class Tick(Input, frozen=True):
    """Time passes."""


class Choose(ByFinger, frozen=True):
    """What one comes for. `help`: one needs somebody at the kiosk."""

    topic: str
    help: bool = False


class OpenFamily(ByFinger, frozen=True):
    """Look at the topics of one family, by its key."""

    family: str


class Turn(ByFinger, frozen=True):
    """On to the next of `pages` pages of tiles, from the last to the first."""

    pages: int


class Priority(ByFinger, frozen=True):
    """Say, or unsay, that one has the right to be called first."""


class Help(ByFinger, frozen=True):
    aid: Aid


class Listen(ByFinger, frozen=True):
    """Something about how one listens."""

    key: ListenKey


class Show(ByFinger, frozen=True):
    """To a screen that need not be made ready: the languages, how one listens, the displays."""

    screen: Screen


class PutOnPaper(ByFinger, frozen=True):
    """Have what this screen tells printed."""


class Language(ByFinger, frozen=True):
    code: str


class Took(Input, frozen=True):
    """The ticket is durable. `paper`: it is expected to come out of the printer."""

    number: int
    ahead: int
    paper: bool


class NotTaken(Input, frozen=True):
    """There is no ticket; None: nothing more is known of it."""

    why: Why | None = None


class NotYet(Input, frozen=True):
    """Too many tickets within a minute. `wish`: what to take once that is over; None if that is not soon."""

    wish: Wish | None


class Free(Input, frozen=True):
    """The queue would give a ticket again."""


class NoPaper(Input, frozen=True):
    """The ticket did not come out of the printer."""

    number: int


class OnPaper(Input, frozen=True):
    """The ticket is out of the printer, whatever was feared before."""

    number: int


class StopIs(Input, frozen=True):
    open: bool


class Broken(Input, frozen=True):
    """Something unforeseen went wrong in the kiosk."""


class Leave(ByFinger, frozen=True):
    """The visitor has finished with this screen, or wants to go back."""


class Knock(ByFinger, frozen=True):
    """The agents' gesture."""


class Digit(ByFinger, frozen=True):
    """One digit of a code, or of a display's signs, which are hexadecimal; none takes the last one back."""

    digit: str


class Code(Input, frozen=True):
    right: bool


class Begin(ByFinger, frozen=True):
    """Set up a kiosk that nobody has set up."""


class CodeKept(Input, frozen=True):
    """The code that was chosen at the first start opens the service screen from now on."""


class CodeNotKept(Input, frozen=True):
    """It does not, for the reason `said`, in one French sentence."""

    said: str


class Order(ByFinger, frozen=True):
    """What an agent wants of the service screen."""

    what: ServiceOrder


class ShowPairing(ByFinger, frozen=True):
    """Look for the displays that wait to be paired."""


class DisplaysFound(Input, frozen=True):
    """Displays that wait to be paired, one at least; those of `signs`, if these were asked for."""

    waiting: tuple[DisplayChoice, ...]
    signs: str = ""


class LookOver(ByFinger, frozen=True):
    """Have the machine looked over."""


class LookedOver(Input, frozen=True):
    """What the doctor found is known."""


class Back(ByFinger, frozen=True):
    """To the service screen."""


class Pick(ByFinger, frozen=True):
    """One of the displays, or of the checks, that are shown."""

    identifier: str


class Revoke(ByFinger, frozen=True):
    """Trust the picked display no longer."""


class Answered(Input, frozen=True):
    """What became of a search, a pairing or a revocation, in one French sentence."""

    said: str


class OutOfPlace(Exception):
    """The screen does not take this input; nothing was changed."""

    def __init__(self, screen: Screen, given: Input) -> None:
        super().__init__(f"{type(given).__name__} on {screen.value}")
