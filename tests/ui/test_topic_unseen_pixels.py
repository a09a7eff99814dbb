"""Visits that differ only in their topic: kiosk and board draw the same pixels, and say the same words."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Call, Command, Open, State, Take
from kiosk.views import VanFacts, board_view
from queue_display.messages import BoardView
from tests.children import program
from tests.kiosk.fake_van import settings
from tests.ui.stage import staged
from tests.windows import SEEN

NOW = Moment(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 100.0, "boot")


TOPICS = ("retraite", "petite-enfance", "non-precise")


def confirmations(folder: Path, *tickets: str) -> list[str]:
    """What the kiosk draws and says of each ticket, such as "retraite:12"."""
    shown = subprocess.run(
        program("tests.ui.confirmations", str(folder), *tickets),
        env={**os.environ, **SEEN},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=50,
    )
    return shown.stdout.splitlines()


def test_the_confirmation_is_the_same_pixels_and_words_for_every_topic(tmp_path: Path) -> None:
    *same, other = confirmations(tmp_path, *(f"{topic}:12" for topic in TOPICS), "retraite:13")
    assert len(same) == len(TOPICS)
    assert len(set(same)) == 1
    assert other != same[0]


def called(topic: str) -> BoardView:
    state = State(NOW.day)
    commands: tuple[Command, ...] = (Open(), Take("retraite"), Take(topic), Call(1, 2))
    for command in commands:
        state = decide(state, command, NOW).state
    return board_view(VanFacts(settings(), state, NOW))


async def test_the_board_is_the_same_pixels_for_every_topic(tmp_path: Path) -> None:
    drawn = set()
    for topic in ("logement", "impots"):
        async with staged("board", (800, 480), seen=True) as stage:
            stage.show(called(topic))
            await stage.window.wait("called", text="2\nBureau\n1")
            await stage.window.picture(tmp_path / "board.png")
            drawn.add(Image.open(tmp_path / "board.png").tobytes())
    assert len(drawn) == 1
