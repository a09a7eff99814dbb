"""Hands on a real window: what they do, and what they say when it cannot be done."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from queue_display.hands.hands import HandsFailed, opened
from queue_display.messages import BoardView
from tests.ui.stage import staged


async def test_what_cannot_be_done_is_said_in_a_sentence_and_the_window_lives_on(tmp_path: Path) -> None:
    async with staged("board") as stage:
        window = stage.window
        stage.show(BoardView("Agglo Mobile", "open", ()))
        await window.wait("idle")
        with pytest.raises(HandsFailed, match=r"not so within 0.1 s: it is not there"):
            await window.touch("nothing", within=0.1)
        with pytest.raises(HandsFailed, match=r"not so within 0.1 s: FoundWidget\(id='van'"):
            await window.wait("van", text="Bibliobus", within=0.1)
        with pytest.raises(HandsFailed, match="there is no such key"):
            await window.key("any")
        with pytest.raises(HandsFailed, match="No such file or directory"):
            await window.picture(tmp_path / "nowhere" / "board.png")
        with pytest.raises(HandsFailed, match="unterminated"):
            await window.wait("van", text="[", within=0.1)
        assert await window.text("van") == "Agglo Mobile"
        window.process.stdin.write(b'{"do": "dance"}\n')  # type: ignore[union-attr]
        with pytest.raises(HandsFailed, match="dance"):
            await window.ids()


async def test_a_process_that_ends_is_noticed() -> None:
    async with opened(sys.executable, "-c", "print('not an answer')") as window:
        with pytest.raises(HandsFailed, match=r"the window (went away|is gone)"):
            await window.wait("anything")


async def test_a_process_that_will_not_end_is_killed() -> None:
    async with opened(sys.executable, "-c", "import time; time.sleep(60)") as window:
        assert await window.close(patience=0.2) == -9
