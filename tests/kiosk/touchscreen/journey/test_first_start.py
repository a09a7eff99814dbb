"""The first start: a code typed twice, then the displays. Nobody comes to the service screen past it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.touchscreen.journey.effects import KeepCode, LookForDisplays
from kiosk.touchscreen.journey.inputs import (
    Back,
    Begin,
    Broken,
    CodeKept,
    CodeNotKept,
    Digit,
    Help,
    Input,
    Leave,
    OutOfPlace,
    Show,
)
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, Transition, journey
from kiosk.touchscreen.journey.table import step

NEW = journey("fr")


def walked(at: Journey, *inputs: Input) -> Transition:
    after = Transition(at)
    for given in inputs:
        after = step(after.journey, given, 1.0)
    return after


def typed(code: str) -> tuple[Input, ...]:
    return tuple(map(Digit, code))


CHOOSING = walked(NEW, Begin(), Show(Screen.CHOOSING)).journey


def test_a_code_that_is_typed_twice_is_kept_and_then_displays_are_looked_for() -> None:
    chosen = walked(CHOOSING, *typed("271828271828"))
    assert chosen.effects == (KeepCode("271828"),)
    assert (chosen.journey.typed, chosen.journey.chosen) == ("", "")
    kept = step(chosen.journey, CodeKept(), 2.0)
    assert (kept.journey.screen, kept.effects) == (Screen.CARRYING_OUT, (LookForDisplays(),))


def test_one_that_is_typed_otherwise_the_second_time_is_chosen_anew() -> None:
    slip = walked(CHOOSING, *typed("271828271829"))
    assert not slip.effects
    assert (slip.journey.screen, slip.journey.differs, slip.journey.chosen) == (Screen.CHOOSING, True, "")
    assert walked(slip.journey, *typed("314159314159")).effects == (KeepCode("314159"),)


def test_a_code_that_is_not_kept_leads_nowhere() -> None:
    said = walked(CHOOSING, *typed("271828271828"), CodeNotKept("Non.")).journey
    assert (said.screen, said.said) == (Screen.NOT_BEGUN, "Non.")
    with pytest.raises(OutOfPlace):
        step(said, Back(), 1.0)
    assert walked(said, Leave()).journey == replace(NEW, touched=1.0)


def test_it_is_not_begun_while_the_stop_is_open() -> None:
    with pytest.raises(OutOfPlace):
        step(journey("fr", open_=True), Begin(), 1.0)


def test_who_touched_the_screen_before_is_gone() -> None:
    assert walked(NEW, Help(Aid.LARGER), Begin()).journey == replace(
        NEW, screen=Screen.FIRST_START, touched=1.0
    )


def test_a_failure_forgets_what_was_typed() -> None:
    broken = walked(CHOOSING, *typed("2718283"), Broken()).journey
    assert (broken.typed, broken.chosen) == ("", "")
