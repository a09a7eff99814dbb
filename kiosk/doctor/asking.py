"""How `halte doctor` asks the running kiosk: over a socket in its data folder, which no network reaches.

Only the kiosk knows how its printer is, which displays are there, and what it is allowed to do itself. The
answer to a connection is its findings, and the end: nothing can be asked for, and nothing of a visit is in
it. Linux alone; elsewhere no kiosk runs on its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from assets.files import BEGINNING, date_file
from assets.findings import Finding
from queue_display.messages import MachineFinding

log = logging.getLogger(__name__)

SOCKET = "halte.socket"

MOST = 100_000
"""Bytes of an answer that are read: it has some thousands."""

PATIENCE = 20.0
"""Seconds in which a kiosk that lives answers, however busy: its own look takes 12 at most."""

ONE_AT_A_TIME = 4
"""Who asks while so many others wait is turned away."""


_OURS_TO_REMOVE: dict[str, Any] = {"cleanup_socket": False} if sys.version_info >= (3, 13) else {}
"""Python 3.13 would remove the socket by the name that it was bound by, which is good for a moment alone."""


class NoAnswer(Exception):
    """A kiosk is there, and does not answer."""


def written(findings: Sequence[Finding]) -> bytes:
    return msgspec.json.encode([MachineFinding.of(finding) for finding in findings])


def read(content: bytes) -> list[Finding]:
    """Raises msgspec.MsgspecError for what is no list of findings."""
    return [one.finding for one in msgspec.json.decode(content, type=list[MachineFinding])]


# --- The kiosk's end ------------------------------------------------------------------------------


async def serve(data: Path, look: Callable[[], Awaitable[Sequence[Finding]]]) -> None:
    """Answer until cancelled. Where no socket can be made, nobody is answered, and the kiosk goes on."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):  # who has asked may be gone
            writer.write(written(await look()))
            await writer.drain()
        writer.close()

    try:
        made = await asyncio.to_thread(_listening, data)
        server = await asyncio.start_unix_server(answer, sock=made, **_OURS_TO_REMOVE)
    except OSError as failure:
        log.info("the doctor cannot ask here: %s", type(failure).__name__)
        return
    try:
        async with server:
            await server.serve_forever()
    finally:
        await asyncio.shield(asyncio.to_thread(_remove, data))


def _remove(data: Path) -> None:
    """Have the socket gone; the folder bears no hour of it."""
    with contextlib.suppress(OSError):
        (data / SOCKET).unlink(missing_ok=True)
        date_file(data, BEGINNING)


def _listening(data: Path) -> socket.socket:
    """A socket in the folder, which this process alone has: what lies there is left from a kiosk that was
    killed. It bears no hour, and is its owner's alone. Raises OSError."""
    if sys.platform != "linux":
        raise OSError("no such sockets")
    place = data / SOCKET
    place.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX)
    try:
        with _short(data) as folder:
            made.bind(f"{folder}/{SOCKET}")
        place.chmod(0o600)
        for file in (place, data):
            with contextlib.suppress(PermissionError):  # a folder that another account lends us
                date_file(file, BEGINNING)
        made.listen(ONE_AT_A_TIME)
    except BaseException:
        made.close()
        raise
    return made


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A name of `folder` that is short enough for a socket's, of which there are 108 bytes (unix(7))."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)


# --- The end that asks ----------------------------------------------------------------------------


def ask(data: Path, patience: float = PATIENCE) -> list[Finding] | None:
    """What the kiosk on this folder finds; None where none runs. Raises NoAnswer."""
    if sys.platform != "linux" or not (data / SOCKET).is_socket():
        return None
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(patience)
        try:
            with _short(data) as folder:
                asking.connect(f"{folder}/{SOCKET}")
        except ConnectionRefusedError:  # left from one that was killed
            return None
        except OSError as failure:
            raise NoAnswer from failure
        try:
            return read(_all_of(asking))
        except (OSError, msgspec.MsgspecError) as failure:
            raise NoAnswer from failure


def _all_of(asking: socket.socket) -> bytes:
    content = b""
    while len(content) < MOST and (more := asking.recv(MOST)):
        content += more
    return content
