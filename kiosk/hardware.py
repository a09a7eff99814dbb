"""Which machine this is: a copied card brings its keys along, and not the number that the maker gave."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SERIAL = "sys/firmware/devicetree/base/serial-number"
"""A Raspberry Pi's own number."""

CARDS = "sys/class/net"
"""Where the system lists network cards."""


def hardware_number(root: Path = Path("/")) -> bytes:
    """What the maker numbered this machine with: its serial number, else the address of its first network
    card. Where it has neither, something that lasts until this program ends. Not for the event loop."""
    return next((number for number in _numbers(root) if number), b"") or secrets.token_bytes(16)


def machine_mark(number: bytes, certificate: bytes) -> str:
    """What a kiosk tells its displays: it tells this machine from others, and is good for nothing else."""
    return hashlib.sha256(certificate + number).hexdigest()[:16]


def _numbers(root: Path) -> Iterator[bytes]:
    yield _read(root / SERIAL)
    with suppress(OSError):
        for card in sorted((root / CARDS).iterdir()):
            if (card / "device").exists() and _read(card / "addr_assign_type") == b"0":  # as it was made
                yield _read(card / "address")


def _read(file: Path) -> bytes:
    """Its content without blanks around it; nothing where it cannot be read."""
    try:
        return file.read_bytes().strip(b"\0 \n")
    except OSError:
        return b""
