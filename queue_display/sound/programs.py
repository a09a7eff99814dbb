"""Other programs, such as a player or a voice: heard to the end, or ended with all that they have started."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

from assets.spoken import spoken
from queue_display.sound.engines import Engine
from queue_display.sound.steps import USUAL_PACE

log = logging.getLogger(__name__)

KILL = 9
"""The number of SIGKILL: Python on Windows, where it is not used, lacks the name."""

HUSH = 1.0
"""Seconds for an engine to stop speaking when it is asked to."""


class SoundOutcome(enum.Enum):
    """What became of something that was to be heard. `MUTE`: the program reports that no sound comes out."""

    HEARD, CUT_OFF, FAILED, MISSING, MUTE = range(5)


async def heard(
    engine: Engine,
    words: str = "",
    language: str = "",
    *,
    limit: float,
    cut_off: asyncio.Event | None = None,
    pace: int = USUAL_PACE,
) -> SoundOutcome:
    """Have `engine` say `words`, or play, until its end, until `cut_off` is set or for `limit` seconds.

    The words are those of a text: what a voice reads of it is made here. No process is left.
    """
    try:
        process = await started(*engine.command(language, pace), stderr=PIPE)
    except OSError as error:
        log.warning("%s does not start: %s", engine.name, error.strerror)
        gone = isinstance(error, FileNotFoundError | PermissionError)
        return SoundOutcome.MISSING if gone else SoundOutcome.FAILED
    # On one line: speech-dispatcher reads each line as a separate message.
    line = " ".join(spoken(words, language).split())
    return await _followed(engine, process, line.encode(), limit, cut_off or asyncio.Event())


async def _followed(
    engine: Engine, process: Process, words: bytes, limit: float, cut_off: asyncio.Event
) -> SoundOutcome:
    spoken = asyncio.ensure_future(process.communicate(words))
    stopped = asyncio.ensure_future(cut_off.wait())
    try:
        await asyncio.wait((spoken, stopped), timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if not spoken.done():
            return SoundOutcome.CUT_OFF if cut_off.is_set() else SoundOutcome.FAILED
        return _outcome(engine, process, spoken)
    finally:
        if process.returncode is None:
            await _silence(engine, process)
        for future in (spoken, stopped):
            future.cancel()
        await asyncio.gather(spoken, stopped, return_exceptions=True)


def _outcome(engine: Engine, process: Process, spoken: asyncio.Future[tuple[bytes, bytes]]) -> SoundOutcome:
    if spoken.exception() or process.returncode:
        return SoundOutcome.FAILED
    _, errors = spoken.result()
    # Without a sound card espeak-ng still ends with 0; it only writes an error.
    mute = engine.mute and f"\n{engine.mute}".encode() in b"\n" + errors
    return SoundOutcome.MUTE if mute else SoundOutcome.HEARD


async def _silence(engine: Engine, process: Process) -> None:
    await ended(process)
    if not engine.silence:
        return
    try:
        silencer = await started(engine.name, *engine.silence)
    except OSError:
        return
    try:
        async with asyncio.timeout(HUSH):
            await silencer.wait()
    except TimeoutError:
        log.warning("%s does not fall silent", engine.name)
    finally:
        await ended(silencer)


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
