"""What time brings about: an end that counts from now on, a new day. Pure: a part of `kiosk.engine`."""

from __future__ import annotations

from dataclasses import replace

from kiosk.clock import Moment, minutes_between, seconds_between
from kiosk.queue import Decision, Leaving, State, Status, Ticket
from kiosk.visits import LONGEST_VISIT, closed_when_empty, counted, visit, without_leaving

TAKE_BACK = 20.0
"""Seconds in which a desk's last end or absence can be taken back; only then is the visit counted."""


def settle(state: State, now: Moment) -> Decision | None:
    """Count what can no longer be taken back; None where there is no such thing."""
    due = [desk for desk, left in state.leaving.items() if settled(left, now)]
    if not due:
        return None
    visits = [state.leaving[desk].visit for desk in due]
    return closed_when_empty(counted(without_leaving(state, due), visits))


def due_in(state: State, now: Moment) -> float | None:
    """Seconds until `settle` has something to do; None where it will not."""
    gone = [seconds_between(left.at, now) for left in state.leaving.values()]
    return min((TAKE_BACK if s is None else max(0.0, TAKE_BACK - s) for s in gone), default=None)


def settled(left: Leaving, now: Moment) -> bool:
    """Whether it can no longer be taken back."""
    seconds = seconds_between(left.at, now)
    return seconds is None or seconds >= TAKE_BACK


def seconds_left(left: Leaving, now: Moment) -> int:
    """Whole seconds in which it can still be taken back."""
    gone = seconds_between(left.at, now)
    return 0 if gone is None else max(0, int(TAKE_BACK - gone))


def roll(state: State, now: Moment) -> Decision | None:
    """Begin a new day if one is due, else None.

    A later day begins once no ticket is younger than `LONGEST_VISIT`: visits that have begun are counted for
    their own day with minutes unknown, waiting tickets are dropped, the stop is closed, numbers start anew.

    A clock that was ahead and has been put right takes a closed stop back with it; the numbers go on, so
    that none is given twice. A clock that shows a day that cannot be begins nothing.
    """
    if not now.sure or now.day == state.day:
        return None
    if now.day < state.day:
        return Decision(replace(state, day=now.day, visits_today=0)) if state.over else None
    if any(_fresh(t, now) for t in state.tickets.values()):
        return None
    begun = [t for t in state.tickets.values() if t.begun or t.status is Status.CALLED]
    settled = [left.visit for left in state.leaving.values() if left.visit]
    return Decision(State(now.day), (*settled, *(visit(state, t, None) for t in begun)))


def _fresh(ticket: Ticket, now: Moment) -> bool:
    age = minutes_between(ticket.called or ticket.taken, now)
    return age is not None and age <= LONGEST_VISIT
