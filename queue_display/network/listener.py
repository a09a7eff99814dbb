"""How a display accepts connections, and what strangers can use up at most.

A connection whose other end has not proven who it is holds a socket for some seconds at most. The number of
such connections is limited, and the number from one address still more.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from typing import Any

from queue_display.network.tasks import contained

log = logging.getLogger(__name__)

HANDSHAKE_WITHIN = 2.0
"""Seconds for the TLS handshake (measured: 11 ms on loopback, some 100 ms on a slow board)."""

AT_THE_DOOR = 48
"""Connections not yet proven, at one time. If one more comes, the oldest is closed, but none from where
somebody has proven who he is: a stranger with many addresses cannot push out the one that is known."""

AT_THE_DOOR_FROM_ONE = 4
"""The same, from one address. One more is refused."""

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter, Callable[[], None]], Awaitable[None]]


class Listener:
    """`serve` gets each connection, and a function to call once its other end has proven who it is."""

    def __init__(self, serve: Handler, tls: Callable[[], ssl.SSLContext] | None) -> None:
        self._serve = serve
        self._tls = tls
        self._at_door: dict[asyncio.Task[None], str] = {}
        self._known: set[str] = set()  # addresses, as few as there are kiosks
        self._sockets: list[socket.socket] = []

    def open(self, hosts: Sequence[str] | None, port: int) -> int:
        """Listen on the addresses `hosts` (None: all). Returns the port, a free one for 0. Raises OSError."""
        sockets: list[socket.socket] = []
        with ExitStack() as opened:
            for host in hosts if hosts is not None else [None]:
                one = opened.enter_context(_listening(host, port))
                port = one.getsockname()[1]
                sockets.append(one)
            opened.pop_all()
        self._sockets = sockets
        return port

    async def run(self) -> None:
        """Accept connections until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for one in self._sockets:
                    tasks.create_task(self._take(one, tasks))
        finally:
            for one in self._sockets:
                one.close()

    async def _take(self, door: socket.socket, tasks: asyncio.TaskGroup) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(door)
            except OSError as problem:  # no file descriptor is free, or the caller has already gone
                log.warning("could not take a connection: %s", type(problem).__name__)
                await asyncio.sleep(0.1)
                continue
            if not self._room_for(address[0]):
                connection.close()
                continue
            task = tasks.create_task(self._admit(connection))
            self._at_door[task] = address[0]
            task.add_done_callback(self._gone)

    def _secured(self) -> dict[str, Any]:
        return {"ssl": self._tls(), "ssl_handshake_timeout": HANDSHAKE_WITHIN} if self._tls else {}

    def _room_for(self, host: str) -> bool:
        if list(self._at_door.values()).count(host) >= AT_THE_DOOR_FROM_ONE:
            return False
        if len(self._at_door) >= AT_THE_DOOR:
            strangers = (task for task, where in self._at_door.items() if where not in self._known)
            if not (oldest := next(strangers, None)):
                return False
            oldest.cancel()
        return True

    def _proven(self, task: asyncio.Task[None] | None) -> None:
        if task and task in self._at_door:
            self._known.add(self._at_door[task])
            self._gone(task)

    def _gone(self, task: asyncio.Task[None]) -> None:
        self._at_door.pop(task, None)

    async def _admit(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, **self._secured())
        except OSError as problem:  # ssl.SSLError among them
            log.debug("a stranger was refused: %s", type(problem).__name__)
            connection.close()
            return
        me = asyncio.current_task()
        try:
            writer = asyncio.StreamWriter(transport, protocol, reader, loop)
            with contained("a connection"):
                await self._serve(reader, writer, lambda: self._proven(me))
        finally:
            transport.abort()


def _listening(host: str | None, port: int) -> socket.socket:
    if host is None:
        both = socket.has_dualstack_ipv6()
        family = socket.AF_INET6 if both else socket.AF_INET
        door = socket.create_server(("", port), family=family, backlog=128, dualstack_ipv6=both)
    else:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        door = socket.create_server((host, port), family=family, backlog=128)
    door.setblocking(False)
    return door
