"""How the queue works: the whole life of a ticket, with no clock, disk, screen or network in it.

    decide(state, command, now) -> Decision(state, events)

A command that does not fit the state raises `Refused`, names why, and changes nothing. `TABLE` is the
specification: each command's rule says in which state of the stop it is allowed, what the stop becomes, and
what becomes of tickets. What a command must name rightly (its topic, its ticket, its desk) follows from its
kind (`kiosk.guards`). This drawing is the table's own: a test makes it anew and compares.

    closed    ─ Open ─▶ open
    open      ─ Close ─▶ finishing
    finishing ─ Open ─▶ open
    finishing ─ the last ticket is gone ─▶ closed

    new       ─ Take ─▶ waiting
    waiting   ─ Close, Cancel ─▶ dropped
    waiting   ─ CallNext, Call ─▶ called
    called    ─ Recall ─▶ called
    called    ─ PutBack, Absent ─▶ waiting
    called    ─ Absent ─▶ dropped
    called    ─ End ─▶ done

Whoever calls `decide` must make the new state durable before showing, printing or sending anything of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType
from typing import Any

from kiosk import desks
from kiosk.clock import Moment, minutes_between
from kiosk.guards import Guard, Moves, guards
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
    Gone,
    Limits,
    Open,
    PutBack,
    Reason,
    Recall,
    Refused,
    State,
    Status,
    Stop,
    Take,
    Ticket,
    TicketTaken,
    VisitEnded,
)

REMEMBERED_COMMANDS = 64
"""How many command identifiers are kept to recognise one that a bad link repeats. They are recorded with the
rest, and so are known after a restart too. While the kiosk runs, a repeat does not come this far:
`queue_display.link.answers` gives it the answer that the command had."""

LONGEST_VISIT = 8 * 60
"""Minutes after which a ticket has been forgotten, not served: longer than any stop of the van. It lets a
visit run past midnight, and keeps a night from being counted as one."""

SERIES = 100
"""A day closed for good forgets its numbers; if it is opened again all the same, the new series starts
above the next multiple of this, clear of the numbers given before."""


def _open(state: State, command: Open, now: Moment) -> Decision:
    if state.stop is Stop.CLOSED and not now.sure:
        raise Refused(command, Reason.CLOCK_UNSURE)
    if command.day not in (None, state.day):
        state = _on_another_day(state, command, now)
    return Decision(replace(state, next_number=state.next_number or first_number(state.visits_today)))


def _on_another_day(state: State, command: Open, now: Moment) -> State:
    """Of a day that another stop was to follow, and of which an agent says that it is another; its numbers go
    on, so that none is given twice."""
    if state.stop is not Stop.CLOSED or command.day != now.day:
        raise Refused(command, Reason.OTHER_DAY)
    return replace(state, day=now.day, visits_today=0)


def first_number(visits_today: int, *, forgotten: bool = False) -> int:
    """The number with which a day's numbering begins when `visits_today` of its visits have been counted.

    `forgotten`: numbers may have been given today even if no visit has been counted, and are not known.
    """
    if visits_today == 0 and not forgotten:
        return 1
    return (visits_today // SERIES + 1) * SERIES + 1


def _close(state: State, command: Close, now: Moment) -> Decision:
    state_after = replace(state, day_over=command.day_over)
    if state.stop is Stop.OPEN:
        return Decision(state_after)
    if state.called():
        raise Refused(command, Reason.VISIT_UNDER_WAY)
    return Decision(replace(state_after, tickets=NOBODY))


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
    return _called(state, line[0], command.desk, now)


def _call(state: State, command: Call, now: Moment) -> Decision:
    return _called(state, state.tickets[command.number], command.desk, now)


def _called(state: State, ticket: Ticket, desk: int, now: Moment) -> Decision:
    called = replace(ticket, status=Status.CALLED, desk=desk, called=now, calls=1)
    return Decision(_with(state, called))


def _recall(state: State, command: Recall, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    return Decision(_with(state, replace(ticket, calls=ticket.calls + 1)))


def _put_back(state: State, command: PutBack, now: Moment) -> Decision:
    return _wait_again(state, state.tickets[command.number])


def _absent(state: State, command: Absent, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    if not command.back_in_line:
        return Decision(_without(state, ticket.number))
    if ticket.absences:
        raise Refused(command, Reason.ABSENT_BEFORE)
    last = max(t.rank for t in state.tickets.values())
    return _wait_again(state, replace(ticket, absences=1, rank=last + 1))


def _wait_again(state: State, ticket: Ticket) -> Decision:
    return Decision(_with(state, replace(ticket, status=Status.WAITING, desk=None, called=None, calls=0)))


def _cancel(state: State, command: Cancel, now: Moment) -> Decision:
    return Decision(_without(state, command.number))


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


# --- The table -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """One command: the stop before and after it, the refusal in any other state of the stop, what it makes of
    tickets, the function that does it. `guards` are added by `specified`."""

    does: Callable[[State, Any, Moment], Decision]
    stop: Mapping[Stop, Stop]
    otherwise: Reason
    moves: Moves = ()
    guards: tuple[Guard, ...] = ()


def specified(rules: Mapping[type[Command], Rule]) -> Mapping[type[Command], Rule]:
    """The table with each rule's guards. Raises TypeError where a command lacks one."""
    return MappingProxyType(
        {kind: replace(rule, guards=guards(kind, rule.moves)) for kind, rule in rules.items()}
    )


