"""Where the displays are that the kiosk knows: each asked for by its whole name, and nothing else heard.

The kiosk has no open ear on the network. It asks, from a port of its own (one-shot queries: RFC 6762, 5.1),
and who is asked answers to that port alone (6.7): what others shout to everybody never reaches this process,
and of what comes to its port no more is read than `MOST_ANSWERS`. Who answers proves nothing; the key does.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack

from zeroconf._dns import DNSAddress, DNSQuestion, DNSService
from zeroconf._protocol.incoming import DNSIncoming
from zeroconf._protocol.outgoing import DNSOutgoing

from queue_display.network.addresses import OwnAddress, own_places
from queue_display.network.discovery import Interfaces, Sighting, full_name
from queue_display.network.endpoint import Endpoint
from queue_display.network.tasks import contained

log = logging.getLogger(__name__)

ASK_EVERY = 1.0
"""Seconds between two questions while a display is missing: one that comes back is up to date within 3."""

ANSWER_WITHIN = 0.4
"""Seconds for the answers to one question: mDNS gives the answer to a name that is one's own at once (6)."""

MOST_ANSWERS = 64
"""Packets read for one question on one address, at most: some displays, and who would drown them."""

MOST_ASKED = 32
"""Names in one question: more displays than any van has."""

LARGEST_PACKET = 9000
"""Bytes of an mDNS packet, at most (RFC 6762, 17)."""

_GROUPS = {socket.AF_INET: "224.0.0.251", socket.AF_INET6: "ff02::fb"}
_PORT = 5353
_QUERY, _SRV, _INTERNET = 0, 33, 1  # RFC 1035, 4.1.1; RFC 2782; RFC 1035, 3.2.4


async def seek(
    on_sight: Callable[[Sighting], None],
    missing: Callable[[], Collection[str]],
    *,
    interfaces: Interfaces = None,
) -> None:
    """Ask for the displays that are `missing`, by identifier, until cancelled; call `on_sight` for each that
    answers. While none is missing nothing is asked, and no socket is open."""
    while True:
        if wanted := sorted(missing())[:MOST_ASKED]:
            with contained("a search for the displays"):
                for sighting in await _asked(wanted, own_places(interfaces)):
                    on_sight(sighting)
        await asyncio.sleep(ASK_EVERY)


async def _asked(wanted: Sequence[str], own: Sequence[OwnAddress]) -> list[Sighting]:
    """What is answered to one question on each of the own addresses."""
    question = _question(wanted)
    loop = asyncio.get_running_loop()
    with ExitStack() as opened:
        ears = []
        for place in own:
            try:
                ear = _Ear(place.scope)
                transport, _ = await loop.create_datagram_endpoint(lambda e=ear: e, sock=_socket(place))  # type: ignore[misc]
                opened.callback(transport.close)
                transport.sendto(question, _group(place))
            except OSError as problem:  # an address that went away, a network without multicast
                log.debug("nobody can be asked here: %s", type(problem).__name__)
            else:
                ears.append(ear)
        await asyncio.sleep(ANSWER_WITHIN)
    return [one for ear in ears for one in sightings(ear.heard, wanted, ear.scope)]


class _Ear(asyncio.DatagramProtocol):
    """Keeps the first packets that come; what comes after them is let go unread."""

    def __init__(self, scope: int) -> None:
        self.scope = scope
        self.heard: list[bytes] = []
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        if len(data) <= LARGEST_PACKET:
            self.heard.append(data)
        if len(self.heard) >= MOST_ANSWERS and self._transport:
            self._transport.close()

    def error_received(self, exc: Exception) -> None:
        log.debug("an answer went astray: %s", type(exc).__name__)


def _question(wanted: Sequence[str]) -> bytes:
    query = DNSOutgoing(_QUERY, multicast=False, id_=secrets.randbelow(1 << 16))
    for identifier in wanted:
        query.add_question(DNSQuestion(full_name(identifier), _SRV, _INTERNET))
    return query.packets()[0]


def sightings(packets: Sequence[bytes], wanted: Collection[str], scope: int) -> Iterator[Sighting]:
    """What the answers say of those that are wanted; each packet stands for itself, whoever it is from."""
    names = {full_name(identifier).lower(): identifier for identifier in wanted}
    for packet in packets:
        with contained("an answer to a search"):
            yield from _read(packet, names, scope)


def _read(packet: bytes, names: dict[str, str], scope: int) -> list[Sighting]:
    records = DNSIncoming(packet).answers()
    hosts = [record for record in records if isinstance(record, DNSAddress)]
    found = []
    for record in records:
        if isinstance(record, DNSService) and record.port and (identifier := names.get(record.name.lower())):
            theirs = [one for one in hosts if one.name.lower() == record.server.lower()]
            addresses = tuple(Endpoint(_written(one.address, scope), record.port) for one in theirs)
            found.append(Sighting(identifier, addresses))
    return found


def _written(address: bytes, scope: int) -> str:
    """An address of IPv6 that holds for one network alone is told with the network it was heard on."""
    if len(address) == 4:
        return socket.inet_ntop(socket.AF_INET, address)
    host = socket.inet_ntop(socket.AF_INET6, address)
    return f"{host}%{scope}" if address[:2] == b"\xfe\x80" else host


def _socket(place: OwnAddress) -> socket.socket:
    """A socket that asks from `place`, on a port that nobody knows before. Raises OSError."""
    ear = socket.socket(place.family, socket.SOCK_DGRAM)
    try:
        ear.setblocking(False)
        if place.family == socket.AF_INET:
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(place.host))
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
            ear.bind((place.host, 0))
        else:
            ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, place.scope)
            ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            ear.bind((place.host, 0, 0, place.scope))
    except BaseException:
        ear.close()
        raise
    return ear


def _group(place: OwnAddress) -> tuple[str, int] | tuple[str, int, int, int]:
    group = _GROUPS[place.family]
    return (group, _PORT) if place.family == socket.AF_INET else (group, _PORT, 0, place.scope)
