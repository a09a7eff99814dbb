"""How the queue works: the whole life of a ticket, with no clock, disk, screen or network in it.

    decide(state, command, now) -> Decision(state, events)

A command that does not fit the state raises `Refused`, names why, and changes nothing. `TABLE` is the
specification: each command's rule says in which state of the stop it is allowed, what the stop becomes, and
what becomes of tickets. What a command must name rightly (its topic, its ticket, its desk) follows from its
kind (`kiosk.guards`). This drawing is the table's own: a test makes it anew and compares.

    closed    ─ Open ─▶ open
    closed    ─ TakeBack ─▶ finishing
    open      ─ Close ─▶ finishing
    finishing ─ Open ─▶ open
    finishing ─ the last ticket is gone ─▶ closed

    new       ─ Take ─▶ waiting
    waiting   ─ Close, Cancel ─▶ dropped, done
    waiting   ─ CallNext, Call, TakeBack ─▶ called
    called    ─ Recall ─▶ called
    called    ─ PutBack, HandOver, Absent, TakeBack ─▶ waiting
    called    ─ PutBack, Park, TakeBack ─▶ parked
    called    ─ Absent, End ─▶ leaving
    parked    ─ Close, Cancel ─▶ done
    parked    ─ Call ─▶ called
    leaving   ─ TakeBack ─▶ called
    leaving   ─ 20 s ─▶ done, dropped

Whoever calls `decide` must make the new state durable before showing, printing or sending anything of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import takewhile
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
    HandOver,
    Leaving,
    Limits,
    Open,
    Park,
    PutBack,
    Reason,
    Recall,
    Refused,
    State,
    Status,
    Stop,
    Take,
    TakeBack,
    Ticket,
    TicketTaken,
)
from kiosk.timing import settled
from kiosk.visits import (
    as_before_the_call,
    at_no_desk,
    closed_when_empty,
    counted,
    interrupted,
    served,
    so_far,
    visit,
    with_ticket,
    without_leaving,
    without_ticket,
)

REMEMBERED_COMMANDS = 64
"""How many command identifiers are kept to recognise one that a bad link repeats. They are recorded with the
rest, and so are known after a restart too. While the kiosk runs, a repeat does not come this far:
`queue_display.link.answers` gives it the answer that the command had."""

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
    after = replace(state, day_over=command.day_over)
    if state.stop is Stop.OPEN:
        return Decision(after)
    if state.called():
        raise Refused(command, Reason.VISIT_UNDER_WAY)
    return counted(replace(after, tickets=NOBODY), [so_far(state, t) for t in state.tickets.values()])


def _take(state: State, command: Take, now: Moment) -> Decision:
    _spare_the_paper(state, command, now)
    number = state.next_number or 1
    rank = max(number, _behind_all(state))
    ticket = Ticket(number, command.topic, now, rank, command.priority, help=command.help)
    place = ticket.place
    ahead = sum(t.place < place for t in state.waiting())
    state = with_ticket(replace(state, next_number=number + 1), ticket)
    return Decision(state, (TicketTaken(number, ahead),))


def _behind_all(state: State) -> int:
    """A rank that nobody has, nor may have back: those who may still be taken back keep their place."""
    left = (leaving.ticket for leaving in state.leaving.values())
    return max((t.rank + 1 for t in (*state.tickets.values(), *left)), default=1)


def _spare_the_paper(state: State, command: Take, now: Moment) -> None:
    """A child who hits the screen for a minute gets a handful of tickets, not the roll.

    Counted are the tickets still out that were taken in the last 60 s: nothing is remembered for it. Of
    people who arrive together, the first `at_most` are served at once, the next within the minute.
    """
    if not command.at_most:
        return
    latest = sorted(state.tickets, reverse=True)  # numbers rise with the time: the rest is older
    just_taken = takewhile(lambda n: minutes_between(state.tickets[n].taken, now) == 1, latest)
    if sum(1 for _ in just_taken) >= command.at_most:
        raise Refused(command, Reason.TOO_MANY_AT_ONCE)


def _call_next(state: State, command: CallNext, now: Moment) -> Decision:
    ticket = state.next_for(command.desk)
    if ticket is None:
        raise Refused(command, Reason.NOBODY_WAITS)
    return _called(state, ticket, command.desk, now)


def _call(state: State, command: Call, now: Moment) -> Decision:
    return _called(state, state.tickets[command.number], command.desk, now)


def _called(state: State, ticket: Ticket, desk: int, now: Moment) -> Decision:
    called = replace(ticket, status=Status.CALLED, desk=desk, called=now, calls=1)
    return Decision(with_ticket(state, called))


def _recall(state: State, command: Recall, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    return Decision(with_ticket(state, replace(ticket, calls=ticket.calls + 1)))


def _put_back(state: State, command: PutBack, now: Moment) -> Decision:
    return Decision(with_ticket(state, as_before_the_call(state.tickets[command.number])))


def _park(state: State, command: Park, now: Moment) -> Decision:
    ticket = replace(interrupted(state.tickets[command.number], now), for_desk=None)
    return Decision(with_ticket(state, at_no_desk(ticket, Status.PARKED)))


def _hand_over(state: State, command: HandOver, now: Moment) -> Decision:
    ticket = replace(interrupted(state.tickets[command.number], now), for_desk=command.to)
    return Decision(with_ticket(state, at_no_desk(ticket, Status.WAITING)))


def _absent(state: State, command: Absent, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    if not command.back_in_line:
        return _leaves(without_ticket(state, ticket.number), Leaving(ticket, now, so_far(state, ticket)))
    if ticket.absences:
        raise Refused(command, Reason.ABSENT_BEFORE)
    at_the_end = replace(ticket, absences=1, rank=_behind_all(state), for_desk=None)
    waits = at_no_desk(at_the_end, Status.WAITING)
    return _leaves(with_ticket(state, waits), Leaving(ticket, now, waits=True))


def _cancel(state: State, command: Cancel, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    return counted(without_ticket(state, ticket.number), [so_far(state, ticket)])


def _end(state: State, command: End, now: Moment) -> Decision:
    ticket = state.tickets[command.number]
    ended = visit(state, ticket, served(ticket, now), command.topic)
    return _leaves(without_ticket(state, ticket.number), Leaving(ticket, now, ended))


def _take_back(state: State, command: TakeBack, now: Moment) -> Decision:
    left = state.leaving.get(command.desk)
    if left is None or settled(left, now):
        raise Refused(command, Reason.NOTHING_TO_TAKE_BACK)
    waits = state.tickets.get(left.ticket.number)
    if left.waits and (waits is None or waits.status is not Status.WAITING):
        raise Refused(command, Reason.NOT_WAITING)
    if called_since := state.at_desk(command.desk):
        state = with_ticket(state, as_before_the_call(called_since))
    return Decision(with_ticket(without_leaving(state, [command.desk]), left.ticket))


def _leaves(state: State, left: Leaving) -> Decision:
    """Done with a ticket, which can be taken back for a while; what its desk did before no longer."""
    desk = left.ticket.desk or 0
    before = state.leaving.get(desk)
    leaving = MappingProxyType({**state.leaving, desk: left})
    return counted(replace(state, leaving=leaving), [before.visit] if before else [])


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

_REOPENS = {**_SERVES, Stop.CLOSED: Stop.FINISHING}

_NEW: Moves = ((None, Status.WAITING),)
_TO_DESK: Moves = ((Status.WAITING, Status.CALLED),)
_GOES_ON: Moves = ((Status.PARKED, Status.CALLED),)
_STAYS: Moves = ((Status.CALLED, Status.CALLED),)
_BACK: Moves = ((Status.CALLED, Status.WAITING),)
_PARKED: Moves = ((Status.CALLED, Status.PARKED),)
_LEAVES_THE_LINE: Moves = (
    (Status.WAITING, Gone.DROPPED),
    (Status.WAITING, Gone.DONE),  # handed over: its visit has begun
    (Status.PARKED, Gone.DONE),
)
_LEAVES_THE_DESK: Moves = ((Status.CALLED, Gone.LEAVING),)
_RETURNS: Moves = ((Gone.LEAVING, Status.CALLED),)

TABLE = specified(
    {
        Open: Rule(_open, _OPENS, Reason.STOP_OPEN),
        Close: Rule(_close, _CLOSES, Reason.STOP_CLOSED, _LEAVES_THE_LINE),
        Take: Rule(_take, _GIVES, Reason.STOP_NOT_OPEN, _NEW),
        CallNext: Rule(_call_next, _SERVES, Reason.STOP_CLOSED, _TO_DESK),
        Call: Rule(_call, _SERVES, Reason.STOP_CLOSED, _TO_DESK + _GOES_ON),
        Cancel: Rule(_cancel, _SERVES, Reason.STOP_CLOSED, _LEAVES_THE_LINE),
        Recall: Rule(_recall, _SERVES, Reason.STOP_CLOSED, _STAYS),
        PutBack: Rule(_put_back, _SERVES, Reason.STOP_CLOSED, _BACK + _PARKED),
        HandOver: Rule(_hand_over, _SERVES, Reason.STOP_CLOSED, _BACK),
        Park: Rule(_park, _SERVES, Reason.STOP_CLOSED, _PARKED),
        Absent: Rule(_absent, _SERVES, Reason.STOP_CLOSED, _BACK + _LEAVES_THE_DESK),
        End: Rule(_end, _SERVES, Reason.STOP_CLOSED, _LEAVES_THE_DESK),
        TakeBack: Rule(_take_back, _REOPENS, Reason.STOP_CLOSED, _RETURNS + _TO_DESK + _BACK + _PARKED),
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
    return closed_when_empty(_completed(decision, rule.stop[state.stop], identifier))


def _completed(decision: Decision, stop: Stop, identifier: str) -> Decision:
    applied = (*decision.state.applied, *filter(None, [identifier]))[-REMEMBERED_COMMANDS:]
    return replace(decision, state=replace(decision.state, stop=stop, applied=applied))


def reseated(state: State, limits: Limits) -> State:
    """`state` in a van that has fewer desks than when it was kept: whoever was called to one that is gone
    waits again, in their place in line, for nobody could end that visit any more; nor is anybody kept for
    it."""
    gone = [t for t in state.called() if not desks.has(t.desk or 0, limits.desks)]
    state = reduce(with_ticket, map(as_before_the_call, gone), state)
    handed = [t for t in state.tickets.values() if t.for_desk and not desks.has(t.for_desk, limits.desks)]
    return reduce(with_ticket, (replace(t, for_desk=None) for t in handed), state)
