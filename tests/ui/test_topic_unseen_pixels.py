"""Visits that differ only in their topic: kiosk and board draw the same pixels, and say the same words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Call, Command, Open, State, Take
from kiosk.touchscreen.journey.inputs import Choose
from kiosk.touchscreen.journey.state import Screen
from kiosk.views import VanFacts, board_view
from queue_display.messages import BoardView
from tests.kiosk.fake_van import settings
from tests.ui.kiosk_stage import Stage
from tests.ui.stage import staged

NOW = Moment(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 100.0, "boot")


SIZE = "10 inches"  # the window's first: each is drawn on the same ground
TOPICS = ("retraite", "petite-enfance", "non-precise")


async def at_rest(stage: Stage, file: Path) -> bytes:
    """The window's pixels, once two pictures in a row are the same."""
    before = b""
    for _ in range(30):
        await stage.settle()
        stage.picture(file)
        now = Image.open(file).tobytes()
        if now == before:
            return now
        before = now
    raise AssertionError("the window never came to rest")


async def confirmation(topic: str, number: int, file: Path) -> tuple[bytes, tuple[object, ...]]:
    """What is drawn and said once a ticket has been taken."""
    async with Stage(SIZE) as stage:
        stage.van.start_at(number)
        stage.app.conductor.do(Choose(topic))
        await stage.settle()
        assert stage.app.conductor.at.screen is Screen.TICKET
        assert stage.van.taken[-1].topic == topic
        return await at_rest(stage, file), tuple(stage.voice.said)


async def test_the_confirmation_is_the_same_pixels_and_words_for_every_topic(tmp_path: Path) -> None:
    seen = {await confirmation(topic, 12, tmp_path / "ticket.png") for topic in TOPICS}
    assert len(seen) == 1
    assert seen != {await confirmation("retraite", 13, tmp_path / "ticket.png")}


def called(topic: str) -> BoardView:
    state = State(NOW.day)
    commands: tuple[Command, ...] = (Open(), Take("retraite"), Take(topic), Call(1, 2))
    for command in commands:
        state = decide(state, command, NOW).state
    return board_view(VanFacts(settings(), state, NOW))


async def test_the_board_is_the_same_pixels_for_every_topic(tmp_path: Path) -> None:
    drawn = set()
    for topic in ("logement", "impots"):
        async with staged("board", (800, 480)) as stage:
            stage.show(called(topic))
            await stage.window.wait("called", text="2\nBureau 1")
            await stage.window.picture(tmp_path / "board.png")
            drawn.add(Image.open(tmp_path / "board.png").tobytes())
    assert len(drawn) == 1
