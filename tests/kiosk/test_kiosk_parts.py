"""The kiosk's smaller pure parts: tiles on pages, touches that count, finding by ear, gesture, code, wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import wait
from kiosk.record.schema import Visits
from kiosk.touchscreen import explore, service_code
from kiosk.touchscreen.explore import Chosen, Explorer, Say
from kiosk.touchscreen.knock import Knocker
from kiosk.touchscreen.pages import NoRoom, Room, tiled
from kiosk.touchscreen.touches import LONGEST, SAME_TIME, Touches

# --- Pages ---------------------------------------------------------------------------------------


@given(st.integers(1, 40), st.floats(60, 400), st.floats(60, 400), st.floats(20, 60))
def test_every_topic_is_on_one_page_and_none_is_smaller_than_it_needs(
    count: int, width: float, height: float, need: float
) -> None:
    room = Room(width, height, 3.0)
    tiling = tiled(count, room, 20.0, lambda n, w, stacked: need if w >= 40 else None)
    assert [n for page in tiling.pages for n in page] == list(range(count))
    assert tiling.cell[0] >= 40
    assert tiling.cell[1] >= need
    assert tiling.columns * (tiling.cell[0] + 3) - 3 <= width + 1e-6
    assert tiling.rows * (tiling.cell[1] + 3) - 3 <= height + 1e-6
    assert all(len(page) <= tiling.columns * tiling.rows for page in tiling.pages)


def test_the_grid_with_the_fewest_pages_is_taken() -> None:
    tiling = tiled(16, Room(200, 92, 3), 20, lambda n, w, stacked: 20.0 if w >= 90 else None)
    assert (tiling.columns, tiling.rows, len(tiling.pages)) == (2, 4, 2)


def test_a_word_that_is_wider_than_the_screen_finds_no_room() -> None:
    with pytest.raises(NoRoom):
        tiled(3, Room(50, 50, 3), 20, lambda n, w, stacked: None)


# --- Touches -------------------------------------------------------------------------------------


def test_one_finger_counts_once() -> None:
    touches = Touches()
    assert touches.down("1", "screen", 10, 10, 0.0)
    assert not touches.down("2", "mouse", 10.5, 10, 0.01)
    assert touches.up("1", 0.2)
    assert not touches.up("2", 0.21)
    assert not touches.down("3", "mouse", 10, 10, 0.2 + SAME_TIME - 0.01)
    assert not touches.up("3", 0.6)
    assert touches.down("4", "screen", 10, 10, 2.0)
    assert touches.up("4", 2.1)


def test_two_fingers_count_for_nothing_until_both_are_gone() -> None:
    touches = Touches()
    assert touches.down("1", "screen", 10, 10, 0.0)
    assert not touches.down("2", "screen", 100, 10, 0.1)
    assert not touches.up("1", 0.2)
    assert not touches.down("3", "screen", 50, 50, 0.9)
    assert not touches.up("2", 1.0)
    assert not touches.up("3", 1.1)
    assert touches.down("4", "screen", 10, 10, 2.0)
    assert touches.up("4", 2.1)


def test_what_leans_on_the_screen_counts_for_nothing() -> None:
    touches = Touches()
    assert touches.down("1", "screen", 10, 10, 0.0)
    assert not touches.up("1", LONGEST + 0.1)


def test_where_two_touches_may_be_meant_only_another_device_is_an_echo() -> None:
    touches = Touches()
    touches.twice_meant = True
    assert touches.down("1", "screen", 10, 10, 0.0)
    assert touches.up("1", 0.1)
    assert not touches.down("2", "mouse", 10, 10, 0.12)
    assert touches.down("3", "screen", 10, 10, 0.3)


# --- By ear --------------------------------------------------------------------------------------


def tap(explorer: Explorer, control: str | None, now: float) -> list[object]:
    return [explorer.down(control, 0, 0, now), explorer.up(now + 0.1)]


def test_a_sliding_finger_hears_and_two_touches_choose() -> None:
    explorer = Explorer()
    assert explorer.down("a", 0, 0, 0.0) == Say("a")
    assert explorer.move("b", 40, 0) == Say("b")
    assert explorer.move("b", 41, 0) is None
    assert explorer.up(3.0) == Say("b", fully=True)
    assert tap(explorer, "b", 10.0) == [None, Say("b", fully=True)]
    assert tap(explorer, "b", 10.3) == [None, Chosen("b")]


def test_two_touches_on_something_unheard_or_too_slow_choose_nothing() -> None:
    explorer = Explorer()
    tap(explorer, "a", 0.0)
    assert tap(explorer, "b", 5.0) == [Say("b"), Say("b", fully=True)]
    assert tap(explorer, "b", 5.3) == [None, Say("b", fully=True)]
    assert tap(explorer, "b", 9.0 + explore.DOUBLE) == [None, Say("b", fully=True)]


def test_after_another_screen_nothing_has_been_found() -> None:
    explorer = Explorer()
    tap(explorer, "a", 0.0)
    explorer.forget()
    assert tap(explorer, None, 0.3) == [None, None]
    assert tap(explorer, None, 0.6) == [None, None]


# --- The agents' gesture and code ----------------------------------------------------------------

SCREEN = (200.0, 120.0)
LEFT, RIGHT = (5.0, 115.0), (195.0, 115.0)


def test_the_gesture_is_left_right_left_right_in_time() -> None:
    knocker = Knocker()
    assert [knocker.touch(*at, SCREEN, n) for n, at in enumerate((LEFT, RIGHT, LEFT, RIGHT))][-1]
    slow = Knocker()
    assert not any(slow.touch(*at, SCREEN, n * 3) for n, at in enumerate((LEFT, RIGHT, LEFT, RIGHT)))
    broken = Knocker()
    assert not any(broken.touch(*at, SCREEN, n) for n, at in enumerate((LEFT, RIGHT, (100, 60), LEFT, RIGHT)))


def test_only_the_code_matches_its_hash() -> None:
    kept = service_code.hashed("271828", b"salt")
    assert "271828" not in kept
    assert service_code.matches("271828", kept)
    assert not service_code.matches("271829", kept)
    assert not service_code.matches("271828", service_code.hashed("271828", b"tlas")[:-2] + "00")
    assert not any(service_code.matches("271828", bad) for bad in ("", "scrypt", "scrypt:zz:zz", "md5:00:00"))


# --- The wait ------------------------------------------------------------------------------------

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


def test_visits_of_unknown_length_are_left_out() -> None:
    from datetime import date

    day = date(2026, 11, 23)
    visits = [Visits(day, "a", 5, 2), Visits(day, "b", 5, 1), Visits(day, "a", None, 9)]
    assert wait.lengths(visits) == {5: 3}
