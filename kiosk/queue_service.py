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
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeAlias

from assets.errors import Trouble
from kiosk.clock import Moment
from kiosk.engine import ANY, decide
from kiosk.queue import Command, Decision, Limits, State
from kiosk.timing import due_in, roll, settle
from queue_display.network.tasks import came

_log = logging.getLogger(__name__)

AGAIN = 5.0
"""Seconds before another try where the disk fails."""

Listener: TypeAlias = Callable[[State], None]


class RecordPort(Protocol):
    """What the queue needs of `kiosk.record.Record`."""

    async def save(self, before: State, decision: Decision) -> None:
        """Return once the decision would survive a power cut; raises RecordFailed if it would not."""

    async def counted(self, day: date) -> int:
        """Finished visits of a day."""


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
        self._changed = asyncio.Event()
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
            decision = await self._on_its_day(self._decided(command, identifier, now))
            await self._commit(decision)
            return decision

    def _decided(self, command: Command, identifier: str, now: Moment) -> Decision:
        """What becomes of it, and with it what can no longer be taken back."""
        due = settle(self.state, now)
        state = due.state if due else self.state
        decision = decide(state, command, now, identifier, self._limits)
        return replace(decision, events=due.events + decision.events) if due else decision

    async def answer(self) -> None:
        """Return once a command would have had its turn."""
        async with self._turn:
            pass

    async def roll(self) -> None:
        """Begin a new day if one is due; called at start and now and then."""
        async with self._turn:
            await self._roll(self._now())

    async def _roll(self, now: Moment) -> None:
        decision = roll(self.state, now)
        if decision:
            await self._commit(await self._on_its_day(decision))

    async def _on_its_day(self, decision: Decision) -> Decision:
        """The same, with the visits that the day has which it brings, if that is another."""
        if decision.state.day == self.state.day:
            return decision
        visits = await self._record.counted(decision.state.day)
        return replace(decision, state=replace(decision.state, visits_today=visits))

    async def settle(self) -> None:
        """Count what can no longer be taken back. Raises RecordFailed."""
        async with self._turn:
            decision = settle(self.state, self._now())
            if decision:
                await self._commit(decision)

    async def run(self) -> None:
        """Settle what is due, each in its time, until cancelled."""
        while True:
            self._changed.clear()
            if not await came(self._changed, due_in(self.state, self._now())):
                await self._settle_or_wait()

    async def _settle_or_wait(self) -> None:
        try:
            await self.settle()
        except Trouble as trouble:
            _log.error("a visit is not counted yet: %s", type(trouble).__name__)
            await asyncio.sleep(AGAIN)

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
        self._changed.set()
        for listener in self._listeners:
            self._tell(listener)

    def _tell(self, listener: Listener) -> None:
        try:
            listener(self.state)
        except Exception:  # what is recorded stays recorded, and the other listeners must be told
            _log.exception("a listener failed")
