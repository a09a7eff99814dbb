"""The one way into the queue: a command is decided, made durable, and only then told to anyone.

    touch or display ─▶ submit ─▶ engine ─▶ record ─▶ every listener (screen, paper, displays)

Commands are taken one at a time, in the order in which they arrive. The record writes on a thread of its
own, so that the event loop never waits for a slow disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeAlias

from kiosk.clock import Moment
from kiosk.engine import ANY, decide, roll
from kiosk.queue import Command, Decision, Limits, State

_log = logging.getLogger(__name__)

Listener: TypeAlias = Callable[[State], None]


class RecordPort(Protocol):
    """What the queue needs of `kiosk.record.Record`."""

    async def save(self, before: State, decision: Decision) -> None:
        """Return once the decision would survive a power cut; raises RecordFailed if it would not."""


class QueueService:
    """Owns the state of the queue of a van of these `limits`. `now` reads the clock; listeners are told of
    what is durable."""

    def __init__(
        self, state: State, record: RecordPort, now: Callable[[], Moment], limits: Limits = ANY
    ) -> None:
        self.state = state
        self._limits = limits
        self._record = record
        self._now = now
        self._turn = asyncio.Lock()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Have `listener` called, on the event loop, after each durable decision; it must not block."""
        self._listeners.append(listener)

    async def submit(
        self, command: Command, identifier: str = "", at: Callable[[State], Moment] | None = None
    ) -> Decision:
        """Carry out `command`; `at` may tell from the state at which moment, else it is the clock's.

        Raises `Refused`, as `at` may too, or RecordFailed; after either the state is as before.
        """
        async with self._turn:
            now = at(self.state) if at else self._now()
            await self._roll(now)
            decision = decide(self.state, command, now, identifier, self._limits)
            await self._commit(decision)
            return decision

    async def roll(self) -> None:
        """Begin a new day if one is due; called at start and now and then."""
        async with self._turn:
            await self._roll(self._now())

    async def _roll(self, now: Moment) -> None:
        decision = roll(self.state, now)
        if decision:
            await self._commit(decision)

    async def _commit(self, decision: Decision) -> None:
        """Once begun, it is finished even if whoever asked is cancelled: memory must not differ from disk."""
        work = asyncio.ensure_future(self._save_and_tell(decision))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            while not work.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([work])
            if not work.cancelled() and work.exception():
                _log.error("a cancelled command was not recorded either")
            raise

    async def _save_and_tell(self, decision: Decision) -> None:
        await self._record.save(self.state, decision)
        self.state = decision.state
        for listener in self._listeners:
            self._tell(listener)

    def _tell(self, listener: Listener) -> None:
        try:
            listener(self.state)
        except Exception:  # what is recorded stays recorded, and the other listeners must be told
            _log.exception("a listener failed")
