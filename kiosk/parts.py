"""The van's parts, each kept going: one that ends is begun anew, and the agents and the doctor are told.

What hangs is another matter: see `kiosk.vitals`. Queue and record hold the line itself; what is kept of the
queue here is only what time brings about.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Literal, TypeAlias, get_args

from assets.conditions import Condition
from queue_display.network.tasks import contained

log = logging.getLogger(__name__)

Part: TypeAlias = Literal["printer", "link", "queue", "clock", "voice", "backup", "doctor"]

PARTS: tuple[Part, ...] = get_args(Part)

AGAIN = 2.0
"""Seconds before a part that ended is begun anew: a fault that stays must not take the machine's time."""

TOLD_FOR = 900.0
"""Seconds for which it is told: long enough to be read between two visits."""


class Parts:
    """`changed` is called when there is something to tell, or nothing more."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._ended: Part | None = None  # the last of them
        self._at = -math.inf
        self._time: Callable[[], float] = time.monotonic  # that of the loop, once it runs: threads ask too

    @property
    def condition(self) -> Condition:
        """Which part was begun anew within the last `TOLD_FOR` seconds, if any was."""
        lately = self._ended is not None and self._time() - self._at < TOLD_FOR
        return Condition(f"part_{self._ended}") if lately else Condition()

    async def keep(self, part: Part, run: Callable[[], Awaitable[None]]) -> None:
        """Run it until cancelled, however often it ends."""
        self._time = asyncio.get_running_loop().time
        while True:
            with contained(part):
                await run()
            if cancelled():  # though the part made something else of it, as a group of tasks may
                raise asyncio.CancelledError
            log.error("a part of the kiosk has ended and is begun anew: %s", part)
            self._ended, self._at = part, self._time()
            self._changed()
            await asyncio.sleep(AGAIN)


def cancelled() -> bool:
    """Whether this task has been told to end."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
