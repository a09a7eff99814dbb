"""A console (`console`, 40 waiting) or a board (`board`) under measured presses and calls.

Prints, as JSON, for each press the milliseconds until the window's own frame and the frames that it cost
until the kiosk had answered; or for each call the milliseconds until the board's frame.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from queue_display.messages import BoardCall, Done
from queue_display.windows.window import Frame, live, prepare
from tests.benchmarks.crowd import CALLS, CROWD, shown
from tests.queue_display.agent_views import at_desk

PRESSES = 20
PAUSE = 0.9
"""Seconds after each, in which all is drawn that comes of it; a console takes no second press before."""

ANSWER = 0.02
"""Seconds that the kiosk takes: the link's own are measured in bench_link."""


class Frames:
    """Counts them, and waits for one."""

    def __init__(self) -> None:
        from kivy.core.window import Window

        self.count, self._drawn = 0, asyncio.Event()
        Window.bind(on_flip=self._flipped)

    def _flipped(self, *_: object) -> None:
        self.count += 1
        self._drawn.set()

    async def after(self, act: Callable[[], object]) -> float:
        """Milliseconds from `act` to the next frame."""
        self._drawn.clear()
        begun = time.perf_counter()
        act()
        await self._drawn.wait()
        return (time.perf_counter() - begun) * 1e3


class AnsweringKiosk:
    """Calls the next, or puts it back, and shows it to the console before it answers."""

    def __init__(self, app: Any) -> None:
        self._app, self._mine, self.asked = app, False, asyncio.Event()

    async def ask(self, ask: object) -> Done:
        await asyncio.sleep(ANSWER)
        self._mine = not self._mine
        line, desks = (CROWD.line[1:], (at_desk(1, 1),)) if self._mine else (CROWD.line, ())
        self._app.seen(msgspec.structs.replace(CROWD, line=line, desks=desks))
        self.asked.set()
        return Done("press")


async def console() -> list[tuple[float, int]]:
    from assets.wording import wording
    from queue_display.console.app import ConsoleApp

    app, took = ConsoleApp(1, wording("fr"), time.monotonic), list[tuple[float, int]]()
    kiosk = AnsweringKiosk(app)

    async def measure() -> None:
        await shown(app, CROWD)
        await asyncio.sleep(3)
        frames = Frames()
        for n in range(PRESSES):
            key = ord("m") if n % 2 else ord(" ")  # puts back what was called: see `buttons`
            before = frames.count
            first = await frames.after(partial(app._key, None, key, 0, "", ()))
            app._key_up(None, key)
            await kiosk.asked.wait()
            kiosk.asked.clear()
            await asyncio.sleep(PAUSE)
            took.append((first, frames.count - before))

    await live(app, measure, lambda: app.converse(kiosk))
    return took


async def board() -> list[float]:
    from assets.wording import wording
    from queue_display.board.app import BoardApp
    from tests.ui.stage import _silence

    app, took = BoardApp(wording("fr"), _silence, on_stage=0.1), list[float]()

    async def measure() -> None:
        await shown(app, CALLS)
        await asyncio.sleep(3)
        frames = Frames()
        for n in range(PRESSES):
            view = msgspec.structs.replace(CALLS, called=(BoardCall(20 + n, 1, 1), *CALLS.called[1:]))
            took.append(await frames.after(partial(app.seen, view)))
            await asyncio.sleep(PAUSE)

    await live(app, measure, app.announce)
    return took


if __name__ == "__main__":
    prepare(Frame(windowed=True, size=(1366, 768)))
    print(json.dumps(asyncio.run({"console": console, "board": board}[sys.argv[1]]())))
