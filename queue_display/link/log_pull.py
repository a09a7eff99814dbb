"""The referent's laptop on the van's network: the kiosk finds it, and gives it the day log."""

from __future__ import annotations

import asyncio
from typing import Any

from assets.errors import Trouble
from queue_display.link.display_end import DisplayServer
from queue_display.messages import AnyView, LogView, Role
from queue_display.network.discovery import Interfaces
from queue_display.network.tasks import end_all
from queue_display.trust import Trust

COME_WITHIN = 30.0
"""Seconds for the kiosk to come (measured: some 2 when it is there)."""


class PullFailed(Trouble):
    """There is no log to be had now."""


async def pull(
    trust: Trust, name: str, interfaces: Interfaces = None, within: float = COME_WITHIN
) -> LogView:
    """Wait for the paired kiosk, at most `within` seconds; returns its log. Raises PullFailed."""
    if not trust.paired:
        raise PullFailed("Cet ordinateur n’est pas associé à la borne : lancez « halte pair --as referent ».")
    log: asyncio.Future[LogView] = asyncio.Future()

    def seen(view: AnyView) -> None:
        if isinstance(view, LogView) and not log.done():
            log.set_result(view)

    server = asyncio.create_task(
        DisplayServer(name, Role.REFERENT, trust=trust, on_view=seen, interfaces=interfaces).run()
    )
    try:
        either: set[asyncio.Future[Any]] = {server, log}
        await asyncio.wait(either, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end_all([server])
    if not log.done():
        raise PullFailed("Borne introuvable : vérifiez qu’elle est allumée, et sur le même réseau.")
    return log.result()
