"""A machine's address and port, and how people write the two. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

_WRITTEN = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[^:\[\]]+)):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Endpoint:
    host: str
    port: int


def endpoint_of(written: str) -> Endpoint:
    """What "192.168.8.21:4711" or "[fe80::1%eth0]:4711" says. Raises ValueError."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise ValueError("no address and port")
    host, port = found["six"] or found["four"], int(found["port"])
    if ip_address(host.partition("%")[0]).version != (6 if found["six"] else 4) or not 1 <= port <= 65535:
        raise ValueError("no address and port")
    return Endpoint(host, port)
