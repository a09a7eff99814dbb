"""A board whose calls are not heard tells the kiosk, and the kiosk no longer than it lasts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from queue_display.link.answers import Asker
from queue_display.link.board_sounds import BoardSounds
from queue_display.messages import SILENT, UNSPOKEN, Role
from queue_display.trust import Trust
from tests.queue_display.link import test_link
from tests.queue_display.link.test_link import Display, known, linked, running

kiosk_trust = test_link.kiosk_trust
ONE, OTHER = Asker("one", "board", Role.BOARD, None), Asker("other", "board", Role.BOARD, None)
AGENT = Asker("agent", "agent", Role.AGENT, 1)


def test_the_worst_of_all_boards_is_told_and_only_news_is() -> None:
    sounds = BoardSounds()
    assert [sounds.hear(ONE, ""), sounds.hear(ONE, UNSPOKEN), sounds.hear(ONE, UNSPOKEN)] == [
        False,
        True,
        False,
    ]
    assert sounds.hear(OTHER, SILENT)
    assert sounds.worst == SILENT
    sounds.gone(OTHER)
    assert sounds.worst == UNSPOKEN
    assert sounds.hear(ONE, "")
    assert sounds.worst == ""


def test_another_role_and_a_word_of_a_newer_halte_tell_nothing() -> None:
    sounds = BoardSounds()
    assert not sounds.hear(AGENT, SILENT)
    assert not sounds.hear(ONE, "too quiet")
    assert sounds.worst == ""


@pytest.mark.held_time
async def test_a_board_tells_it_with_its_heartbeat_and_takes_it_back(
    kiosk_trust: Trust, tmp_path: Path
) -> None:
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "board", Role.BOARD)
    board = Display(trust, Role.BOARD)
    async with linked(kiosk_trust, board) as kiosk:
        assert kiosk.link.board_sound == ""
        board.sound = SILENT
        await kiosk.until(lambda: kiosk.link.board_sound == SILENT)
        board.sound = ""
        await kiosk.until(lambda: kiosk.link.board_sound == "")


@pytest.mark.held_time
async def test_a_board_that_has_left_lacks_nothing(kiosk_trust: Trust, tmp_path: Path) -> None:
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "board", Role.BOARD)
    board = Display(trust, Role.BOARD)
    board.sound = UNSPOKEN
    async with running(board) as tasks:
        await board.server.listening.wait()
        kiosk = test_link.Kiosk(kiosk_trust, lambda: {trust.identifier: board.server.port})
        async with running(kiosk):
            await kiosk.until(lambda: kiosk.link.board_sound == UNSPOKEN)
            tasks[0].cancel()
            await kiosk.until(lambda: kiosk.link.board_sound == "")
