"""What a ticket costs: bytes, milliseconds on the wire and on paper, and until it is confirmed.

Ten bits a byte on a serial line; paper at 150 mm/s, as Epson states for its TM-T20II. The last table is
measured through the real driver, a terminal and the simulated printer, with line and paper at their speeds.
"""

from __future__ import annotations

import statistics
import sys
import time

from PIL import Image, ImageDraw

from printer.device import Device
from printer.encode import encode, mark
from printer.finder import connect
from printer.logo import Logo, prepare
from printer.profiles import profile
from printer.simulator.paper import DOTS_A_MM
from printer.simulator.simulator import Simulator
from tests.printer.reading import fed
from tests.printer.tickets import ENGLISH, FRENCH

SPEEDS = (9600, 19200, 38400, 115200)
PAPER = 150.0  # mm/s


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def test_bytes_and_time_on_the_wire() -> None:
    wires = "".join(f"{speed:>8}" for speed in SPEEDS)
    say(f"{'ticket':28}{'bytes':>6}{'first':>6}{'mm':>6}{'paper ms':>9}{wires}   (ms on the wire, by baud)")
    for name, model in (("TM-T20II", "epson-80"), ("POS-5890", "pos-58"), ("default", "clone")):
        for language, ticket in (("fr", FRENCH), ("en", ENGLISH)):
            row(f"{name} {language}", encode(ticket, profile(name)), model)
    logo = sample_logo()
    row("TM-T20II fr, stored logo", encode(FRENCH, profile("TM-T20II"), logo.recall()), "epson-80")
    for speed in (38400, 115200):
        row(
            f"default fr, raster at {speed}",
            encode(FRENCH, profile("default"), logo.raster(speed / 10)),
            "clone",
        )


def row(name: str, pieces: tuple[bytes, ...], model: str) -> None:
    data, first = b"".join(pieces), len(pieces[0])
    millimetres = fed(data, model).fed / DOTS_A_MM
    wires = "".join(f"{len(data) * 10_000 / speed:8.0f}" for speed in SPEEDS)
    say(f"{name:28}{len(data):6}{first:6}{millimetres:6.0f}{millimetres / PAPER * 1000:9.0f}{wires}")


def test_time_until_it_is_confirmed() -> None:
    say()
    say(f"{'baud':>8}{'first line ms':>15}{'confirmed ms':>14}   (median of 5; {len(mark(1))} bytes more)")
    for speed in SPEEDS:
        runs = [one_run(speed) for _ in range(5)]
        first, whole = (statistics.median(run[at] * 1000 for run in runs) for at in (0, 1))
        say(f"{speed:8}{first:15.0f}{whole:14.0f}")


def one_run(speed: int) -> tuple[float, float]:
    """Seconds until paper first moved, and until the printer said that the ticket is out."""
    with Simulator(baud=speed, mm_s=PAPER) as printer:
        device = Device(lambda: connect(f"serial://{printer.path}?baudrate={speed}", "TM-T20II"))
        device.ask()
        started, moved = time.monotonic(), [0.0]
        feed = printer.roll.feed

        def timed(dots: int) -> None:
            moved[0] = moved[0] or time.monotonic() - started
            feed(dots)

        printer.roll.feed = timed  # type: ignore[method-assign]
        device.print(FRENCH, started + 10)
        whole = time.monotonic() - started
        device.close()
    return moved[0], whole


def sample_logo() -> Logo:
    picture = Image.new("RGBA", (1200, 1000), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((100, 0, 1100, 1000), fill=(20, 60, 120, 255))
    return prepare(picture, 576)
