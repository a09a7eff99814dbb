"""The visitor's way: the table is whole, every step is named, and nobody's traces stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.touchscreen.journey.agents import SERVICE_DIGITS
from kiosk.touchscreen.journey.effects import (
    CheckCode,
    LookForDisplays,
    PairDisplay,
    RevokeDisplay,
    StopKiosk,
    TakeTicket,
    Wish,
)
from kiosk.touchscreen.journey.inputs import (
    Answered,
    Back,
    Broken,
    Choose,
    Code,
    Digit,
    DisplaysFound,
    Free,
    Help,
    Input,
    Knock,
    Language,
    Leave,
    LookOver,
    NoPaper,
    NotTaken,
    NotYet,
    Order,
    OutOfPlace,
    Pick,
    Priority,
    Revoke,
    Show,
    ShowPairing,
    StopIs,
    Tick,
    Took,
    Touched,
)
from kiosk.touchscreen.journey.row import ANSWER
from kiosk.touchscreen.journey.state import Aid, Aids, Journey, Screen, journey
from kiosk.touchscreen.journey.table import TABLE, step
from kiosk.touchscreen.journey.visitors import STUCK
from tests.kiosk.touchscreen.ways import BOARD, BUREAU, INPUTS, visitors_ways

OPEN = journey("fr", 0.0, open_=True)
TICKET = replace(OPEN, screen=Screen.TICKET, number=7, ahead=2)


def limit(at: Journey) -> float | None:
    return TABLE[at.screen].limit(at)


def walk(at: Journey, *inputs: Input, now: float = 1.0) -> Journey:
    for one in inputs:
        at = step(at, one, now).journey
    return at


def test_an_input_out_of_place_is_refused_by_name_and_changes_nothing() -> None:
    taking = walk(OPEN, Choose("autre"))
    with pytest.raises(OutOfPlace, match="Choose on taking"):
        step(taking, Choose("caf"), 2.0)


def test_a_touch_on_a_tile_asks_for_one_ticket() -> None:
    asked = step(walk(OPEN, Priority()), Choose("impots"), 1.0)
    assert asked.effects == (TakeTicket(Wish("impots", priority=True), "fr"),)
    assert asked.journey.screen is Screen.TAKING


def test_a_ticket_that_is_not_durable_in_time_is_given_up_and_shown_if_it_comes_after_all() -> None:
    taking = walk(OPEN, Choose("autre"), now=0.0)
    assert step(taking, Tick(), STUCK - 0.1).journey.screen is Screen.TAKING
    given_up = step(taking, Tick(), STUCK).journey
    assert given_up.screen is Screen.FAILSAFE
    assert walk(given_up, Took(9, 0, True)).screen is Screen.TICKET


WISH = Wish("logement", priority=True)
LARGER = Aids("uk", frozenset({Aid.LARGER}))
TAKING = replace(OPEN, screen=Screen.TAKING, aids=LARGER, page=1)


def test_a_kept_wish_is_one_ticket_once_the_queue_gives_some_again() -> None:
    waits = walk(TAKING, NotYet(WISH), Touched(), Help(Aid.CONTRAST))
    assert (waits.screen, waits.wish) == (Screen.PLEASE_WAIT, WISH)
    freed = step(waits, Free(), 1.0)
    assert (freed.effects, freed.journey.screen) == ((TakeTicket(WISH, "uk"),), Screen.TAKING)
    assert freed.journey.wish is None
    with pytest.raises(OutOfPlace):
        step(freed.journey, Free(), 1.0)


def test_who_has_to_wait_long_gets_the_tiles_back_as_they_were_and_no_ticket() -> None:
    freed = step(walk(TAKING, NotYet(None)), Free(), 1.0)
    assert not freed.effects
    assert (freed.journey.screen, freed.journey.aids, freed.journey.page) == (Screen.TILES, LARGER, 1)


def test_nobody_is_given_a_ticket_that_somebody_else_wished_for() -> None:
    waits = walk(TAKING, NotYet(WISH))
    assert walk(waits, Leave()) == replace(OPEN, touched=1.0)
    assert walk(waits, Knock()).wish is None
    assert walk(waits, Broken(), Leave(), Show(Screen.LANGUAGES), Language("fr")).screen is Screen.TILES
    chooses = walk(waits, Show(Screen.LANGUAGES))
    for closed in (walk(waits, StopIs(False)), walk(chooses, StopIs(False), Language("fr"))):
        assert (closed.screen, closed.wish) == (Screen.CLOSED, None)
    left = step(chooses, Tick(), 500.0).journey
    assert left == replace(OPEN, touched=500.0)


def test_a_wish_outlives_a_change_of_language() -> None:
    waits = walk(TAKING, NotYet(WISH), Show(Screen.LANGUAGES), Language("ar"))
    assert (waits.screen, waits.wish, waits.aids.language) == (Screen.PLEASE_WAIT, WISH, "ar")


def test_a_stop_that_closed_meanwhile_is_closed_and_no_failure() -> None:
    for outcome in (NotTaken(), NotYet(WISH)):
        assert walk(TAKING, StopIs(False), outcome).screen is Screen.CLOSED


def test_another_try_is_in_the_visitors_own_language_and_size() -> None:
    again = walk(TAKING, NotTaken(), Leave())
    assert (again.screen, again.aids, again.number) == (Screen.TILES, LARGER, None)
    assert walk(TICKET, Broken(), Leave()) == replace(OPEN, touched=1.0)


@pytest.mark.parametrize("screen", [screen for screen, on in TABLE.items() if on.patience])
def test_no_screen_goes_without_asking_and_a_touch_keeps_it_ten_times(screen: Screen) -> None:
    at = replace(TICKET, screen=screen, priority=True)
    now, asks_after = 0.0, limit(at)
    assert asks_after is not None
    for _ in range(10):
        at = step(at, Tick(), now + asks_after + 0.01).journey
        assert (at.screen, at.asking) == (screen, True)
        now += asks_after + ANSWER - 0.1
        at = step(at, Touched(), now).journey
        assert (at.screen, at.asking) == (screen, False)
    left = step(step(at, Tick(), now + asks_after).journey, Tick(), now + asks_after + ANSWER).journey
    assert left.as_found


def test_twenty_seconds_to_answer() -> None:
    assert ANSWER >= 20


def test_who_needs_help_or_must_write_has_twice_the_time() -> None:
    usual = limit(TICKET)
    assert usual is not None
    assert limit(replace(TICKET, paper=False)) == 2 * usual
    assert limit(replace(TICKET, aids=Aids("fr", frozenset({Aid.LARGER})))) == 2 * usual
    assert limit(OPEN) is None


def test_only_this_tickets_paper_matters() -> None:
    assert walk(TICKET, NoPaper(6)).paper
    assert not walk(TICKET, NoPaper(7)).paper


def test_the_service_screen_needs_the_gesture_and_the_whole_code() -> None:
    asked = walk(OPEN, Knock(), *(Digit("1"),) * (SERVICE_DIGITS - 1))
    assert (asked.screen, asked.typed) == (Screen.CODE, "11111")
    last = step(asked, Digit("2"), 1.0)
    assert last.effects == (CheckCode("111112"),)
    assert last.journey.typed == ""
    assert walk(last.journey, Code(True)).screen is Screen.SERVICE
    assert walk(last.journey, Code(False)) == replace(OPEN, touched=1.0)
    assert step(walk(last.journey, Code(True)), Order(StopKiosk()), 1.0).effects == (StopKiosk(),)
    with pytest.raises(OutOfPlace):
        step(OPEN, Order(StopKiosk()), 1.0)


SERVICE = replace(OPEN, screen=Screen.SERVICE)


def test_six_digits_of_a_display_are_tried_once_and_what_became_of_them_is_said() -> None:
    looks = step(SERVICE, ShowPairing(), 1.0)
    assert (looks.effects, looks.journey.screen) == ((LookForDisplays(),), Screen.CARRYING_OUT)
    shown = walk(looks.journey, DisplaysFound((BUREAU,)))
    assert shown.screen is Screen.WAITING  # what it is, before its code
    typed = walk(shown, Pick(BUREAU.identifier), *(Digit("3"),) * 5, Digit(""), Digit("1"))
    assert (typed.screen, typed.typed) == (Screen.PAIRING, "33331")
    last = step(typed, Digit("4"), 1.0)
    assert last.effects == (PairDisplay(BUREAU.identifier, "333314"),)
    assert last.journey.typed == ""
    assert last.journey.screen is Screen.CARRYING_OUT
    with pytest.raises(OutOfPlace):
        step(last.journey, Digit("1"), 1.0)
    said = walk(last.journey, Answered("C’est fait."))
    assert (said.screen, said.said) == (Screen.ANSWER, "C’est fait.")
    assert walk(said, Back()) == replace(SERVICE, touched=1.0)
    assert walk(said, ShowPairing()) == looks.journey
    assert walk(typed, Back()) == shown
    assert walk(typed, Back(), Back()) == replace(SERVICE, touched=1.0)


def test_of_several_displays_that_wait_the_right_one_is_asked_for_by_its_signs() -> None:
    several = walk(SERVICE, ShowPairing(), DisplaysFound((BUREAU, BOARD)))
    assert several.screen is Screen.SIGNS
    typed = walk(several, Digit("0"), Digit("f"), Digit("e"), Digit(""), Digit("1"))
    assert (typed.screen, typed.typed) == (Screen.SIGNS, "0f1")
    last = step(typed, Digit("b"), 1.0)
    assert last.effects == (LookForDisplays("0f1b"),)
    assert (last.journey.screen, last.journey.typed) == (Screen.CARRYING_OUT, "")
    assert walk(last.journey, DisplaysFound((BOARD,), "0f1b")).screen is Screen.WAITING
    assert walk(typed, Back()) == replace(SERVICE, touched=1.0)


def test_of_several_with_the_same_signs_one_is_picked_before_any_code() -> None:
    several = walk(SERVICE, ShowPairing(), DisplaysFound((BUREAU, BOARD), "3f9a"))
    assert several.screen is Screen.WAITING
    with pytest.raises(OutOfPlace):
        step(several, Digit("1"), 1.0)
    typed = walk(several, Pick(BOARD.identifier), *(Digit("3"),) * 5)
    assert walk(typed, Back()) == several
    assert step(typed, Digit("3"), 1.0).effects == (PairDisplay(BOARD.identifier, "333333"),)
    assert walk(several, Back()) == replace(SERVICE, touched=1.0)


def test_only_a_picked_display_is_revoked_and_by_a_second_touch() -> None:
    listed = walk(SERVICE, Show(Screen.DISPLAYS))
    with pytest.raises(OutOfPlace):
        step(listed, Revoke(), 1.0)
    picked = walk(listed, Pick("3f9a0c51b27e"))
    assert walk(picked, Show(Screen.DISPLAYS)) == listed
    revoked = step(picked, Revoke(), 1.0)
    assert revoked.effects == (RevokeDisplay("3f9a0c51b27e"),)
    assert walk(revoked.journey, Answered("C’est fait."), Back()) == replace(SERVICE, touched=1.0)


AGENTS_ALONE = frozenset(
    {Screen.SERVICE, Screen.SIGNS, Screen.WAITING, Screen.PAIRING, Screen.DISPLAYS, Screen.DISPLAY,
     Screen.CARRYING_OUT, Screen.ANSWER, Screen.MACHINE, Screen.FINDING, Screen.FIRST_START, Screen.CHOOSING,
     Screen.NOT_BEGUN}
)  # fmt: skip


def test_no_visitor_reaches_the_displays() -> None:
    assert {way.after.journey.screen for way in visitors_ways()} == set(Screen) - AGENTS_ALONE
    agents = (ShowPairing(), Show(Screen.DISPLAYS), Pick("3f9a0c51b27e"), Revoke(), Back(), LookOver())
    for at in {way.at.screen: way.at for way in visitors_ways()}.values():
        for one in agents:
            with pytest.raises(OutOfPlace):
                step(replace(at, asking=False), one, 1.0)


@pytest.mark.long("three hundred kiosks are left alone")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(INPUTS), st.floats(0, 60)), max_size=40))
def test_whatever_happens_a_kiosk_left_alone_forgets_the_visitor(happens: list[tuple[Input, float]]) -> None:
    at, now = OPEN, 0.0
    for one, later in happens:
        now += later
        try:
            at = step(at, one, now).journey
        except OutOfPlace:
            continue
    for _ in range(2000):
        now += 0.5
        at = step(at, Tick(), now).journey
    assert at == replace(journey("fr", at.touched, open_=at.open))
