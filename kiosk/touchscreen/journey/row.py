"""What a row of the journey's table says: the inputs that a screen takes, and what the time does there. Pure.

Times are seconds on any steady clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from kiosk.touchscreen.journey import visitors
from kiosk.touchscreen.journey.effects import Effect, SayAgain
from kiosk.touchscreen.journey.inputs import Broken, Input, OutOfPlace, Show, StopIs, Tick, Touched
from kiosk.touchscreen.journey.state import Journey, Screen, Transition, go, leave

ANSWER = 20.0
"""Seconds in which a touch keeps the screen, once asked: WCAG 2.1, 2.2.1 asks for at least 20."""

SLOW = 2.0
"""A visitor who has asked for a help, or whose number is not on paper, gets so many times the patience."""

Step: TypeAlias = Callable[[Journey, Any, float], Transition]
"""What an input does with the journey, at a time."""

_ALWAYS: Mapping[type[Input], Step] = MappingProxyType(
    {Touched: visitors.touch, StopIs: visitors.note_stop, Broken: visitors.broken}
)


@dataclass(frozen=True)
class On:
    """What happens on one screen. Each takes a `Tick` and the inputs of `_ALWAYS`, whatever `takes` says.

    `patience`: seconds without a touch after which the screen asks whether somebody is there; if nobody
    answers within `ANSWER` seconds, the visitor is forgotten. None: the screen does not wait for the visitor,
    and `takes` says what a `Tick` does there.
    `at_arrival`: what is to be carried out when the journey comes to this screen.
    `at_each_tick`: and each time the clock is looked at while it stays there.
    `said_again`: seconds without a touch after which what it says is said once more; None: it is not.
    `drawn_after`: seconds for which the screen before stays on the glass: this one is usually over sooner.
    """

    takes: Mapping[type[Input], Step]
    patience: float | None
    at_arrival: tuple[Effect, ...] = ()
    at_each_tick: tuple[Effect, ...] = ()
    said_again: float | None = None
    drawn_after: float = 0.0

    def way(self, kind: type[Input]) -> Step | None:
        """What an input of this kind does here; None if it is out of place."""
        return self.takes.get(kind) or (self._tick if kind is Tick else _ALWAYS.get(kind))

    def limit(self, at: Journey) -> float | None:
        """Seconds after which this visitor is asked; None where there is nothing to go back from."""
        if self.patience is None or at.as_found:
            return None
        slow = bool(at.aids.on) or (at.screen is Screen.TICKET and not at.paper)
        return self.patience * (SLOW if slow else 1.0)

    def _tick(self, at: Journey, given: Tick, now: float) -> Transition:
        limit, quiet = self.limit(at), now - at.touched
        if limit is not None and quiet >= limit + ANSWER:
            return leave(at, given, now)
        if limit is not None and quiet >= limit:
            at = replace(at, asking=True)
        if self.said_again is not None and not at.said_again and quiet >= self.said_again:
            return Transition(replace(at, said_again=True), (*self.at_each_tick, SayAgain()))
        return Transition(at, self.at_each_tick)


def to(*screens: Screen, **changes: Any) -> Step:
    """The row of `Show`: one of these screens is shown, with `changes`, and no other."""

    def show(at: Journey, given: Show, now: float) -> Transition:
        if given.screen not in screens:
            raise OutOfPlace(at.screen, given)
        return go(at, given.screen, now, **changes)

    return show
