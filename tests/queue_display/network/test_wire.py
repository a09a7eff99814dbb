"""One connection, and an end that does not play along: it says nothing, too much, or reads too late."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from queue_display import messages
from queue_display.codec import from_kiosk
from queue_display.link.session import Parted, Session
from queue_display.messages import Hello, Role
from queue_display.network import wire
from queue_display.network.tasks import end_all
from queue_display.trust import Trust, pair_locally

pytestmark = pytest.mark.held_time

LONGEST = 4096
PATIENCE = 1.5
"""Seconds that each step to a session may take: a promise, not the code's word for it."""

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def now() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[int]:
    """One end, as `serve` plays it; gives its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            await serve(reader, writer)
        finally:
            writer.transport.abort()

    listening = await asyncio.start_server(served, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]
        await end_all(tasks)


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while await reader.read(1 << 16):
            pass


async def lost_after(act: Awaitable[object], problem: type[Exception] = wire.WireLost) -> float:
    begun = now()
    with pytest.raises(problem):
        await act
    return now() - begun


async def test_a_display_that_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    """Neither where TLS is due, nor where the upgrade is."""
    kiosk, display = await asyncio.to_thread(_two, tmp_path)
    tls = kiosk.known.dials[display.identifier]
    async with server(silence) as port:
        assert await lost_after(wire.dial("127.0.0.1", port, LONGEST, tls)) < PATIENCE + 0.2
        assert await lost_after(wire.dial("127.0.0.1", port, LONGEST, None)) < PATIENCE + 0.2


def _two(folder: Path) -> tuple[Trust, Trust]:
    kiosk, display = Trust.open(folder / "kiosk"), Trust.open(folder / "display")
    pair_locally(kiosk, display, van="van", name="x", role=Role.AGENT, desk=1)
    return kiosk, display


async def test_a_guest_who_asks_for_no_upgrade_is_let_go() -> None:
    taken: asyncio.Future[float] = asyncio.Future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.set_result(await lost_after(wire.accept(reader, writer, LONGEST)))

    async with server(serve) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await taken < PATIENCE + 0.2
        writer.close()


async def test_who_is_connected_and_says_no_hello_is_let_go() -> None:
    taken: asyncio.Future[float] = asyncio.Future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = Session(await wire.accept(reader, writer, LONGEST), from_kiosk, now)
        mine = Hello(messages.VERSION, "display", Role.BOARD)
        taken.set_result(await lost_after(session.welcome(mine, _anybody), Parted))

    async with server(serve) as port:
        guest = await wire.dial("127.0.0.1", port, LONGEST, None)
        assert await taken < PATIENCE + 0.2
        guest.drop()


async def _anybody(kiosk: Hello) -> None:
    """Admit it."""


FRAME = 1 << 20
"""Bytes of a message far over what is agreed, of which the length is said first."""


async def test_a_display_takes_in_no_more_than_was_agreed() -> None:
    heard: asyncio.Future[bytes | None] = asyncio.Future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set_result(await _heard(wire.accept(reader, writer, LONGEST)))

    async with server(serve) as port:
        guest = await wire.dial("127.0.0.1", port, LONGEST, None)
        await _flood(guest)
        assert await heard is None
        guest.drop()


async def test_nor_does_a_kiosk() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _flood(await wire.accept(reader, writer, LONGEST))

    async with server(serve) as port:
        assert await _heard(wire.dial("127.0.0.1", port, LONGEST, None)) is None


async def _heard(connecting: Awaitable[wire.Wire]) -> bytes | None:
    """The first message; None where the connection ends before there is one."""
    try:
        connection = await connecting
        return await connection.receive()
    except wire.WireLost:
        return None


async def _flood(one: wire.Wire) -> None:
    with suppress(wire.WireLost):
        await one.send(b"x" * FRAME)


async def test_what_was_cut_never_arrives() -> None:
    """An end that stops reading, is given up, and reads all that has come by then: it gets no last message.

    The buffers between the two are small, so that the message waits in this end's own system when it is cut.
    """
    cut, read = asyncio.Event(), asyncio.Event()
    got: asyncio.Future[bytes | None] = asyncio.Future()

    async def reads_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await cut.wait()
        data = b""
        try:
            while piece := await reader.read(1 << 16):
                data += piece
            got.set_result(data)
        except ConnectionResetError:
            got.set_result(None)
        read.set()

    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer = await asyncio.start_server(reads_late, sock=listening, limit=1024)
    async with peer:
        reader, writer = await asyncio.open_connection("127.0.0.1", listening.getsockname()[1])
        one = wire.Wire(reader, writer, ClientProtocol(parse_uri("ws://display/")))
        filled = asyncio.create_task(_fill(writer))
        await asyncio.wait([filled], timeout=5)
        one.cut()
        cut.set()
        assert await got is None, "it was ended in order, with all that had been written"
        filled.cancel()
        await asyncio.wait([filled])


async def _fill(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while True:
            writer.write(b"a ticket" * 1024)
            await writer.drain()
