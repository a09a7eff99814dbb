"""A window's settings, and its life beside other tasks. No Kivy here: a stand-in has its `async_run`."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from queue_display.windows.window import Frame, environment, live


class Window:
    """As a kivy App: runs until closed; `ended` when its clean-up has run."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()
        self.ended = False

    async def async_run(self, async_lib: str) -> None:
        assert async_lib == "asyncio"
        try:
            await self.closed.wait()
        finally:
            self.ended = True


class Part:
    """A part that runs until it is told to return or to fail."""

    def __init__(self) -> None:
        self.outcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.started = asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        self.started.set()
        try:
            await self.outcome
        finally:
            self.ended = True


async def test_when_the_window_closes_everything_ends() -> None:
    window, part = Window(), Part()
    living = asyncio.create_task(live(window, part.run))
    await part.started.wait()
    window.closed.set()
    await living
    assert (window.ended, part.ended) == (True, True)


async def test_when_a_part_returns_the_window_closes() -> None:
    window, part, other = Window(), Part(), Part()
    living = asyncio.create_task(live(window, part.run, other.run))
    await part.started.wait()
    part.outcome.set_result(None)
    await living
    assert (window.ended, other.ended) == (True, True)


async def test_a_failure_is_raised_as_it_is_and_everything_ends() -> None:
    window, part, other = Window(), Part(), Part()
    living = asyncio.create_task(live(window, part.run, other.run))
    await part.started.wait()
    part.outcome.set_exception(OSError("the port is taken"))
    with pytest.raises(OSError, match="the port is taken"):
        await living
    assert (window.ended, other.ended) == (True, True)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_quietly_and_is_given_back(told: signal.Signals) -> None:
    before = signal.getsignal(told)
    window, part = Window(), Part()
    living = asyncio.create_task(live(window, part.run))
    await part.started.wait()
    os.kill(os.getpid(), told)
    await living
    assert (window.ended, part.ended) == (True, True)
    assert signal.getsignal(told) in (before, signal.default_int_handler)


async def test_cancelled_from_outside_it_cleans_up() -> None:
    window, part = Window(), Part()
    living = asyncio.create_task(live(window, part.run))
    await part.started.wait()
    living.cancel()
    with pytest.raises(asyncio.CancelledError):
        await living
    assert (window.ended, part.ended) == (True, True)


def test_the_whole_screen_without_cursor_or_a_window_with_its_place() -> None:
    kiosk = environment(Frame(cursor=False))
    assert (kiosk["KCFG_GRAPHICS_FULLSCREEN"], kiosk["KCFG_GRAPHICS_SHOW_CURSOR"]) == ("auto", "0")
    desk = environment(Frame(windowed=True, size=(1366, 768), position=(10, 20)))
    assert desk["KCFG_GRAPHICS_FULLSCREEN"] == "0"
    assert (desk["KCFG_GRAPHICS_WIDTH"], desk["KCFG_GRAPHICS_HEIGHT"]) == ("1366", "768")
    assert (desk["KCFG_GRAPHICS_LEFT"], desk["KCFG_GRAPHICS_TOP"]) == ("10", "20")


def test_kivy_writes_no_file_and_leaves_escape_alone() -> None:
    settings = environment(Frame())
    assert settings["KIVY_NO_CONFIG"] == settings["KIVY_NO_FILELOG"] == settings["KIVY_NO_ARGS"] == "1"
    assert settings["KCFG_KIVY_EXIT_ON_ESCAPE"] == "0"
