"""The display's end of the link: announces itself, listens, shows what the kiosk pushes, asks."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

import msgspec

from assets.told import told
from queue_display import codec, messages
from queue_display.link.pulse import Outbox
from queue_display.link.session import Parted, Session
from queue_display.link.twins import Twins
from queue_display.messages import AnyView, Asked, Beat, Do, Done, FromKiosk, Hello, Role, See
from queue_display.messages.bounds import LONGEST_NAME, cut
from queue_display.messages.roles import ROLES
from queue_display.network import kept, wire
from queue_display.network.addresses import own_addresses
from queue_display.network.discovery import LOOK_EVERY, Interfaces, announce
from queue_display.network.listener import Listener
from queue_display.network.tasks import came, first_of
from queue_display.trust import Paired, Trust

log = logging.getLogger(__name__)


class Link(Enum):
    """What a display knows of its kiosk."""

    SEARCHING = "searching"  # no kiosk has come yet
    UP = "up"
    LOST = "lost"  # the kiosk was there and is not; what is shown may be old
    OTHER_VERSION = "other_version"  # one of the two must be updated
    OTHER_ROLE = "other_role"  # paired as something else: pair again
    UNKNOWN_DESK = "unknown_desk"  # the van has no desk of this number
    UNPAIRED = "unpaired"  # no kiosk is known: pair first


@dataclass(frozen=True, slots=True)
class LinkState:
    """`kiosk` is the kiosk's name, once it is known."""

    link: Link = Link.SEARCHING
    kiosk: str = ""


