"""What the simulated printer hears at once, however full its buffer: real-time commands; and its answers."""

from __future__ import annotations

from collections.abc import Set
from enum import Enum, auto

CLEARED = b"\x37\x25\x00"
"""What a printer sends once DLE DC4, function 8, has emptied it."""

_CLEAR_KEY = b"\x01\x03\x14\x01\x06\x02\x08"


class Fault(Enum):
    """What can be wrong with the printer."""

    NO_PAPER = auto()
    NEAR_END = auto()
    COVER_OPEN = auto()
    CUTTER = auto()  # the knife is stuck
    HOT = auto()  # the head rests until it has cooled
    XOFF = auto()  # takes no more data, for no reason given
    GARBAGE = auto()  # its answers are noise
    SILENT = auto()  # prints, answers nothing
    OFF = auto()
    UNPLUGGED = auto()


STOPS_PRINTING = frozenset({Fault.NO_PAPER, Fault.COVER_OPEN, Fault.CUTTER, Fault.HOT, Fault.XOFF, Fault.OFF})
"""Faults in which nothing moves: what arrives stays in the buffer."""


def answers(question: int, faults: Set[Fault], stopped: bool) -> bytes:
    """The byte for DLE EOT `question`; nothing for a question that does not exist."""
    bits = {
        1: 0x08 * stopped,
        2: 0x04 * (Fault.COVER_OPEN in faults)
        | 0x20 * (Fault.NO_PAPER in faults)
        | 0x40 * (Fault.CUTTER in faults or Fault.HOT in faults),
        3: 0x08 * (Fault.CUTTER in faults) | 0x40 * (Fault.HOT in faults),
        4: 0x0C * bool(faults & {Fault.NEAR_END, Fault.NO_PAPER}) | 0x60 * (Fault.NO_PAPER in faults),
    }.get(question)
    return b"" if bits is None else bytes((bits | 0x12,))


class Ears:
    """Finds real-time commands in the stream as it arrives: (kind, argument) pairs.

    The bytes stay in the stream, where the interpreter skips them, as in a real printer: taken out, the same
    bytes would be missing from a picture.
    """

    def __init__(self) -> None:
        self._tail = b""

    def listen(self, data: bytes) -> list[tuple[str, int]]:
        heard, stream = [], self._tail + data
        at = stream.find(0x10)
        while at >= 0:
            command, length = _command(stream[at:])
            if length == 0:
                break
            if command:
                heard.append(command)
            at = stream.find(0x10, at + length)
        self._tail = stream[at:] if at >= 0 else b""
        return heard


def _command(stream: bytes) -> tuple[tuple[str, int] | None, int]:
    """The command at the start of `stream` and its length; length 0 where more bytes must come."""
    kinds = {0x04: "ask", 0x05: "recover"}
    if len(stream) < 2:
        return None, 0
    if stream[1] in kinds:
        return ((kinds[stream[1]], stream[2]), 3) if len(stream) > 2 else (None, 0)
    if stream[1] != 0x14:
        return None, 1
    key = stream[3:10]
    if len(stream) < 3 or (stream[2] == 8 and len(key) < 7 and _CLEAR_KEY.startswith(key)):
        return None, 0
    return (("clear", 0), 10) if stream[2] == 8 and key == _CLEAR_KEY else (None, 2)
