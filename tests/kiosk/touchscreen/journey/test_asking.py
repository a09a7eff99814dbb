"""While the screen asks whether somebody is there, a finger answers and does nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kiosk.touchscreen.journey.inputs import ByFinger, Input, OutOfPlace
from kiosk.touchscreen.journey.state import Journey, Screen, Transition
from kiosk.touchscreen.journey.table import step
from tests.kiosk.touchscreen.ways import INPUTS, LONG, agents_ways, visitors_ways


@cache
def asking() -> list[Journey]:
    """A journey on each screen."""
    found = {way.at.screen: replace(way.at, asking=True) for way in (*visitors_ways(), *agents_ways())}
    assert set(found) == set(Screen)
    return list(found.values())


@pytest.mark.parametrize("given", [one for one in INPUTS if isinstance(one, ByFinger)], ids=repr)
def test_while_the_screen_asks_whatever_a_finger_does_only_answers(given: Input) -> None:
    for at in asking():
        assert step(at, given, 5.0) == Transition(replace(at, asking=False, touched=5.0))


@pytest.mark.parametrize("given", [one for one in INPUTS if not isinstance(one, ByFinger)], ids=repr)
def test_while_the_screen_asks_time_queue_and_van_go_on(given: Input) -> None:
    for at in asking():
        unasked = replace(at, asking=False)
        for now in (0.0, LONG):
            assert outcome(at, given, now) == outcome(unasked, given, now)


def outcome(at: Journey, given: Input, now: float) -> object:
    """What becomes of it, whether or not it goes on asking."""
    try:
        after = step(at, given, now)
    except OutOfPlace as out:
        return str(out)
    return replace(after, journey=replace(after.journey, asking=False))
