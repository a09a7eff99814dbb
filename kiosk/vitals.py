"""What of the van has to go on answering, how long each part is waited for, and what makes it anew. Pure."""

from __future__ import annotations

from typing import Protocol

from assets.wording import text
from queue_display.windows.vitals import Vital

PATIENCE = 6.0
"""Seconds without an answer of queue or record, of ten until the line is there again: the rest is for another
process to start. Lawfully the slowest is a day that waits for a command to let go of the log (4 s)."""

PRINTER_PATIENCE = 8.0
"""Seconds without an answer of the printer's thread. Lawfully the slowest is a ticket that is given up after
6 s; its port may take two more."""

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
            text("La connexion aux écrans ne répond plus."),
            links.answer,
            LINK_PATIENCE,
            links.renew,
            cures=1,
        ),
        Vital(
            "printer",
            text("L’imprimante ne répond plus."),
            printer.answer,
            PRINTER_PATIENCE,
            printer.renew,
            cures=None,
        ),
    )
