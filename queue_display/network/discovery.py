"""How displays are announced, and found by who looks for any: with `seeking`, all that knows zeroconf.

A display announces one `_halte._tcp.local.` service. Its name is the display's identifier and nothing
else: mDNS is read by everyone on the network, and says neither who works here nor what is asked.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from zeroconf import (
    Error,
    InterfaceChoice,
    IPVersion,
    ServiceStateChange,
    Zeroconf,
)
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from queue_display.network.addresses import bare, own_addresses
from queue_display.network.endpoint import Endpoint
from queue_display.network.tasks import contained, end_all

log = logging.getLogger(__name__)

SERVICE = "_halte._tcp.local."

LOOK_EVERY = 0.5
"""Seconds between two looks at the machine's own addresses: zeroconf does not watch them."""

ASK_WITHIN = 2000
"""Milliseconds for a display to tell its address."""

ASKS = 64
"""Displays asked at the same time, at most: so many at once are not real ones."""

LONGEST_TOLD = 255
"""Bytes of one "key=value" of an announcement, at most (RFC 6763, 6.1)."""

NOTHING_TOLD = b"\0"
"""An announcement that tells nothing: one empty string, since there must be one (RFC 6763, 6.1)."""

_NAME = re.compile(r"^halte-([0-9a-f]+)(-\d{1,2})?$")

Interfaces = Sequence[str] | None
"""Own addresses to use as long as this machine has them, or None for all."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A display as announced by anyone: nothing in it is proven.

    `pairing` is empty, or what a display that waits to be paired calls itself; `role` and `desk` are then
    what it is, and where.
    """

    identifier: str
    addresses: tuple[Endpoint, ...]
    pairing: str = ""
    role: str = ""
    desk: str = ""


async def announce(
    identifier: str,
    port: int,
    *,
    interfaces: Interfaces = None,
    pairing: str = "",
    role: str = "",
    desk: str = "",
) -> None:
    """Announce a display until cancelled. It goes on through missing networks, and is announced anew when the
    machine's addresses change; whoever else announces its name does not stop it: the key decides who it is.

    `identifier` is in hexadecimal digits; `pairing`, `role` and `desk` as in `Sighting`.
    """
    strings = {"pairing": pairing, "role": role} | ({"desk": desk} if desk else {})
    told = _strings(strings) if pairing else NOTHING_TOLD
    trouble = Repeated("announcement")
    while True:
        try:
            own = own_addresses(interfaces)
            async with _zeroconf(interfaces, own) as zeroconf:
                trouble.over()
                service = _service(identifier, port, own, told)
                # As if others might rightly have the same name: no question whether it is free, which anyone
                # could answer with no.
                await (await zeroconf.async_register_service(service, cooperating_responders=True))
                async for now in _changes(zeroconf, interfaces, own):
                    service = _service(identifier, port, now, told)
                    await (await zeroconf.async_update_service(service))
        except Exception as problem:  # whatever the library makes of a network, and of what others send there
            trouble.tell(problem)
            await asyncio.sleep(LOOK_EVERY)


async def browse(
    on_sight: Callable[[Sighting], None],
    *,
    wanted: Callable[[str], bool] = lambda identifier: True,
    interfaces: Interfaces = None,
) -> None:
    """Call `on_sight` for each display seen and at each of its changes, until cancelled.

    Only displays whose identifier is `wanted` are asked for their address: of a thousand others, only the
    names are read. A display that disappears is not reported: the link itself notices it.
    """
    trouble = Repeated("browsing")
    while True:
        asks: set[asyncio.Task[None]] = set()
        try:
            own = own_addresses(interfaces)
            async with _zeroconf(interfaces, own) as zeroconf:
                trouble.over()
                browser = _browser(zeroconf, asks, on_sight, wanted)
                async for _ in _changes(zeroconf, interfaces, own):
                    # A new browser asks at once; the old one would wait up to an hour before it asks again.
                    await browser.async_cancel()
                    browser = _browser(zeroconf, asks, on_sight, wanted)
        except Exception as problem:  # as above
            trouble.tell(problem)
            await asyncio.sleep(LOOK_EVERY)
        finally:
            await end_all(asks)


