"""A logo is stored in the printer once, or sent as a raster that the line can carry, or left out."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from printer.device import Device
from printer.encode import encode
from printer.finder import Connection, connect
from printer.greeting import speed
from printer.logo import HEIGHT, MOST_DOTS, BadLogo, Logo, load
from printer.outcome import Result
from printer.port import Port
from printer.profiles import profile
from printer.simulator.models import MODELS
from printer.simulator.simulator import Simulator
from printer.ticket import TicketText
from tests.printer.reading import slip
from tests.processes import LATE

TICKET = TicketText("Agglo Mobile", 12, heading="Votre numéro")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A dark disc on a transparent ground, larger than any paper."""
    picture = Image.new("RGBA", (1200, 1000), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((100, 0, 1100, 1000), fill=(20, 60, 120, 255))
    picture.save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


@pytest.fixture
def logo(file: Path) -> Logo:
    return load(file, profile("TM-T20II"))


def test_it_fits_the_paper_and_its_ground_stays_white(logo: Logo) -> None:
    width, height = logo.dots.size
    assert height == HEIGHT
    assert width <= 576
    assert logo.dots.getpixel((0, 0)) == 255
    assert logo.dots.getpixel((width // 2, height // 2)) == 0


def test_its_key_follows_from_its_dots(file: Path, logo: Logo) -> None:
    assert load(file, profile("TM-T20II")).key == logo.key
    assert load(file, profile("POS-5890")).key == logo.key  # 160 dots high on both
    assert all(0x20 <= byte <= 0x7E for byte in logo.key)
    Image.new("L", (50, 50), 0).save(file)
    assert load(file, profile("TM-T20II")).key != logo.key


def test_stored_once_it_costs_a_ticket_11_bytes(logo: Logo) -> None:
    plain, bearing = (b"".join(encode(TICKET, profile("TM-T20II"), head)) for head in (b"", logo.recall()))
    assert len(bearing) - len(plain) == 11
    shown = slip(logo.define() + bearing)
    assert shown.dots.size[1] >= HEIGHT + slip(plain).dots.size[1]


@pytest.mark.parametrize(
    ("baud", "whole"), [(9600, None), (38400, False), (115200, False), (230400, True), (0, True)]
)
def test_a_raster_takes_no_more_of_the_line_than_it_may(logo: Logo, baud: int, whole: bool | None) -> None:
    raster = logo.raster(baud / 10 if baud else 1e9)
    assert bool(raster) is (whole is not None)
    if raster:
        assert raster[3] == (0 if whole else 3)
        printed = slip(raster, "epson-58").dots
        assert abs(printed.size[1] - HEIGHT) <= 2
    if baud:
        assert len(raster) * 10 / baud < 0.26


def test_a_printer_that_stores_gets_it_once_in_its_life(file: Path) -> None:
    with Simulator() as printer:
        first, again = _printed(printer, file), _printed(printer, file)
        assert first > 3000
        assert again < 400
        heights = [slip.dots.size[1] for slip in printer.slips if "12" in slip.lines]
        assert heights[0] == heights[1] > HEIGHT


def test_a_silent_printer_gets_a_raster(file: Path) -> None:
    with Simulator(MODELS["pos-58"]) as printer:
        device = Device(lambda: Connection(_port(printer), profile("POS-5890"), "network://x"), logo=file)
        device.ask()
        assert device.print(TICKET, soon()).result is Result.SENT
        assert printer.wait_for(lambda: any("12" in slip.lines for slip in printer.slips))
        device.close()
        assert printer.slips[-1].dots.size[1] > HEIGHT


def soon() -> float:
    return time.monotonic() + LATE


def _port(printer: Simulator) -> Port:
    return connect(f"serial://{printer.path}").port


def _printed(printer: Simulator, file: Path) -> int:
    """Bytes that a start and one ticket took."""
    before = printer.received
    device = Device(lambda: connect(f"serial://{printer.path}", "TM-T20II"), logo=file)
    device.ask()
    assert device.print(TICKET, soon()).result is Result.PRINTED
    device.close()
    return printer.received - before


def test_speeds() -> None:
    assert speed("serial:///dev/ttyS0?baudrate=19200") == 1920
    assert speed("usb://04b8") > 1e6


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadLogo, match="n’existe pas"):
        load(tmp_path / "none.png", profile())
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(BadLogo, match="PNG"):
        load(tmp_path / "text.png", profile())


ODD = {
    "empty": b"",
    "a text": b"no picture",
    "a PNG's head": b"\x89PNG\r\n\x1a\n",
    "a PNG that is cut off": None,
    "a GIF of nothing": b"GIF89a\x00\x00\x00\x00\x00\x00\x00",
    "an XPM": b'/* XPM */\nstatic char *x[] = {"1 1 1 1", "a c #",',
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_whatever_the_file_holds_is_a_picture_or_is_said(file: Path, content: bytes | None) -> None:
    file.write_bytes(file.read_bytes()[:-400] if content is None else content)
    with pytest.raises(BadLogo):
        load(file, profile())


def test_what_would_never_end_or_fill_the_memory_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(BadLogo, match="n’existe pas"):
        load(tmp_path / "pipe.png", profile())
    side = int(MOST_DOTS**0.5) + 1
    Image.new("1", (side, side)).save(tmp_path / "large.png")
    with pytest.raises(BadLogo, match=f"trop grand.*{side} x {side}"):
        load(tmp_path / "large.png", profile())
