"""What became of a ticket, as its holder has to be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printer.status import Cause, PaperStatus

GIVE_UP = 6.0
"""Seconds from the touch after which a ticket is not wanted any more: the visitor has read the number off
the screen and turned to a seat. Longer than the slowest ticket takes (9600 baud, 50 mm/s: under 3 s)."""


class Result(Enum):
    PRINTED = "printed"  # the printer has said so
    SENT = "sent"  # every byte went, and the printer saw no trouble or cannot say
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a ticket; `status` says why where it did not come out."""

    result: Result
    status: PaperStatus

    @property
    def on_paper(self) -> bool:
        """As far as anyone can know, the visitor finds the ticket at the slot; in doubt, not.

        What the printer has confirmed no later doubt undoes: its status may come late.
        """
        if self.result is Result.PRINTED:
            return self.status.cause is not Cause.SIMULATED
        return self.result is Result.SENT and self.status.paper_expected
