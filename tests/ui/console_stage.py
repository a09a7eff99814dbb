"""A console's window for tests: offscreen, shown any `Console` there can be, and touched by a finger.

One window serves all tests of a process, for Kivy knows only one. Frames are drawn when a test says so.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.wording import wording
from queue_display.console.aloud import Aloud
from queue_display.console.corner import LAPTOP, STRIP
from queue_display.console.model import Asked, Console
from tests.queue_display.agent_views import NOON
from tests.ui.kiosk_stage import kivy

SIZES = ((1280, 720), (1366, 768), (1920, 1080))
"""Pixels of the agents' laptops."""

NOW = 100.0
"""Seconds on the console's clock, at which its states are looked at."""


class ConsoleStage:
    """One console on a window of `size` pixels, its clock held at `NOW`."""

    def __init__(self, size: tuple[int, int], language: str = "fr", says: Aloud = None) -> None:
        from kivy.core.window import Window

        from queue_display.console.app import ConsoleApp

        Window.size = size
        self._size = size
        self._strip = tuple(round(side * size[1] / LAPTOP[1]) for side in STRIP)
        self.window = Window
        self.say = wording(language)
        self.now = NOW
        self.app = ConsoleApp(1, self.say, lambda: self.now, self._wall, says=says)
        self._fingers = 0

    def _wall(self) -> datetime:
        return NOON

    async def __aenter__(self) -> ConsoleStage:
        self.app.root = self.app.build()
        self.window.add_widget(self.app.root)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.app.leave()
        self.window.remove_widget(self.app.root)

    @property
    def screen(self) -> Any:
        return self.app.root

    async def show(self, console: Console) -> None:
        """Draw `console`, whatever was there before."""
        self._draw(console)
        await asyncio.sleep(0)

    def _draw(self, console: Console) -> None:
        self.window.size = self._strip if console.strip else self._size
        self.app.console = console
        self.app.fit()
        self.screen.show(console, self.now)
        self._frames()

    def _frames(self, frames: int = 4) -> None:
        """Let frames be laid out until nothing more is to come."""
        from kivy.base import EventLoop

        for _ in range(frames):
            EventLoop.idle()

    def widgets(self) -> list[Any]:
        """All that is in the window now: of an open dialog, and of what lies beneath it."""
        from queue_display.windows.widgets import walk

        return [widget for root in reversed(self.window.children) for widget in walk(root)]

    def widget(self, widget_id: str) -> Any:
        return next((w for w in self.widgets() if getattr(w, "widget_id", "") == widget_id), None)

    def pressed_in(self, console: Console, widget_id: str, now: float) -> tuple[Console, Asked | None]:
        """Touch a control of `console` at a moment: the console then, and what is asked of the kiosk."""
        self.now = now
        self._draw(console)
        self._touch(widget_id)
        asks = self.app._asks
        return self.app.console, None if asks.empty() else asks.get_nowait()

    def _touch(self, widget_id: str) -> None:
        """One finger on the middle of a control, and off again."""
        from kivy.base import EventLoop

        from queue_display.hands.touch_input import FingerTouch

        widget = self.widget(widget_id)
        assert widget, f"no {widget_id}"
        x, y = widget.to_window(*widget.center)
        self._fingers += 1
        place = x / (self.window.width - 1), y / (self.window.height - 1)
        touch = FingerTouch("mouse", self._fingers, place, is_touch=True, type_id="touch")
        EventLoop.post_dispatch_input("begin", touch)
        touch.update_time_end()
        EventLoop.post_dispatch_input("end", touch)
        self._frames()

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
import queue_display.console.app  # noqa: E402, F401  # after Kivy has been set up
