"""The way to each other, kept in small files beside the keys: what is known beats what is announced.

A kiosk keeps where each of its displays was reached last; a display keeps its port, and a mark of the machine
that each kiosk was paired on. None tells anything of a visit. A file that is damaged or not there costs a
search, no more.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from assets.files import Disk
from queue_display import private_files
from queue_display.network.endpoint import Endpoint

Kept = TypeVar("Kept")

ADDRESSES, PORT, MACHINES = "addresses.json", "port.json", "machines.json"


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


def first_machine(folder: Path, kiosk: str, machine: str) -> str:
    """The first machine that came under a kiosk's identifier since it was paired; `machine`, if that is it.
    Never fails."""
    known = _machines(folder)
    if kiosk not in known and machine:
        with suppress(OSError):
            _keep_machines(folder, {**known, kiosk: machine})
    return known.get(kiosk, machine)


def forget_machine(folder: Path, kiosk: str) -> None:
    """A kiosk is paired anew: the machine that it comes on next is the one. Raises OSError."""
    known = _machines(folder)
    if known.pop(kiosk, None) is not None:
        _keep_machines(folder, known)


def _machines(folder: Path) -> dict[str, str]:
    return _read(folder / MACHINES, dict[str, str]) or {}


def _keep_machines(folder: Path, known: Mapping[str, str]) -> None:
    private_files.write(folder / MACHINES, msgspec.json.encode(known, order="sorted"))


def _read(file: Path, kind: type[Kept]) -> Kept | None:
    try:
        return msgspec.json.decode(Disk().read(file) or b"", type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
