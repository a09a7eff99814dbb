"""What displays ask is carried out once, however often a bad link repeats it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from queue_display import messages
from queue_display.messages import Do, Done, Role

log = logging.getLogger(__name__)

REMEMBERED_ANSWERS = 128
"""How many of its last answers are kept for each display: more than its people can have waiting within the
`queue_display.link.pulse.PATIENCE` seconds in which a command may be repeated.

They are in memory, so that a repeated command gets its answer again, with the ticket's number; one that comes
while the first is still carried out waits for the same answer. A kiosk that was restarted in between has lost
them: then the queue knows the identifier from its record, and refuses the command as `REPEATED`."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A connected display. `desk` is None for a role that has none."""

    identifier: str
    name: str
    role: Role
    desk: int | None


class Answers:
    """Each command is carried out once; who asks again gets the same answer."""

    def __init__(self, carry_out: Callable[[Asker, Do], Awaitable[Done]]) -> None:
        self._carry_out = carry_out
        self._last: dict[str, OrderedDict[str, asyncio.Task[Done]]] = defaultdict(OrderedDict)

    def waiting(self, asker: Asker) -> int:
        """Commands of this display that are being carried out."""
        return sum(not answer.done() for answer in self._last[asker.identifier].values())

    def to(self, asker: Asker, do: Do, tasks: asyncio.TaskGroup) -> asyncio.Task[Done]:
        last = self._last[asker.identifier]
        if do.identifier not in last:
            last[do.identifier] = tasks.create_task(self._answer(asker, do))
            while len(last) > REMEMBERED_ANSWERS:
                last.popitem(last=False)
        return last[do.identifier]

    async def _answer(self, asker: Asker, do: Do) -> Done:
        try:
            return await self._carry_out(asker, do)
        except Exception as problem:
            # The display must get an answer whatever happens; the words of the failure may hold a ticket.
            log.error("a command failed: %s", type(problem).__name__)
            return Done(do.identifier, messages.FAILED)
