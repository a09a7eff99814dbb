"""What becomes of a ticket, how long a visit was, and what counts of it. Pure: a part of `kiosk.engine`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from types import MappingProxyType

from kiosk.clock import Moment, seconds_between, whole_minutes
from kiosk.queue import Decision, State, Status, Stop, Ticket, VisitEnded

LONGEST_VISIT = 8 * 60
"""Minutes after which a ticket has been forgotten, not served: longer than any stop of the van. It lets a
visit run past midnight, and keeps a night from being counted as one."""


def as_before_the_call(ticket: Ticket) -> Ticket:
    """Where it came from: the line, or among those that are parked."""
    parked = ticket.begun and ticket.for_desk is None
    return at_no_desk(ticket, Status.PARKED if parked else Status.WAITING)


def at_no_desk(ticket: Ticket, status: Status) -> Ticket:
    """Waiting, or parked."""
    return replace(ticket, status=status, desk=None, called=None, calls=0)


def interrupted(ticket: Ticket, now: Moment) -> Ticket:
    """The visit has begun, and goes on later: it stays one visit, of all its time at desks."""
    return replace(ticket, begun=True, served=served(ticket, now))


def served(ticket: Ticket, now: Moment) -> float | None:
    """Seconds at desks until now; None where they are not known."""
    this_time = seconds_between(ticket.called, now) if ticket.called else None
    return None if this_time is None or ticket.served is None else ticket.served + this_time


def counted(state: State, visits: Iterable[VisitEnded | None]) -> Decision:
    """The state, and the visits that count from now on."""
    ended = tuple(one for one in visits if one)
    today = sum(one.day == state.day for one in ended)
    return Decision(replace(state, visits_today=state.visits_today + today), ended)


def so_far(state: State, ticket: Ticket) -> VisitEnded | None:
    """What counts of a ticket that leaves the line: a visit that has begun, else nothing."""
    return visit(state, ticket, ticket.served) if ticket.begun else None


def visit(state: State, ticket: Ticket, seconds: float | None, topic: str | None = None) -> VisitEnded:
    """What is recorded of it, after so many seconds at desks; `topic` corrects the visitor's."""
    minutes = whole_minutes(seconds)
    if minutes is not None and minutes > LONGEST_VISIT:
        minutes = None
    return VisitEnded(state.day, topic or ticket.topic, minutes)


def with_ticket(state: State, ticket: Ticket) -> State:
    """The same, with this ticket as it is now."""
    return replace(state, tickets=MappingProxyType({**state.tickets, ticket.number: ticket}))


def without_ticket(state: State, number: int) -> State:
    """The same, without the ticket."""
    left = {n: t for n, t in state.tickets.items() if n != number}
    return replace(state, tickets=MappingProxyType(left))


def without_leaving(state: State, desks: Collection[int]) -> State:
    """The same, but what these desks did last can no longer be taken back."""
    left = {desk: leaving for desk, leaving in state.leaving.items() if desk not in desks}
    return replace(state, leaving=MappingProxyType(left))


def closed_when_empty(decision: Decision) -> Decision:
    """A stop that gives no more tickets closes with its last one."""
    state = decision.state
    if state.stop is Stop.FINISHING and not state.tickets:
        state = replace(state, stop=Stop.CLOSED)
    return replace(decision, state=replace(state, applied=()) if state.quiet else state)
