"""`halte referent`: a window of the referent's laptop. Kivy is imported once its settings are made."""

from __future__ import annotations

import asyncio
from datetime import date

from assets.wording import Wording
from queue_display.referent.model import LogAtHand
from queue_display.windows.window import Frame, live, prepare


def main(log: LogAtHand, say: Wording, frame: Frame, *, hands: bool = False) -> None:
    """Show the window until it is closed. `hands`: obey requests on stdin."""
    prepare(frame)
    asyncio.run(_run(log, say, hands))


async def _run(log: LogAtHand, say: Wording, hands: bool) -> None:
    from queue_display.referent.app import ReferentApp

    app = ReferentApp(log, say, date.today)
    await live(app, app.work, hands=hands)
