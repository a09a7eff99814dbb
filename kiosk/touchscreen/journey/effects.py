"""What an input brings about beside another screen, as values: `kiosk.touchscreen.conduct.effects` carries it
out. Pure.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Effect(Struct, frozen=True):
    """Something that is to be carried out outside the journey."""


class ListenKey(Enum):
    """What somebody who listens may ask of the voice."""

    LOUDER = "louder"
    QUIETER = "quieter"
    SLOWER = "slower"
    FASTER = "faster"
    GO_ON = "go-on"
    CALLED = "called"


class Wish(Struct, frozen=True):
    """What a visitor wants of the queue."""

    topic: str
    priority: bool
    help: bool = False


class TakeTicket(Effect, frozen=True):
    """Ask the queue for a ticket, on paper in `language` as far as the printer has its letters."""

    wish: Wish
    language: str


class SayAgain(Effect, frozen=True):
    """Say once more what the screen says: whoever listens may have missed it the first time."""


class PrintSheet(Effect, frozen=True):
    """Print what the screen named `of` tells, in `language` as far as the printer has its letters."""

    of: str
    language: str


class LookAtQueue(Effect, frozen=True):
    """Whether it would give a ticket again."""


class AnswerKey(Effect, frozen=True):
    """Have somebody hear what the key of a listener has brought about."""

    key: ListenKey


class CheckCode(Effect, frozen=True):
    """Whether these are the digits that open the service screen."""

    code: str


class KeepCode(Effect, frozen=True):
    """Let these digits open the service screen from now on."""

    code: str


class LookAtDisk(Effect, frozen=True):
    """How much room there is."""


class ExamineMachine(Effect, frozen=True):
    """Have the doctor look at the machine."""


class ServiceOrder(Effect, frozen=True):
    """What an agent may have done from the service screen."""


class PrintTestTicket(ServiceOrder, frozen=True):
    pass


class StopKiosk(ServiceOrder, frozen=True):
    pass


class LookForDisplays(Effect, frozen=True):
    """Those that wait to be paired, and show these `signs` if any are given."""

    signs: str = ""


class PairDisplay(Effect, frozen=True):
    """Pair with the display that an agent has chosen, by the code that they read on it."""

    identifier: str
    code: str


class RevokeDisplay(Effect, frozen=True):
    """Trust this display no longer."""

    identifier: str
