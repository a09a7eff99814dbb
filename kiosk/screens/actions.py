"""What the kiosk's window needs of the van; `kiosk.van.Van` has it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from assets.wording import Wording
from kiosk.clock import Moment
from kiosk.queue import State
from kiosk.settings import Settings
from printer.status import PaperStatus
from printer.ticket import TicketText
from queue_display.messages import AnyView, Role


class OnPaper(Protocol):
    """What became of a ticket's paper."""

    @property
    def on_paper(self) -> bool: ...


class Taken(Protocol):
    """A durable ticket; `paper` ends when it has come out, or has been given up."""

    @property
    def number(self) -> int: ...
    @property
    def ahead(self) -> int: ...
    @property
    def paper(self) -> Awaitable[OnPaper]: ...


class HasStatus(Protocol):
    @property
    def status(self) -> PaperStatus: ...
    def print(self, ticket: TicketText) -> Awaitable[object]: ...


class Display(Protocol):
    """A display that is connected."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...


class Actions(Protocol):
    @property
    def settings(self) -> Settings: ...
    @property
    def state(self) -> State: ...
    @property
    def printer(self) -> HasStatus: ...
    @property
    def displays(self) -> Sequence[Display]: ...
    @property
    def lengths(self) -> Mapping[int, int]:
        """Visits so far, by whole minutes."""

    def view_for(self, role: Role) -> AnyView | None: ...
    def now(self) -> Moment: ...
    def watch(self, watcher: Callable[[], None]) -> None: ...
    async def take(self, topic: str, priority: bool, identifier: str, say: Wording) -> Taken:
        """Raises `kiosk.queue.Refused`, or a `assets.errors.Trouble`; then there is no ticket."""
