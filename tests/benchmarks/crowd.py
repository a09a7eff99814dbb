"""What console and board show while they are measured: 40 who wait, and the calls of two desks."""

from __future__ import annotations

import asyncio
from typing import Any

from queue_display.messages import BoardCall, BoardView
from tests.queue_display.agent_views import TOPICS, view, waiting

WAITING = 40

CROWD = view(line=tuple(waiting(n, TOPICS[n % 2].key, waited=60 - n) for n in range(1, WAITING + 1)))

CALLS = BoardView("Agglo Mobile", "open", (BoardCall(12, 1, 1), BoardCall(11, 2, 1)), place="Brimeux")


async def shown(app: Any, view: object) -> None:
    """Show `view`, once the window has drawn its first frame."""
    from kivy.core.window import Window

    drawn = asyncio.Event()
    Window.bind(on_flip=lambda *_: drawn.set())
    await drawn.wait()
    app.linked("up")
    app.seen(view)
