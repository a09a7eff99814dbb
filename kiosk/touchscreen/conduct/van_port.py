"""What the kiosk's window needs of the van; `kiosk.van.Van` has it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from assets.conditions import Condition
from assets.findings import Finding
from assets.wording import Wording
from kiosk.clock import Moment
from kiosk.queue import State
from kiosk.settings import Settings
from kiosk.stops import VanDay
from printer.status import PaperStatus
from printer.ticket import TicketText
from queue_display.messages import AnyView, Role


class PaperOutcome(Protocol):
    """What became of a ticket's paper."""

    @property
    def on_paper(self) -> bool: ...


class TakenTicket(Protocol):
    """A durable ticket; `paper` ends when it has come out, or has been given up."""

    @property
    def number(self) -> int: ...
    @property
    def ahead(self) -> int: ...
    @property
    def paper(self) -> Awaitable[PaperOutcome]: ...


class HasStatus(Protocol):
    @property
    def status(self) -> PaperStatus: ...
    def print(self, ticket: TicketText) -> Awaitable[object]: ...


class Display(Protocol):
    """A display that is connected; only an agent's is at a desk."""

    @property
    def identifier(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def desk(self) -> int | None: ...


class KnownDisplay(Protocol):
    """A display that is trusted, as what it was paired for."""

    @property
    def identifier(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def desk(self) -> int | None: ...


class WaitingDisplayPort(Protocol):
    """A display that waits to be paired, as anyone may have announced it."""

    @property
    def identifier(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def desk(self) -> int | None: ...


class PairingsPort(Protocol):
    """The displays that are trusted, or may be. Each verb raises an `assets.errors.Trouble`, or OSError."""

    @property
    def paired(self) -> Sequence[KnownDisplay]: ...
    @property
    def trouble(self) -> Condition:
        """Why no display can be linked."""

    async def look(self, signs: str = "") -> Sequence[WaitingDisplayPort]:
        """The displays that wait to be paired, one at least; those that show these signs."""

    async def pair(self, identifier: str, code: str) -> KnownDisplay: ...
    async def revoke(self, identifier: str) -> bool: ...


class FirstStartPort(Protocol):
    """The service screen's code, and whether whoever stands here may choose it."""

    @property
    def service_code(self) -> str:
        """Its hash; empty: there is no such screen."""

    @property
    def offered(self) -> bool: ...
    def choose(self, code: str) -> None:
        """Keep the hash `code`. Not for the event loop. Raises an `assets.errors.Trouble`, OSError."""


class VanPort(Protocol):
    @property
    def settings(self) -> Settings: ...
    @property
    def state(self) -> State: ...
    @property
    def day(self) -> VanDay:
        """Where the van stands, and which moment of the day it is."""

    @property
    def printer(self) -> HasStatus: ...
    @property
    def displays(self) -> Sequence[Display]: ...
    @property
    def lengths(self) -> Mapping[int, int]:
        """Visits so far, by whole minutes."""

    @property
    def pairings(self) -> PairingsPort: ...
    @property
    def first_start(self) -> FirstStartPort: ...
    @property
    def findings(self) -> Sequence[Finding]:
        """What the doctor knows of van and machine, the worst first."""

    def view_for(self, role: Role, desk: int | None = None) -> AnyView | None: ...
    def now(self) -> Moment: ...
    def watch(self, watcher: Callable[[], None]) -> None: ...
    async def examine(self) -> None:
        """Have the doctor look anew, so that `findings` are of now. Takes some seconds."""

    async def free_space(self) -> int:
        """Bytes left for the data folder. Raises OSError."""

    async def take(
        self, topic: str, priority: bool, identifier: str, say: Wording, *, needs_help: bool = False
    ) -> TakenTicket:
        """Raises `kiosk.queue.Refused`, or a `assets.errors.Trouble`; then there is no ticket."""
