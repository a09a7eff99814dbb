"""The referent's laptop on the van's network: the kiosk comes and takes the calendar, in pieces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from assets.errors import Trouble
from assets.wording import text
from queue_display.link.display_end import DisplayServer, Link, LinkState
from queue_display.link.log_pull import COME_WITHIN
from queue_display.messages import NOT_UNDERSTOOD, PlanStops, Role
from queue_display.network.discovery import Interfaces
from queue_display.network.tasks import end_all
from queue_display.trust import Trust

_NOT_TAKEN = text("La borne n’a pas pris le calendrier ; elle garde celui d’avant. Recommencez.")
_REFUSED = {
    NOT_UNDERSTOOD: text(
        "La borne est trop ancienne pour un calendrier : mettez-la à jour, puis recommencez."
    ),
}
"""By what the kiosk answers."""


class SendFailed(Trouble):
    """The kiosk has not taken the calendar; it has the one of before."""


async def send(
    trust: Trust,
    name: str,
    pieces: Sequence[str],
    interfaces: Interfaces = None,
    within: float = COME_WITHIN,
    told: Callable[[], None] = lambda: None,
) -> None:
    """Wait for the paired kiosk, at most `within` seconds; then hand it the pieces. `told`: after each.

    Raises SendFailed.
    """
    if not trust.paired:
        raise SendFailed("Cet ordinateur n’est pas associé à la borne : lancez « halte pair --as referent ».")
    up = asyncio.Event()

    def changed(state: LinkState) -> None:
        if state.link is Link.UP:
            up.set()

    server = DisplayServer(
        name,
        Role.REFERENT,
        trust=trust,
        on_view=lambda view: None,
        on_state=changed,
        interfaces=interfaces,
    )
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(server.run()), asyncio.create_task(up.wait())]
    try:
        await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        if not up.is_set():
            raise SendFailed("Borne introuvable : vérifiez qu’elle est allumée, et sur le même réseau.")
        await _hand_over(server, pieces, told)
    finally:
        await end_all(tasks)


async def _hand_over(server: DisplayServer, pieces: Sequence[str], told: Callable[[], None]) -> None:
    for part, packed in enumerate(pieces, 1):
        done = await server.ask(PlanStops(part, len(pieces), packed))
        if done.refused:
            raise SendFailed(_REFUSED.get(done.refused, _NOT_TAKEN))
        told()
