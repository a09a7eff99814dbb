"""`halte board`: the screen that faces the visitors. Kivy is imported once its settings are made."""

from __future__ import annotations

import asyncio

from assets.wording import wording
from queue_display.display import Setup, server
from queue_display.messages import BoardView, Role
from queue_display.sound.call import CallVoice, call_voice
from queue_display.windows.window import live, prepare


def main(setup: Setup, *, speaks: bool = True) -> None:
    """Show the board until its window is closed. `speaks` is False for a chime without a voice."""
    prepare(setup.frame)
    voice = call_voice(setup.language, speaks=speaks)  # looks on the disk: before the loop runs
    asyncio.run(_run(setup, voice))


async def _run(setup: Setup, voice: CallVoice) -> None:
    from queue_display.board.app import BoardApp

    app = BoardApp(wording(setup.language), voice)
    await live(app, server(app, BoardView, setup, Role.BOARD).run, app.announce, hands=setup.hands)
