from __future__ import annotations

import pytest

from assets.wording import wording
from printer.status import ANSWERS, Cause, Paper, PaperStatus, decode, model, processed, sort_out

FINE = (0x12, 0x12, 0x12, 0x12)


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        (FINE, Cause.READY),
        ((0x12, 0x12, 0x12, 0x1E), Cause.NEAR_END),
        ((0x1A, 0x32, 0x12, 0x7E), Cause.NO_PAPER),
        ((0x1A, 0x16, 0x12, 0x12), Cause.COVER_OPEN),
        ((0x1A, 0x16, 0x12, 0x7E), Cause.COVER_OPEN),  # an open cover hides the sensor
        ((0x1A, 0x52, 0x1A, 0x12), Cause.CUTTER),
        ((0x1A, 0x52, 0x32, 0x12), Cause.BROKEN),
        ((0x1A, 0x52, 0x52, 0x12), Cause.HOT),
        ((0x1A, 0x52, 0x12, 0x12), Cause.BROKEN),
        ((0x1A, 0x12, 0x12, 0x12), Cause.PAUSED),
        ((0x16, 0x12, 0x12, 0x12), Cause.READY),  # the drawer's pin says nothing about paper
    ],
)
def test_answers_as_epson_documents_them(answers: tuple[int, ...], cause: Cause) -> None:
    assert decode(bytes(answers)).cause is cause


def test_no_answer_is_unknown_and_never_ready() -> None:
    assert decode(b"") == PaperStatus(Cause.NO_ANSWER)
    assert PaperStatus(Cause.NO_ANSWER).paper is Paper.UNKNOWN
    assert not PaperStatus(Cause.NO_ANSWER).can_print


def test_every_other_byte_string_of_four_is_garbled_or_a_state() -> None:
    for noisy in range(256):
        for place in range(ANSWERS):
            answers = bytes((*FINE[:place], noisy, *FINE[place + 1 :]))
            fits = noisy & 0b1001_0011 == 0b0001_0010
            assert (decode(answers).cause is Cause.GARBLED) is not fits


@pytest.mark.parametrize("answers", [b"\x12", b"\x12\x12\x12", b"\x12" * 5])
def test_too_few_or_too_many_answers_are_garbled(answers: bytes) -> None:
    assert decode(answers).cause is Cause.GARBLED


def test_answers_and_confirmations_are_told_apart_however_they_arrive() -> None:
    stream = b"\x12\x37\x220042\x00\x16\x37\x25\x00\x12\xff\x5fTM-T20II\x00\x12"
    blocks: list[bytes] = []
    statuses, noise, rest = b"", b"", b""
    for byte in stream:
        heard = sort_out(rest + bytes((byte,)))
        statuses, noise, rest = statuses + heard.answers, noise + heard.noise, heard.rest
        blocks += heard.blocks
    assert (statuses, noise, rest) == (b"\x12\x16\x12\x12", b"\xff", b"")
    assert [processed(block) for block in blocks] == [b"0042", b"", b""]
    assert [model(block) for block in blocks] == ["", "", "TM-T20II"]


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_says_what_is_the_matter(cause: Cause) -> None:
    said = PaperStatus(cause).condition.said(wording("fr"))
    assert bool(said) is (cause is not Cause.READY)
    assert said == "" or said.endswith(".")
