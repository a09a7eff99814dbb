"""One forced frame after the other: `kiosk` with the topics, `console` with 40 waiting, `board` with its
calls, or `bare`, a label in bare Kivy; then whose size the window has.

Prints, as JSON, the seconds that each frame took until its pixels could be read.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

FRAMES = 100
WARM = 20
"""Frames before those that count."""

SIZES = {"kiosk": (1280, 800), "console": (1366, 768), "board": (1366, 768)}


def frames() -> list[float]:
    from kivy.core.window import Window
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    took = []
    for _ in range(WARM + FRAMES):
        begun = time.perf_counter()
        Window.canvas.ask_update()
        Window.dispatch("on_draw")
        glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)  # all is drawn before this returns
        took.append(time.perf_counter() - begun)
    return took[WARM:]


def bare() -> Any:
    from kivy.uix.label import Label

    return Label(text="12", font_size=200)


def kiosk() -> Any:
    from kiosk.touchscreen.screens.app import KioskApp
    from tests.kiosk.fake_van import FakeVan, FakeVoice, settings

    app = KioskApp(FakeVan(settings(10.1), opened=True), FakeVoice(True), closable=True)
    root = app.build()
    app.conductor.redraw()
    return root


def console() -> Any:
    from assets.wording import wording
    from queue_display.console.app import ConsoleApp
    from tests.benchmarks.crowd import CROWD

    app = ConsoleApp(1, wording("fr"), time.monotonic)
    app.root = app.build()
    app.linked("up")
    app.seen(CROWD)
    return app.root


def board() -> Any:
    from assets.wording import wording
    from queue_display.board.app import BoardApp
    from tests.benchmarks.crowd import CALLS
    from tests.ui.stage import _silence

    app = BoardApp(wording("fr"), _silence)
    app.root = app.build()
    app.linked("up")
    app.seen(CALLS)
    return app.root


KINDS = {"bare": bare, "kiosk": kiosk, "console": console, "board": board}


def measured(kind: str) -> list[float]:
    from kivy.base import EventLoop
    from kivy.core.window import Window

    Window.add_widget(KINDS[kind]())
    for _ in range(3):
        EventLoop.idle()
    return frames()


if __name__ == "__main__":
    from queue_display.windows.window import Frame, prepare

    prepare(Frame(windowed=True, size=SIZES[sys.argv[2]], cursor=False))
    print(json.dumps(measured(sys.argv[1])))
