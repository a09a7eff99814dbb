"""`halte board`: the screen that faces the visitors. Kivy is imported once its settings are made."""

from __future__ import annotations

import asyncio

from assets.wording import wording
from queue_display.display import Setup, pairing, server
from queue_display.messages import BoardView
from queue_display.sound.call import CallVoice, call_voice
from queue_display.windows.window import live, prepare


def main(setup: Setup, *, chime_only: bool = False) -> None:
    """Show the board until its window is closed. `chime_only`: without a voice."""
    prepare(setup.frame)
    voice = call_voice(setup.language, speaks=not chime_only)  # looks on the disk: before the loop runs
    asyncio.run(_run(setup, voice))


async def _run(setup: Setup, voice: CallVoice) -> None:
    from queue_display.board.app import BoardApp
    from queue_display.windows.pairing_sheet import Curtain

    app = BoardApp(wording(setup.language), voice)
    pair = pairing(setup, Curtain(app, wording(setup.language)).show)
    await live(
        app,
        server(app, BoardView, setup, lambda: voice.lacks.value).run,
        pair,
        app.announce,
        hands=setup.hands,
    )
