"""A kiosk's window for tests: offscreen, with a van made by hand, its own clock, and fingers that touch it.

One window serves all tests of a process, for Kivy knows only one. Frames are drawn when a test says so.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kiosk.settings import SpeechSettings
from queue_display.windows.window import Frame, prepare
from tests.kiosk.fake_van import FakeVan, FakeVoice, settings

SIZES = {
    "7 inches": ((1024, 600), 7.0),
    "7 inches upright": ((600, 1024), 7.0),
    "10 inches": ((1280, 800), 10.1),
    "10 inches upright": ((800, 1280), 10.1),
    "15 inches": ((1920, 1080), 15.6),
    "15 inches upright": ((1080, 1920), 15.6),
}
"""Pixels and inches of the screens the kiosk is made for."""


LOOKS = 40
"""The kiosk itself looks twice a second; each look costs a test some time, and none shows anything."""


def kivy() -> None:
    """Set Kivy up once, as the kiosk does, but drawing into memory."""
    if "kivy" not in sys.modules:
        prepare(Frame(windowed=True, size=(1920, 1920), cursor=False))  # room for every size
        from kivy.config import Config

        Config.set("graphics", "maxfps", "0")  # a test waits for no frame

        import kivy.graphics.texture  # noqa: F401  # registers the cache, for a minute
        from kivy.cache import Cache

        # Each window's floors look at a picture of Kivy's own; it is read once, not again after some minutes.
        Cache.register("kv.texture", limit=1000, timeout=None)


class Stage:
    """One kiosk on a window of one of `SIZES`. `time` is the journey's clock."""

    def __init__(
        self, size: str, *, opened: bool = True, voice: bool = True, keypad: Mapping[str, str] | None = None
    ) -> None:
        from kivy.core.window import Window

        from kiosk.touchscreen.screens.app import KioskApp

        pixels, inches = SIZES[size]
        Window.size = pixels
        self.window = Window
        self.time = 1000.0
        self._fingers = 0
        speech = SpeechSettings(keypad=dict(keypad or {}))
        self.van = FakeVan(msgspec.structs.replace(settings(inches), speech=speech), opened=opened)
        self.voice = FakeVoice(voice)
        self.app = KioskApp(self.van, self.voice, closable=True, now=lambda: self.time)

    async def __aenter__(self) -> Stage:
        self.window.add_widget(self.app.build())
        self.conducting = asyncio.ensure_future(self.app.conduct())
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.conducting.cancel()
        await asyncio.gather(self.conducting, return_exceptions=True)
        self.app.leave()
        self.window.remove_widget(self.app.screen)

    async def another_van(self, language: str) -> None:
        """The same glass, as if nobody had touched it; a van that has just opened and speaks `language`."""
        from kiosk.touchscreen.journey.state import journey

        self.van.begin(msgspec.structs.replace(self.van.settings, language=language, service_code=""))
        self.voice.said.clear()
        self.app.conductor.at = journey(language, self.time, open_=True)
        self.app.conductor.redraw()
        await self.settle()

    @property
    def screen(self) -> Any:
        return self.app.screen

    async def settle(self, frames: int = 3) -> None:
        """Let tasks run and frames be drawn until nothing more is to come."""
        from kivy.base import EventLoop

        for _ in range(frames):
            await asyncio.sleep(0)
            EventLoop.idle()

    async def until(self, so: Callable[[], bool]) -> None:
        """Frames pass until it is so; what waits for a thread waits for it here."""
        for _ in range(2000):
            if so():
                return
            await asyncio.sleep(0.005)
            await self.settle(1)
        raise AssertionError("it never came to be so")

    async def later(self, seconds: float) -> None:
        """Time passes, and the kiosk looks at its clock `LOOKS` times: each state on the way is seen."""
        for _ in range(LOOKS):
            self.time += seconds / LOOKS
            self.van.seconds += seconds / LOOKS
            self.app.conductor.tick()
        await self.settle()

    async def tap(self, widget_id: str) -> None:
        """One finger on a widget, and off again."""
        widget = self.widget(widget_id)
        assert widget, f"no {widget_id} among {sorted(self.ids())}"
        self.time += 0.5
        await self.lift(await self.put_down(*widget.center))

    async def put_down(self, x: float, y: float, device: str = "touchscreen") -> Any:
        """A finger on a place of the window, in pixels; it comes as Kivy brings it to the window."""
        from queue_display.hands.touch_input import FingerTouch

        self._fingers += 1
        touch = FingerTouch(device, self._fingers, self._part(x, y), is_touch=True, type_id="touch")
        self._dispatch("begin", touch)
        await self.settle(1)
        return touch

    async def slide(self, touch: Any, x: float, y: float) -> None:
        touch.move(self._part(x, y))
        self._dispatch("update", touch)
        await asyncio.sleep(0)

    async def lift(self, touch: Any) -> None:
        touch.update_time_end()
        self._dispatch("end", touch)
        await self.settle(2)

    def _part(self, x: float, y: float) -> tuple[float, float]:
        return x / (self.window.width - 1), y / (self.window.height - 1)

    def _dispatch(self, kind: str, touch: Any) -> None:
        from kivy.base import EventLoop

        EventLoop.post_dispatch_input(kind, touch)

    def behind(self, control: str) -> str:
        """The family that is touched before this control comes in sight; empty if it is shown already."""
        shown = self.app.conductor.shown.controls
        of = {f"tile:{topic.key}": f"family:{topic.family}" for topic in self.van.settings.topics}
        family = of.get(control, "")
        return family if control not in shown and family in shown else ""

    def widget(self, widget_id: str) -> Any:
        from queue_display.windows.widgets import find

        return find(self.screen, widget_id)

    def ids(self) -> Iterable[str]:
        from queue_display.windows.widgets import walk

        return [w.widget_id for w in walk(self.screen) if getattr(w, "widget_id", "")]

    def picture(self, file: Path) -> None:
        """Of what is drawn: black in the suite's own processes, see tests.windows."""
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
        from PIL import Image

        self.window.dispatch("on_draw")
        size = self.window.system_size
        pixels = glReadPixels(0, 0, *size, GL_RGB, GL_UNSIGNED_BYTE)
        Image.frombytes("RGB", size, pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(file)


# Importing Kivy opens files, which a test must not do while its event loop runs.
kivy()
import kiosk.touchscreen.screens.app  # noqa: E402  # after Kivy has been set up

kiosk.touchscreen.screens.app.get_ready()
# The first label looks for fonts on the disk.
kiosk.touchscreen.screens.app.KioskApp(FakeVan(settings()), FakeVoice())
