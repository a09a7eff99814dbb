"""How the queue works: the whole life of a ticket, with no clock, disk, screen or network in it.

    decide(state, command, now) -> Decision(state, events)

A command that does not fit the state raises `Refused`, names why, and changes nothing. `TABLE` is the
specification: each command's row says when it is allowed and what becomes of its ticket.

    stop     closed ──open──▶ open ──close──▶ finishing ──last ticket gone──▶ closed
                                └──close, nobody left──────────────────────────▶ closed
    ticket   (take) ─▶ waiting ──call──▶ called ──end──▶ done (its day, topic and minutes are counted)
                          ▲                 │ ├─recall──▶ called
                          └─put back, absent┘ └─absent──▶ gone (nothing is counted)

Whoever calls `decide` must make the new state durable before showing, printing or sending anything of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from kiosk.clock import Moment, minutes_between
from kiosk.queue import (
    NOBODY,
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    Decision,
    End,
    Open,
    PutBack,
    Reason,
    Recall,
    Refused,
    State,
    Status,
    Stop,
    StopClosed,
    StopFinishing,
    StopOpened,
    Take,
    Ticket,
    TicketCalled,
    TicketDropped,
    TicketTaken,
    TicketWaitsAgain,
    VisitEnded,
)

REMEMBERED_COMMANDS = 64
"""How many command identifiers are kept to recognise one that a bad link repeats."""

LONGEST_VISIT = 8 * 60
"""Minutes after which a ticket has been forgotten, not served: longer than any stop of the van. It lets a
visit run past midnight, and keeps a night from being counted as one."""

SERIES = 100
"""A day closed for good forgets its numbers; if it is opened again all the same, the new series starts
above the next multiple of this, clear of the numbers given before."""


def _open(state: State, command: Open, now: Moment) -> Decision:
    if state.stop is Stop.CLOSED and not now.sure:
        raise Refused(command, Reason.CLOCK_UNSURE)
    number = state.next_number or first_number(state.visits_today)
    return Decision(replace(state, stop=Stop.OPEN, next_number=number), (StopOpened(),))


def first_number(visits_today: int, *, forgotten: bool = False) -> int:
    """The number with which a day's numbering begins when `visits_today` of its visits have been counted.

    `forgotten`: numbers may have been given today even if no visit has been counted, and are not known.
    """
    if visits_today == 0 and not forgotten:
        return 1
    return (visits_today // SERIES + 1) * SERIES + 1


def _close(state: State, command: Close, now: Moment) -> Decision:
    if state.stop is Stop.OPEN:
        return Decision(replace(state, stop=Stop.FINISHING, day_over=command.day_over), (StopFinishing(),))
    if state.called():
        raise Refused(command, Reason.VISIT_UNDER_WAY)
    dropped = tuple(TicketDropped(t.number) for t in state.line())
    return Decision(replace(state, tickets=NOBODY, day_over=command.day_over), dropped)


def _take(state: State, command: Take, now: Moment) -> Decision:
    _spare_the_paper(state, command, now)
    number = state.next_number or 1
    rank = max([number, *(t.rank + 1 for t in state.tickets.values())])
    ticket = Ticket(number, command.topic, now, rank, command.priority)
    state = _with(replace(state, next_number=number + 1), ticket)
    return Decision(state, (TicketTaken(number, state.line().index(ticket)),))


def _spare_the_paper(state: State, command: Take, now: Moment) -> None:
    """A child who hits the screen for a minute gets a handful of tickets, not the roll.

    Counted are the tickets still out that were taken in the last 60 s: nothing is remembered for it. Of
    people who arrive together, the first `at_most` are served at once, the next within the minute.
    """
    just_taken = sum(1 for t in state.tickets.values() if minutes_between(t.taken, now) == 1)
    if command.at_most and just_taken >= command.at_most:
        raise Refused(command, Reason.TOO_MANY_AT_ONCE)


def _call_next(state: State, command: CallNext, now: Moment) -> Decision:
    line = state.line()
    if not line:
        raise Refused(command, Reason.NOBODY_WAITS)
    return _call(state, Call(command.desk, line[0].number), now)


def _call(state: State, command: Call, now: Moment) -> Decision:
    if state.at_desk(command.desk):
        raise Refused(command, Reason.DESK_BUSY)
    ticket = replace(
        state.tickets[command.number], status=Status.CALLED, desk=command.desk, called=now, calls=1
    )
    return Decision(_with(state, ticket), (TicketCalled(ticket.number, command.desk, again=False),))


def _recall(state: State, command: Recall, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    ticket = replace(ticket, calls=ticket.calls + 1)
    return Decision(_with(state, ticket), (TicketCalled(ticket.number, command.desk, again=True),))


def _put_back(state: State, command: PutBack, now: Moment) -> Decision:
    return _wait_again(state, state.tickets[command.number])


def _absent(state: State, command: Absent, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    if not command.back_in_line:
        return _drop(state, ticket.number)
    if ticket.absences:
        raise Refused(command, Reason.ABSENT_BEFORE)
    last = max(t.rank for t in state.tickets.values())
    return _wait_again(state, replace(ticket, absences=1, rank=last + 1))


def _wait_again(state: State, ticket: Ticket) -> Decision:
    ticket = replace(ticket, status=Status.WAITING, desk=None, called=None, calls=0)
    return Decision(_with(state, ticket), (TicketWaitsAgain(ticket.number),))


def _cancel(state: State, command: Cancel, now: Moment) -> Decision:
    return _drop(state, command.number)


def _drop(state: State, number: int) -> Decision:
    return Decision(_without(state, number), (TicketDropped(number),))


def _end(state: State, command: End, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    ended = _visit(state, ticket, now)
    ended = replace(ended, topic=command.topic or ticket.topic)
    return Decision(replace(_without(state, ticket.number), visits_today=state.visits_today + 1), (ended,))


def _visit(state: State, ticket: Ticket, now: Moment) -> VisitEnded:
    minutes = minutes_between(ticket.called, now) if ticket.called else None
    if minutes is not None and minutes > LONGEST_VISIT:
        minutes = None
    return VisitEnded(state.day, ticket.topic, minutes)


def _with(state: State, ticket: Ticket) -> State:
    return replace(state, tickets=MappingProxyType({**state.tickets, ticket.number: ticket}))


def _without(state: State, number: int) -> State:
    left = {n: t for n, t in state.tickets.items() if n != number}
    return replace(state, tickets=MappingProxyType(left))


@dataclass(frozen=True, slots=True)
class Rule:
    """One command: what must hold before it, what its ticket becomes, and the function that does it."""

    does: Callable[[State, Any, Moment], Decision]
    stop: tuple[Stop, ...]
    otherwise: Reason  # the refusal when the stop is in another state
    ticket: Status | None = None  # what the ticket named by the command must be


_SERVING = (Stop.OPEN, Stop.FINISHING)

TABLE: Mapping[type[Command], Rule] = MappingProxyType(
    {
        Open: Rule(_open, (Stop.CLOSED, Stop.FINISHING), Reason.STOP_OPEN),
        Close: Rule(_close, _SERVING, Reason.STOP_CLOSED),
        Take: Rule(_take, (Stop.OPEN,), Reason.STOP_NOT_OPEN),
        CallNext: Rule(_call_next, _SERVING, Reason.STOP_CLOSED),
        Call: Rule(_call, _SERVING, Reason.STOP_CLOSED, Status.WAITING),
        Cancel: Rule(_cancel, _SERVING, Reason.STOP_CLOSED, Status.WAITING),
        Recall: Rule(_recall, _SERVING, Reason.STOP_CLOSED, Status.CALLED),
        PutBack: Rule(_put_back, _SERVING, Reason.STOP_CLOSED, Status.CALLED),
        Absent: Rule(_absent, _SERVING, Reason.STOP_CLOSED, Status.CALLED),
        End: Rule(_end, _SERVING, Reason.STOP_CLOSED, Status.CALLED),
    }
)


def decide(state: State, command: Command, now: Moment, identifier: str = "") -> Decision:
    """Carry out `command` on `state`.

    `identifier` names one press of a button, however often a bad link repeats it: an identifier seen
    before is refused as REPEATED. Raises `Refused`; the state passed in is never changed.
    """
    row = TABLE[type(command)]
    if identifier and identifier in state.applied:
        raise Refused(command, Reason.REPEATED)
    if state.stop not in row.stop:
        raise Refused(command, row.otherwise)
    _check_ticket(state, command, row)
    decision = row.does(state, command, now)
    if identifier:
        applied = (*decision.state.applied, identifier)[-REMEMBERED_COMMANDS:]
        decision = replace(decision, state=replace(decision.state, applied=applied))
    return _closed_when_empty(decision)


def _check_ticket(state: State, command: Command, row: Rule) -> None:
    if row.ticket is None or not isinstance(command, Call | Cancel | Recall | PutBack | Absent | End):
        return
    ticket = state.tickets.get(command.number)
    if ticket is None:
        raise Refused(command, Reason.NO_SUCH_TICKET)
    if row.ticket is Status.WAITING and ticket.status is not Status.WAITING:
        raise Refused(command, Reason.NOT_WAITING)
    if isinstance(command, Recall | PutBack | Absent | End) and ticket.desk != command.desk:
        raise Refused(command, Reason.NOT_AT_THIS_DESK)


def _closed_when_empty(decision: Decision) -> Decision:
    state = decision.state
    if state.stop is not Stop.FINISHING or state.tickets:
        return decision
    state = replace(state, stop=Stop.CLOSED, applied=())
    return Decision(state, (*decision.events, StopClosed(state.day_over)))


def roll(state: State, now: Moment) -> Decision | None:
    """Begin a new day if one is due, else None.

    A later day begins once no ticket is younger than `LONGEST_VISIT`: visits left open are counted for
    their own day with minutes unknown, waiting tickets are dropped, the stop is closed, numbers start anew.

    A clock that was ahead and has been put right takes a closed stop back with it; the numbers go on, so
    that none is given twice. A clock that shows a day that cannot be begins nothing.
    """
    if not now.sure or now.day == state.day:
        return None
    if now.day < state.day:
        idle = state.stop is Stop.CLOSED and (state.day_over or state.next_number is None)
        return Decision(replace(state, day=now.day), ()) if idle else None
    if any(_fresh(t, now) for t in state.tickets.values()):
        return None
    unfinished = tuple(replace(_visit(state, t, now), minutes=None) for t in state.called())
    dropped = tuple(TicketDropped(t.number) for t in state.line())
    return Decision(State(now.day), (*unfinished, *dropped, StopClosed(day_over=True)))


def _fresh(ticket: Ticket, now: Moment) -> bool:
    age = minutes_between(ticket.called or ticket.taken, now)
    return age is not None and age <= LONGEST_VISIT
