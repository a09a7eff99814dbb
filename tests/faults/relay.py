"""A relay between kiosk and display that does to a connection what bad networks do, and can listen in."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from enum import Enum
from types import TracebackType

CHUNK = 1 << 16


class Way(Enum):
    TO_DISPLAY = "to display"
    TO_KIOSK = "to kiosk"


class Relay:
    """Listens on loopback and passes each connection on to `target()`, a port there.

    `delay` is in seconds, `stalled` ways hold everything back, `deaf` ways throw everything away, while
    `closed` no connection is passed on. `tap` gets the way and the bytes of everything passed.
    """

    def __init__(self, target: Callable[[], int]) -> None:
        self.port = 0
        self.delay = 0.0
        self.stalled: set[Way] = set()
        self.deaf: set[Way] = set()
        self.closed = False
        self.tap: Callable[[Way, bytes], None] = lambda way, data: None
        self.target = target
        self._changed = asyncio.Event()
        self._connections: dict[asyncio.Task[None], tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = {}

    async def __aenter__(self) -> Relay:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.close()
        tasks = list(self._connections)
        self.cut()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def cut(self) -> None:
        """End every connection, as a machine does that is shut down in order."""
        for ends in self._connections.values():
            for end in ends:
                end.close()

    def reset(self) -> None:
        """End every connection with a reset."""
        for ends in self._connections.values():
            for end in ends:
                end.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                end.transport.abort()

    def heal(self) -> None:
        """Faultless from now on; what was held back arrives."""
        self.delay, self.closed = 0.0, False
        self.stalled.clear()
        self.deaf.clear()
        self._changed.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        if self.closed:
            writer.transport.abort()
            return
        try:
            other_reader, other = await asyncio.open_connection("127.0.0.1", self.target())
        except OSError:
            writer.transport.abort()
            return
        self._connections[task] = writer, other
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reader, other, Way.TO_DISPLAY))
                tasks.create_task(self._pass(other_reader, writer, Way.TO_KIOSK))
        except* (OSError, ValueError, asyncio.CancelledError):
            pass  # the relay's own end is as good as any other
        finally:
            del self._connections[task]
            for end in (writer, other):
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        while data := await reader.read(CHUNK):
            if self.delay:
                await asyncio.sleep(self.delay)
            while way in self.stalled:
                self._changed.clear()
                await self._changed.wait()
            if way not in self.deaf:
                self.tap(way, data)
                writer.write(data)
                await writer.drain()
        raise ConnectionResetError  # one end has gone: so has the connection
