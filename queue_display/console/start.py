"""`halte display`: the agents' console. Composition only; Kivy is imported once its settings are in place."""

from __future__ import annotations

import asyncio
import time
from datetime import date

from assets.days import long_day
from assets.wording import wording
from queue_display.display import Setup, pairing, server
from queue_display.messages import AgentView
from queue_display.sound.call import CallVoice, call_voice
from queue_display.windows.window import live, prepare


def main(setup: Setup) -> None:
    """Show the console of a desk until its window is closed."""
    prepare(setup.frame)
    long_day(date.today(), wording(setup.language))  # reads the catalogue: before the loop
    chime = call_voice(setup.language, speaks=False)  # looks on the disk
    asyncio.run(_run(setup, chime))


async def _run(setup: Setup, chime: CallVoice) -> None:
    from queue_display.console.app import ConsoleApp
    from queue_display.windows.pairing_sheet import Curtain

    app = ConsoleApp(setup.desk or 1, wording(setup.language), time.monotonic)
    pair = pairing(setup, Curtain(app, wording(setup.language)).show)
    kiosk = server(app, AgentView, setup)
    await live(
        app, kiosk.run, pair, lambda: app.converse(kiosk), lambda: app.announce(chime), hands=setup.hands
    )
