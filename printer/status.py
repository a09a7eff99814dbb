"""What a printer says of itself: its real-time answers decoded, and the name of each state.

A printer is asked with `DLE EOT n`, n = 1 to 4, and answers with one byte a question (Epson, "ESC/POS
Command Reference", DLE EOT). Bits 0, 1, 4 and 7 of such a byte are fixed, which tells it from noise.
An answer that does not come, or is no answer, is *unknown*: never *ready*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from assets.conditions import Condition
from assets.told import told

ASK = b"".join(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""The four questions: printer, cause of being offline, error, paper sensors. 12 bytes; 4 come back."""

ANSWERS = 4

_FIXED_MASK, _FIXED = 0b1001_0011, 0b0001_0010
CLEARED = b"\x37\x25"
"""How the answer to DLE DC4, function 8, begins."""

PROCESSED = b"\x37\x22"
"""How a process-id response begins; its identifier follows."""

STORED_KEYS = b"\x37\x72"
"""How the list of stored graphics begins."""

MODEL_NAME = b"\x5f"
"""How the answer to GS I 67 begins; the printer's name follows."""

_HEADERS = (PROCESSED, CLEARED, STORED_KEYS, MODEL_NAME)
_LONGEST = 84  # header, status, 80 bytes of data, 00h


class Paper(Enum):
    """What agents need to know at a glance."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    OPEN = "open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Cause(Enum):
    """Why the printer is in its state; the value is the state it amounts to."""

    READY = (Paper.OK, 0)
    SIMULATED = (Paper.OK, 1)
    LATE = (Paper.OK, 2)
    NEAR_END = (Paper.LOW, 0)
    NO_PAPER = (Paper.OUT, 0)
    COVER_OPEN = (Paper.OPEN, 0)
    CUTTER = (Paper.OFFLINE, 0)
    HOT = (Paper.OFFLINE, 1)
    BROKEN = (Paper.OFFLINE, 2)
    PAUSED = (Paper.OFFLINE, 3)
    NOT_FOUND = (Paper.OFFLINE, 4)
    NO_PERMISSION = (Paper.OFFLINE, 5)
    TAKEN = (Paper.OFFLINE, 6)
    UNPLUGGED = (Paper.OFFLINE, 7)
    STUCK = (Paper.OFFLINE, 8)
    NOT_LOADED = (Paper.OFFLINE, 9)
    NO_ANSWER = (Paper.UNKNOWN, 0)
    GARBLED = (Paper.UNKNOWN, 1)
    CANNOT_SAY = (Paper.UNKNOWN, 2)
    NEVER_ANSWERED = (Paper.UNKNOWN, 3)
    STARTING = (Paper.UNKNOWN, 4)


@dataclass(frozen=True, slots=True)
class PaperStatus:
    cause: Cause

    @property
    def paper(self) -> Paper:
        return self.cause.value[0]

    @property
    def can_print(self) -> bool:
        """Nothing is known that stops a ticket. A printer that cannot say may still be out of paper."""
        return self.paper in (Paper.OK, Paper.LOW) or self.cause in _SILENT_BUT_TRIED

    @property
    def paper_expected(self) -> bool:
        """A visitor may be told to wait for the paper; in doubt, not."""
        return self.can_print and self.cause not in (Cause.SIMULATED, Cause.NEVER_ANSWERED)

    @property
    def condition(self) -> Condition:
        """What the agents are told: what is the matter and what to do; nothing when all is well."""
        return Condition(self.cause.name.lower()) if self.cause is not Cause.READY else Condition()


STARTING = PaperStatus(Cause.STARTING)

_SILENT_BUT_TRIED = (Cause.CANNOT_SAY, Cause.NEVER_ANSWERED)


def decode(answers: bytes) -> PaperStatus:
    """The state behind the four answers to `ASK`, gravest cause first; any other bytes are unknown."""
    if not answers:
        return PaperStatus(Cause.NO_ANSWER)
    if len(answers) != ANSWERS or not all(is_answer(byte) for byte in answers):
        return PaperStatus(Cause.GARBLED)
    return PaperStatus(next(_causes(*answers)))


def is_answer(byte: int) -> bool:
    return byte & _FIXED_MASK == _FIXED


def _causes(printer: int, offline: int, error: int, sensors: int) -> Iterator[Cause]:
    if offline & 0x04:
        yield Cause.COVER_OPEN
    if sensors & 0x60 or offline & 0x20:
        yield Cause.NO_PAPER
    if error & 0x08:
        yield Cause.CUTTER
    if error & 0x20:
        yield Cause.BROKEN
    if error & 0x40:
        yield Cause.HOT
    if offline & 0x40:
        yield Cause.BROKEN
    if printer & 0x28 or offline & 0x08:
        yield Cause.PAUSED
    yield Cause.NEAR_END if sensors & 0x0C else Cause.READY


@dataclass(frozen=True, slots=True)
class Heard:
    """What a printer sent, sorted. `blocks` are longer answers without their 00h; `rest` is unfinished."""

    answers: bytes = b""
    blocks: tuple[bytes, ...] = ()
    noise: bytes = b""
    rest: bytes = b""


def sort_out(data: bytes) -> Heard:
    """Tell real-time answers, longer answers and noise from each other.

    A longer answer begins with 37h 22h (process-id), 37h 25h (buffer cleared), 37h 72h (stored graphics) or
    5Fh (who the printer is), and ends with 00h.
    """
    answers, noise, blocks = bytearray(), bytearray(), []
    while data:
        end = data.find(0, 0, _LONGEST) if _begins_a_block(data) else 0
        if end < 0 and len(data) < _LONGEST:
            break
        if end > 0:
            blocks.append(data[:end])
        else:
            (answers if is_answer(data[0]) else noise).append(data[0])
        data = data[max(end, 0) + 1 :]
    return Heard(bytes(answers), tuple(blocks), bytes(noise), data)


def _begins_a_block(data: bytes) -> bool:
    return any(data.startswith(header[: len(data)]) for header in _HEADERS)


def processed(block: bytes) -> bytes:
    """The identifier in a process-id response; empty for any other block."""
    return block[2:] if block.startswith(PROCESSED) else b""


def model(block: bytes) -> str:
    """The printer's name in an answer to GS I 67; empty for any other block."""
    return told(block[1:].decode("ascii", "ignore")) if block.startswith(MODEL_NAME) else ""
