"""Two multisets and nothing that joins them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue import VisitEnded
from kiosk.record.counts import (
    LONGEST,
    MOST,
    NOTHING,
    UNKNOWN,
    Counts,
    counted,
    day_of,
    is_count,
    is_minutes,
    is_topic,
    together,
)

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
VISITS = st.lists(
    st.builds(
        VisitEnded,
        st.sampled_from([MONDAY, TUESDAY]),
        st.sampled_from(["caf", "impots"]),
        st.one_of(st.none(), st.integers(1, 5)),
    ),
    max_size=12,
)


@given(VISITS, st.randoms(use_true_random=False))
def test_no_order_of_visits_leaves_a_trace(visits: list[VisitEnded], rng: Any) -> None:
    other = rng.sample(visits, len(visits))
    assert counted({}, visits) == counted({}, other)


@given(VISITS)
def test_which_minutes_went_with_which_topic_is_forgotten(visits: list[VisitEnded]) -> None:
    """The minutes of a day handed round among its visits leave the same counts."""
    monday = [v for v in visits if v.day == MONDAY]
    turned = [
        VisitEnded(MONDAY, v.topic, w.minutes) for v, w in zip(monday, monday[1:] + monday[:1], strict=True)
    ]
    assert counted({}, monday) == counted({}, turned)


@given(VISITS, VISITS)
def test_counting_is_adding(some: list[VisitEnded], more: list[VisitEnded]) -> None:
    assert counted(counted({}, some), more) == together(counted({}, some), counted({}, more))
    assert sum(c.visits for c in counted({}, some).values()) == len(some)


def test_minutes_that_are_not_known_stand_apart() -> None:
    found = counted({}, [VisitEnded(MONDAY, "caf", None), VisitEnded(MONDAY, "caf", 1)])
    assert found == {MONDAY: Counts({"caf": 2}, {UNKNOWN: 1, 1: 1})}


def test_what_it_was_given_is_left_as_it_was() -> None:
    days = {MONDAY: Counts({"caf": 1}, {3: 1})}
    counted(days, [VisitEnded(MONDAY, "caf", 3)])
    assert days == {MONDAY: Counts({"caf": 1}, {3: 1})}
    assert not NOTHING
    assert days[MONDAY]


def test_a_sum_stays_a_count_that_can_be_written() -> None:
    most = Counts({"caf": MOST}, {3: MOST})
    assert most + most == most


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (is_topic, ["a", "à part", "x" * 64], ["", "x" * 65, "a\0", "a\n", b"a", 1, None]),
        (is_minutes, [1, LONGEST], [0, -1, LONGEST + 1, 2**62, 1.0, "1", None]),
        (is_count, [1, MOST], [0, -5, MOST + 1, 10**12, 1.0, "1", None, float("nan")]),
        (
            day_of,
            ["0001-01-01", "2026-03-02", "9999-12-31"],
            ["0000-01-01", "2026-02-30", "20260302", "2026-W10-1", "", b"2026-03-02", 20260302, None],
        ),
    ],
)
def test_what_a_cell_may_be(rule: Any, good: list[Any], bad: list[Any]) -> None:
    assert [bool(rule(value)) for value in good] == [True] * len(good)
    assert [bool(rule(value)) for value in bad] == [False] * len(bad)
