"""The referent's laptop on the van's network: the kiosk finds it, and gives it the day log, in pieces.

waits ─▶ the kiosk comes: piece 1 ─▶ 2 ─▶ … ─▶ the last: the log is whole
  │                        │ the link breaks: the kiosk comes again, and begins again with piece 1
  └─ nothing for too long ─┴─▶ failed; what was there before stays
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assets.errors import Trouble
from queue_display.link.display_end import DisplayServer
from queue_display.messages import AnyView, LogView, Role
from queue_display.network.discovery import Interfaces
from queue_display.network.tasks import end_all
from queue_display.trust import Trust

COME_WITHIN = 30.0
"""Seconds for the kiosk to come (measured: some 2 when it is there), and for each piece after the first."""


class PullFailed(Trouble):
    """There is no log to be had now."""


@dataclass(frozen=True, slots=True)
class PulledLog:
    """A whole log, and the key of the kiosk that it is of."""

    log: LogView
    kiosk: str


class _Pieces:
    """What has come of a log. A kiosk that comes again begins again."""

    def __init__(self, told: Callable[[int, int], None]) -> None:
        self._told = told
        self._found: dict[int, LogView] = {}
        self.news = asyncio.Event()

    def seen(self, view: AnyView) -> None:
        if not isinstance(view, LogView) or self.whole:
            return
        if view.part == 1:
            self._found = {}
        self._found[view.part] = view
        self._told(len(self._found), view.parts)
        self.news.set()

    @property
    def begun(self) -> bool:
        return bool(self._found)

    @property
    def whole(self) -> bool:
        last = next(iter(self._found.values()), None)
        return last is not None and set(self._found) == set(range(1, last.parts + 1))

    def together(self) -> LogView:
        pieces = [self._found[part] for part in sorted(self._found)]
        topics = tuple(row for piece in pieces for row in piece.topics)
        return LogView(pieces[0].van, topics, tuple(row for piece in pieces for row in piece.minutes))


async def pull(
    trust: Trust,
    name: str,
    interfaces: Interfaces = None,
    within: float = COME_WITHIN,
    told: Callable[[int, int], None] = lambda part, parts: None,
) -> PulledLog:
    """Wait for the paired kiosk, and for each piece at most `within` seconds; returns its log.

    `told` is called with how many pieces have come, of how many. Raises PullFailed.
    """
    if not trust.paired:
        raise PullFailed("Cet ordinateur n’est pas associé à la borne : lancez « halte pair --as referent ».")
    pieces = _Pieces(told)
    server = DisplayServer(name, Role.REFERENT, trust=trust, on_view=pieces.seen, interfaces=interfaces)
    running = asyncio.create_task(server.run())
    try:
        await _all_of(pieces, running, within)
    finally:
        await end_all([running])
    return PulledLog(pieces.together(), server.kiosk.identifier if server.kiosk else "")


async def _all_of(pieces: _Pieces, running: asyncio.Task[None], within: float) -> None:
    """Raises PullFailed, or what ended the server."""
    while not pieces.whole:
        news = asyncio.create_task(pieces.news.wait())
        either: set[asyncio.Future[Any]] = {running, news}
        await asyncio.wait(either, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        came = pieces.news.is_set()
        pieces.news.clear()
        await end_all([news])
        if not came:
            raise _failed(pieces)


def _failed(pieces: _Pieces) -> PullFailed:
    if pieces.begun:
        return PullFailed(
            "La connexion s’est coupée en chemin, rien n’a changé ici : recommencez près du camion."
        )
    return PullFailed("Borne introuvable : vérifiez qu’elle est allumée, et sur le même réseau.")
