"""Whether headphones are plugged in, as far as the system tells.

Linux shows a socket that can detect a plug as an input device with a switch. Many sockets cannot: that of a
Raspberry Pi 4, and those of most USB sound cards. The few files are read each time somebody listens.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

INPUTS = Path("/sys/class/input")
NODES = Path("/dev/input")

HEADPHONES = 1 << 0x02
"""SW_HEADPHONE_INSERT, from linux/input-event-codes.h."""

_ROOM = 8
"""Bytes for the state of all switches."""

_GET_SWITCHES = 2 << 30 | _ROOM << 16 | ord("E") << 8 | 0x1B
"""EVIOCGSW, from linux/input.h."""


def switches(node: Path) -> int:
    """The switches of an input device that are on, a bit each. Raises OSError."""
    from fcntl import ioctl  # not on every system that reads the settings

    file = os.open(node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return int.from_bytes(ioctl(file, _GET_SWITCHES, bytes(_ROOM)), sys.byteorder)
    finally:
        os.close(file)


def plugged(inputs: Path = INPUTS, state: Callable[[Path], int] = switches) -> bool:
    """Whether a socket reports headphones; False where no socket can."""
    return any(_feels(device) and _on(NODES / device.name, state) for device in inputs.glob("event*"))


def _feels(device: Path) -> bool:
    """Whether the device has the switch. The file lists its switches in hexadecimal, the lowest bits last."""
    try:
        words = (device / "device/capabilities/sw").read_text("ascii").split()
        return bool(int(words[-1], 16) & HEADPHONES)
    except (OSError, ValueError, IndexError):
        return False


def _on(node: Path, state: Callable[[Path], int]) -> bool:
    try:
        return bool(state(node) & HEADPHONES)
    except OSError:  # not allowed to read it, or just removed: not known
        return False
