"""`halte display`: the agents' console. Composition only; Kivy is imported once its settings are in place."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

from assets.days import long_day
from assets.wording import wording
from queue_display.console.aloud import Aloud
from queue_display.display import Setup, pairing, server
from queue_display.messages import AgentView
from queue_display.sound.call import CallVoice, call_voice
from queue_display.windows.global_key import key_of_the_desktop, listen
from queue_display.windows.window import live, prepare


def main(setup: Setup, *, strip: bool = False, aloud: Aloud = None) -> None:
    """Show the console of a desk until its window is closed. `strip`: it begins small, in a corner.
    `aloud`: the calls that it says itself."""
    prepare(setup.frame)
    long_day(date.today(), wording(setup.language))  # reads the catalogue: before the loop
    chime = call_voice(setup.language, speaks=False)  # looks on the disk
    voice = call_voice(setup.language, speaks=True)
    asyncio.run(_run(setup, chime, voice, strip, aloud))


async def _run(setup: Setup, chime: CallVoice, voice: CallVoice, strip: bool, aloud: Aloud) -> None:
    from queue_display.console.app import ConsoleApp
    from queue_display.windows.pairing_sheet import Curtain

    app = ConsoleApp(setup.desk or 1, wording(setup.language), time.monotonic, small=strip, says=aloud)
    pair = pairing(setup, Curtain(app, wording(setup.language)).show)
    kiosk = server(app, AgentView, setup)
    home, key = Path.home(), key_of_the_desktop()
    await live(
        app,
        kiosk.run,
        pair,
        lambda: app.converse(kiosk),
        lambda: app.announce(chime, voice),
        lambda: app.keep(home),
        lambda: listen(key, app.next_pressed, app.hears_next),
        hands=setup.hands,
    )
