"""Strangers at the door: each gets nothing, and costs the van next to nothing.

How much slower the link is under each attack is printed by tests/benchmarks/bench_link.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.queue import Open
from queue_display import codec, messages
from queue_display.link import Link
from queue_display.link.session import Parted, Session
from queue_display.messages import Hello, Role, See
from queue_display.network import wire
from queue_display.network.listener import AT_THE_DOOR, AT_THE_DOOR_FROM_ONE
from queue_display.network.tasks import end_all
from queue_display.trust import Trust, pair_locally, pem
from tests.faults.link_world import Keys, Screen, Van, keys, world
from tests.faults.relay import Relay, Way

pytestmark = pytest.mark.held_time


@pytest.fixture
def pair(tmp_path: Path) -> Keys:
    return keys(tmp_path, agents=1, boards=0)


@pytest.fixture
def stranger(tmp_path: Path) -> Trust:
    return Trust.open(tmp_path / "stranger")


def now() -> float:
    return asyncio.get_running_loop().time()


def dial_as(trust: Trust, certificate: bytes) -> ssl.SSLContext:
    """TLS as `trust`'s owner would, towards the holder of `certificate`: the public half of a display."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_cert_chain(trust._folder / "identity.pem")
    context.load_verify_locations(cadata=pem(certificate))
    return context


async def works(van: Van, screen: Screen) -> None:
    """The honest link still does its work."""
    count = sum(van.done.values())
    done = await screen.server.ask(messages.Take("autre"))
    assert not done.refused
    assert sum(van.done.values()) == count + 1


@asynccontextmanager
async def open_stop(pair: Keys) -> AsyncIterator[tuple[Van, Screen]]:
    async with world(pair) as (van, screens):
        await van.service.submit(Open())
        yield van, screens[0]
        await works(van, screens[0])


@pytest.fixture
def stranger_tls(stranger: Trust, pair: Keys) -> ssl.SSLContext:
    return dial_as(stranger, pair.displays[0][2].certificate)


async def gets_nothing(dialled: Awaitable[wire.Wire]) -> None:
    """Whatever the stranger is told, it is no message."""
    with pytest.raises(wire.WireLost):
        await heard(dialled)


async def heard(dialled: Awaitable[wire.Wire]) -> bytes:
    connection = await dialled
    try:
        return await connection.receive()
    finally:
        connection.drop()


async def test_an_unpaired_kiosk_gets_nothing(pair: Keys, stranger_tls: ssl.SSLContext) -> None:
    async with open_stop(pair) as (_, screen):
        await gets_nothing(wire.dial("127.0.0.1", screen.server.port, codec.LONGEST_ASK, stranger_tls))
        assert screen.state.link is Link.UP


async def test_a_kiosk_without_a_certificate_gets_nothing(pair: Keys) -> None:
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname = False
    anyone.verify_mode = ssl.CERT_NONE
    async with open_stop(pair) as (_, screen):
        await gets_nothing(wire.dial("127.0.0.1", screen.server.port, codec.LONGEST_ASK, anyone))


