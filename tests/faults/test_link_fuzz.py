"""Hostile bytes against both ends: nothing but the foreseen refusals comes of them, and nothing grows.

The suite plays a part; `HALTE_FUZZ=100000` plays that many messages.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import msgspec
import pytest

from queue_display import codec, messages
from queue_display.codec import Malformed, encode, from_display, from_kiosk
from queue_display.link.answers import Answers, Asker
from queue_display.link.session import Parted, Session
from queue_display.messages import Do, Done, Hello, Role, See
from queue_display.network import wire
from queue_display.pairing.exchange import Sealed, Share, read
from tests import seeds

MESSAGES = int(os.environ.get("HALTE_FUZZ", "8000"))
CONNECTIONS = max(60, MESSAGES // 200)

IDENTIFIER = "0123456789abcdef"
GOOD = [
    encode(Do(IDENTIFIER, messages.Take("autre"))),
    encode(Do(IDENTIFIER, messages.Absent(3, back_in_line=True))),
    encode(Hello(messages.VERSION, "Bureau 1", Role.AGENT, 1)),
    encode(messages.Beat()),
    encode(Done(IDENTIFIER, "desk_busy", 4)),
    encode(See(messages.BoardView("van", "open", (messages.BoardCall(1, 1, 1),)))),
    encode(messages.Bye("busy")),
    msgspec.json.encode(Share(1, b"A" * 33)),
    msgspec.json.encode(Sealed(b"x" * 64)),
]
PIECES = [
    b"null",
    b"-1",
    b"1e999",
    b"[]",
    b"{}",
    b'"\\ud800"',
    b"\x00",
    b"\xff\xfe",
    b"[" * 400,
    b'{"a":' * 200,
]


def spoiled(rng: random.Random) -> bytes:
    """A good message with something done to it, or plain noise."""
    data = bytearray(rng.choice(GOOD).rstrip())
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0:
                data[at:at] = rng.choice(PIECES)
            case 1:
                del data[at : at + rng.randint(1, 20)]
            case 2:
                data[at : at + 1] = rng.randbytes(1)
            case 3:
                other = rng.choice(GOOD).rstrip()
                data[at:at] = other[rng.randrange(len(other)) :]
            case 4:
                data = bytearray(rng.randbytes(rng.randint(0, 300)))
            case 5:
                data[at:at] = str(rng.choice([0, -1, 2**31, 2**64, 10**40])).encode()
    return bytes(data)


READERS: list[Callable[[bytes], object]] = [
    from_display,
    from_kiosk,
    lambda data: read(data, Share),
    lambda data: read(data, Sealed),
]


@pytest.mark.long("8,000 messages")
def test_readers_refuse_and_never_fall() -> None:
    rng = seeds.chance()
    refused = 0
    sizes = []
    tracemalloc.start()
    try:
        for number in range(MESSAGES):
            data = spoiled(rng)
            for reader in READERS:
                try:
                    reader(data)
                except Malformed:
                    refused += 1
            if number % (MESSAGES // 4) == MESSAGES // 4 - 1:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    print(f"seed {seeds.SEED}: {MESSAGES} messages, {refused} refusals, memory {sizes}")
    assert refused > 2 * MESSAGES
    assert sizes[-1] - sizes[0] < 100_000


async def sessions(noise: Callable[[], bytes], rounds: int, display: bool) -> int:
    """Let `rounds` connections say noise to one end; returns how many were ended by that end."""
    answers = Answers(answer)
    ended = 0
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal ended
        with suppress(wire.WireLost, Parted):
            connection = await wire.accept(reader, writer, codec.SIZES[0 if display else -1])
            end: Session[messages.FromDisplay | messages.FromKiosk] = Session(
                connection, from_display if display else from_kiosk, asyncio.get_running_loop().time
            )
            await end.greet(Hello(messages.VERSION, "end"))
            async with asyncio.TaskGroup() as tasks:

                async def hear(message: object) -> None:
                    if isinstance(message, Do):
                        end.post(await answers.to(ASKER, message, tasks))

                await end.run(hear)
            ended += 1
        writer.transport.abort()
        if ended == rounds:
            over.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        for _ in range(rounds):
            with suppress(wire.WireLost):
                await talk(server.sockets[0].getsockname()[1], noise)
        async with asyncio.timeout(20):
            await over.wait()
    return ended


ASKER = Asker("0" * 12, "Bureau 1", Role.AGENT, 1)


async def answer(asker: Asker, do: Do) -> Done:
    return Done(do.identifier)


async def talk(port: int, noise: Callable[[], bytes]) -> None:
    connection = await wire.dial("127.0.0.1", port, codec.SIZES[-1], None)
    try:
        await connection.send(encode(Hello(messages.VERSION, "noise", Role.AGENT, 1)))
        await connection.receive()
        for _ in range(200):
            await connection.send(noise())
        await asyncio.sleep(0)
    finally:
        connection.drop()


async def test_both_ends_live_through_noise() -> None:
    """Over real websockets: each connection ends, the end goes on taking new ones."""
    rng = seeds.chance(1)
    for display in (True, False):
        assert await sessions(lambda: spoiled(rng), CONNECTIONS, display) == CONNECTIONS


async def test_raw_noise_instead_of_a_websocket() -> None:
    """Bytes that are no websocket at all, before and after the upgrade."""
    rng = seeds.chance(2)
    outcomes: list[str] = []
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            connection = await wire.accept(reader, writer, codec.LONGEST_ASK)
            while True:
                await connection.receive()
        except wire.WireLost as lost:
            outcomes.append(str(lost))
        finally:
            writer.transport.abort()
            if len(outcomes) == CONNECTIONS:
                over.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for number in range(CONNECTIONS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            if number % 2:
                writer.write(UPGRADE)
                await reader.readuntil(b"\r\n\r\n")
            writer.write(rng.randbytes(rng.randint(1, 3000)))
            writer.write_eof()
            await reader.read()
            writer.close()
        async with asyncio.timeout(20):
            await over.wait()
    assert len(outcomes) == CONNECTIONS


UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: display\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
