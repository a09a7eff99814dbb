"""A display is asked for by its name, from a port that nobody knows; no answer costs more than its bounds."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys

import pytest
from zeroconf._dns import DNSAddress, DNSService
from zeroconf._protocol.outgoing import DNSOutgoing

from queue_display.network.addresses import own_places
from queue_display.network.discovery import Sighting, announce, full_name
from queue_display.network.endpoint import Endpoint, endpoint_of
from queue_display.network.seeking import MOST_ANSWERS, _Ear, seek, sightings
from tests import seeds

HERE = ("127.0.0.1",)
OURS = "0123456789ab"


def answer(name: str = OURS, port: int = 4711, host: str = "192.0.2.7", server: str = "x.local.") -> bytes:
    out = DNSOutgoing(0x8400, multicast=False)
    packed = socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    out.add_answer_at_time(DNSService(full_name(name), 33, 1, 120, 0, 0, port, server), 0)
    out.add_answer_at_time(DNSAddress(server, 28 if ":" in host else 1, 1, 120, packed), 0)
    return out.packets()[0]


def test_an_answer_is_read_for_what_it_says_of_those_that_are_wanted() -> None:
    packets = [answer(), answer("ba9876543210"), answer(port=0), answer(host="fe80::1")]
    assert list(sightings(packets, {OURS}, 3)) == [
        Sighting(OURS, (Endpoint("192.0.2.7", 4711),)),
        Sighting(OURS, (Endpoint("fe80::1%3", 4711),)),
    ]


def test_whatever_comes_instead_of_an_answer_is_passed_over() -> None:
    rng = seeds.chance(3)
    good = answer()
    odd = [b"", b"\0", b"\xff" * 9000, b"\xc0\x0c" * 500, bytes(12)]
    for _ in range(3000):
        data = bytearray(good)
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        odd.append(bytes(data[: rng.randint(1, len(data))]))
    for sighting in sightings(odd, {OURS}, 1):
        assert sighting.identifier == OURS


async def test_who_would_drown_the_answers_is_read_so_far_and_no_further() -> None:
    loop, ear = asyncio.get_running_loop(), _Ear(1)
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.setblocking(False)
    listening.bind(("127.0.0.1", 0))
    transport, _ = await loop.create_datagram_endpoint(lambda: ear, sock=listening)
    place = transport.get_extra_info("sockname")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for _ in range(3 * MOST_ANSWERS):
            stranger.sendto(b"x" * 100, place)
    while not transport.is_closing():  # noqa: ASYNC110 - the loop reads a packet in each turn
        await asyncio.sleep(0)
    assert len(ear.heard) == MOST_ANSWERS


@pytest.mark.skipif(sys.platform != "linux", reason="asks itself as Linux does")
async def test_a_display_that_is_missing_is_found_and_then_nobody_is_asked() -> None:
    identifier, missing = secrets.token_hex(6), set[str]()
    missing.add(identifier)
    found: asyncio.Future[Sighting] = asyncio.get_running_loop().create_future()

    def seen(sighting: Sighting) -> None:
        missing.clear()
        if not found.done():
            found.set_result(sighting)

    both = [
        asyncio.create_task(announce(identifier, 4711, interfaces=HERE)),
        asyncio.create_task(seek(seen, lambda: missing, interfaces=HERE)),
    ]
    async with asyncio.timeout(30):
        assert (await found).addresses == (Endpoint("127.0.0.1", 4711),)
    for one in both:
        one.cancel()
    await asyncio.gather(*both, return_exceptions=True)


def test_own_addresses_are_told_with_their_card() -> None:
    assert [place.host for place in own_places(HERE)] == ["127.0.0.1"]
    assert own_places(["192.0.2.1"]) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("192.168.8.21:4711", Endpoint("192.168.8.21", 4711)),
        ("[fe80::1%eth0]:80", Endpoint("fe80::1%eth0", 80)),
    ],
)
def test_an_address_with_its_port_is_read(written: str, read: Endpoint) -> None:
    assert endpoint_of(written) == read


NO_ADDRESSES = (
    "", "x:1", "192.168.8.21", "192.168.8.21:0", "192.168.8.21:70000", "fe80::1:80", "[192.168.8.21]:80",
    "192.168.8.21:4711 ", "[::1]", "٣.1.1.1:80",
)  # fmt: skip


@pytest.mark.parametrize("written", NO_ADDRESSES)
def test_what_is_no_address_with_a_port_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of ip_address or its own, which nobody reads
        endpoint_of(written)
