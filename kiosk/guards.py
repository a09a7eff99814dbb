"""What must hold before a command is carried out: it follows from what the command names, and how. Pure.

A command's kind says what it names (`kiosk.queue`: `AtDesk`, `OnTicket`, `WithTopic`), its rule what it
makes of tickets. `kiosk.engine.TABLE` is built with these guards, and cannot be built without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk import desks
from kiosk.queue import AtDesk, Command, Gone, Limits, OnTicket, Reason, State, Status, ToDesk, WithTopic

Moves: TypeAlias = tuple[tuple[Status | Gone | None, Status | Gone], ...]
"""What a command makes of tickets: from (None: there is none yet), to. Of a ticket that it names, or else of
those that it is about: the first of the line, a new one, all who wait."""

Guard: TypeAlias = Callable[[State, Any, Limits], Reason | None]
"""Why a command is refused in this state and in a van of these limits; None if it is not."""


def _known_topic(state: State, command: WithTopic, limits: Limits) -> Reason | None:
    known = command.topic is None or limits.topics is None or command.topic in limits.topics
    return None if known else Reason.UNKNOWN_TOPIC


def _known_desk(state: State, command: AtDesk, limits: Limits) -> Reason | None:
    return None if desks.has(command.desk, limits.desks) else Reason.UNKNOWN_DESK


def _known_other_desk(state: State, command: Any, limits: Limits) -> Reason | None:
    known = desks.has(command.to, limits.desks)
    if known and command.to == getattr(command, "desk", None):
        return Reason.OWN_DESK
    return None if known else Reason.UNKNOWN_DESK


def _known_ticket(state: State, command: OnTicket, limits: Limits) -> Reason | None:
    return None if command.number in state.tickets else Reason.NO_SUCH_TICKET


def _waits(state: State, command: OnTicket, limits: Limits) -> Reason | None:
    """In the line, or parked: at no desk."""
    return None if state.tickets[command.number].desk is None else Reason.NOT_WAITING


def _free_desk(state: State, command: AtDesk, limits: Limits) -> Reason | None:
    return Reason.DESK_BUSY if state.at_desk(command.desk) else None


def _own_ticket(state: State, command: Any, limits: Limits) -> Reason | None:
    """A ticket that has been called is its desk's own: no other desk does anything with it."""
    own = state.tickets[command.number].desk == command.desk
    return None if own else Reason.NOT_AT_THIS_DESK


NAMES: Mapping[str, type[Command]] = MappingProxyType(
    {f.name: kind for kind in (AtDesk, OnTicket, ToDesk, WithTopic) for f in fields(kind)}
)
"""The kind to which each field belongs by which a command names something."""


_TO_DESK = (Status.WAITING, Status.CALLED)
_FROM_DESK = (Status.CALLED, Status.WAITING)


def guards(kind: type[Command], moves: Moves) -> tuple[Guard, ...]:
    """What must hold before a command of this kind, in the order in which it is asked.

    `moves` are those of its rule. Raises TypeError where kind and moves leave something open.
    """
    for field in fields(kind):
        if field.name in NAMES and not issubclass(kind, NAMES[field.name]):
            raise TypeError(
                f"{kind.__name__} names a {field.name}: make it of the kind {NAMES[field.name].__name__}"
            )
    found: list[Guard] = []
    if issubclass(kind, WithTopic):
        found.append(_known_topic)
    if issubclass(kind, AtDesk):
        found.append(_known_desk)
    if issubclass(kind, ToDesk):
        found.append(_known_other_desk)
    if issubclass(kind, OnTicket):
        found += [_known_ticket, *_of_its_ticket(kind, moves)]
    elif issubclass(kind, AtDesk) and _TO_DESK in moves and _FROM_DESK not in moves:
        found.append(_free_desk)
    return tuple(found)


def _of_its_ticket(kind: type[Command], moves: Moves) -> tuple[Guard, ...]:
    before = {status for status, _ in moves}
    at_desk = issubclass(kind, AtDesk)
    if before and before <= {Status.WAITING, Status.PARKED}:
        return (_waits, _free_desk) if at_desk else (_waits,)
    if before == {Status.CALLED} and at_desk:
        return (_own_ticket,)
    raise TypeError(f"{kind.__name__} names a ticket: its rule must say what that ticket is, and whose")
