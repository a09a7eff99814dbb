"""A display's door, from addresses of their own: how many wait at it, how long, and what an accept may do.

Every address of 127.0.0.0/8 is this machine's: each caller here has another one.
"""

from __future__ import annotations

import asyncio
import resource
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from queue_display.network.listener import Listener
from queue_display.network.tasks import end_all
from queue_display.trust import Trust

pytestmark = [
    pytest.mark.held_time,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux lends out all of 127.0.0.0/8"),
]

LOOPBACK = ("127.0.0.1",)

AT_THE_DOOR, FROM_ONE = 48, 4
HANDSHAKE = 2.0
"""Promises: callers who have not proven who they are, from one address, and seconds for proving it."""

Caller = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Door:
    """A listener without anybody to prove himself to: who is let in waits until he is let go."""

    def __init__(self, tls: Callable[[], ssl.SSLContext] | None = None) -> None:
        self.served = 0
        self.known = ""  # the address of somebody who proves who he is, with his first connection
        self.came = asyncio.Event()
        self._listener = Listener(self._serve, tls)
        self.port = self._listener.open(LOOPBACK, 0)
        self._addresses = (f"127.0.{n // 250}.{n % 250 + 2}" for n in count())
        self.callers: list[Caller] = []

    async def run(self) -> None:
        await self._listener.run()

    async def call(self, address: str = "") -> Caller:
        """Knock, from an address that nobody had before."""
        self.came.clear()
        at = address or next(self._addresses)
        caller = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(at, 0))
        self.callers.append(caller)
        return caller

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proven: Callable[[], None]
    ) -> None:
        self.served += 1
        if writer.get_extra_info("peername")[0] == self.known and self.served == 1:
            proven()
        self.came.set()
        await reader.read()


@asynccontextmanager
async def door(tls: Callable[[], ssl.SSLContext] | None = None) -> AsyncIterator[Door]:
    one = Door(tls)
    running = asyncio.create_task(one.run())
    try:
        yield one
    finally:
        for _, writer in one.callers:
            writer.close()
        await end_all({running})


async def turned_away(caller: Caller) -> bool:
    """Whether it was closed by the door, as far as has come by now."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            return await caller[0].read(1) == b""
    return False


async def test_so_many_wait_and_then_the_oldest_goes() -> None:
    async with door() as one:
        for _ in range(AT_THE_DOOR):
            await one.call()
            await one.came.wait()
        assert not await turned_away(one.callers[0])
        for n in range(3):
            await one.call()
            await one.came.wait()
            assert await turned_away(one.callers[n]), "the oldest still waits"
            assert not await turned_away(one.callers[n + 1]), "more than the oldest went"
        assert one.served == AT_THE_DOOR + 3


async def test_who_is_known_is_not_pushed_out_by_a_stranger_with_many_addresses() -> None:
    """He comes again, and needs some time for his handshake, while others come without end."""
    async with door() as one:
        one.known = "127.0.9.9"
        await one.call(one.known)
        await one.came.wait()
        again = await one.call(one.known)
        await one.came.wait()
        for _ in range(2 * AT_THE_DOOR):
            await one.call()
            await one.came.wait()
        assert not await turned_away(again)


async def test_from_one_address_so_many_and_no_more() -> None:
    async with door() as one:
        for _ in range(FROM_ONE):
            await one.call("127.0.9.9")
            await one.came.wait()
        assert await turned_away(await one.call("127.0.9.9"))
        assert not any([await turned_away(caller) for caller in one.callers[:-1]])
        await one.call("127.0.9.10")  # the next one's place is not taken
        await one.came.wait()
        assert one.served == FROM_ONE + 1


async def test_without_a_free_descriptor_nobody_comes_in_and_then_again() -> None:
    async with door() as one:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        waiting = await one.call()
        await one.came.wait()
        ours = await asyncio.to_thread(_sockets, 6)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(s.fileno() for s in ours) + 1, hard))
        try:
            for knocking in ours:
                knocking.connect(("127.0.0.1", one.port))
            await asyncio.sleep(1.0)  # the clock is held: time in which the door tries again and again
            assert one.served == 1
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            one.came.clear()
        await one.came.wait()
        assert not await turned_away(waiting)
        for knocking in ours:
            knocking.close()


def _sockets(most: int) -> list[socket.socket]:
    return [socket.socket() for _ in range(most)]


@pytest.mark.parametrize("pace", [None, 0.1], ids=["silent", "a byte at a time"])
async def test_a_handshake_ends(pace: float | None, tmp_path: Path) -> None:
    """What is sent is the true beginning of a handshake, so that only the time can be wrong with it."""
    trust = await asyncio.to_thread(Trust.open, tmp_path)
    now = asyncio.get_running_loop().time
    async with door(lambda: trust.known.tls) as one:
        reader, writer = await one.call()
        begun = now()
        told = asyncio.create_task(reader.read())
        for byte in first_flight() if pace else b"":
            with suppress(OSError):
                writer.write(bytes([byte]))
            await asyncio.wait([told], timeout=pace)
            if told.done():
                break
        await asyncio.wait([told], timeout=100)
        assert told.done()
        assert HANDSHAKE - 0.2 < now() - begun < HANDSHAKE + 1
        assert one.served == 0
        with suppress(OSError):
            told.result()


def first_flight() -> bytes:
    """What TLS begins with."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    with suppress(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing).do_handshake()
    return outgoing.read()
