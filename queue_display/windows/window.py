"""What every window shares: Kivy's settings, and how it runs beside other tasks in one event loop.

    prepare(Frame(windowed=True, size=(1366, 768)))     # before anything imports kivy
    from queue_display.console.app import ConsoleApp
    await live(ConsoleApp(...), server.run)

This file itself imports Kivy only inside `prepare`, after the settings are in place.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from assets.wording import Text
from queue_display.windows.notify import ServiceManager
from queue_display.windows.screen_size import pixels
from queue_display.windows.vitals import Vital
from queue_display.windows.watchdog import RUNNING, Watchdog

Part: TypeAlias = Callable[[], Awaitable[None]]

FRAMES_PER_SECOND = 30
"""Smooth enough for a finger, half the idle load of 60."""

INPUTS = {"mouse": "mouse,disable_on_activity,disable_multitouch"}
"""Kivy's default adds `probesysfs` on Linux, which reports each touch a second time, beside SDL.
`disable_on_activity` drops the events of the mouse that a touchscreen imitates."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a window stands: in pixels, `position` from the top left; both count only when windowed."""

    windowed: bool = False
    size: tuple[int, int] | None = None
    position: tuple[int, int] | None = None
    cursor: bool = True  # a touchscreen hides it
    rate: int = FRAMES_PER_SECOND  # at most


WINDOWED = Frame(windowed=True)


class KivyWasFirst(RuntimeError):
    """`prepare` came too late: Kivy reads its settings once, when it is first imported."""


def prepare(frame: Frame) -> None:
    """Set Kivy up for one of our windows, before its first import. Raises KivyWasFirst."""
    if "kivy" in sys.modules:
        raise KivyWasFirst("prepare() must run before kivy is imported")
    os.environ.update(environment(frame))
    logging.getLogger("kivy").addFilter(_worth_telling)
    from kivy.config import Config

    for option in Config.options("input"):
        Config.remove_option("input", option)
    for name, value in INPUTS.items():
        Config.set("input", name, value)


def _worth_telling(message: logging.LogRecord) -> bool:
    # Kivy tells of each input driver that it could not load, with a traceback, used or not.
    return "is not supported by your" not in message.getMessage()


def environment(frame: Frame) -> dict[str, str]:
    """Kivy's settings as environment variables: it has no file of its own, and leaves our arguments alone."""
    settings = {
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONFIG": "1",  # neither reads nor writes a config.ini, makes no ~/.kivy
        "KIVY_NO_FILELOG": "1",
        "KIVY_LOG_MODE": "PYTHON",  # its messages go where ours go
        "KCFG_KIVY_LOG_LEVEL": "warning",
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",
        "KCFG_GRAPHICS_MAXFPS": str(frame.rate),
        # Smooth edges are drawn by `papers`: multisampling triples a frame where no graphics card helps.
        "KCFG_GRAPHICS_MULTISAMPLES": "0",
        "KCFG_GRAPHICS_FULLSCREEN": "0" if frame.windowed else "auto",
        "KCFG_GRAPHICS_SHOW_CURSOR": "1" if frame.cursor else "0",
    }
    size = frame.size if frame.windowed else _x_screen()
    if size:
        settings |= _pair("WIDTH", "HEIGHT", size)
    if frame.windowed and frame.position:
        settings |= _pair("LEFT", "TOP", frame.position) | {"KCFG_GRAPHICS_POSITION": "custom"}
    return settings


def _x_screen() -> tuple[int, int] | None:
    """The size of an X screen: without a window manager, a window fills it only if it asks for that size."""
    return pixels() if os.environ.get("DISPLAY") else None


def _pair(first: str, second: str, values: tuple[int, int]) -> dict[str, str]:
    return {f"KCFG_GRAPHICS_{first}": str(values[0]), f"KCFG_GRAPHICS_{second}": str(values[1])}


class _Window(Protocol):
    """What `live` needs of a kivy.app.App."""

    async def async_run(self, async_lib: str) -> None: ...


async def live(
    window: _Window,
    *parts: Part,
    hands: bool = False,
    vitals: Sequence[Vital] = (),
    status: Text = RUNNING,
) -> None:
    """Run a window and its parts in one TaskGroup. The first of them to end ends all the others.

    `hands`: obey requests on stdin besides (see `queue_display.hands.obey`). `vitals`: what must go on
    answering (see `queue_display.windows.watchdog`, which also tells systemd that the window lives, and its
    `status`).
    Ends quietly when the window is closed, a part returns, or the process is told to stop (SIGTERM, SIGINT).
    A failure is raised as it is, not in a group, once everything else has been cleaned up.
    """
    if hands:
        from queue_display.hands.obey import obey  # with Kivy: the window has been set up by now

        parts = (*parts, obey)
    watchdog = Watchdog(vitals, ServiceManager(), status=status)
    if watchdog.wanted:
        parts = (*parts, watchdog.run)
    try:
        await _together(window, parts, watchdog.stopping)
    except BaseExceptionGroup as group:
        raise _first(group) from None


async def _together(window: _Window, parts: tuple[Part, ...], stopping: Callable[[], None]) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(window.async_run("asyncio"), name="window")]
        tasks += [group.create_task(_awaited(part)) for part in parts]

        def stop() -> None:
            stopping()
            tasks[0].cancel()

        with told_to_stop(stop):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


async def _awaited(part: Part) -> None:
    await part()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


@contextmanager
def told_to_stop(stop: Callable[[], object]) -> Iterator[None]:
    """Have SIGTERM and SIGINT call `stop` on the event loop instead of ending the process at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    if sys.platform == "win32":
        before = {s: signal.signal(s, lambda *_: loop.call_soon_threadsafe(stop)) for s in signals}
        restore: Callable[[signal.Signals], object] = lambda s: signal.signal(s, before[s])  # noqa: E731
    else:
        for s in signals:
            loop.add_signal_handler(s, stop)
        restore = loop.remove_signal_handler
    try:
        yield
    finally:
        for s in signals:
            restore(s)
