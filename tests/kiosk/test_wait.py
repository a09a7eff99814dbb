"""How long a wait is said to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk import wait

USUAL = {5: 10, 10: 20, 30: 10}


def test_the_wait_is_rounded_up_and_shared_between_desks() -> None:
    assert wait.estimate(1, USUAL, 1) == 10
    assert wait.estimate(3, USUAL, 2) == 20
    assert wait.estimate(4, {7: 40}, 2) == 15


def test_with_too_little_to_go_by_nothing_is_said() -> None:
    assert wait.estimate(0, USUAL, 2) is None
    assert wait.estimate(3, USUAL, 0) is None
    assert wait.estimate(3, {10: wait.ENOUGH - 1}, 2) is None
    assert wait.estimate(3, {}, 2) is None
    assert wait.estimate(40, USUAL, 1) is None


@given(
    st.integers(1, 20), st.dictionaries(st.integers(1, 60), st.integers(1, 50), min_size=1), st.integers(1, 3)
)
def test_more_people_never_wait_less_and_more_desks_never_longer(
    ahead: int, lengths: dict[int, int], desks: int
) -> None:
    def said(ahead: int, desks: int) -> float:
        return wait.estimate(ahead, lengths, desks) or float("inf")

    if said(ahead, desks) < float("inf"):
        assert said(ahead + 1, desks) >= said(ahead, desks)
        assert said(ahead, desks + 1) <= said(ahead, desks)
