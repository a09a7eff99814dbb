"""Whether the queue gives a ticket now, or soon, by asking the engine itself. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Refused, State, Take

KEPT = 20.0
"""Seconds for which a visitor's wish is kept where too many tickets were taken within a minute.

Of people who come one after the other, the seventh waits less than that, and is still there when the ticket
comes by itself. Whoever has to wait longer came after a child who hit the screen: a ticket a minute later
might be nobody's, or the next visitor's with somebody else's topic, so they touch once more.
"""


def gives(state: State, at_most: int, now: Moment, later: float = 0.0) -> bool:
    """Whether a touch `later` seconds from now would bring a ticket, if nothing happened till then.

    `at_most` is the settings' `tickets_a_minute`.
    """
    then = replace(now, wall=now.wall + timedelta(seconds=later), steady=now.steady + later)
    try:
        decide(state, Take("", at_most=at_most), then)
    except Refused:
        return False
    return True
