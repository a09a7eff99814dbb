"""Asks the van for a visitor's ticket, and tells the journey what became of it, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from assets.errors import Trouble
from kiosk import queue
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.paper import printed_language
from kiosk.queue import Reason, Refused, State
from kiosk.touchscreen.conduct.van_port import TakenTicket, VanPort
from kiosk.touchscreen.journey.effects import LookAtQueue, TakeTicket, Wish
from kiosk.touchscreen.journey.inputs import Broken, Free, Input, NoPaper, NotTaken, NotYet, OnPaper, Took
from kiosk.touchscreen.journey.state import Why

log = logging.getLogger(__name__)

KEPT = 20.0
"""Seconds for which a visitor's wish is kept where too many tickets were taken within a minute.

Of people who come one after the other, the seventh waits less than that, and is still there when the ticket
comes by itself. Whoever has to wait longer came after a child who hit the screen: a ticket a minute later
might be nobody's, or the next visitor's with somebody else's topic, so they touch once more.
"""


class Tickets:
    """`tell` is given what became of each touch."""

    def __init__(self, van: VanPort, tell: Callable[[Input], object]) -> None:
        self._van, self._tell = van, tell
        self._under_way = False

    async def take(self, effect: TakeTicket) -> None:
        """One at a time: while a disk hangs, each new try would be one more ticket once it goes on."""
        if self._under_way:
            self._tell(NotTaken(Why.SLOW))
            return
        self._under_way = True
        try:
            taken = await self._taken(effect.wish, effect.language)
        finally:
            self._under_way = False
        if taken:
            await self._watch_paper(taken)

    def look(self, effect: LookAtQueue) -> None:
        """Tell when a touch would bring a ticket."""
        if self._free():
            self._tell(Free())

    def _free(self, later: float = 0.0) -> bool:
        """Whether a touch `later` seconds from now would bring a ticket."""
        at_most = self._van.settings.tickets_a_minute
        return gives(self._van.state, at_most, self._van.now(), later)

    async def _taken(self, wish: Wish, language: str) -> TakenTicket | None:
        try:
            say = printed_language(language)
            taken = await self._van.take(wish.topic, wish.priority, str(uuid4()), say, needs_help=wish.help)
        except Exception as failure:
            self._tell(self._refusal(wish, failure))
            return None
        expected = self._van.printer.status.paper_expected
        self._tell(Took(taken.number, taken.ahead, expected))
        return taken

    def _refusal(self, wish: Wish, failure: Exception) -> Input:
        if isinstance(failure, Refused) and failure.reason is Reason.TOO_MANY_AT_ONCE:
            return NotYet(wish if self._free(KEPT) else None)
        if isinstance(failure, Refused | Trouble):
            log.warning("no ticket: %s", type(failure).__name__)
            return NotTaken(_why(failure))
        # Whatever went wrong, the next visitor must find a kiosk that answers.
        log.error("no ticket: %s", type(failure).__name__)
        return Broken()

    async def _watch_paper(self, taken: TakenTicket) -> None:
        outcome = await taken.paper
        self._tell((OnPaper if outcome.on_paper else NoPaper)(taken.number))


def _why(failure: Refused | Trouble) -> Why | None:
    if isinstance(failure, Refused):
        return Why.DAY if failure.reason is Reason.CLOCK_UNSURE else None
    return Why.RECORD


def gives(state: State, at_most: int, now: Moment, later: float = 0.0) -> bool:
    """Whether a touch `later` seconds from now would bring a ticket, if nothing happened till then.

    `at_most` is the settings' `tickets_a_minute`.
    """
    then = replace(now, wall=now.wall + timedelta(seconds=later), steady=now.steady + later)
    try:
        decide(state, queue.Take("", at_most=at_most), then)
    except Refused:
        return False
    return True
