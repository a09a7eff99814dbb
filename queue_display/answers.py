"""What displays ask is carried out once, however often a bad link repeats it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from queue_display import messages
from queue_display.messages import Do, Done, Role

log = logging.getLogger(__name__)

REMEMBERED_ANSWERS = 512
"""How many of the last answers are kept for commands that a bad link repeats; more than all displays together
can have waiting within `queue_display.pulse.PATIENCE` seconds of people pressing buttons."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A connected display. `desk` is None for a board or a referent."""

    identifier: str
    name: str
    role: Role
    desk: int | None


class Answers:
    """Each command is carried out once; who asks again gets the same answer."""

    def __init__(self, carry_out: Callable[[Asker, Do], Awaitable[Done]]) -> None:
        self._carry_out = carry_out
        self._last: OrderedDict[tuple[str, str], asyncio.Task[Done]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """Commands that are being carried out."""
        return sum(not answer.done() for answer in self._last.values())

    def to(self, asker: Asker, do: Do, tasks: asyncio.TaskGroup) -> asyncio.Task[Done]:
        key = asker.identifier, do.identifier
        if key not in self._last:
            self._last[key] = tasks.create_task(self._answer(asker, do))
            while len(self._last) > REMEMBERED_ANSWERS:
                self._last.popitem(last=False)
        return self._last[key]

    async def _answer(self, asker: Asker, do: Do) -> Done:
        try:
            return await self._carry_out(asker, do)
        except Exception as problem:
            # The display must get an answer whatever happens; the words of the failure may hold a ticket.
            log.error("a command failed: %s", type(problem).__name__)
            return Done(do.identifier, messages.FAILED)
