"""Other programs, such as a player or a voice: started, and ended with whatever they have started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

KILL = 9
"""The signal's number: where there are sessions it has one, and Windows does not know its name."""


async def started(*command: str, stderr: int = DEVNULL) -> Process:
    """A process that reads from a pipe, in a session of its own. Raises OSError.

    Cancelled while it starts, asyncio would wait for its pipes without end: it is let start, and then ended.
    """
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=stderr, start_new_session=True
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with contextlib.suppress(OSError):
            await ended(await starting)
        raise


async def ended(process: Process) -> None:
    """End it and its children: as long as one of them holds its pipes, waiting for it does not end."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, KILL)
        await process.wait()
