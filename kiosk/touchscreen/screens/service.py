"""Carries out what agents ask on the service screen, and tells the journey what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

from assets.wording import FRENCH, wording
from kiosk.touchscreen.inputs import Code, Input
from kiosk.touchscreen.journey import Do, Next
from kiosk.touchscreen.screens.actions import Actions
from kiosk.touchscreen.service_code import matches
from kiosk.touchscreen.service_pairing import looked, paired, revoked
from kiosk.touchscreen.service_state import test_ticket


class Service:
    """`tell` is given what comes of it. `stopped` once an agent has stopped the kiosk."""

    def __init__(self, actions: Actions, tell: Callable[[Input], object]) -> None:
        self._actions, self._tell = actions, tell
        self.stopped = False

    def works(self, after: Next) -> Iterator[Coroutine[Any, Any, None]]:
        """What is to be done after a step, each to run by itself."""
        if after.check is not None:
            yield self._check(after.check)
        if after.order is Do.STOP:
            self.stopped = True
        if after.order is Do.TEST_PRINT:
            yield self._print_test()
        if after.look:
            yield self._answer(looked(self._actions.pairings))
        if after.pair is not None:
            yield self._answer(paired(self._actions.pairings, after.pair))
        if after.revoke is not None:
            yield self._answer(revoked(self._actions.pairings, after.revoke))

    async def _answer(self, outcome: Awaitable[Input]) -> None:
        self._tell(await outcome)

    async def _check(self, code: str) -> None:
        right = await asyncio.to_thread(matches, code, self._actions.settings.service_code)
        self._tell(Code(right))

    async def _print_test(self) -> None:
        await self._actions.printer.print(test_ticket(self._actions, wording(FRENCH)))
