"""A stranger on the van's network, as a process of its own: one kind of attack until it is ended.

    tests.faults.attacker claim IDENTIFIER   says 50 times a second that the display is here
    tests.faults.attacker names              says 400 times a second that another display is here
    tests.faults.attacker drown IDENTIFIER   answers each question for the display 500 times
    tests.faults.attacker knock HOST PORT    1,000 connections that say nothing, anew each second
    tests.faults.attacker guess HOST PORT [ADDRESS ...]
                                             wrong codes for a display that waits to be paired, without end
    tests.faults.attacker shares HOST PORT   points that are off the curve, and other shares that are none
    tests.faults.attacker crowd NAME COUNT   so many displays of this name that wait and are not there

It prints a line once it has begun.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.client import ClientProtocol
from websockets.uri import parse_uri
from zeroconf._dns import DNSAddress, DNSPointer, DNSService
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from queue_display.codec import Malformed
from queue_display.network import wire
from queue_display.network.discovery import SERVICE, full_name
from queue_display.pairing.exchange import (
    LENGTH,
    VERSION,
    Exchange,
    PairingFailed,
    PeerCard,
    Share,
    read,
    write,
)
from tests import seeds

HERE = "10.77.0.9"
GROUP = ("224.0.0.251", 5353)
ANSWER, FLUSH = 0x8400, 0x8000 | 1  # RFC 1035, 4.1.1; RFC 6762, 10.2


def says(identifier: str) -> bytes:
    """That a display is here, in place of whatever was known of it."""
    server = f"halte-{secrets.token_hex(3)}.local."
    out = DNSOutgoing(ANSWER, multicast=True)
    out.add_answer_at_time(DNSPointer(SERVICE, 12, 1, 4500, full_name(identifier)), 0)
    out.add_answer_at_time(DNSService(full_name(identifier), 33, FLUSH, 120, 0, 0, 9, server), 0)
    out.add_answer_at_time(DNSAddress(server, 1, FLUSH, 120, socket.inet_aton(HERE)), 0)
    return out.packets()[0]


def mouth() -> socket.socket:
    speaking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    speaking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    speaking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(HERE))
    speaking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
    speaking.bind(("", 5353))
    speaking.setblocking(False)
    return speaking


async def shout(packet: Callable[[], bytes], a_second: int) -> None:
    speaking, loop = mouth(), asyncio.get_running_loop()
    begun, sent = loop.time(), 0
    print("begun", flush=True)
    while True:
        while sent < (loop.time() - begun) * a_second:
            with suppress(OSError):
                speaking.sendto(packet(), GROUP)
            sent += 1
        await asyncio.sleep(0.005)


async def claim(identifier: str) -> None:
    await shout(lambda: says(identifier), 50)


async def names() -> None:
    await shout(lambda: says(secrets.token_hex(6)), 400)


async def drown(identifier: str) -> None:
    """The question is heard by all; the port that it came from is answered."""
    hearing = mouth()
    member = socket.inet_aton(GROUP[0]) + socket.inet_aton(HERE)
    hearing.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    loop = asyncio.get_running_loop()
    print("begun", flush=True)
    while True:
        data, asker = await loop.sock_recvfrom(hearing, 9000)
        if identifier.encode() in data and asker[1] != GROUP[1]:
            for _ in range(500):
                with suppress(OSError):
                    hearing.sendto(says(identifier), asker)


async def knock(host: str, port: str) -> None:
    async def one() -> None:
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(host, int(port))
                await reader.read()
                writer.close()
            await asyncio.sleep(1.0)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(1000):
            tasks.create_task(one())
        await asyncio.sleep(1)
        print("begun", flush=True)


async def guess(host: str, port: str, *addresses: str) -> None:
    """From each of the addresses one after the other; from several at the same time."""

    async def one(address: str) -> None:
        guesses = seeds.chance()
        while True:
            with suppress(wire.WireLost, PairingFailed, Malformed, TimeoutError, OSError):
                async with called(host, int(port), address) as connection:
                    exchange = Exchange(f"{guesses.randrange(10**6):06}", kiosk=True)
                    await connection.send(write(exchange.mine))
                    exchange.meet(read(await connection.receive(), Share))
                    await connection.send(write(exchange.seal(0, PeerCard("", "x"))))
                    await connection.receive()
            begun.set()
            await asyncio.sleep(0.01)

    begun = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for address in addresses or (HERE,):
            tasks.create_task(one(address))
        await begun.wait()
        print("begun", flush=True)


@asynccontextmanager
async def called(host: str, port: int, address: str) -> AsyncIterator[wire.Wire]:
    """As `wire.dial`, from one of several addresses."""
    reader, writer = await asyncio.open_connection(host, port, local_addr=(address, 0))
    connection = wire.Wire(reader, writer, ClientProtocol(parse_uri("ws://display/"), max_size=LENGTH))
    try:
        yield await wire._opened(connection, connection._ask_upgrade)
    finally:
        connection.drop()


async def shares(host: str, port: str) -> None:
    """None is a share of the arithmetic; four at a time, as many as one address may have at the door."""
    drawn = seeds.chance("shares")

    async def one() -> None:
        while True:
            with suppress(wire.WireLost, PairingFailed, Malformed, TimeoutError, OSError):
                connection = await wire.dial(host, int(port), LENGTH, None)
                try:
                    await connection.send(write(Share(VERSION, b"B" + drawn.randbytes(32))))
                    await connection.receive()
                finally:
                    connection.drop()
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(4):
            tasks.create_task(one())
        print("begun", flush=True)


async def crowd(name: str, count: str) -> None:
    async with AsyncZeroconf(interfaces=[HERE]) as zeroconf:
        for _ in range(int(count)):
            identifier = secrets.token_hex(6)
            text = {"pairing": name, "role": "agent", "desk": "1"}
            service = AsyncServiceInfo(
                SERVICE, full_name(identifier), port=9, server=f"{identifier}.local.", properties=text,
                parsed_addresses=[HERE],
            )  # fmt: skip
            await zeroconf.async_register_service(service, cooperating_responders=True)
        await asyncio.sleep(1.5)  # they are announced by then
        print("begun", flush=True)
        await asyncio.Event().wait()


KINDS: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {
    "claim": claim, "names": names, "drown": drown, "knock": knock, "guess": guess, "shares": shares,
    "crowd": crowd,
}  # fmt: skip

if __name__ == "__main__":
    asyncio.run(KINDS[sys.argv[1]](*sys.argv[2:]))
