"""A kiosk's window for tests: offscreen, with a van made by hand, its own clock, and fingers that touch it.

One window serves all tests of a process, for Kivy knows only one. Frames are drawn when a test says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from assets.wording import Wording
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import CallNext, Close, Command, Open, State, Take, TicketTaken
from kiosk.settings import PlannedStop, Screen, Settings, load
from printer.status import Cause, PaperStatus
from queue_display.window import Frame, prepare

SIZES = {
    "7 inches": ((1024, 600), 7.0),
    "7 inches upright": ((600, 1024), 7.0),
    "10 inches": ((1280, 800), 10.1),
    "10 inches upright": ((800, 1280), 10.1),
    "15 inches": ((1920, 1080), 15.6),
    "15 inches upright": ((1080, 1920), 15.6),
}
"""Pixels and inches of the screens the kiosk is made for."""


def kivy() -> None:
    """Set Kivy up once, as the kiosk does, but drawing into memory."""
    import os
    import sys

    if "kivy" not in sys.modules:
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
        prepare(Frame(windowed=True, size=SIZES["10 inches"][0], cursor=False))


@dataclass(frozen=True)
class Paper:
    on_paper: bool


@dataclass(frozen=True)
class Taken:
    number: int
    ahead: int
    paper: asyncio.Future[Any]


@dataclass
class FakePrinter:
    status: PaperStatus = field(default_factory=lambda: PaperStatus(Cause.READY))


@dataclass
class FakeVoice:
    """Keeps what it was asked to say."""

    available: bool = True
    said: list[tuple[str, str]] = field(default_factory=list)

    def say(self, words: str, language: str) -> None:
        self.said.append((words, language))

    def hush(self) -> None:
        pass


class FakeVan:
    """The real engine behind a record that never fails, unless `failure` says so."""

    def __init__(self, settings: Settings, *, opened: bool = True) -> None:
        self.settings = settings
        self.printer = FakePrinter()
        self.displays: tuple[object, ...] = ()
        self.state = State(date(2026, 11, 23))
        self.failure: Exception | None = None
        self.delay: Callable[[], Awaitable[None]] | None = None
        self.on_paper = True
        self.identifiers: list[str] = []
        self.taken: list[Take] = []
        self._watchers: list[Callable[[], None]] = []
        if opened:
            self.do(Open())

    def now(self) -> Moment:
        return Moment(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), 0.0, "boot")

    def watch(self, watcher: Callable[[], None]) -> None:
        self._watchers.append(watcher)

    def changed(self) -> None:
        for watcher in self._watchers:
            watcher()

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.state = decide(self.state, command, self.now()).state
        self.changed()

    def close(self) -> None:
        self.do(Close())

    def call(self, desk: int) -> None:
        self.do(CallNext(desk))

    def start_at(self, number: int) -> None:
        self.state = replace(self.state, next_number=number)

    async def take(self, topic: str, priority: bool, identifier: str, say: Wording) -> Taken:
        if self.delay:
            await self.delay()
        if self.failure:
            raise self.failure
        command = Take(topic, priority)
        decision = decide(self.state, command, self.now(), identifier)
        self.state = decision.state
        self.taken.append(command)
        self.identifiers.append(identifier)
        event = next(e for e in decision.events if isinstance(e, TicketTaken))
        paper: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        paper.set_result(Paper(self.on_paper))
        self.changed()
        return Taken(event.number, event.ahead, paper)


STOPS = (
    PlannedStop(date(2026, 11, 23), "Campigneulles-les-Grandes", time(9, 30), time(12)),
    PlannedStop(date(2026, 11, 25), "Saint-Rémy-au-Bois, place de la Mairie", time(9, 30), time(12)),
)


DEFAULTS = load(None)


def settings(diagonal: float = 10.1) -> Settings:
    return msgspec.structs.replace(
        DEFAULTS, phone="03 21 06 66 66", stops=STOPS, screen=Screen(diagonal=diagonal)
    )


class Stage:
    """One kiosk on a window of one of `SIZES`. `time` is the journey's clock."""

    def __init__(self, size: str, *, opened: bool = True, voice: bool = True) -> None:
        from kivy.core.window import Window

        from kiosk.screens.app import KioskApp

        pixels, inches = SIZES[size]
        Window.size = pixels
        self.window = Window
        self.time = 1000.0
        self.van = FakeVan(settings(inches), opened=opened)
        self.voice = FakeVoice(voice)
        self.app = KioskApp(self.van, self.voice, closable=True, now=lambda: self.time)

    async def __aenter__(self) -> Stage:
        self.window.add_widget(self.app.build())
        self._conducting = asyncio.ensure_future(self.app.conduct())
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._conducting.cancel()
        await asyncio.gather(self._conducting, return_exceptions=True)
        self.app.leave()
        self.window.remove_widget(self.app.screen)

    @property
    def screen(self) -> Any:
        return self.app.screen

    async def settle(self, frames: int = 3) -> None:
        """Let tasks run and frames be drawn until nothing more is to come."""
        from kivy.base import EventLoop

        for _ in range(frames):
            await asyncio.sleep(0)
            EventLoop.idle()

    async def later(self, seconds: float) -> None:
        """Time passes, and the kiosk looks at its clock as often as it does."""
        from kiosk.flow import Tick

        end = self.time + seconds
        while self.time < end:
            self.time = min(end, self.time + 0.5)
            self.app.conductor.do(Tick())
        await self.settle()

    def widget(self, widget_id: str) -> Any:
        from queue_display.widgets import find

        return find(self.screen, widget_id)

    def ids(self) -> Iterable[str]:
        from queue_display.widgets import walk

        return [w.widget_id for w in walk(self.screen) if getattr(w, "widget_id", "")]

    def picture(self, file: Path) -> None:
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
        from PIL import Image

        self.window.dispatch("on_draw")
        size = self.window.system_size
        pixels = glReadPixels(0, 0, *size, GL_RGB, GL_UNSIGNED_BYTE)
        Image.frombytes("RGB", size, pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(file)


# Importing Kivy opens files, which a test must not do while its event loop runs.
kivy()
import kiosk.screens.app  # noqa: E402  # after Kivy has been set up

kiosk.screens.app.get_ready()
kiosk.screens.app.KioskApp(FakeVan(settings()), FakeVoice())  # the first label looks for fonts on the disk
