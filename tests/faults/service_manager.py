"""systemd's end of sd_notify(3): a socket on which a test hears what a service says of itself."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.processes import LATE


class Heard:
    """`environment` is what a service is started with, so that it speaks to us."""

    def __init__(self, listening: socket.socket, name: str, watchdog: float) -> None:
        self._listening = listening
        self.environment = {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": str(round(watchdog * 1e6))}

    async def next(self, within: float = LATE) -> list[str]:
        """The lines of the next message. Raises TimeoutError."""
        async with asyncio.timeout(within):
            message = await asyncio.get_running_loop().sock_recv(self._listening, 4096)
        return message.decode().split("\n")

    async def until(self, line: str, within: float = LATE) -> list[list[str]]:
        """All messages up to the one that has this line."""
        messages = [await self.next(within)]
        while line not in messages[-1]:
            messages.append(await self.next(within))
        return messages

    async def falls_silent(self, seconds: float) -> list[list[str]]:
        """What is still said, until nothing is for so long."""
        said: list[list[str]] = []
        with suppress(TimeoutError):
            while True:
                said.append(await self.next(seconds))
        return said

    def forget(self) -> None:
        """Leave unheard what has been said so far."""
        with suppress(BlockingIOError):
            while True:
                self._listening.recv(4096)


@asynccontextmanager
async def service_manager(folder: Path, watchdog: float) -> AsyncIterator[Heard]:
    """One that ends a service after `watchdog` seconds: a test does what it would do."""
    name = str(folder / f"notify-{os.getpid()}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name)
        listening.setblocking(False)
        yield Heard(listening, name, watchdog)
