"""Tasks that run together until one of them ends, which is no failure; waiting for an event; failing alone.

`asyncio.TaskGroup` is made for failures: if a task fails in it at the moment in which the group is cancelled,
the cancellation is forgotten (Python 3.11 and 3.12), and the task around the group goes on for ever.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)


@contextmanager
def contained(what: str) -> Iterator[None]:
    """The guard of every door: whatever others sent, the worst that it ends is this session, this look.

    What was foreseen is caught within. `what` is constant words for the technical log, which gets the kind of
    the failure beside it, and never its words: those may quote what was sent.
    """
    try:
        yield
    except Exception as problem:
        log.error("%s ended: %s", what, type(problem).__name__)


async def first_of(*parts: Coroutine[Any, Any, None]) -> list[BaseException]:
    """Run `parts` side by side until one ends, then end the others; returns what they ended with."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ends = await end_all(tasks)
    return [e for e in ends if isinstance(e, BaseException) and not isinstance(e, asyncio.CancelledError)]


async def end_all(tasks: Iterable[asyncio.Task[Any]]) -> list[Any]:
    """Cancel `tasks`, wait until each has ended; returns their results and exceptions."""
    these = list(tasks)
    for task in these:
        task.cancel()
    return await asyncio.gather(*these, return_exceptions=True)


async def came(event: asyncio.Event, within: float | None) -> bool:
    """Wait for `event`, at most `within` seconds (None: for ever); whether it came."""
    try:
        async with asyncio.timeout(within):
            await event.wait()
    except TimeoutError:
        return False
    return True
