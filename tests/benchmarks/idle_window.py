"""One window, watched while nobody touches it: `kiosk` with the real van behind it, `console` with 40
waiting, `board` with two calls, or `bare`, a label in bare Kivy; then seconds, and frames a second at most.

Prints one line of JSON: CPU seconds used a second while idle, and MiB resident. All windows are of one size,
with one set of Kivy's settings.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from queue_display.windows.window import Frame, live, prepare

SETTLE = 7.0
"""Seconds after the first frame that are not counted: other languages are read, displays are looked for, the
window becomes calm."""


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


class Watch:
    """A part of the window's process that measures and then ends it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def run(self) -> None:
        from kivy.core.window import Window

        drawn = asyncio.Event()
        Window.bind(on_flip=lambda *_: drawn.set())
        await drawn.wait()
        await asyncio.sleep(SETTLE)
        before = time.process_time()
        await asyncio.sleep(self._seconds)
        cpu = (time.process_time() - before) / self._seconds
        print(json.dumps({"cpu": cpu, "resident": resident()}))  # the answer


def bare(seconds: float) -> None:
    from kivy.app import App
    from kivy.uix.label import Label

    class Bare(App):
        def build(self) -> Any:
            return Label(text="Halte")

    asyncio.run(live(Bare(), Watch(seconds).run))


def console(seconds: float) -> None:
    from assets.wording import wording
    from queue_display.console.app import ConsoleApp
    from tests.benchmarks.crowd import CROWD

    app = ConsoleApp(1, wording("fr"), time.monotonic)
    asyncio.run(live(app, Watch(seconds).run, lambda: showing(app, CROWD)))


def board(seconds: float) -> None:
    from assets.wording import wording
    from queue_display.board.app import BoardApp
    from tests.benchmarks.crowd import CALLS
    from tests.ui.stage import _silence

    app = BoardApp(wording("fr"), _silence)
    asyncio.run(live(app, Watch(seconds).run, lambda: showing(app, CALLS), app.announce))


async def showing(app: Any, view: object) -> None:
    """A part that ends with the window."""
    from tests.benchmarks.crowd import shown

    await shown(app, view)
    await asyncio.Event().wait()


def kiosk(seconds: float) -> None:
    import msgspec

    from kiosk.queue import Open
    from kiosk.settings import PrinterSettings, load
    from kiosk.start import opened_van, window

    with tempfile.TemporaryDirectory() as data:
        settings = msgspec.structs.replace(load(None), printer=PrinterSettings("simulated:"))
        with opened_van(settings, Path(data)) as van:

            async def run() -> None:
                app, parts = window(van, closable=True)

                async def opened() -> None:
                    await van._submit(Open(), "benchmark")
                    await asyncio.Event().wait()

                await live(app, *parts, opened, Watch(seconds).run)

            asyncio.run(run())


if __name__ == "__main__":
    prepare(Frame(windowed=True, size=(1280, 800), cursor=False, rate=int(sys.argv[3])))
    {"bare": bare, "kiosk": kiosk, "console": console, "board": board}[sys.argv[1]](float(sys.argv[2]))
