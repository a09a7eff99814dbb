"""What an announcement tells beside name and address, byte by byte on the network; and a stranger's."""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from zeroconf._dns import DNSText
from zeroconf._protocol.incoming import DNSIncoming
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from queue_display.messages import Role
from queue_display.network.discovery import LONGEST_TOLD, SERVICE, Sighting, announce, browse
from queue_display.pairing.kiosk_end import waiting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="listens as a stranger on Linux does")

HERE = ("127.0.0.1",)
GROUP = "224.0.0.251"  # RFC 6762, section 3


class Ear(asyncio.DatagramProtocol):
    """Hears every packet; keeps the texts of services of a name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.text: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        for record in DNSIncoming(data).answers():
            if isinstance(record, DNSText) and record.name.startswith(self._name) and not self.text.done():
                self.text.set_result(record.text)


def on_loopback() -> socket.socket:
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        ear.setsockopt(socket.SOL_SOCKET, option, 1)
    ear.bind((GROUP, 5353))
    where = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton(HERE[0]))
    ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, where)
    ear.setblocking(False)
    return ear


def nobody_elses() -> str:
    """An identifier: tests beside this one announce on the same network."""
    return secrets.token_hex(6)


async def heard(**told: str) -> bytes:
    """The text record of an announcement, as it is on the network."""
    identifier = nobody_elses()
    loop = asyncio.get_running_loop()
    transport, ear = await loop.create_datagram_endpoint(
        lambda: Ear(f"halte-{identifier}"), sock=on_loopback()
    )
    announcing = asyncio.ensure_future(announce(identifier, 4711, interfaces=HERE, **told))
    try:
        async with asyncio.timeout(30):
            return await ear.text
    finally:
        transport.close()
        announcing.cancel()
        await asyncio.gather(announcing, return_exceptions=True)


async def test_an_announcement_that_tells_nothing_has_one_empty_string() -> None:
    """RFC 6763, section 6.1: a text record of no bytes is not allowed."""
    assert await heard() == b"\0"


async def test_who_waits_to_be_paired_tells_name_and_role() -> None:
    assert await heard(pairing="Été", role="agent") == b"\x0dpairing=\xc3\x89t\xc3\xa9\x0arole=agent"


async def test_a_name_without_end_is_cut_between_two_letters() -> None:
    text = await heard(pairing="é" * 300, role="board")
    length = text[0]
    assert LONGEST_TOLD - 1 <= length <= LONGEST_TOLD
    assert text[1 : length + 1].decode().startswith("pairing=éé")
    assert text[length + 1 :] == b"\x0arole=board"


ODD = {
    "nothing at all": (b"", "", ""),
    "one empty string": (b"\0", "", ""),
    "a string that goes on past the end": (b"\xffpairing=a", "a", ""),
    "a key without a value": (b"\x07pairing\x04role", "", ""),
    "no key": (b"\x02=a", "", ""),
    "a key twice": (b"\x09pairing=a\x09pairing=b", "a", ""),
    "no UTF-8": (b"\x0apairing=\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2, ""),
    "signs that nobody sees": (b"\x0cpairing=\x1b[2J", "\x1b[2J", ""),
    "another role": (b"\x09pairing=a\x09role=root", "a", "root"),
}


@asynccontextmanager
async def stranger(identifier: str, text: bytes) -> AsyncIterator[None]:
    """A display whose announcement has this text record."""
    name = f"halte-{identifier}"
    zeroconf = AsyncZeroconf(interfaces=list(HERE))
    service = AsyncServiceInfo(
        SERVICE, f"{name}.{SERVICE}", port=1, server=f"{name}.local.", properties=text,
        parsed_addresses=list(HERE),
    )  # fmt: skip
    try:
        await (await zeroconf.async_register_service(service))
        yield
    finally:
        await zeroconf.async_close()


@pytest.mark.parametrize("name", ODD)
async def test_a_strangers_text_is_seen_for_what_it_is(name: str) -> None:
    """Whatever it says, the display is found by its name, and what is shown of it can be shown."""
    text, pairing, role = ODD[name]
    identifier = nobody_elses()
    seen: asyncio.Future[Sighting] = asyncio.get_running_loop().create_future()

    def see(sighting: Sighting) -> None:
        if sighting.identifier == identifier and not seen.done():
            seen.set_result(sighting)

    browsing = asyncio.ensure_future(browse(see, interfaces=HERE))
    try:
        async with asyncio.timeout(30), stranger(identifier, text):
            sighting = await seen
    finally:
        browsing.cancel()
        await asyncio.gather(browsing, return_exceptions=True)
    assert (sighting.pairing, sighting.role) == (pairing, role)
    shown = waiting(sighting)
    assert shown.name.isprintable()
    assert shown.name
    assert shown.role in (None, *Role)
