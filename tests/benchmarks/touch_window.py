"""A window under measured touches: `kiosk DATA` with the real van behind it, or `bare`, a label in bare Kivy.

Prints, as JSON, the seconds from each finger's lifting to the frame that shows the number (`took`), and the
longest between two turns of the window's loop, from the first touch to the last number gone (`gap`): so long
nothing could be drawn.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.settings import NetworkSettings, PrinterSettings, load
from kiosk.start import TOUCH_RATE, opened_van, window
from kiosk.touchscreen.journey.inputs import Leave
from kiosk.touchscreen.journey.state import Screen
from queue_display.link import Asker
from queue_display.messages import Do, Open, Role
from queue_display.windows.window import Frame, live, prepare
from tests import seeds

TOUCHES = 40
SEED = 20261123
SETTINGS = msgspec.structs.replace(
    load(None),
    printer=PrinterSettings("simulated:"),
    network=NetworkSettings(("127.0.0.1",)),
    tickets_a_minute=0,
)


class Gaps:
    """The longest between two turns of the window's loop, in seconds, since it was last set to 0."""

    longest = 0.0

    @classmethod
    def watch(cls) -> None:
        from kivy.clock import Clock

        Clock.schedule_interval(cls._turn, 0)

    @classmethod
    def _turn(cls, since: float) -> None:
        cls.longest = max(cls.longest, since)


async def touches(
    centre: Callable[[], tuple[float, float]],
    is_shown: Callable[[int], bool],
    again: Callable[[], Awaitable[None]],
    count: int = TOUCHES,
) -> list[float]:
    """Touch `count` times; `is_shown` says whether the frame now flipped shows the n-th number."""
    from kivy.core.window import Window

    from queue_display.hands.touch_input import Fingers, FingerTouch, _parts

    Gaps.longest = 0.0
    rng, fingers, took = seeds.of(SEED), Fingers(), list[float]()
    for number in range(1, count + 1):
        touch = FingerTouch("hands", number, _parts(*centre()), is_touch=True, type_id="touch")
        fingers._events.append(("begin", touch))
        await asyncio.sleep(rng.uniform(0.08, 0.15))  # how long a finger stays; lands anywhere in a frame
        touch.update_time_end()
        shown = asyncio.Event()

        def flipped(*_: object, number: int = number, shown: asyncio.Event = shown) -> None:
            if is_shown(number):
                shown.set()

        Window.bind(on_flip=flipped)
        lifted = time.perf_counter()
        fingers._events.append(("end", touch))
        await shown.wait()
        took.append(time.perf_counter() - lifted)
        Window.unbind(on_flip=flipped)
        await again()
    fingers.leave()
    return took


def tile(app: Any) -> tuple[float, float]:
    """Where the tile stands that is touched."""
    from queue_display.windows.widgets import find

    button = find(app.screen, "tile:retraite")
    assert button
    x, y = button.to_window(*button.center)
    return x, y


def shows(app: Any, number: int | None) -> bool:
    """Whether the frame now flipped shows the visitor this number."""
    from queue_display.windows.widgets import find

    label = find(app.screen, "number") if app.conductor.at.screen is Screen.TICKET else None
    return label is not None and label.text == str(number) and label.rows is not None


async def again(app: Any) -> None:
    """The next visitor comes."""
    app.conductor.do(Leave())
    await asyncio.sleep(0.4)  # longer than what counts as the same touch


async def kiosk(van: Any) -> list[float]:
    app, parts = window(van, closable=True)
    took: list[float] = []

    async def measure() -> None:
        Gaps.watch()
        await van.answer(Asker("bench", "bench", Role.AGENT, 1), Do("open the stop", Open()))
        await asyncio.sleep(2)  # the printer, the link and the first frames are under way
        took.extend(await touches(lambda: tile(app), lambda number: shows(app, number), lambda: again(app)))

    await live(app, *parts, measure)
    return took


async def bare() -> list[float]:
    from kivy.app import App
    from kivy.uix.label import Label

    label = Label(font_size=200)
    count = 0

    def lifted(*_: object) -> None:
        nonlocal count
        count += 1
        label.text = str(count)

    label.bind(on_touch_up=lifted)

    class Bare(App):
        def build(self) -> Label:
            return label

    took: list[float] = []

    async def measure() -> None:
        Gaps.watch()
        await asyncio.sleep(1)
        took.extend(
            await touches(lambda: (100.0, 100.0), lambda n: label.text == str(n), lambda: asyncio.sleep(0.05))
        )

    await live(Bare(), measure)
    return took


if __name__ == "__main__":
    frame = Frame(windowed=True, size=(1280, 800), rate=TOUCH_RATE)
    if sys.argv[1] == "bare":
        prepare(frame)
        found = asyncio.run(bare())
    else:
        with opened_van(SETTINGS, Path(sys.argv[2])) as on:
            prepare(frame)
            found = asyncio.run(kiosk(on))
    print(json.dumps({"took": found, "gap": Gaps.longest}))
