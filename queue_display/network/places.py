"""Where a display may be, and how to reach it. An announcement proves nothing; the key that answers does."""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import Iterable

from queue_display import codec
from queue_display.network import wire
from queue_display.network.endpoint import Endpoint
from queue_display.network.tasks import came, end_all

MOST = 64
"""Addresses kept of one display. A machine has a few; a stranger can announce many false ones, which must not
push out the true ones at once."""

AT_ONCE = 8
"""Addresses dialled at the same time."""


class Places:
    """Where a display may be reached: the address that last worked and those that are `set` first, then what
    anyone announced."""

    def __init__(self, fixed: Iterable[Endpoint] = ()) -> None:
        self._known: OrderedDict[Endpoint, None] = OrderedDict()
        self._fixed = tuple(fixed)
        self._good: Endpoint | None = None
        self._news = asyncio.Event()

    def seen(self, addresses: Iterable[Endpoint]) -> None:
        for address in addresses:
            self._known[address] = None
            self._known.move_to_end(address, last=False)
        while len(self._known) > MOST:
            self._known.popitem()
        self._news.set()

    def good(self, address: Endpoint) -> None:
        """It has proven itself there, now or the last time."""
        self._good = address

    @property
    def tried(self) -> bool:
        """Whether there is an address that has proven itself."""
        return self._good is not None

    def to_try(self) -> list[Endpoint]:
        """The next addresses to dial, all at once: what is known, and some that were announced, each in its
        turn."""
        known = dict.fromkeys([*([self._good] if self._good else []), *self._fixed])
        turn = [a for a in self._known if a not in known][:AT_ONCE]
        for address in turn:
            self._known.move_to_end(address)
        return [*known, *turn]

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the display is announced anew."""
        self._news.clear()
        await came(self._news, seconds)


async def dial_first(
    addresses: list[Endpoint], tls: ssl.SSLContext | None, longest: int = codec.LONGEST_ASK
) -> tuple[wire.Wire, Endpoint]:
    """Dial all at once; the first that answers is kept. Raises WireLost when none does."""
    tasks = {asyncio.create_task(wire.dial(a.host, a.port, longest, tls)): a for a in addresses}
    waiting = set(tasks)
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if not isinstance(task.exception(), wire.WireLost):
                    return task.result(), tasks.pop(task)
    finally:
        await _let_go(tasks)
    raise wire.WireLost("nobody answers")


async def _let_go(tasks: Iterable[asyncio.Task[wire.Wire]]) -> None:
    for outcome in await end_all(tasks):
        if isinstance(outcome, wire.Wire):
            outcome.drop()
