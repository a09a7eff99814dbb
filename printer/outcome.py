"""What became of a ticket, as its holder has to be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printer.status import PaperStatus

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
        """As far as anyone can know, the visitor finds the ticket at the slot; in doubt, not."""
        return self.result is not Result.GIVEN_UP and self.status.paper_expected
