"""This machine's own addresses, as they are at this moment."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import ifaddr


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """`host` without the name of its card; `scope`: the number of that card."""

    host: str
    scope: int

    @property
    def family(self) -> socket.AddressFamily:
        return socket.AF_INET6 if ":" in self.host else socket.AF_INET


def own_places(interfaces: Sequence[str] | None = None) -> list[OwnAddress]:
    """As `own_addresses`, each with the card that it is on."""
    usable = {bare(host) for host in own_addresses(interfaces)}
    return [place for place in _all() if place.host in usable]


def _all() -> Iterator[OwnAddress]:
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            yield OwnAddress(ip.ip if isinstance(ip.ip, str) else ip.ip[0], adapter.index or 0)


def own_addresses(interfaces: Sequence[str] | None = None) -> frozenset[str]:
    """This machine's addresses that can be used now; loopback's only if there is no other.

    Of `interfaces`, those that this machine has now.
    """
    if interfaces is not None:
        return frozenset(filter(is_here, interfaces))
    found = {
        ip.ip if isinstance(ip.ip, str) else ip.ip[0]
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if _usable(ip.ip)
    }
    return frozenset(found) or frozenset({"127.0.0.1"})


def is_here(host: str) -> bool:
    """Whether this machine has the address `host` now; False for what is no address."""
    try:
        address = ip_address(bare(host))
    except ValueError:
        return False
    if address.version == 4 and address.is_loopback:
        return True  # all of 127.0.0.0/8, of which the system lists one
    scope = host.partition("%")[2]
    return any(
        ip_address(bare(ip.ip if isinstance(ip.ip, str) else ip.ip[0])) == address
        for adapter in ifaddr.get_adapters()
        if scope in ("", adapter.name, str(adapter.index))
        for ip in adapter.ips
    )


def bare(host: str) -> str:
    """An address without the name of its interface, as fe80::1%eth0 has one."""
    return host.partition("%")[0]


def _usable(ip: str | tuple[str, int, int]) -> bool:
    """False for loopback, and for an IPv6 address that the system is still checking for doubles."""
    host = ip if isinstance(ip, str) else ip[0]
    if host.startswith("127.") or host == "::1":
        return False
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0) if isinstance(ip, str) else (host, 0, ip[1], ip[2]))
    except OSError:
        return False
    return True
