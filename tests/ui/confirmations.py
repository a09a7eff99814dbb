"""The kiosk's screen with a ticket, as it is drawn and said, in a process of its own: it has to be seen.

tests.ui.confirmations FOLDER TOPIC:NUMBER...    a line of JSON each: a hash of the pixels, and what was said
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from pathlib import Path

from PIL import Image

from kiosk.touchscreen.journey.inputs import Choose
from kiosk.touchscreen.journey.state import Screen
from tests.ui.kiosk_stage import Stage

SIZE = "10 inches"


async def at_rest(stage: Stage, file: Path) -> bytes:
    """The window's pixels, once two pictures in a row are the same."""
    before = b""
    for _ in range(30):
        await stage.settle()
        stage.picture(file)
        now = Image.open(file).tobytes()
        assert any(now), "nothing is drawn"
        if now == before:
            return now
        before = now
    raise AssertionError("the window never came to rest")


async def confirmation(topic: str, number: int, file: Path) -> str:
    """What is drawn and said once a ticket has been taken."""
    async with Stage(SIZE) as stage:
        stage.van.start_at(number)
        stage.app.conductor.do(Choose(topic))
        await stage.settle()
        assert stage.app.conductor.at.screen is Screen.TICKET
        assert stage.van.taken[-1].topic == topic
        pixels = await at_rest(stage, file)
        return json.dumps([hashlib.sha256(pixels).hexdigest(), stage.voice.said])


async def main(folder: str, *tickets: str) -> None:
    for ticket in tickets:
        topic, number = ticket.split(":")
        print(await confirmation(topic, int(number), Path(folder, "ticket.png")))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
