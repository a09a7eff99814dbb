"""`halte board`: the screen that faces the visitors. Kivy is imported once its settings are made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from assets.wording import wording
from queue_display.board.voice import Voice
from queue_display.discovery import Interfaces
from queue_display.link import DisplayServer, LinkState
from queue_display.messages import AnyView, BoardView, Role
from queue_display.trust import Trust
from queue_display.window import WINDOWED, Frame, live, prepare

if TYPE_CHECKING:
    from queue_display.board.app import BoardApp


def main(
    *,
    name: str = "",
    trust: Trust,
    interfaces: Interfaces = None,
    language: str = "fr",
    frame: Frame = WINDOWED,
    hands: bool = False,
    speaks: bool = True,
) -> None:
    """Show the board until its window is closed. `speaks` is False for a chime without a voice.

    `trust` holds the keys of this display, `interfaces` the own addresses to be found on (None: all).
    `hands`: obey requests on stdin.
    """
    prepare(frame)
    voice = Voice(language, speaks)  # looks for programs on the disk: before the loop runs
    asyncio.run(_run(name, trust, interfaces, language, hands, voice))


async def _run(
    name: str, trust: Trust, interfaces: Interfaces, language: str, hands: bool, voice: Voice
) -> None:
    from queue_display.board.app import BoardApp

    app = BoardApp(wording(language), voice)
    server = DisplayServer(
        name or app.title,
        Role.BOARD,
        trust=trust,
        interfaces=interfaces,
        on_view=_views(app),
        on_state=lambda state: _told(app, state),
    )
    await live(app, server.run, app.announce, hands=hands)


def _views(app: BoardApp) -> Callable[[AnyView], None]:
    def show(view: AnyView) -> None:
        if isinstance(view, BoardView):
            app.seen(view)

    return show


def _told(app: BoardApp, state: LinkState) -> None:
    app.linked(state.link.value)
