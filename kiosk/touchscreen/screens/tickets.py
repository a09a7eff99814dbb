"""Asks the van for a visitor's ticket, and tells the journey what became of it, whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

from assets.errors import Trouble
from assets.wording import FRENCH, Wording, languages, wording
from kiosk.queue import Reason, Refused
from kiosk.touchscreen.inputs import Broken, Input, NoPaper, NotTaken, NotYet, Took
from kiosk.touchscreen.journey import Take
from kiosk.touchscreen.moment import KEPT, gives
from kiosk.touchscreen.screens.actions import Actions, Taken

log = logging.getLogger(__name__)


class Tickets:
    """`tell` is given what became of each touch."""

    def __init__(self, actions: Actions, tell: Callable[[Input], object]) -> None:
        self._actions, self._tell = actions, tell
        self._under_way = False

    async def take(self, take: Take, language: str) -> None:
        """One at a time: while a disk hangs, each new try would be one more ticket once it goes on."""
        if self._under_way:
            self._tell(NotTaken())
            return
        self._under_way = True
        try:
            taken = await self._taken(take, language)
        finally:
            self._under_way = False
        if taken:
            await self._watch_paper(taken)

    def free(self, later: float = 0.0) -> bool:
        """Whether a touch `later` seconds from now would bring a ticket."""
        at_most = self._actions.settings.tickets_a_minute
        return gives(self._actions.state, at_most, self._actions.now(), later)

    async def _taken(self, take: Take, language: str) -> Taken | None:
        try:
            say = _on_paper(language)
            taken = await self._actions.take(take.topic, take.priority, str(uuid4()), say)
        except Exception as failure:
            self._tell(self._refusal(take, failure))
            return None
        expected = self._actions.printer.status.paper_expected
        self._tell(Took(taken.number, taken.ahead, expected))
        return taken

    def _refusal(self, take: Take, failure: Exception) -> Input:
        if isinstance(failure, Refused) and failure.reason is Reason.TOO_MANY_AT_ONCE:
            return NotYet(take if self.free(KEPT) else None)
        if isinstance(failure, Refused | Trouble):
            log.warning("no ticket: %s", type(failure).__name__)
            return NotTaken()
        # Whatever went wrong, the next visitor must find a kiosk that answers.
        log.error("no ticket: %s", type(failure).__name__)
        return Broken()

    async def _watch_paper(self, taken: Taken) -> None:
        outcome = await taken.paper
        if not outcome.on_paper:
            self._tell(NoPaper(taken.number))


def _on_paper(language: str) -> Wording:
    """A printer's code page has no Cyrillic and no Arabic: their readers get French paper."""
    return wording(language if language in languages() else FRENCH)
