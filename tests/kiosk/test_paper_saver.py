"""A child at the screen gets a handful of tickets; people who arrive together get theirs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Cancel, Open, Reason, Refused, State, Take
from kiosk.settings import Settings
from tests import seeds

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
AT_MOST = Settings().tickets_a_minute
TAKE = Take("transport", at_most=AT_MOST)


def at(seconds: float) -> Moment:
    return Moment(MORNING + timedelta(seconds=seconds), 1000 + seconds, "boot")


def opened() -> State:
    return decide(State(date(2026, 11, 23)), Open(), at(0)).state


def served(moments: list[float], take: Take = TAKE, state: State | None = None) -> list[float]:
    """The moments, in seconds, at which a touch brought a ticket."""
    state, got = state or opened(), []
    for seconds in moments:
        try:
            state = decide(state, take, at(seconds)).state
        except Refused as refused:
            if refused.reason is not Reason.TOO_MANY_AT_ONCE:
                raise
        else:
            got.append(seconds)
    return got


def test_a_minute_of_hitting_the_screen_gives_a_handful() -> None:
    assert served([n / 4 for n in range(240)]) == [n / 4 for n in range(AT_MOST)]


def test_a_dozen_people_at_opening_time_wait_less_than_a_minute_for_their_ticket() -> None:
    chance = seeds.chance()
    ready, got, state = 0.0, [], opened()
    for _ in range(12):
        ready += chance.uniform(4, 12)  # touch, take the paper, step aside
        asked = ready
        while True:
            try:
                state = decide(state, TAKE, at(ready)).state
                break
            except Refused:
                ready += 5
        got.append(ready - asked)
    assert len(got) == 12
    assert max(got) <= 60


def test_an_agent_is_not_held_back() -> None:
    assert len(served([0.0] * 30, Take("transport"))) == 30


def test_no_limit_where_the_settings_say_so() -> None:
    assert len(served([0.0] * 30, Take("transport", at_most=0))) == 30


def test_a_ticket_that_an_agent_dropped_counts_no_more() -> None:
    state = opened()
    for _ in range(AT_MOST):
        state = decide(state, TAKE, at(0)).state
    with pytest.raises(Refused):
        decide(state, TAKE, at(1))
    assert decide(decide(state, Cancel(3), at(2)).state, TAKE, at(3)).state.next_number == AT_MOST + 2


@given(st.lists(st.floats(0, 600), max_size=120))
def test_never_more_than_the_limit_in_any_minute(moments: list[float]) -> None:
    got = served(sorted(moments))
    for start in got:
        assert sum(1 for moment in got if start <= moment <= start + 60) <= AT_MOST
