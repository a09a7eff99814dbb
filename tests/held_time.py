"""An event loop whose clock the tests hold: where everything waits, the next timer is due at once.

For tests whose every part lives in the one loop, sockets on loopback included: what one end has sent is
there for the other when the first has sent it, so once nothing is ready, nothing but a timer can come. A
second of patience is then over in no time, and on a slow machine it is still a second of patience. Work in
the loop's threads is waited for. Other processes are not seen: a test that has some keeps the real clock.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeAlias, TypeVar, TypeVarTuple

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

Ready: TypeAlias = list[tuple[selectors.SelectorKey, int]]
Select: TypeAlias = Callable[[float | None], Ready]

LOOK = 0.005
"""Seconds, real ones, for which nothing must come before the clock goes on: a kernel under load may hand a
packet on a little later."""

MOST_TURNS = 10_000
"""Turns of the loop in a row in which something is always ready: more is a thing that is begun anew without
end. `tests/faults/test_link_storm.py` comes to 250, no other test to 100."""


class WaitingLoop(asyncio.SelectorEventLoop):
    """An event loop that decides how it waits; `threads` of its own are at work meanwhile."""

    def __init__(self) -> None:
        self.threads = 0
        super().__init__(_Asking(self))

    def wait(self, timeout: float | None, select: Select) -> Ready:
        """What is ready within `timeout` seconds, None for ever; `select` looks for as long as it is told."""
        return select(timeout)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*_Ts], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        self.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._over)
        return future

    def _over(self, future: asyncio.Future[_T]) -> None:
        self.threads -= 1


class _Asking(selectors.DefaultSelector):
    def __init__(self, loop: WaitingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Ready:
        return self._loop.wait(timeout, super().select)


class HeldLoop(WaitingLoop):
    """Its `time()` is the steady clock and all that was skipped."""

    skipped = 0.0
    turns = 0

    def time(self) -> float:
        return super().time() + self.skipped

    def wait(self, timeout: float | None, select: Select) -> Ready:
        self.turns = self.turns + 1 if timeout == 0 else 0
        assert self.turns < MOST_TURNS, "something is begun anew without end: time stands still"
        if timeout is None or timeout <= LOOK or self.threads:
            return select(timeout)
        ready = select(LOOK)
        if not ready:
            self.skipped += timeout - LOOK
        return ready
