"""The way to each other, kept in small files beside the keys: what is known beats what is announced.

A kiosk keeps where each of its displays was reached last, a display keeps its port. Neither tells anything of
a visit. A file that is damaged or not there costs a search, no more.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from assets.files import Disk
from queue_display import private_files
from queue_display.network.endpoint import Endpoint

Kept = TypeVar("Kept")

ADDRESSES, PORT = "addresses.json", "port.json"


def addresses(folder: Path) -> dict[str, Endpoint]:
    """Where each display was reached last, by its identifier. Never fails."""
    return _read(folder / ADDRESSES, dict[str, Endpoint]) or {}


def keep_addresses(folder: Path, known: Mapping[str, Endpoint]) -> None:
    """Raises OSError."""
    private_files.write(folder / ADDRESSES, msgspec.json.encode(known, order="sorted"))


def remember(folder: Path, identifier: str, at: Endpoint) -> None:
    """Keep the address of one more display. Raises OSError."""
    keep_addresses(folder, {**addresses(folder), identifier: at})


def own_port(folder: Path) -> int:
    """The port of the display whose keys these are: chosen the first time, and the same from then on. 0 for
    any, where it cannot be kept."""
    kept = _read(folder / PORT, int)
    if kept is not None and 0 < kept < 1 << 16:
        return kept
    with socket.socket() as free:
        free.bind(("", 0))
        port: int = free.getsockname()[1]
    try:
        private_files.write(folder / PORT, msgspec.json.encode(port))
    except OSError:
        return 0
    return port


def _read(file: Path, kind: type[Kept]) -> Kept | None:
    try:
        return msgspec.json.decode(Disk().read(file) or b"", type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
