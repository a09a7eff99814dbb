"""The kiosk's end of the link: finds the displays, dials them, pushes views, has commands carried out."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from queue_display import codec, messages, wire
from queue_display.discovery import Address, Interfaces, Sighting, browse
from queue_display.messages import AnyView, Do, Done, FromDisplay, Hello, LogView, Role, See
from queue_display.pulse import Backoff
from queue_display.session import Parted, Session

log = logging.getLogger(__name__)

REMEMBERED_ANSWERS = 512
"""How many of the last answers are kept for commands that a bad link repeats; more than all displays together
can have waiting within `queue_display.pulse.PATIENCE` seconds of people pressing buttons."""


CROWD = 64
"""Commands under way from which on a display's next ones are left unread until its last is done."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A connected display. `desk` is None for a board or a referent."""

    identifier: str
    name: str
    role: Role
    desk: int | None


class KioskLink:
    """All displays of a kiosk: `run` it in the van's TaskGroup.

    `on_ask` carries out a command and answers it; it is called once for each press of a button, and for
    agents only. `view_for` makes a role's view as things are now, or None for nothing to show; `push`
    has it sent. `log_view` does so for a referent, once each time one connects. `on_change` is called
    when `connected` has changed, `on_clock` with the time of a display that has just connected. None of
    them may block the event loop.
    """

    def __init__(
        self,
        name: str,
        on_ask: Callable[[Asker, Do], Awaitable[Done]],
        view_for: Callable[[Role], AnyView | None],
        *,
        log_view: Callable[[], Awaitable[LogView]] | None = None,
        on_change: Callable[[], None] = lambda: None,
        on_clock: Callable[[datetime], None] = lambda clock: None,
        interfaces: Interfaces = ("127.0.0.1",),
    ) -> None:
        self.name = name
        self._on_ask, self._view_for, self._log_view = on_ask, view_for, log_view
        self._on_change, self._on_clock = on_change, on_clock
        self._interfaces = interfaces
        self._places: dict[str, Places] = {}
        self._sessions: dict[str, tuple[Asker, Session[FromDisplay]]] = {}
        self._answers = Answers(on_ask)
        self._tasks: asyncio.TaskGroup

    @property
    def connected(self) -> tuple[Asker, ...]:
        return tuple(asker for asker, _ in self._sessions.values())

    def push(self) -> None:
        """Something changed: send each agent and board its view. All get one, whatever it was that
        changed, so that the traffic does not tell one command from another."""
        views = {role: self._encoded(role) for role in {a.role for a in self.connected}}
        for asker, session in self._sessions.values():
            view = views[asker.role]
            if view is not None:
                session.show(view)

    async def run(self) -> None:
        """Find and serve displays until cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(browse(self._sighted, interfaces=self._interfaces))

    def _encoded(self, role: Role) -> bytes | None:
        view = self._view_for(role) if role is not Role.REFERENT else None
        return codec.encode(See(view)) if view is not None else None

    def _sighted(self, sighting: Sighting) -> None:
        places = self._places.get(sighting.identifier)
        if places is None:
            places = self._places[sighting.identifier] = Places()
            self._tasks.create_task(self._keep(sighting.identifier, places))
        places.seen(sighting.addresses)

    async def _keep(self, identifier: str, places: Places) -> None:
        """Keep one display connected, for ever."""
        backoff = Backoff()
        while True:
            await places.pause(backoff.wait())
            try:
                connection, address = await dial_first(places.to_try())
            except wire.WireLost as problem:
                log.debug("a display does not answer: %s", problem)
                continue
            if await self._serve(identifier, connection):
                places.good(address)
                backoff.reset()

    async def _serve(self, identifier: str, connection: wire.Wire) -> bool:
        """Serve a display until it goes; False if it could not be talked to."""
        session = Session(connection, codec.from_display, asyncio.get_running_loop().time)
        try:
            hello = await session.greet(Hello(messages.VERSION, self.name))
        except Parted as parted:
            log.info("a display was left: %s", parted)
            connection.drop()
            return False
        asker = Asker(identifier, hello.name, hello.role or Role.BOARD, hello.desk)
        try:
            self._enter(asker, session, hello)
            await session.run(lambda message: self._hear(asker, session, message))
        finally:
            connection.drop()
            self._sessions.pop(identifier, None)
            self._on_change()
        return True

    def _enter(self, asker: Asker, session: Session[FromDisplay], hello: Hello) -> None:
        self._sessions[asker.identifier] = asker, session
        if hello.clock is not None:
            self._on_clock(hello.clock)
        self._on_change()
        view = self._encoded(asker.role)
        if view is not None:
            session.show(view)
        if asker.role is Role.REFERENT and self._log_view:
            self._tasks.create_task(self._show_log(session, self._log_view))

    async def _show_log(
        self, session: Session[FromDisplay], log_view: Callable[[], Awaitable[LogView]]
    ) -> None:
        session.show(codec.encode(See(await log_view())))

    async def _hear(self, asker: Asker, session: Session[FromDisplay], message: FromDisplay) -> None:
        if not isinstance(message, Do):
            return
        if asker.role is not Role.AGENT or asker.desk is None:
            session.post(Done(message.identifier, messages.NOT_ALLOWED))
            return
        answer = self._answers.to(asker, message, self._tasks)
        answer.add_done_callback(lambda task: None if task.cancelled() else session.post(task.result()))
        if session.crowded or self._answers.waiting >= CROWD:
            await asyncio.wait([answer])


class Places:
    """Where a display may be reached: what was announced, the address that last worked first."""

    MOST = 8
    """Addresses kept: a machine has a few; more are somebody's nonsense."""

    def __init__(self) -> None:
        self._known: OrderedDict[Address, None] = OrderedDict()
        self._good: Address | None = None
        self._news = asyncio.Event()

    def seen(self, addresses: Iterable[Address]) -> None:
        for address in addresses:
            self._known[address] = None
            self._known.move_to_end(address)
        while len(self._known) > self.MOST:
            self._known.popitem(last=False)
        self._news.set()

    def good(self, address: Address) -> None:
        self._good = address

    def to_try(self) -> list[Address]:
        newest = list(reversed(self._known))
        return newest if self._good is None else [self._good, *(a for a in newest if a != self._good)]

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the display is announced anew."""
        self._news.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            pass


class Answers:
    """Each command is carried out once; who asks again gets the same answer."""

    def __init__(self, carry_out: Callable[[Asker, Do], Awaitable[Done]]) -> None:
        self._carry_out = carry_out
        self._last: OrderedDict[tuple[str, str], asyncio.Task[Done]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """Commands that are being carried out."""
        return sum(not answer.done() for answer in self._last.values())

    def to(self, asker: Asker, do: Do, tasks: asyncio.TaskGroup) -> asyncio.Task[Done]:
        key = asker.identifier, do.identifier
        if key not in self._last:
            self._last[key] = tasks.create_task(self._answer(asker, do))
            while len(self._last) > REMEMBERED_ANSWERS:
                self._last.popitem(last=False)
        return self._last[key]

    async def _answer(self, asker: Asker, do: Do) -> Done:
        try:
            return await self._carry_out(asker, do)
        except Exception as problem:
            # The display must get an answer whatever happens; the words of the failure may hold a ticket.
            log.error("a command failed: %s", type(problem).__name__)
            return Done(do.identifier, messages.FAILED)


async def dial_first(addresses: list[Address]) -> tuple[wire.Wire, Address]:
    """Dial all at once; the first that answers is kept. Raises WireLost when none does."""
    tasks = {asyncio.create_task(wire.dial(a.host, a.port, codec.LONGEST_ASK, None)): a for a in addresses}
    waiting = set(tasks)
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    return task.result(), tasks.pop(task)
    finally:
        await _let_go(tasks)
    raise wire.WireLost("nobody answers")


async def _let_go(tasks: Iterable[asyncio.Task[wire.Wire]]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, wire.Wire):
            outcome.drop()
