"""The kiosk's real window under measured touches, for `make attack`.

    tests.faults.attack_window DATA

Prints a line once it can be touched. Each line of its input is a number of touches; a line of JSON answers:
the seconds from each finger's lifting to the frame that shows the durable number.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from kiosk.settings import NetworkSettings
from kiosk.start import TOUCH_RATE, opened_van, window
from queue_display.link import Asker
from queue_display.messages import Do, Open, Role
from queue_display.windows.window import Frame, live, prepare
from tests.benchmarks.touch_window import SETTINGS, again, shows, tile, touches

EVERYWHERE = msgspec.structs.replace(SETTINGS, network=NetworkSettings())


class Touched:
    """The window of a van, and a finger for it."""

    def __init__(self, van: Any) -> None:
        self._van = van
        self.app, self.parts = window(van, closable=True)

    async def obey(self) -> None:
        await self._van.answer(Asker("bench", "bench", Role.AGENT, 1), Do("open the stop", Open()))
        await asyncio.sleep(3)  # the printer, the link, the doctor and the first frames are under way
        app, loop, orders = self.app, asyncio.get_running_loop(), asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        print("begun", flush=True)
        while order := await orders.readline():
            took = await touches(lambda: tile(app), self._is_shown, lambda: again(app), int(order))
            print(json.dumps(took), flush=True)

    def _is_shown(self, _: int) -> bool:
        """The visitor's own number: an agent who takes tickets meanwhile has others."""
        return shows(self.app, self.app.conductor.at.number)


async def main(van: Any) -> None:
    touched = Touched(van)
    await live(touched.app, *touched.parts, touched.obey)


if __name__ == "__main__":
    with opened_van(EVERYWHERE, Path(sys.argv[1])) as opened:
        prepare(Frame(windowed=True, size=(1280, 800), rate=TOUCH_RATE))
        asyncio.run(main(opened))
