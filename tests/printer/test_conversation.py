"""What a printer says, sorted to where it is waited for, however it arrives."""

from __future__ import annotations

from printer.conversation import PATIENCE, Conversation
from printer.encode import identifier
from printer.profiles import profile
from printer.status import PROCESSED, Cause
from tests.printer.held import HeldClock

FINE = b"\x12\x12\x12\x12"


class ScriptedPort:
    """Hands over one piece after another; between them, and after the last, there is silence."""

    answers = True

    def __init__(self, clock: HeldClock, *pieces: bytes) -> None:
        self._clock, self._pieces = clock, list(pieces)
        self.asked = False

    def write(self, data: bytes, until: float) -> None:
        self.asked = True

    def read(self, until: float) -> bytes:
        if self.asked and self._pieces:
            return self._pieces.pop(0)
        self._clock.seconds = max(self._clock.seconds, until)
        return b""

    def drain(self, until: float) -> None: ...

    def discard(self) -> None: ...

    def close(self) -> None: ...


def talk(*pieces: bytes) -> tuple[Conversation, HeldClock]:
    clock = HeldClock()
    return Conversation(ScriptedPort(clock, *pieces), profile("TM-T20II"), clock), clock


def test_the_report_of_a_ticket_may_come_in_pieces_right_behind_an_answer() -> None:
    report = PROCESSED + identifier(7) + b"\x00"
    conversation, _ = talk(FINE + report[:1], report[1:4], report[4:])
    assert conversation.status().cause is Cause.READY
    assert conversation.has_printed(identifier(7))


def test_an_answer_may_come_in_pieces_with_pauses_shorter_than_patience() -> None:
    conversation, clock = talk(FINE[:1], b"", b"", FINE[1:])
    began = clock()
    assert conversation.status().cause is Cause.READY
    assert clock() - began < PATIENCE


def test_silence_is_no_answer_after_patience_and_half_an_answer_is_garbled() -> None:
    conversation, clock = talk()
    began = clock()
    conversation.listen(PATIENCE)
    assert abs(clock() - began - PATIENCE) < 1e-6
    assert conversation.status().cause is Cause.NO_ANSWER
    half, _ = talk(FINE[:2])
    assert half.status().cause is Cause.GARBLED
