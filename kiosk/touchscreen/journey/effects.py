"""What an input brings about beside another screen, as values: `kiosk.touchscreen.conduct.effects` carries it
out. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass


class Effect:
    """Something that is to be carried out outside the journey."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants of the queue."""

    topic: str
    priority: bool


@dataclass(frozen=True, slots=True)
class TakeTicket(Effect):
    """Ask the queue for a ticket, on paper in `language` as far as the printer has its letters."""

    wish: Wish
    language: str


@dataclass(frozen=True, slots=True)
class LookAtQueue(Effect):
    """Whether it would give a ticket again."""


@dataclass(frozen=True, slots=True)
class CheckCode(Effect):
    """Whether these are the digits that open the service screen."""

    code: str


@dataclass(frozen=True, slots=True)
class LookAtDisk(Effect):
    """How much room there is."""


@dataclass(frozen=True, slots=True)
class ExamineMachine(Effect):
    """Have the doctor look at the machine."""


class ServiceOrder(Effect):
    """What an agent may have done from the service screen."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PrintTestTicket(ServiceOrder):
    pass


@dataclass(frozen=True, slots=True)
class StopKiosk(ServiceOrder):
    pass


@dataclass(frozen=True, slots=True)
class LookForDisplays(Effect):
    """Those that wait to be paired."""


@dataclass(frozen=True, slots=True)
class PairDisplay(Effect):
    """Pair with the display that an agent has chosen, by the code that they read on it."""

    identifier: str
    code: str


@dataclass(frozen=True, slots=True)
class RevokeDisplay(Effect):
    """Trust this display no longer."""

    identifier: str
