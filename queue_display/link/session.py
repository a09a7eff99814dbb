"""One connection between a kiosk and a display, from the first `Hello` to the end: the same at both ends.

Three tasks: one reads, one writes, one keeps the heartbeat. Whichever notices the end ends the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from queue_display.codec import Malformed, NotUnderstood, encode
from queue_display.link.pulse import Pulse
from queue_display.messages import (
    NOT_UNDERSTOOD,
    OTHER_VERSION,
    PARTINGS,
    Beat,
    Bye,
    Do,
    Done,
    Hello,
    shared_version,
)
from queue_display.network.tasks import came, first_of
from queue_display.network.wire import Wire, WireLost

log = logging.getLogger(__name__)

HELLO_WITHIN = 1.5
"""Seconds for the other end's `Hello`."""

CROWD = 32
"""Messages waiting to be sent from which on no more commands are taken in."""

Heard = TypeVar("Heard")


class Parted(Exception):
    """The session is over. `why` is one of `PARTINGS`, or empty when the connection broke."""

    def __init__(self, why: str = "") -> None:
        self.why = why if why in PARTINGS else ""
        super().__init__(self.why or "the connection broke")


class Session(Generic[Heard]):
    """`read` is the decoder for what the other end may send, `beat` makes each heartbeat."""

    def __init__(
        self,
        wire: Wire,
        read: Callable[[bytes], Heard],
        now: Callable[[], float],
        beat: Callable[[], Beat] = Beat,
    ) -> None:
        self._wire = wire
        self._read = read
        self._now = now
        self._beat = beat
        self._heard = asyncio.Event()
        self._leaving = ""  # why, once this end wants to part
        self._letters: deque[bytes] = deque()
        self._view: bytes | None = None
        self._to_send = asyncio.Event()

    async def greet(self, mine: Hello) -> Hello:
        """Exchange `Hello`s, ours first, and return the other end's. Raises Parted, telling the other end
        why."""
        try:
            await self._wire.send(encode(mine))
            return await self._introduced(mine)
        except (WireLost, Malformed, TimeoutError) as problem:
            raise Parted from problem

    async def welcome(self, mine: Hello, admit: Callable[[Hello], Awaitable[None]]) -> Hello:
        """The same, the other end's first: `admit` may raise Parted for one that must not come in. It has
        less than `HELLO_WITHIN` for that: the other end waits for ours."""
        try:
            theirs = await self._introduced(mine)
            await admit(theirs)
            await self._wire.send(encode(mine))
        except (WireLost, Malformed, TimeoutError) as problem:
            raise Parted from problem
        return theirs

    async def _introduced(self, mine: Hello) -> Hello:
        """The other end's `Hello`. Raises Parted, WireLost, Malformed, TimeoutError."""
        async with asyncio.timeout(HELLO_WITHIN):
            theirs = self._read(await self._wire.receive())
        if not isinstance(theirs, Hello):
            raise Parted(theirs.why if isinstance(theirs, Bye) else "")
        if shared_version(mine, theirs) is None:
            raise await self.part(OTHER_VERSION)
        return theirs

    @property
    def crowded(self) -> bool:
        """Answers pile up: the other end asks faster than it listens."""
        return len(self._letters) >= CROWD

    def drop(self) -> None:
        """End the session from outside."""
        self._wire.drop()

    def leave(self, why: str) -> None:
        """End the session as soon as the other end has been told why. From now on nothing of it is heard."""
        self._leaving = why
        self._to_send.set()

    @property
    def leaving(self) -> bool:
        """Whether it ends by itself, once that has been said."""
        return bool(self._leaving)

    async def lives(self, within: float) -> bool:
        """Whether the other end is heard within so many seconds: it owes a heartbeat each `BEAT_EVERY`."""
        self._heard.clear()
        return await came(self._heard, within)

    async def part(self, why: str) -> Parted:
        """Tell the other end that, and why, it is over; returns what to raise."""
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                await self._wire.send(encode(Bye(why)))
        except (WireLost, TimeoutError):
            log.debug("could not say goodbye")
        return Parted(why)

    def post(self, message: Do | Done | Beat) -> None:
        """Send when there is room, in order."""
        self._letters.append(encode(message))
        self._to_send.set()

    def hand_over(self, pieces: Iterable[bytes]) -> None:
        """Send all of them, encoded, in order, among what else there is to say."""
        self._letters.extend(pieces)
        self._to_send.set()

    def show(self, view: bytes) -> None:
        """Send an encoded view; it takes the place of one that has not left yet."""
        self._view = view
        self._to_send.set()

    async def run(self, hear: Callable[[Heard], Awaitable[None]]) -> Parted:
        """Hand each message to `hear`, until the end; returns why it came."""
        try:
            ends = await first_of(self._receive(hear), self._send(), self._keep_time())
        finally:
            self._wire.drop()
        for end in ends:
            if not isinstance(end, Parted | WireLost | Malformed):
                raise end
            log.info("link ended: %s", end)
        return next((end for end in ends if isinstance(end, Parted)), Parted())

    async def _receive(self, hear: Callable[[Heard], Awaitable[None]]) -> None:
        self._pulse = Pulse(self._now())
        while True:
            data = await self._wire.receive()
            self._pulse.hear(self._now())
            self._heard.set()
            if self._leaving:
                continue
            try:
                message = self._read(data)
            except NotUnderstood as unknown:
                self.post(Done(unknown.identifier, NOT_UNDERSTOOD))
                continue
            if isinstance(message, Bye):
                raise Parted(message.why)
            await hear(message)

    async def _send(self) -> None:
        while True:
            await self._to_send.wait()
            self._to_send.clear()
            # The view first: an answer is never ahead of what it brought about.
            view, self._view = self._view, None
            if view is not None:
                await self._wire.send(view)
            while self._letters:
                await self._wire.send(self._letters.popleft())
            if self._leaving:
                raise await self.part(self._leaving)

    async def _keep_time(self) -> None:
        pulse = self._pulse
        while not pulse.dead(self._now()):
            if pulse.beat_due(self._now()):
                self.post(self._beat())
            until = self._now() + pulse.wake(self._now())
            await asyncio.sleep(until - self._now())
            pulse.overslept(self._now() - until)
        self._wire.cut()
        raise WireLost("silent for too long")
