"""The demonstration's slips: which is shown, where its window stands, and that it is seen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PIL import Image

from kiosk.demo.run import side_by_side
from kiosk.demo.slips import newest
from kiosk.demo.stage import WindowPlace
from printer.port.simulated import SlipFolder
from printer.simulator.paper import Slip
from tests.windows import SEEN, opened


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=str)
def test_no_window_stands_on_another(size: tuple[int, int]) -> None:
    layout = side_by_side(*size)
    places = [layout.kiosk, layout.console, layout.board, layout.slip]
    assert not [(a, b) for a in places for b in places if a is not b and overlap(a, b)]
    assert all(place.x + place.width <= size[0] and place.y + place.height <= size[1] for place in places)


def overlap(a: WindowPlace, b: WindowPlace) -> bool:
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    return not (beside or a.y + a.height <= b.y or b.y + b.height <= a.y)


def test_the_newest_slip_is_shown(tmp_path: Path) -> None:
    assert newest(tmp_path / "not there") is None
    for name in ("ticket-0009.png", "ticket-0010.png", "ticket-0010.txt"):
        (tmp_path / name).touch()
    assert newest(tmp_path) == tmp_path / "ticket-0010.png"


async def test_each_slip_comes_into_the_window(tmp_path: Path) -> None:
    paper, seen = tmp_path / "paper", tmp_path / "seen.png"
    words = str(paper), "--windowed", "--size", "300x400", "--hands"
    async with opened("kiosk.demo.slips", *words, env=SEEN) as window:
        for name in ("ticket-0001", "ticket-0002"):
            await asyncio.to_thread(come_out, paper)
            await window.wait("slip", text=name)
        await window.picture(seen)
    assert await asyncio.to_thread(lightest, seen) > 240


def come_out(paper: Path) -> None:
    folder = SlipFolder(paper)
    folder.keep(Slip(Image.new("1", (384, 500), 1), ("Votre numéro", "7")))
    folder.close()


def lightest(picture: Path) -> int:
    """Of its darkest channel, 0 to 255, in the middle: paper is lighter than a table."""
    with Image.open(picture) as image:
        return min(image.convert("RGB").getpixel((image.width // 2, image.height // 2)))  # type: ignore[arg-type]
