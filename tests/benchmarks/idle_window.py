"""One window, watched while nobody touches it: `tests.benchmarks.idle_window bare|kiosk SECONDS`.

Prints one line of JSON: seconds from the start of the process to the first frame, CPU seconds used a second
while idle, and MiB resident. Both windows are of one size, with one set of Kivy's settings.
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

FRAME = Frame(windowed=True, size=(1280, 800), cursor=False, rate=60)
SETTLE = 4.0
"""Seconds after the first frame that are not counted: other languages are read, displays are looked for."""


def born() -> float:
    """When this process was started, in seconds of CLOCK_BOOTTIME (proc(5), field 22 of stat)."""
    fields = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


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
        first = time.clock_gettime(time.CLOCK_BOOTTIME) - born()
        await asyncio.sleep(SETTLE)
        before = time.process_time()
        await asyncio.sleep(self._seconds)
        cpu = (time.process_time() - before) / self._seconds
        print(json.dumps({"first_frame": first, "cpu": cpu, "resident": resident()}))  # the answer


def bare(seconds: float) -> None:
    prepare(FRAME)
    from kivy.app import App
    from kivy.uix.label import Label

    class Bare(App):
        def build(self) -> Any:
            return Label(text="Halte")

    asyncio.run(live(Bare(), Watch(seconds).run))


def kiosk(seconds: float) -> None:
    import msgspec

    from kiosk.queue import Open
    from kiosk.settings import PrinterSettings, load
    from kiosk.start import opened_van, window

    with tempfile.TemporaryDirectory() as data:
        settings = msgspec.structs.replace(load(None), printer=PrinterSettings("simulated:"))
        with opened_van(settings, Path(data)) as van:
            prepare(FRAME)

            async def run() -> None:
                app, parts = window(van, closable=True)

                async def opened() -> None:
                    await van._submit(Open(), "benchmark")
                    await asyncio.Event().wait()

                await live(app, *parts, opened, Watch(seconds).run)

            asyncio.run(run())


if __name__ == "__main__":
    {"bare": bare, "kiosk": kiosk}[sys.argv[1]](float(sys.argv[2]))
