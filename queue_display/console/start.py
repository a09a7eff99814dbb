"""`halte display`: the agents' console. Composition only; Kivy is imported once its settings are in place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assets.wording import wording
from queue_display.discovery import Interfaces
from queue_display.link import DisplayServer, LinkState
from queue_display.messages import AgentView, AnyView, Role
from queue_display.trust import Trust
from queue_display.window import WINDOWED, Frame, live, prepare

if TYPE_CHECKING:
    from queue_display.console.app import ConsoleApp


def main(
    *,
    desk: int = 1,
    name: str = "",
    trust: Trust,
    interfaces: Interfaces = None,
    language: str = "fr",
    frame: Frame = WINDOWED,
    hands: bool = False,
) -> None:
    """Show the console of `desk` until its window is closed. `hands`: obey requests on stdin.

    `trust` holds the keys of this display, `interfaces` the own addresses to be found on (None: all).
    """
    prepare(frame)
    asyncio.run(_run(desk, name, trust, interfaces, language, hands))


async def _run(
    desk: int, name: str, trust: Trust, interfaces: Interfaces, language: str, hands: bool
) -> None:
    from queue_display.console.app import ConsoleApp

    app = ConsoleApp(desk, wording(language), time.monotonic)
    server = DisplayServer(
        name or app.title,
        Role.AGENT,
        desk,
        trust=trust,
        interfaces=interfaces,
        on_view=_views(app),
        on_state=lambda state: _told(app, state),
    )
    await live(app, server.run, lambda: app.converse(server), hands=hands)


def _views(app: ConsoleApp) -> Callable[[AnyView], None]:
    def show(view: AnyView) -> None:
        if isinstance(view, AgentView):
            app.seen(view)

    return show


def _told(app: ConsoleApp, state: LinkState) -> None:
    app.linked(state.link.value)
