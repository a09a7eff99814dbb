"""The kiosk's end of the link: finds the displays, dials them, pushes views, has commands carried out."""

from __future__ import annotations

import asyncio
import logging
import math
import ssl
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from functools import partial

from assets.told import told
from queue_display import codec, messages
from queue_display.link.answers import Answers, Asker
from queue_display.link.board_sounds import BoardSounds
from queue_display.link.pulse import BEAT_EVERY, Backoff, Pace
from queue_display.link.session import Parted, Session
from queue_display.messages import AnyView, Beat, Do, Done, FromDisplay, Hello, Role, See
from queue_display.messages.bounds import LONGEST_NAME, cut
from queue_display.messages.roles import ROLES
from queue_display.network import kept, wire
from queue_display.network.discovery import Interfaces, Sighting
from queue_display.network.endpoint import Endpoint
from queue_display.network.places import Places, dial_first
from queue_display.network.seeking import seek
from queue_display.network.tasks import contained
from queue_display.trust import Paired, Trust

log = logging.getLogger(__name__)

TWIN_FOR = 60.0
"""Seconds for which people are told that another machine has these keys, after a display said so last."""

CROWD = 64
"""Commands under way from which on a display's next ones are left unread until its last is done."""


class KioskLink:
    """All displays that `trust` knows: `run` it in the van's TaskGroup.

    `on_ask` carries out a command and answers it; it is called once for each press of a button, and only for
    what the display's role may ask, at a desk that `has_desk` knows. `view_for` makes the view of a role,
    at a desk, as things are now, or None for nothing to show; `push` has it sent to those that follow, any
    other gets it once, as it connects. `on_change` is called when `connected` or `board_sound` has changed,
    `on_clock` with a display that has just connected and the time it has. None of them may block the event
    loop, but for `view_for` of a role that does not follow. `displays` are addresses where displays are
    looked for besides; `seek` asks for those that are missing as `queue_display.network.seeking.seek` does.
    `machine` is a mark of the one that this runs on, which a copy of its keys does not bring along.
    """

    def __init__(
        self,
        name: str,
        on_ask: Callable[[Asker, Do], Awaitable[Done]],
        view_for: Callable[[Role, int | None], AnyView | None],
        *,
        trust: Trust,
        has_desk: Callable[[int], bool] = lambda desk: True,
        on_change: Callable[[], None] = lambda: None,
        on_clock: Callable[[Asker, datetime], None] = lambda asker, clock: None,
        interfaces: Interfaces = None,
        displays: Iterable[Endpoint] = (),
        seek: Callable[..., Awaitable[None]] = seek,
        machine: str = "",
    ) -> None:
        self.name = cut(name, LONGEST_NAME)
        self._machine = machine
        self._twin_at = -math.inf
        self._time: Callable[[], float] = time.monotonic  # that of the loop, once it runs: threads ask too
        self._view_for = view_for
        self._on_change, self._on_clock = on_change, on_clock
        self._interfaces = interfaces
        self._seek = seek
        self._trust, self._has_desk = trust, has_desk
        self._places: dict[str, Places] = defaultdict(partial(Places, tuple(displays)))
        self._last: dict[str, Endpoint] = {}  # where each has proven itself, as on disk
        self._keeping = asyncio.Lock()  # of that file: displays that come together would write it together
        self._kept: dict[Paired, asyncio.Task[None]] = {}
        self._sessions: dict[str, tuple[Asker, Session[FromDisplay]]] = {}
        self._board_sounds = BoardSounds()
        self._answers = Answers(on_ask)
        self._paces: dict[str, Pace] = defaultdict(Pace)  # whichever of its sessions it asks in
        self._tasks: asyncio.TaskGroup

    @property
    def connected(self) -> tuple[Asker, ...]:
        return tuple(asker for asker, _ in self._sessions.values())

    @property
    def twin(self) -> bool:
        """Whether another machine has these keys, by what displays said of late."""
        return self._time() - self._twin_at < TWIN_FOR

    @property
    def board_sound(self) -> str:
        """What the calls of a connected board lack: one of `messages.SOUNDS`, or empty."""
        return self._board_sounds.worst

    def push(self) -> None:
        """Something changed: send each display that follows its view. All get one, whatever it was that
        changed, so that the traffic does not tell one command from another."""
        following = {_made_for(asker) for asker in self.connected if ROLES[asker.role].follows}
        views = {where: self._encoded(*where) for where in following}
        for asker, session in self._sessions.values():
            if view := views.get(_made_for(asker)):
                session.show(view)

    async def answer(self) -> None:
        """Return once the task that keeps the displays has had a turn: it has one every second."""
        await self._trust.looked()

    async def run(self) -> None:
        """Find and serve the paired displays until cancelled."""
        self._time = asyncio.get_running_loop().time
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(self._search())
            while True:
                await self._recall()
                self._match()
                await self._trust.changed()

    async def _search(self) -> None:
        await self._seek(self._sighted, self._missing, interfaces=self._interfaces)

    def _missing(self) -> Collection[str]:
        """The displays that are paired and not connected, by identifier."""
        return self._trust.known.paired.keys() - self._sessions.keys()

    async def _recall(self) -> None:
        """Where each display was reached last, before this program was started, or when it was paired."""
        for identifier, address in (await asyncio.to_thread(kept.addresses, self._trust.folder)).items():
            if not self._places[identifier].tried:
                self._found_at(identifier, address)

    def _found_at(self, identifier: str, address: Endpoint) -> bool:
        """Note where it is; whether that is news."""
        news = self._last.get(identifier) != address
        self._places[identifier].good(address)
        self._last[identifier] = address
        return news

    async def _remember(self) -> None:
        with contained("the keeping of an address"):
            async with self._keeping:
                known = {i: at for i, at in self._last.items() if i in self._trust.known.paired}
                await asyncio.to_thread(kept.keep_addresses, self._trust.folder, known)

    def _match(self) -> None:
        """Keep a connection to each display that is paired, as it is paired now, and to no other."""
        known = self._trust.known
        for paired in [p for p in self._kept if p not in known.paired.values()]:
            self._kept.pop(paired).cancel()
        for paired in known.paired.values():
            if paired not in self._kept:
                keep = self._keep(paired, known.dials[paired.identifier])
                self._kept[paired] = self._tasks.create_task(keep)

    def _encoded(self, role: Role, desk: int | None) -> bytes | None:
        view = self._view_for(role, desk)
        return codec.encode(See(view)) if view is not None else None

    def _in_pieces(self, role: Role, desk: int | None) -> list[bytes]:
        view = self._view_for(role, desk)
        return [codec.encode(See(piece)) for piece in messages.pieces(view)] if view is not None else []

    def _sighted(self, sighting: Sighting) -> None:
        if not sighting.pairing:
            self._places[sighting.identifier].seen(sighting.addresses)

    async def _keep(self, paired: Paired, tls: ssl.SSLContext) -> None:
        """Keep one display connected, for ever."""
        places = self._places[paired.identifier]
        backoff = Backoff()
        while True:
            await places.pause(backoff.wait())
            with contained("a display's session"):
                if await self._reached(paired, places, tls):
                    backoff.reset()

    async def _reached(self, paired: Paired, places: Places, tls: ssl.SSLContext) -> bool:
        """Dial a display and serve it until it goes; as `_serve`."""
        try:
            connection, address = await dial_first(places.to_try(), tls)
        except wire.WireLost as problem:
            log.debug("a display does not answer: %s", problem)
            return False
        if self._found_at(paired.identifier, address):
            await self._remember()
        return await self._serve(paired, connection)

    async def _serve(self, paired: Paired, connection: wire.Wire) -> bool:
        """Serve a display until it goes; False if it never came to that, or only for a moment."""
        since = _now()
        session = Session(connection, codec.from_display, _now)
        try:
            hello = await session.greet(Hello(messages.VERSION, self.name, machine=self._machine))
            asker = _asker(paired, hello)
            if connection.certificate != paired.der or not _as_paired(hello, asker):
                raise await session.part(messages.OTHER_ROLE)
            if asker.desk is not None and not self._has_desk(asker.desk):
                raise await session.part(messages.UNKNOWN_DESK)
            await self._live(asker, session, hello)
        except Parted as parted:
            log.info("a display was left: %s", parted)
            if parted.why == messages.TWIN:
                self._has_twin()
        finally:
            connection.drop()
        return _now() - since >= BEAT_EVERY

    async def _live(self, asker: Asker, session: Session[FromDisplay], hello: Hello) -> None:
        try:
            self._enter(asker, session, hello)
            raise await session.run(lambda message: self._hear(asker, session, message))
        finally:
            if self._sessions.get(asker.identifier) == (asker, session):
                del self._sessions[asker.identifier]
                self._board_sounds.gone(asker)
            self._on_change()

    def _enter(self, asker: Asker, session: Session[FromDisplay], hello: Hello) -> None:
        self._sessions[asker.identifier] = asker, session
        if hello.clock is not None:
            self._on_clock(asker, hello.clock)
        self._on_change()
        if not ROLES[asker.role].follows:
            self._tasks.create_task(self._show_once(asker, session))
        elif view := self._encoded(*_made_for(asker)):
            session.show(view)

    async def _show_once(self, asker: Asker, session: Session[FromDisplay]) -> None:
        try:
            pieces = await asyncio.to_thread(self._in_pieces, *_made_for(asker))
        except Exception as problem:
            # A log that cannot be read is no reason to stop serving the agents; its own part tells them.
            log.error("a view could not be made: %s", type(problem).__name__)
        else:
            session.hand_over(pieces)

    def _has_twin(self) -> None:
        news, self._twin_at = not self.twin, self._time()
        if news:
            log.warning("another machine has the keys of this kiosk")
            self._on_change()

    def _beaten(self, asker: Asker, beat: Beat) -> None:
        if beat.twin:
            self._has_twin()
        if self._board_sounds.hear(asker, beat.sound):
            self._on_change()

    async def _hear(self, asker: Asker, session: Session[FromDisplay], message: FromDisplay) -> None:
        if isinstance(message, Beat):
            self._beaten(asker, message)
        if not isinstance(message, Do):
            return
        await asyncio.sleep(self._paces[asker.identifier].wait(_now()))
        if not ROLES[asker.role].may_ask(message.ask, asker.desk):
            session.post(Done(message.identifier, messages.NOT_ALLOWED))
            return
        answer = self._answers.to(asker, message, self._tasks)
        answer.add_done_callback(lambda task: None if task.cancelled() else session.post(task.result()))
        if session.crowded or self._answers.waiting(asker) >= CROWD:
            await asyncio.wait([answer])


def _asker(paired: Paired, hello: Hello) -> Asker:
    """What it was paired as: a display chooses its name, and neither its role nor its desk."""
    return Asker(paired.identifier, told(hello.name), paired.role, ROLES[paired.role].seat(paired.desk))


def _as_paired(hello: Hello, asker: Asker) -> bool:
    """Whether it gives itself out for what it was paired as; one that names no desk claims none."""
    desk = ROLES[asker.role].seat(hello.desk)
    return hello.role is asker.role and desk in (None, asker.desk)


def _made_for(asker: Asker) -> tuple[Role, int | None]:
    """What its view is made for."""
    return asker.role, asker.desk


def _now() -> float:
    return asyncio.get_running_loop().time()
