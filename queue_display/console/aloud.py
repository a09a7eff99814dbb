"""The calls that a console says itself, for a van that has no board. Pure; French through `say`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from assets.wording import Text, Wording, text
from queue_display.console.model import Console
from queue_display.messages import SILENT, UNSPOKEN, DeskTicket
from queue_display.sound import calls

Aloud: TypeAlias = Literal["desk", "van"] | None
"""Whose calls: of this desk, of every desk of the van, or none."""


def due(
    waiting: tuple[DeskTicket, ...], before: Console, after: Console, aloud: Aloud
) -> tuple[DeskTicket, ...]:
    """What is to be said, the oldest first. A console that was just started says nothing of what it finds."""
    if before.view is None:
        return ()
    heard = {"desk": {after.desk}, "van": {one.desk for one in after.desks}}.get(aloud or "", set())
    called = [one for one in after.desks if one.desk in heard]
    return calls.due(waiting, before.desks, called)


LACKS: Mapping[str, Text] = {
    SILENT: text("Cet ordinateur n’a pas de son : appelez à voix haute."),
    UNSPOKEN: text("Cet ordinateur ne parle pas : appelez à voix haute."),
}


def lacks(console: Console, say: Wording) -> str:
    """What an agent does for a computer whose calls are not heard; empty where they are, or need not be."""
    told = LACKS.get(console.call_lacks)
    return say(told) if told else ""
