"""On which day the stop opens: each choice that an agent can make, and each that nobody can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kiosk.clock import Clock
from kiosk.engine import decide
from kiosk.opening import day_of, goes_on, opens_at
from kiosk.queue import Close, Open, Reason, Refused, State, Stop, Take
from kiosk.timing import roll
from tests.kiosk.fake_machine import NOON, PARIS, FakeMachine

TODAY = NOON.date()
DAY = timedelta(days=1)
ASLEEP = datetime(1970, 1, 1, 0, 2, tzinfo=PARIS)
DESK = "the display of desk 1"


def clock_at(time: datetime, display: datetime | None = None, *, network: bool = False) -> Clock:
    clock = Clock(FakeMachine(time=time, network=network))
    clock.check()
    if display:
        clock.hear(DESK, display)
    return clock


def refusal(day: date | None, state: State, clock: Clock) -> Reason:
    with pytest.raises(Refused) as refused:
        opens_at(Open(day), state, clock, DESK)
    return refused.value.reason


def opened(day: date | None, state: State, clock: Clock) -> State:
    """As the queue carries it out: the new day first, if one is due."""
    now = opens_at(Open(day), state, clock, DESK)
    rolled = roll(state, now)
    return decide(rolled.state if rolled else state, Open(day), now).state


CLOSED = State(TODAY - 3 * DAY)


@pytest.mark.parametrize("day", [None, TODAY])
def test_the_kiosks_own_day_opens_whatever_a_display_shows(day: date | None) -> None:
    state = opened(day, CLOSED, clock_at(NOON, NOON + 31 * DAY))
    assert (state.stop, state.day) == (Stop.OPEN, TODAY)


@pytest.mark.parametrize("wrong", [NOON - DAY, NOON + DAY, ASLEEP])
def test_the_displays_day_opens_where_nothing_vouches_for_the_kiosk(wrong: datetime) -> None:
    state = opened(TODAY, CLOSED, clock_at(wrong, NOON))
    assert (state.stop, state.day) == (Stop.OPEN, TODAY)


REFUSED = {
    "the kiosk's clock is vouched for": (
        TODAY + DAY,
        clock_at(NOON, NOON + DAY, network=True),
        Reason.CLOCK_VOUCHED,
    ),
    "a day of 1970, the display's": (ASLEEP.date(), clock_at(NOON, ASLEEP), Reason.CLOCK_UNSURE),
    "a day of 1970, the kiosk's": (ASLEEP.date(), clock_at(ASLEEP, NOON), Reason.CLOCK_UNSURE),
    "neither has it": (TODAY + 2 * DAY, clock_at(NOON, NOON + DAY), Reason.OTHER_DAY),
    "the display was never heard": (TODAY + DAY, clock_at(NOON), Reason.OTHER_DAY),
}


@pytest.mark.parametrize(("day", "clock", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_chosen_is_refused_by_name(day: date, clock: Clock, reason: Reason) -> None:
    assert refusal(day, CLOSED, clock) is reason


@pytest.mark.parametrize("stop", [Stop.OPEN, Stop.FINISHING])
def test_an_open_stop_stays_on_its_day(stop: Stop) -> None:
    state = State(TODAY, stop, next_number=4)
    clock = clock_at(NOON, NOON + DAY)
    assert refusal(TODAY + DAY, state, clock) is Reason.DAY_UNDER_WAY
    assert opens_at(Open(TODAY), state, clock, DESK) == clock()


def test_a_day_that_another_stop_was_to_follow_can_still_be_named_otherwise() -> None:
    """One laptop ahead opened it, and closed it for another to follow: the next choice puts it right."""
    ahead = clock_at(NOON + 31 * DAY)
    state = opened(None, CLOSED, ahead)
    for command in (Take("caf"), Close(day_over=False), Close(day_over=False)):
        state = decide(state, command, ahead()).state
    assert (state.stop, state.day, state.next_number) == (Stop.CLOSED, TODAY + 31 * DAY, 2)
    right = clock_at(NOON + 31 * DAY, NOON)
    assert day_of(state, right()) == TODAY + 31 * DAY
    state = opened(TODAY, state, right)
    assert (state.day, state.next_number) == (TODAY, 2)  # no number is given twice


def test_the_engine_opens_on_no_day_but_its_moments() -> None:
    finishing = State(TODAY, Stop.FINISHING)
    for state, now in ((State(TODAY), NOON), (finishing, NOON), (finishing, NOON + DAY)):
        with pytest.raises(Refused) as refused:
            decide(state, Open(TODAY + DAY), clock_at(now)())
        assert refused.value.reason is Reason.OTHER_DAY


DAYS = {
    "closed, a new day": (State(TODAY - DAY), NOON, TODAY),
    "closed, a clock put back": (State(TODAY + DAY), NOON, TODAY),
    "closed, another stop of the day follows": (State(TODAY + DAY, next_number=4), NOON, TODAY + DAY),
    "closed, a day that cannot be": (State(TODAY), ASLEEP, None),
    "open, a day that cannot be": (State(TODAY, Stop.OPEN), ASLEEP, TODAY),
    "open, a clock that went on from yesterday": (State(TODAY, Stop.OPEN), NOON - DAY, TODAY),
    "left open, nobody is there, a new day": (State(TODAY - DAY, Stop.OPEN), NOON, TODAY),
}


@pytest.mark.parametrize(("state", "time", "day"), DAYS.values(), ids=list(DAYS))
def test_the_day_that_visits_count_for(state: State, time: datetime, day: date | None) -> None:
    assert day_of(state, clock_at(time)()) == day


GOES_ON = {
    "the kiosk went on from yesterday": (NOON - DAY, NOON, Stop.OPEN, True),
    "the kiosk is asleep in 1970": (ASLEEP, NOON, Stop.FINISHING, True),
    "they agree": (NOON, NOON, Stop.OPEN, False),
    "the display has another day": (NOON - DAY, NOON + DAY, Stop.OPEN, False),
    "the stop is closed": (NOON - DAY, NOON, Stop.CLOSED, False),
    "the display has no day that can be": (NOON - DAY, ASLEEP, Stop.OPEN, False),
}


@pytest.mark.parametrize(("time", "display", "stop", "on"), GOES_ON.values(), ids=list(GOES_ON))
def test_a_kiosk_started_anew_goes_on_with_the_day_that_was_chosen(
    time: datetime, display: datetime, stop: Stop, on: bool
) -> None:
    state = replace(State(TODAY), stop=stop)
    assert goes_on(state, clock_at(time, display), DESK) is on
