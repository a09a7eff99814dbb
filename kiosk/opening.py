"""On which day the stop opens: the kiosk's own, or that of the agent's display, as the agent chose. Pure.

Where kiosk and display have different days the agent is shown both, and `Open` carries the chosen one.
"""

from __future__ import annotations

from datetime import date

from assets.days import can_be
from kiosk.clock import Clock, Moment
from kiosk.queue import Open, Reason, Refused, State, Stop
from kiosk.timing import roll


def day_of(state: State, now: Moment) -> date | None:
    """The day that visits count for, or would if the stop were opened now; None where it cannot be right."""
    rolled = roll(state, now)
    if state.stop is Stop.CLOSED and not now.sure:
        return None
    return rolled.state.day if rolled else state.day


def opens_at(command: Open, state: State, clock: Clock, display: str) -> Moment:
    """The moment at which `command`, which came from `display`, opens the stop.

    It is the kiosk's own unless the display has another day and that day was chosen. Raises `Refused`.
    """
    now = clock()
    if command.day is None or command.day == day_of(state, now):
        return now
    if state.stop is not Stop.CLOSED:
        raise Refused(command, Reason.DAY_UNDER_WAY)
    if clock.vouched:
        raise Refused(command, Reason.CLOCK_VOUCHED)
    if not can_be(command.day):
        raise Refused(command, Reason.CLOCK_UNSURE)
    chosen = clock.of(display)
    if chosen is None or chosen.day != command.day:
        raise Refused(command, Reason.OTHER_DAY)
    return chosen


def goes_on(state: State, clock: Clock, display: str) -> bool:
    """Whether `display` has the day that an agent has opened, while the kiosk, which was started anew in the
    middle of it, has another: its time is then the one to go by, as was chosen."""
    shown = clock.of(display)
    return (
        state.stop is not Stop.CLOSED
        and shown is not None
        and shown.day == state.day
        and clock().day != state.day
    )
