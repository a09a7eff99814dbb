"""The watchdog is fed by frames that have been drawn: one that is not drawn feeds nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from assets.wording import text
from queue_display.windows.notify import ServiceManager
from queue_display.windows.vitals import Vital
from queue_display.windows.watchdog import Watchdog
from tests.faults.service_manager import Heard, service_manager
from tests.processes import LATE
from tests.ui.kiosk_stage import kivy

QUICK = 0.02
"""Seconds of a watchdog that a test need not wait for: it is fed every half of them."""

SILENCE = 0.3

LOST = text("Une partie ne répond plus.")


class Frames:
    """The window draws only when the test says so."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self._said: list[list[str]] = []

    def draw(self) -> None:
        from kivy.base import EventLoop

        EventLoop.idle()

    async def drawn_until(self, line: str) -> list[str]:
        """Draw one frame after another until the service manager hears this; the message with it."""
        async with asyncio.timeout(LATE):
            while True:
                while self._said:
                    message = self._said.pop(0)
                    if line in message:
                        return message
                self.draw()
                self._said += await self.heard.falls_silent(QUICK)


@asynccontextmanager
async def watched(folder: Path, vitals: Sequence[Vital] = (), now: Any = None) -> AsyncIterator[Frames]:
    kivy()
    async with service_manager(folder, QUICK) as heard:
        manager = ServiceManager(heard.environment)
        watchdog = Watchdog(vitals, manager, now) if now else Watchdog(vitals, manager)
        running = asyncio.create_task(watchdog.run())
        try:
            yield Frames(heard)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_ready_is_said_once_the_first_frame_is_drawn(tmp_path: Path) -> None:
    async with watched(tmp_path) as frames:
        assert await frames.heard.falls_silent(SILENCE) == []
        said = await frames.drawn_until("READY=1")
        assert said == ["READY=1", "STATUS=En marche.", "WATCHDOG_USEC=20000"]


async def test_without_another_frame_nobody_is_fed(tmp_path: Path) -> None:
    """The event loop turns all the while: it is the screen that stands still."""
    async with watched(tmp_path) as frames:
        await frames.drawn_until("READY=1")
        assert await frames.heard.falls_silent(SILENCE) == []
        await frames.drawn_until("WATCHDOG=1")
        assert await frames.heard.falls_silent(SILENCE) == []


class Passing:
    """A steady clock on which a second passes at each look."""

    seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 1.0
        return self.seconds


class Organ:
    """A part that answers as long as the test lets it; made anew it answers, if it `heals`."""

    def __init__(self, heals: bool) -> None:
        self.well, self.heals, self.renewed = asyncio.Event(), heals, 0
        self.well.set()

    async def answer(self) -> None:
        await self.well.wait()

    def renew(self) -> None:
        self.renewed += 1
        if self.heals:
            self.well.set()

    def vital(self, cures: int | None) -> Vital:
        return Vital("organ", LOST, self.answer, 5.0, self.renew, cures)


async def test_a_part_made_anew_is_said_and_the_screen_goes_on_feeding(tmp_path: Path) -> None:
    organ = Organ(heals=True)
    async with watched(tmp_path, [organ.vital(1)], Passing()) as frames:
        await frames.drawn_until("WATCHDOG=1")
        organ.well.clear()
        await frames.drawn_until(f"STATUS={LOST}")
        await frames.drawn_until("STATUS=En marche.")
        await frames.drawn_until("WATCHDOG=1")
        assert organ.renewed == 1


@pytest.mark.parametrize("cures", [0, 2])
async def test_a_part_that_only_a_restart_helps_asks_for_it_once_and_feeds_no_more(
    cures: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    organ = Organ(heals=False)
    async with watched(tmp_path, [organ.vital(cures)], Passing()) as frames:
        await frames.drawn_until("WATCHDOG=1")
        organ.well.clear()
        end = await frames.drawn_until("WATCHDOG=trigger")
        assert end == [f"STATUS={LOST} Halte redémarre.", "WATCHDOG=trigger"]
        assert organ.renewed == cures
        for _ in range(20):
            frames.draw()
            assert await frames.heard.falls_silent(QUICK) == []
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("halte")]
    assert said == [f"halte : {LOST} Halte redémarre."]


async def test_a_part_that_answers_with_a_failure_is_late_and_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    async with watched(tmp_path, [Vital("organ", LOST, fails, 5.0)], Passing()) as frames:
        await frames.drawn_until("WATCHDOG=trigger")
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "a part answers with a failure: ZeroDivisionError",
        "a part does not answer, only a restart helps: organ",
    ]


class Told(logging.Handler):
    """Sets `event` once a log line has these words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.event, self._words = asyncio.Event(), words

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self.event.set()


@pytest.mark.held_time
async def test_where_nobody_watches_a_part_is_made_anew_and_a_lost_one_is_told() -> None:
    heals, lost, told = Organ(heals=True), Organ(heals=False), Told("only a restart helps: lost")
    vitals = [heals.vital(1), Vital("lost", LOST, lost.answer, 3.0, lost.renew)]
    watchdog = Watchdog(vitals, ServiceManager({"WATCHDOG_USEC": "20000"}), Passing())
    assert watchdog.wanted
    logging.getLogger("queue_display").addHandler(told)
    running = asyncio.create_task(watchdog.run())
    try:
        async with asyncio.timeout(LATE):
            await asyncio.sleep(0)
            heals.well.clear()
            lost.well.clear()
            await heals.well.wait()
            await told.event.wait()
    finally:
        logging.getLogger("queue_display").removeHandler(told)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert (heals.renewed, lost.renewed) == (1, 0)