class DisplayServer:
    """A display for the kiosk to find: `run` it in the display's TaskGroup.

    `on_view` gets each view that the kiosk pushes, `on_state` each change of the link; both are called
    on the event loop and must not block. Only kiosks that `trust` knows get in. `interfaces` are the own
    addresses to listen and to announce on, None for all; `announce` does the latter as
    `queue_display.network.discovery.announce` does. `clock` reads the time of this computer. `sound` is what
    a board's calls lack now, one of `messages.SOUNDS` or empty: each heartbeat tells it.
    """

    def __init__(
        self,
        name: str,
        role: Role,
        desk: int | None = None,
        *,
        trust: Trust,
        on_view: Callable[[AnyView], None],
        on_state: Callable[[LinkState], None] = lambda state: None,
        port: int = 0,
        interfaces: Interfaces = None,
        announce: Callable[..., Awaitable[None]] = announce,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        sound: Callable[[], str] = str,
    ) -> None:
        self.name, self.role, self.desk, self.port = cut(name, LONGEST_NAME), role, desk, port
        self.state = LinkState() if trust.paired else LinkState(Link.UNPAIRED)
        self._trust = trust
        self.listening = asyncio.Event()  # set once `port` is the one listened on
        self._on_view, self._on_state = on_view, on_state
        self._interfaces = interfaces
        self._announce, self._clock, self._sound = announce, clock, sound
        self._outbox = Outbox()
        self._answers: dict[str, asyncio.Future[Done]] = {}
        self._session: Session[FromKiosk] | None = None
        self._kiosk: Paired | None = None  # who is at the other end of the session
        self._machine = ""  # and on which machine
        self._twins = Twins(trust.folder, _now)
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Announce, listen and serve until cancelled. Raises OSError if the port cannot be listened on."""
        listener = Listener(self._serve, lambda: self._trust.known.tls)
        self.port = await self._open(listener)
        self.listening.set()
        self._tell(self.state)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(listener.run())
                tasks.create_task(self._announcing())
                tasks.create_task(self._refuse_late())
                tasks.create_task(self._follow_trust())
        finally:
            for done in self._outbox.overdue(float("inf")):
                self._settle(done)

    async def _open(self, listener: Listener) -> int:
        """Listen on the port that was asked for, or on the one that this display keeps, if it is free: then a
        kiosk finds it where it was. Raises OSError."""
        hosts, port = await self._hosts(), self.port
        if not port:
            with suppress(OSError):
                return listener.open(hosts, await asyncio.to_thread(kept.own_port, self._trust.folder))
        return listener.open(hosts, port)

    async def _hosts(self) -> Interfaces:
        """The own addresses to listen on, at least one: a laptop may be started before its network."""
        while self._interfaces is not None:
            if own := own_addresses(self._interfaces):
                return sorted(own)
            await asyncio.sleep(LOOK_EVERY)
        return None

    async def _announcing(self) -> None:
        """To the kiosks that are known: without one, it is announced as one that waits, if at all."""
        while True:
            while not self._trust.paired:
                await self._trust.changed()
            announced = self._announce(self._trust.identifier, self.port, interfaces=self._interfaces)
            for failure in await first_of(_and_then_rest(announced), self._forsaken()):
                raise failure

    async def _forsaken(self) -> None:
        """Return once no kiosk is known any more."""
        while self._trust.paired:
            await self._trust.changed()

    @property
    def kiosk(self) -> Paired | None:
        """Who is at the other end, or was last."""
        return self._kiosk

    async def ask(self, ask: Asked) -> Done:
        """Ask the kiosk, once, however often the link breaks: the answer says so when it came to nothing.

        While the link is down a command waits `queue_display.link.pulse.PATIENCE` seconds; then it is
        answered with `NOT_SENT`, or `UNANSWERED` if it had left before the link broke.
        """
        identifier = secrets.token_hex(16)
        answer = self._answers[identifier] = asyncio.Future()
        do = self._outbox.put(identifier, ask, _now())
        if self._session:
            self._send(self._session, do)
        self._changed.set()
        try:
            return await answer
        finally:
            del self._answers[identifier]
            self._outbox.answered(identifier)

    def _send(self, session: Session[FromKiosk], do: Do) -> None:
        self._outbox.sent(do.identifier)
        session.post(do)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proven: Callable[[], None]
    ) -> None:
        paired = self._trust.known.who(wire.certificate(writer))
        if paired is None:
            return
        try:
            connection = await wire.accept(reader, writer, codec.SIZES[-1])
            session = Session(connection, codec.from_kiosk, _now, self._beat)
            kiosk = await session.welcome(self._hello(), lambda kiosk: self._admit(session, paired, kiosk))
        except wire.WireLost as problem:
            log.info("a connection came to nothing: %s", problem)
        except Parted as parted:
            self._note(parted)
        else:
            proven()
            await self._live(session, paired, kiosk)

    def _beat(self) -> Beat:
        return msgspec.structs.replace(self._twins.beat(), sound=self._sound())

    async def _admit(self, session: Session[FromKiosk], paired: Paired, kiosk: Hello) -> None:
        """Raises Parted for a kiosk that has to go, since another one is here."""
        first = await self._twins.paired_machine(paired.identifier, kiosk.machine)
        while here := self._session:
            if self._kiosk != paired:
                raise await session.part(messages.BUSY)
            if await self._twins.turns_away(here, self._machine, kiosk.machine, first):
                raise await session.part(messages.TWIN)
            if self._session is here:
                return

    async def _live(self, session: Session[FromKiosk], paired: Paired, kiosk: Hello) -> None:
        previous, self._session = self._session, session
        self._kiosk, self._machine = paired, kiosk.machine
        if previous and not previous.leaving:  # half open: the kiosk would not come again if it still had it
            previous.drop()
        self._tell(LinkState(Link.UP, told(kiosk.name)))
        for do in self._outbox.up():
            self._send(session, do)
        try:
            self._note(await session.run(self._hear))
        finally:
            if self._session is session:
                self._ended()

    def _ended(self) -> None:
        self._session = None
        self._outbox.down(_now())
        self._changed.set()
        if self.state.link is Link.UP:
            self._tell(replace(self.state, link=Link.LOST if self._trust.paired else Link.UNPAIRED))

    def _note(self, parted: Parted) -> None:
        if parted.why in (messages.OTHER_VERSION, messages.OTHER_ROLE, messages.UNKNOWN_DESK):
            self._tell(replace(self.state, link=Link(parted.why)))

    async def _follow_trust(self) -> None:
        while True:
            await self._trust.changed()
            paired = self._trust.paired
            if self._session and self._kiosk not in paired:
                self._session.drop()
            if not paired:
                self._tell(LinkState(Link.UNPAIRED))
            elif self.state.link is Link.UNPAIRED:
                self._tell(LinkState())

    async def _hear(self, message: FromKiosk) -> None:
        if isinstance(message, Done):
            self._settle(message)
        elif isinstance(message, See):
            if not isinstance(message.view, ROLES[self.role].view):
                raise codec.Malformed("a view for another role")
            self._on_view(message.view)

    def _settle(self, done: Done) -> None:
        answer = self._answers.get(done.identifier)
        self._outbox.answered(done.identifier)
        if answer and not answer.done():
            # Carried out before is carried out: nobody behind the link needs to know of repeats.
            carried_out = done.refused == messages.REPEATED
            answer.set_result(Done(done.identifier, number=done.number) if carried_out else done)

    async def _refuse_late(self) -> None:
        while True:
            self._changed.clear()
            if not await came(self._changed, self._outbox.wake(_now())):
                for done in self._outbox.overdue(_now()):
                    self._settle(done)

    def _tell(self, state: LinkState) -> None:
        self.state = state
        self._on_state(state)

    def _hello(self) -> Hello:
        return Hello(messages.VERSION, self.name, self.role, self.desk, clock=self._clock())


async def _and_then_rest(announced: Awaitable[None]) -> None:
    """What came to an end by itself is not begun again before something has changed."""
    await announced
    await asyncio.Event().wait()


def _now() -> float:
    return asyncio.get_running_loop().time()
