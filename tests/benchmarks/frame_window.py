"""One forced frame after the other: `kiosk` with the tiles, or `bare`, a label in bare Kivy.

Prints, as JSON, the seconds that each frame took until its pixels could be read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

FRAMES = 150
WARM = 20
"""Frames before those that count."""


def frames(forced: Callable[[], None]) -> list[float]:
    from kivy.core.window import Window
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    took = []
    for _ in range(WARM + FRAMES):
        begun = time.perf_counter()
        forced()
        Window.dispatch("on_draw")
        glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)  # all is drawn before this returns
        took.append(time.perf_counter() - begun)
    return took[WARM:]


def bare() -> list[float]:
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from kivy.uix.label import Label

    Window.add_widget(Label(text="12", font_size=200))
    EventLoop.idle()
    return frames(Window.canvas.ask_update)


def kiosk() -> list[float]:
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.touchscreen.screens.app import KioskApp
    from tests.kiosk.fake_van import FakeVan, FakeVoice, settings

    app = KioskApp(FakeVan(settings(10.1), opened=True), FakeVoice(True), closable=True)
    Window.add_widget(app.build())
    app.conductor.redraw()
    for _ in range(3):
        EventLoop.idle()
    return frames(Window.canvas.ask_update)


if __name__ == "__main__":
    from queue_display.windows.window import Frame, prepare

    prepare(Frame(windowed=True, size=(1280, 800), cursor=False))
    print(json.dumps({"bare": bare, "kiosk": kiosk}[sys.argv[1]]()))
