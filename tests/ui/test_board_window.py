"""The board's real window, offscreen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from queue_display.messages import BoardCall, BoardView
from tests.ui.stage import staged


def view(*called: BoardCall, stop: str = "open") -> BoardView:
    return BoardView("Agglo Mobile", stop, called)


async def test_a_call_fills_the_board_and_gives_way_to_the_next() -> None:
    async with staged("board") as stage:
        window = stage.window
        await window.wait("waiting")
        stage.show(view())
        await window.wait("idle")
        stage.show(view(BoardCall(12, 1, 1)))
        await window.wait("called", text="12\nBureau\n1")
        stage.show(view(BoardCall(13, 2, 1), BoardCall(12, 1, 1)))
        await window.wait("called", text="13\nBureau\n2")
        await window.wait("called:1", text="12\nBureau\n1")
        stage.show(view(BoardCall(13, 2, 1), BoardCall(12, 1, 2)))
        await window.wait("called", text="12\nBureau\n1")
        stage.show(view(BoardCall(13, 2, 1)))
        await window.wait("called", text="13\nBureau\n2")
        await window.wait("called:1", text="12\nBureau\n1")  # greyed, for who looks up too late
        stage.show(view(stop="closed"))
        await window.wait("closed")


async def test_a_lost_link_leaves_no_number_on_the_board() -> None:
    async with staged("board") as stage:
        window = stage.window
        stage.show(view(BoardCall(12, 1, 1)))
        await window.wait("called")
        stage.link("lost")
        await window.wait(
            "waiting", text="Ce panneau ne marche pas\nNous appelons votre numéro à voix haute."
        )
        assert not any("12" in w.text for w in await window.ids() if w.visible)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (800, 480)])
async def test_the_number_can_be_read_from_the_end_of_the_van(size: tuple[int, int], tmp_path: Path) -> None:
    async with staged("board", size, seen=True) as stage:
        stage.show(view(BoardCall(999, 2, 1), BoardCall(12, 1, 1)))
        await stage.window.wait("called", text="999\nBureau\n2")
        await stage.window.picture(tmp_path / "board.png")
        found = await stage.window.wait("called")
        assert found is not None
        x, y, width, height = found.box
        assert x >= 0
        assert x + width <= size[0]
        assert y + height <= size[1]
        with Image.open(tmp_path / "board.png") as picture:
            ink = digits(picture.crop((x + 6, y + 6, x + width * 55 // 100, y + height - 6)))
        left, top, right, bottom = ink
        assert (bottom - top) / size[1] > 0.2  # on a 22-inch screen 5 cm: more than 0.9 degrees at 3 m
        assert left > 3, "digits are cut"
        assert right < width * 55 // 100 - 6, "digits are cut"


def digits(card: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything that is not the card's own colour."""
    paper = card.getpixel((0, 0))
    different = Image.eval(card.convert("L"), lambda value: value)
    level = Image.new("RGB", (1, 1), paper).convert("L").getpixel((0, 0))
    box = different.point(lambda value: 255 if abs(value - level) > 40 else 0).getbbox()
    assert box, "no number is drawn"
    return box
