"""Other programs, such as a player or a voice: started, and ended with all that they have started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

KILL = 9
"""The number of SIGKILL: Python on Windows, where it is not used, lacks the name."""


async def started(*command: str, stderr: int = DEVNULL) -> Process:
    """A process that reads from a pipe, in a session of its own. Raises OSError.

    If this is cancelled while the program starts, asyncio would wait for its pipes for ever: so the program
    is left to start, and then ended.
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
    """End it and its children: as long as a child holds its pipes, waiting for it does not return."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, KILL)
        await process.wait()
