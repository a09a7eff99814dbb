"""One connection as a pair of message streams: the only file that knows websockets.

Of the websockets library only the protocol is used, not its input and output: so the same few lines serve
both ends, and the time and memory that a stranger can cost are decided here.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections import deque
from collections.abc import Awaitable, Callable

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import Event, State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from queue_display.private_files import CUT

CONNECT_WITHIN = 1.5
"""Seconds for a TCP connection and its TLS handshake (measured: 11 ms on loopback)."""

UPGRADE_WITHIN = 1.5
"""Seconds for the websocket's opening handshake."""

_READ = 1 << 16
_HIGH_WATER = 1 << 16

# websockets logs the content of each frame at DEBUG; no log may hold a ticket.
_silent = logging.getLogger("queue_display.silent")
_silent.disabled = True


class WireLost(Exception):
    """The connection has ended, or was never made; the message says how, for the technical log."""


class Wire:
    """An open websocket. Messages are bytes, each whole; one task may receive, one may send."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        peer: ServerProtocol | ClientProtocol,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._peer = peer
        self._events: deque[Event] = deque()
        writer.transport.set_write_buffer_limits(high=_HIGH_WATER)

    @property
    def certificate(self) -> bytes | None:
        """The other end's certificate (DER)."""
        return certificate(self._writer)

    async def receive(self) -> bytes:
        """The next message. Raises WireLost."""
        while True:
            event = await self._event()
            if isinstance(event, Frame) and event.opcode is Opcode.BINARY and event.fin:
                return bytes(event.data)
            if isinstance(event, Frame) and event.opcode not in (Opcode.PING, Opcode.PONG):
                raise WireLost("closed, or not in whole binary messages")

    async def send(self, message: bytes) -> None:
        """Send one message; returns when the system has room for more. Raises WireLost."""
        if self._peer.state is not State.OPEN:
            raise WireLost("closing")
        self._peer.send_binary(message)
        await self._flush()

    def drop(self) -> None:
        """Close at once, without a goodbye and without waiting. May be called again."""
        self._writer.transport.abort()

    def cut(self) -> None:
        """Close the connection to an end that is silent. What is not sent yet must not arrive later, when
        this end has already told its user that it was not sent."""
        connection: socket.socket | None = self._writer.get_extra_info("socket")
        if connection and connection.fileno() >= 0:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT)
        self.drop()

    async def _event(self) -> Event:
        while not self._events:
            if self._peer.state in (State.CLOSING, State.CLOSED):
                raise WireLost("closed, or broke the rules of websockets")
            try:
                data = await self._reader.read(_READ)
            except OSError as problem:
                raise WireLost(type(problem).__name__) from problem
            if not data:
                raise WireLost("ended by the other side")
            self._peer.receive_data(data)
            self._events.extend(self._peer.events_received())
            await self._flush()
        return self._events.popleft()

    async def _flush(self) -> None:
        try:
            for data in self._peer.data_to_send():
                if data:
                    self._writer.write(data)
            await self._writer.drain()
        except OSError as problem:
            raise WireLost(type(problem).__name__) from problem

    async def _answer_upgrade(self) -> None:
        request = await self._event()
        if not isinstance(request, Request) or not isinstance(self._peer, ServerProtocol):
            raise WireLost("no websocket")
        self._peer.send_response(self._peer.accept(request))
        await self._flush()
        self._check_open()

    async def _ask_upgrade(self) -> None:
        if not isinstance(self._peer, ClientProtocol):
            raise WireLost("no websocket")
        self._peer.send_request(self._peer.connect())
        await self._flush()
        if not isinstance(await self._event(), Response):
            raise WireLost("no websocket")
        self._check_open()

    def _check_open(self) -> None:
        if self._peer.state is not State.OPEN:
            raise WireLost("no websocket")


def certificate(writer: asyncio.StreamWriter) -> bytes | None:
    """The other end's certificate (DER), once the TLS handshake is done."""
    tls: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
    return tls.getpeercert(binary_form=True) if tls else None


async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, longest: int) -> Wire:
    """The display's end of a connection just made; messages over `longest` bytes end it. Raises WireLost."""
    wire = Wire(reader, writer, ServerProtocol(max_size=longest, logger=_silent))
    return await _opened(wire, wire._answer_upgrade)


async def dial(host: str, port: int, longest: int, tls: ssl.SSLContext | None) -> Wire:
    """The kiosk's end. Raises WireLost."""
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            reader, writer = await asyncio.open_connection(
                host, port, ssl=tls, server_hostname="" if tls else None
            )
    except (OSError, TimeoutError) as problem:
        raise WireLost(type(problem).__name__) from problem
    uri = parse_uri("ws://display/")
    wire = Wire(reader, writer, ClientProtocol(uri, max_size=longest, logger=_silent))
    return await _opened(wire, wire._ask_upgrade)


async def _opened(wire: Wire, upgrade: Callable[[], Awaitable[None]]) -> Wire:
    try:
        async with asyncio.timeout(UPGRADE_WITHIN):
            await upgrade()
    except TimeoutError as problem:
        wire.drop()
        raise WireLost("said nothing") from problem
    except BaseException:
        wire.drop()
        raise
    return wire