class Repeated:
    """What goes wrong again and again, twice a second for a day perhaps, is written down once."""

    def __init__(self, what: str) -> None:
        self._what, self._told = what, ""

    def tell(self, problem: Exception) -> None:
        if self._told != type(problem).__name__:
            self._told = type(problem).__name__
            log.info("no %s for now: %s", self._what, type(problem).__name__)

    def over(self) -> None:
        self._told = ""


@asynccontextmanager
async def _zeroconf(interfaces: Interfaces, own: frozenset[str]) -> AsyncIterator[AsyncZeroconf]:
    """Raises OSError where there is no network to use."""
    try:
        zeroconf = _opened(interfaces, own)
    except RuntimeError as problem:  # zeroconf's own way to say that an address is not there
        raise OSError("an own address went away") from problem
    try:
        yield zeroconf
    finally:
        await zeroconf.async_close()


def _opened(interfaces: Interfaces, own: frozenset[str]) -> AsyncZeroconf:
    if interfaces is None:
        versions = IPVersion.All if socket.has_dualstack_ipv6() else IPVersion.V4Only
        return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=versions)
    if not own:
        raise OSError("none of the own addresses is there")
    return AsyncZeroconf(interfaces=sorted(own))


def _strings(told: Mapping[str, str]) -> bytes:
    """As they stand in an announcement, each behind its length; one that is too long is cut short."""
    strings = (f"{key}={value}".encode()[:LONGEST_TOLD] for key, value in told.items())
    whole = (string.decode(errors="ignore").encode() for string in strings)  # no half of a letter
    return b"".join(bytes([len(string)]) + string for string in whole)


def full_name(identifier: str) -> str:
    """What a display's service is called on the network."""
    return f"halte-{identifier}.{SERVICE}"


def _service(identifier: str, port: int, own: Iterable[str], told: bytes) -> AsyncServiceInfo:
    return AsyncServiceInfo(
        SERVICE,
        full_name(identifier),
        port=port,
        server=f"halte-{identifier}.local.",
        parsed_addresses=sorted(map(bare, own)),
        properties=told,
    )


async def _changes(
    zeroconf: AsyncZeroconf, interfaces: Interfaces, own: frozenset[str]
) -> AsyncIterator[frozenset[str]]:
    """This machine's addresses, each time they are no longer `own` or what was told last.

    Raises OSError where they are chosen ones: zeroconf has to be opened anew for those that are there.
    """
    while True:
        await asyncio.sleep(LOOK_EVERY)
        now = own_addresses(interfaces)
        if now != own:
            log.info("own addresses changed")
            if interfaces is not None:
                raise OSError("own addresses changed")
            await zeroconf.async_update_interfaces()
            own = now
            yield own


def _browser(
    zeroconf: AsyncZeroconf,
    asks: set[asyncio.Task[None]],
    on_sight: Callable[[Sighting], None],
    wanted: Callable[[str], bool],
) -> AsyncServiceBrowser:
    def seen(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        identifier = _identifier(name)
        if not identifier or state_change is ServiceStateChange.Removed or not wanted(identifier):
            return
        if len(asks) < ASKS:
            task = asyncio.create_task(_contained(_ask(zeroconf, name, identifier, on_sight)))
            asks.add(task)
            task.add_done_callback(asks.discard)

    return AsyncServiceBrowser(zeroconf.zeroconf, SERVICE, handlers=[seen])


async def _contained(ask: Coroutine[Any, Any, None]) -> None:
    with contained("a look at a display"):
        await ask


def _identifier(name: str) -> str | None:
    match = _NAME.match(name.removesuffix("." + SERVICE))
    return match[1] if match else None


async def _ask(zeroconf: Zeroconf, name: str, identifier: str, on_sight: Callable[[Sighting], None]) -> None:
    info = AsyncServiceInfo(SERVICE, name)
    try:
        told = await info.async_request(zeroconf, ASK_WITHIN)
    except (OSError, Error) as problem:
        log.info("a display cannot be asked for its address: %s", type(problem).__name__)
        return
    if not told or not info.port:
        log.debug("a display did not tell its address")
        return
    on_sight(_sighting(info, identifier))


def _sighting(info: AsyncServiceInfo, identifier: str) -> Sighting:
    addresses = tuple(Endpoint(host, info.port or 0) for host in info.parsed_scoped_addresses())
    said = info.decoded_properties
    pairing, role, desk = (said.get(key) or "" for key in ("pairing", "role", "desk"))
    return Sighting(identifier, addresses, pairing, role, desk)
