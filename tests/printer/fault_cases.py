"""Each fault of a real printer, when it strikes, and what is then told; and a ticket for it to strike."""

from __future__ import annotations

from dataclasses import dataclass

from printer.simulator.realtime import Fault
from printer.status import Cause
from printer.ticket import TicketText


def ticket(number: int) -> TicketText:
    """About as long as a real one; its number is on a line of its own."""
    return TicketText(
        van="Agglo Mobile",
        number=number,
        heading="Votre numéro",
        day="lundi 23 novembre 2026",
        ahead="3 personnes avant vous",
        confidential="Votre visite est confidentielle.",
        phone="Téléphone\u00a0: 03 21 00 00 00",
    )


BEFORE_THE_NUMBER, AFTER_THE_NUMBER = 40, 100
"""Bytes of `ticket` after which its number is not yet, or already, on paper."""


@dataclass(frozen=True)
class Case:
    """A fault, when it strikes (bytes into the ticket; 0 before it), and what the agents then read."""

    fault: Fault
    after: int
    state: str
    cause: Cause
    do: str

    def __str__(self) -> str:
        return f"{self.fault.name}-{self.after}"


CASES = [
    Case(Fault.NO_PAPER, 0, "out", Cause.NO_PAPER, "mettez un rouleau neuf"),
    Case(Fault.NO_PAPER, BEFORE_THE_NUMBER, "out", Cause.NO_PAPER, "mettez un rouleau neuf"),
    Case(Fault.NO_PAPER, AFTER_THE_NUMBER, "out", Cause.NO_PAPER, "mettez un rouleau neuf"),
    Case(Fault.COVER_OPEN, 0, "open", Cause.COVER_OPEN, "refermez-le"),
    Case(Fault.COVER_OPEN, BEFORE_THE_NUMBER, "open", Cause.COVER_OPEN, "refermez-le"),
    Case(Fault.CUTTER, 0, "offline", Cause.CUTTER, "retirez le papier coincé"),
    Case(Fault.CUTTER, AFTER_THE_NUMBER, "offline", Cause.CUTTER, "retirez le papier coincé"),
    Case(Fault.HOT, BEFORE_THE_NUMBER, "offline", Cause.HOT, "repartira seule"),
    Case(Fault.UNPLUGGED, 0, "offline", Cause.NOT_FOUND, "vérifiez son câble"),
    Case(Fault.UNPLUGGED, BEFORE_THE_NUMBER, "offline", Cause.NOT_FOUND, "vérifiez son câble"),
    Case(Fault.XOFF, 0, "offline", Cause.STUCK, "éteignez-la et rallumez-la"),
    Case(Fault.XOFF, BEFORE_THE_NUMBER, "offline", Cause.STUCK, "éteignez-la et rallumez-la"),
    Case(Fault.GARBAGE, 0, "unknown", Cause.GARBLED, "vérifiez le câble et la vitesse"),
    Case(Fault.GARBAGE, BEFORE_THE_NUMBER, "unknown", Cause.GARBLED, "vérifiez le câble et la vitesse"),
    Case(Fault.SILENT, 0, "unknown", Cause.NO_ANSWER, "vérifiez qu’elle est allumée"),
    Case(Fault.OFF, 0, "unknown", Cause.NO_ANSWER, "vérifiez qu’elle est allumée"),
    Case(Fault.OFF, BEFORE_THE_NUMBER, "unknown", Cause.NO_ANSWER, "vérifiez qu’elle est allumée"),
]
