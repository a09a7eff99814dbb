"""What of the van has to go on answering, how long each part is waited for, and what makes it anew. Pure."""

from __future__ import annotations

from typing import Protocol

from assets.wording import text
from queue_display.windows.vitals import Vital

PATIENCE = 8.0
"""Seconds without an answer of queue, record or printer. Lawfully the slowest are a ticket that is given up
(6 s, and its port two more) and a day that waits for another program to let go of the log (5 s)."""

LINK_PATIENCE = 4.0
"""Seconds without an answer of the link, which looks at its files every second: a second try, and the process
is ended within ten."""


class Answering(Protocol):
    async def answer(self) -> None: ...


class Renewable(Answering, Protocol):
    def renew(self) -> None: ...


def vitals(record: Answering, queue: Answering, links: Renewable, printer: Renewable) -> tuple[Vital, ...]:
    """Record and queue hold the line itself: only a new process helps. Without the printer tickets are given
    all the same: it is made anew as often as it takes, and the process ended for it never."""
    return (
        Vital("record", text("L’enregistrement ne répond plus."), record.answer, PATIENCE),
        Vital("queue", text("La file ne répond plus."), queue.answer, PATIENCE),  # waits for the record
        Vital(
            "link",
            text("La liaison avec les écrans ne répond plus."),
            links.answer,
            LINK_PATIENCE,
            links.renew,
            cures=1,
        ),
        Vital(
            "printer",
            text("L’imprimante ne répond plus."),
            printer.answer,
            PATIENCE,
            printer.renew,
            cures=None,
        ),
    )
