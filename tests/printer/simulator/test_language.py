"""The simulated printer against Epson's "ESC/POS Command Reference", byte by byte, without our encoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printer.simulator.language import Interpreter
from printer.simulator.models import MODELS
from printer.simulator.paper import Roll, Style, glyph
from printer.simulator.picture import picture
from printer.simulator.realtime import Ears, Fault, answers
from tests import seeds
from tests.printer.reading import slip, slips


def test_text_lines_and_cut() -> None:
    assert [s.lines for s in slips(b"un\ndeux\n\x1dV\x00trois\n")] == [("un", "deux"), ("trois",)]


@pytest.mark.parametrize(
    ("page", "byte", "character"),
    [(0, 0x82, "é"), (2, 0x82, "é"), (16, 0x9C, "œ"), (16, 0x80, "€"), (19, 0xD5, "€"), (40, 0xBD, "œ")],
)
def test_code_pages(page: int, byte: int, character: str) -> None:
    assert slip(b"\x1bt" + bytes((page, byte)) + b"\n").lines == (character,)


def test_a_page_that_is_not_there_changes_nothing() -> None:
    assert slip(b"\x1bt\x10\x1bt\xc8\xe9\n").lines == ("é",)


def test_esc_at_forgets_modes_and_the_line_under_way() -> None:
    assert slip(b"\x1bt\x10lost\x1b@\x82\n").lines == ("é",)


@pytest.mark.parametrize("size", range(1, 9))
def test_gs_exclamation_enlarges_in_dots(size: int) -> None:
    enlarged = slip(b"\x1d!" + bytes(((size - 1) << 4 | size - 1,)) + b"#\n").dots
    left, top, right, bottom = ink(enlarged)
    plain = ink(slip(b"#\n").dots)
    assert (right - left, bottom - top) == ((plain[2] - plain[0]) * size, (plain[3] - plain[1]) * size)


def test_esc_exclamation_sets_size_and_weight_at_once() -> None:
    assert ink(slip(b"\x1b!\x38#\n").dots) == ink(slip(b"\x1d!\x11\x1bE\x01#\n").dots)


def test_alignment() -> None:
    left, center, right = (ink(slip(b"\x1ba" + bytes((n,)) + b"#\n").dots)[0] for n in (0, 1, 2))
    assert left < center < right
    assert right - left == 576 - 12


def test_a_line_too_long_goes_on_below() -> None:
    assert slip(b"x" * 50 + b"\n").lines == ("x" * 48, "xx")


def test_raster_prints_its_dots() -> None:
    dots = slip(b"\x1dv0\x00\x01\x00\x02\x00\xff\x81").dots.crop((0, 0, 8, 2))
    assert [dots.getpixel((x, y)) for y in (0, 1) for x in range(8)] == [0] * 8 + [0, *[255] * 6, 0]


def test_raster_in_quadruple_size() -> None:
    assert ink(slip(b"\x1dv0\x03\x01\x00\x02\x00\xff\xff").dots) == (0, 0, 16, 4)


def test_stored_graphics_are_defined_told_and_printed() -> None:
    said: list[bytes] = []
    roll = Roll(576)
    printer = Interpreter(roll, MODELS["epson-80"], said.append)
    body = b"\x30\x43\x30AB\x01\x08\x00\x02\x00\x31\xff\xff"
    for byte in (
        b"\x1d(L" + bytes((len(body), 0)) + body + b"\x1d(L\x04\x00\x30\x40KC\x1d(L\x06\x00\x30\x45AB\x01\x01"
    ):
        printer.feed(byte)
    assert said == [b"\x37\x72\x40AB\x00"]
    assert ink(roll.hanging().dots) == (0, 0, 8, 2)


def test_process_id_is_answered_once_all_before_is_printed() -> None:
    said: list[bytes] = []
    roll = Roll(576)
    printer = Interpreter(roll, MODELS["epson-80"], said.append)
    for byte in b"ticket\n\x1d(H\x06\x00\x30\x300042":
        assert not said
        printer.feed(byte)
    assert said == [b"\x37\x220042\x00"]
    assert roll.hanging().lines == ("ticket",)


def test_unknown_commands_and_noise_never_stop_it() -> None:
    printer = Interpreter(Roll(576), MODELS["epson-80"])
    for byte in seeds.chance().randbytes(20_000):
        printer.feed(byte)
    printer.restart()
    for byte in b"\nstill here\n":
        printer.feed(byte)
    assert printer.roll.hanging().lines[-1] == "still here"


@given(st.sampled_from([2, 50, 64, 66, 67, 69, 112]), st.binary(max_size=40))
def test_graphics_that_make_no_sense_are_passed_over(function: int, rest: bytes) -> None:
    body = (b"\x30" + bytes((function,)) + rest)[: len(rest)]
    printer = Interpreter(Roll(576), MODELS["epson-80"])
    for byte in b"\x1d(L" + bytes((len(body), 0)) + body + b"still here\n":
        printer.feed(byte)
    assert printer.roll.hanging().lines[-1] == "still here"


def test_real_time_commands_are_heard_in_pieces_and_within_pictures() -> None:
    stream = b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x04text"
    stream += b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + b"\x10\x05\x02\x10\x10\x04\x01"
    wanted = [("ask", 4), ("clear", 0), ("recover", 2), ("ask", 1)]
    assert Ears().listen(stream) == wanted
    piecemeal = Ears()
    assert [heard for byte in stream for heard in piecemeal.listen(bytes((byte,)))] == wanted


def test_answers_have_their_fixed_bits() -> None:
    for fault in Fault:
        for question in (1, 2, 3, 4):
            (byte,) = answers(question, {fault}, stopped=True)
            assert byte & 0b1001_0011 == 0b0001_0010
    assert answers(9, set(), stopped=False) == b""


def test_smoothing_rounds_the_steps_of_enlarged_characters() -> None:
    rough, smooth = glyph("2", Style(wide=8, high=8)), glyph("2", Style(wide=8, high=8, smooth=True))
    assert rough.size == smooth.size == (96, 192)
    assert rough.tobytes() != smooth.tobytes()


def test_the_picture_is_of_paper_with_ink_on_a_table() -> None:
    shown = picture(slip(b"\x1ba\x01\x1d!\x7712\n"))
    assert shown.mode == "RGB"
    table, paper = shown.getpixel((2, 2)), shown.getpixel((100, 80))
    assert sum(paper) > sum(table) + 60  # type: ignore[arg-type]
    assert shown.getcolors(maxcolors=1 << 24)
    assert min(sum(color) for _, color in shown.getcolors(maxcolors=1 << 24)) < 150  # type: ignore[arg-type,union-attr]


def ink(dots: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is black."""
    box = ImageChops.invert(dots.convert("L")).getbbox()
    assert box
    return box