_OPENS = {Stop.CLOSED: Stop.OPEN, Stop.FINISHING: Stop.OPEN}
_CLOSES = {Stop.OPEN: Stop.FINISHING, Stop.FINISHING: Stop.FINISHING}
_GIVES = {Stop.OPEN: Stop.OPEN}
_SERVES = {Stop.OPEN: Stop.OPEN, Stop.FINISHING: Stop.FINISHING}

_NEW = ((None, Status.WAITING),)
_TO_DESK = ((Status.WAITING, Status.CALLED),)
_STAYS = ((Status.CALLED, Status.CALLED),)
_BACK = ((Status.CALLED, Status.WAITING),)
_LEAVES_THE_LINE = ((Status.WAITING, Gone.DROPPED),)
_LEAVES_THE_DESK = ((Status.CALLED, Gone.DROPPED),)
_SERVED = ((Status.CALLED, Gone.DONE),)

TABLE = specified(
    {
        Open: Rule(_open, _OPENS, Reason.STOP_OPEN),
        Close: Rule(_close, _CLOSES, Reason.STOP_CLOSED, _LEAVES_THE_LINE),
        Take: Rule(_take, _GIVES, Reason.STOP_NOT_OPEN, _NEW),
        CallNext: Rule(_call_next, _SERVES, Reason.STOP_CLOSED, _TO_DESK),
        Call: Rule(_call, _SERVES, Reason.STOP_CLOSED, _TO_DESK),
        Cancel: Rule(_cancel, _SERVES, Reason.STOP_CLOSED, _LEAVES_THE_LINE),
        Recall: Rule(_recall, _SERVES, Reason.STOP_CLOSED, _STAYS),
        PutBack: Rule(_put_back, _SERVES, Reason.STOP_CLOSED, _BACK),
        Absent: Rule(_absent, _SERVES, Reason.STOP_CLOSED, _BACK + _LEAVES_THE_DESK),
        End: Rule(_end, _SERVES, Reason.STOP_CLOSED, _SERVED),
    }
)

ANY = Limits()


def decide(
    state: State, command: Command, now: Moment, identifier: str = "", limits: Limits = ANY
) -> Decision:
    """Carry out `command` on `state`, in a van of these `limits`.

    `identifier` names one press of a button, however often a bad link repeats it: an identifier seen
    before is refused as REPEATED. Raises `Refused`; the state passed in is never changed.
    """
    rule = TABLE[type(command)]
    if identifier and identifier in state.applied:
        raise Refused(command, Reason.REPEATED)
    if state.stop not in rule.stop:
        raise Refused(command, rule.otherwise)
    for guard in rule.guards:
        if reason := guard(state, command, limits):
            raise Refused(command, reason)
    decision = rule.does(state, command, now)
    return _closed_when_empty(_completed(decision, rule.stop[state.stop], identifier))


def _completed(decision: Decision, stop: Stop, identifier: str) -> Decision:
    applied = (*decision.state.applied, *filter(None, [identifier]))[-REMEMBERED_COMMANDS:]
    return replace(decision, state=replace(decision.state, stop=stop, applied=applied))


def _closed_when_empty(decision: Decision) -> Decision:
    state = decision.state
    if state.stop is not Stop.FINISHING or state.tickets:
        return decision
    return replace(decision, state=replace(state, stop=Stop.CLOSED, applied=()))


def reseated(state: State, limits: Limits) -> State:
    """`state` in a van that has fewer desks than when it was kept: whoever was called to one that is gone
    waits again, in their place in line, for nobody could end that visit any more."""
    gone = (t for t in state.called() if not desks.has(t.desk or 0, limits.desks))
    return reduce(lambda left, ticket: _wait_again(left, ticket).state, gone, state)


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
        return Decision(replace(state, day=now.day)) if state.over else None
    if any(_fresh(t, now) for t in state.tickets.values()):
        return None
    unfinished = tuple(replace(_visit(state, t, now), minutes=None) for t in state.called())
    return Decision(State(now.day), unfinished)


def _fresh(ticket: Ticket, now: Moment) -> bool:
    age = minutes_between(ticket.called or ticket.taken, now)
    return age is not None and age <= LONGEST_VISIT
