"""A window from the start of its process to its first frame, and to the frame that shows the first number.

`kiosk DATA WHEN` with the real van behind it, touched WHEN seconds after that frame, or `bare`, a label in
bare Kivy. Prints, as JSON: seconds of the process's life at the first frame, and seconds of the processor's;
KiB resident then; seconds from the lifted finger to the number.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

BEGUN = float(sys.argv[1])  # by the monotonic clock, which all processes share


async def first_frame() -> dict[str, float]:
    from kivy.core.window import Window

    drawn = asyncio.Event()
    Window.bind(on_flip=lambda *_: drawn.set())
    await drawn.wait()
    return {
        "frame": time.monotonic() - BEGUN,
        "processor": time.process_time(),
        "resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


def bare() -> dict[str, float]:
    from queue_display.windows.window import Frame, live, prepare

    prepare(Frame(windowed=True, size=(1280, 800)))
    from kivy.app import App
    from kivy.uix.label import Label

    found: dict[str, float] = {}

    class Bare(App):
        def build(self) -> Label:
            return Label(text="12", font_size=200)

    async def measure() -> None:
        found.update(await first_frame())

    asyncio.run(live(Bare(), measure))
    return found


def kiosk(data: Path, when: float) -> dict[str, float]:
    import msgspec

    import kiosk.__main__  # noqa: F401  # what `halte kiosk` has imported by then
    from kiosk.settings import NetworkSettings, PrinterSettings, load
    from kiosk.start import TOUCH_RATE, opened_van, window
    from queue_display.windows.window import Frame, live, prepare

    settings = msgspec.structs.replace(
        load(None),
        printer=PrinterSettings("simulated:"),
        network=NetworkSettings(("127.0.0.1",)),
        tickets_a_minute=0,
    )
    found: dict[str, float] = {}

    async def run(van: Any) -> None:
        app, parts = window(van, closable=True)

        async def measure() -> None:
            found.update(await first_frame())
            await asyncio.sleep(when)
            found["touch"] = await touched(app)

        await live(app, *parts, measure)

    with opened_van(settings, data) as van:
        prepare(Frame(windowed=True, size=(1280, 800), rate=TOUCH_RATE))
        asyncio.run(run(van))
    return found


async def touched(app: Any) -> float:
    """Seconds from the lifted finger to the frame that shows a number, or says that the stop is closed."""
    from kivy.core.window import Window

    from kiosk.touchscreen.journey.state import Screen
    from queue_display.hands.touch_input import Fingers, FingerTouch, _parts
    from queue_display.windows.widgets import find

    button = find(app.screen, "tile:retraite")
    assert button
    fingers = Fingers()
    touch = FingerTouch("hands", 1, _parts(*button.to_window(*button.center)), is_touch=True, type_id="touch")
    fingers._events.append(("begin", touch))
    await asyncio.sleep(0.08)
    touch.update_time_end()
    shown = asyncio.Event()

    def flipped(*_: object) -> None:
        label = find(app.screen, "number") if app.conductor.at.screen is Screen.TICKET else None
        if label is not None and label.text and label.rows is not None:
            shown.set()

    Window.bind(on_flip=flipped)
    lifted = time.monotonic()
    fingers._events.append(("end", touch))
    await shown.wait()
    took = time.monotonic() - lifted
    fingers.leave()
    return took


if __name__ == "__main__":
    print(json.dumps(bare() if sys.argv[2] == "bare" else kiosk(Path(sys.argv[3]), float(sys.argv[4]))))