async def test_older_tls_gets_nothing(pair: Keys) -> None:
    """The kiosk's own key does not help one who would talk TLS 1.2."""
    context = dial_as(pair.kiosk, pair.displays[0][2].certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    async with open_stop(pair) as (_, screen):
        await gets_nothing(wire.dial("127.0.0.1", screen.server.port, codec.LONGEST_ASK, context))


async def test_an_unpaired_display_is_not_talked_to(pair: Keys, stranger: Trust) -> None:
    """It announces the paired display's name; it has not its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(stranger._folder / "identity.pem")
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=context)
    async with server, open_stop(pair) as (van, screen):
        port = server.sockets[0].getsockname()[1]
        screen.relay.target = lambda: port
        screen.relay.cut()
        await screen.until(lambda s: s.state.link is Link.LOST)
        await asyncio.sleep(1.0)
        assert van.link.connected == ()
        assert heard == []
        screen.relay.target = lambda: screen.server.port
        screen.relay.cut()
        await screen.until(lambda s: s.state.link is Link.UP)


@pytest.mark.parametrize("side", ["kiosk", "display"])
async def test_a_revoked_key_is_out_at_once(pair: Keys, side: str) -> None:
    display = pair.displays[0][2]
    async with world(pair) as (van, screens):
        trust, other = (pair.kiosk, display) if side == "kiosk" else (display, pair.kiosk)
        assert await asyncio.to_thread(trust.revoke, other.identifier)
        await screens[0].until(lambda s: s.state.link is not Link.UP)
        await asyncio.sleep(1.0)  # the kiosk tries again, for all it is worth
        assert screens[0].state.link is not Link.UP
        assert van.link.connected == ()


async def test_a_replayed_session_gets_nothing(pair: Keys) -> None:
    """All that the kiosk sent in a good session, sent again byte for byte."""
    recorded = bytearray()

    def keep(way: Way, data: bytes) -> None:
        if way is Way.TO_DISPLAY:
            recorded.extend(data)

    async with open_stop(pair) as (van, screen):
        screen.relay.tap = keep
        screen.relay.cut()
        await screen.until(lambda s: s.state.link is Link.LOST)
        await screen.until(lambda s: s.state.link is Link.UP)
        await works(van, screen)
        screen.relay.tap = lambda way, data: None
        assert len(recorded) > 3 * codec.SIZES[0]
        reader, writer = await asyncio.open_connection("127.0.0.1", screen.server.port)
        writer.write(recorded)
        answer = await reader.read()
        writer.close()
        assert len(answer) < codec.SIZES[0] + 2048  # the opening of a handshake at most, and no message
        assert screen.state.link is Link.UP


async def test_a_thousand_silent_connections(pair: Keys) -> None:
    """They are let go, those waiting are few, and the kiosk that comes back among them gets in."""
    held: list[asyncio.StreamWriter] = []
    async with open_stop(pair) as (van, screen):
        for _ in range(10):
            new = [asyncio.open_connection("127.0.0.1", screen.server.port) for _ in range(100)]
            held += [one[1] for one in await asyncio.gather(*new)]
        await works(van, screen)
        for writer in held:
            writer.close()
        await asyncio.gather(*(w.wait_closed() for w in held), return_exceptions=True)


async def test_from_one_address_few_wait(pair: Keys) -> None:
    """One more than may wait at the door is turned away while the others still wait."""
    async with open_stop(pair) as (_, screen):
        doors = [
            await asyncio.open_connection("127.0.0.1", screen.server.port)
            for _ in range(AT_THE_DOOR_FROM_ONE + 1)
        ]
        try:
            assert await doors[-1][0].read() == b""
            assert not doors[0][0].at_eof()
        finally:
            for _, writer in doors:
                writer.close()
        assert AT_THE_DOOR_FROM_ONE < AT_THE_DOOR


async def test_one_who_opens_a_letter_at_a_time_is_let_go(pair: Keys) -> None:
    """The first bytes of a TLS handshake, one by one, for as long as they are taken."""
    async with open_stop(pair) as (_, screen):
        reader, writer = await asyncio.open_connection("127.0.0.1", screen.server.port)
        start = now()
        with contextlib.suppress(OSError):
            while not reader.at_eof() and now() - start < 20:
                writer.write(b"\x16")
                await writer.drain()
                await asyncio.sleep(0.1)
        writer.close()
        assert now() - start < 20


Behave = Callable[[wire.Wire], Awaitable[None]]


async def says_nothing(connection: wire.Wire) -> None:
    """Not even a heartbeat."""


async def drips(connection: wire.Wire) -> None:
    """A message, a byte at a time: never whole."""
    connection._peer.send_binary(codec.encode(messages.Beat()))
    data = b"".join(connection._peer.data_to_send())
    for byte in data:
        connection._writer.write(bytes([byte]))
        await connection._writer.drain()
        await asyncio.sleep(0.05)


async def sends_garbage(connection: wire.Wire) -> None:
    await connection.send(b"\xff\x00 not a message")


async def sends_too_much(connection: wire.Wire) -> None:
    await connection.send(b" " * (codec.LONGEST_ASK + 1))


async def sends_a_view(connection: wire.Wire) -> None:
    await connection.send(codec.encode(See(messages.BoardView("van", "open", ()))))


MISBEHAVIOUR = [says_nothing, drips, sends_garbage, sends_too_much, sends_a_view]


@asynccontextmanager
async def paired_but_bad(trust: Trust, behave: Behave) -> AsyncIterator[int]:
    """A display with a good key and bad manners; gives its port."""

    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            connection = await wire.accept(reader, writer, codec.SIZES[-1])
            session: Session[messages.FromKiosk] = Session(connection, codec.from_kiosk, now)
            await session.greet(Hello(messages.VERSION, "bad", Role.AGENT, 2))
            await behave(connection)
            while True:
                await connection.receive()
        except (wire.WireLost, Parted, OSError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=trust.known.tls)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await end_all(tasks)


@pytest.mark.parametrize("behave", MISBEHAVIOUR, ids=lambda b: b.__name__)
async def test_a_paired_display_with_bad_manners_is_dropped(pair: Keys, bad: Trust, behave: Behave) -> None:
    async with (
        paired_but_bad(bad, behave) as port,
        Relay(lambda: port) as relay,
        world(pair, {bad.identifier: relay}) as (van, screens),
    ):
        entered, left = asyncio.Event(), asyncio.Event()

        def told() -> None:
            if "bad" in {asker.name for asker in van.link.connected}:
                entered.set()
            elif entered.is_set():
                left.set()

        van.told = told
        told()
        async with asyncio.timeout(10):
            await entered.wait()
            await left.wait()
        await van.service.submit(Open())
        await works(van, screens[0])


@pytest.fixture
def bad(pair: Keys, tmp_path: Path) -> Trust:
    trust = Trust.open(tmp_path / "bad")
    pair_locally(pair.kiosk, trust, van="van", name="bad", role=Role.AGENT, desk=2)
    return trust
