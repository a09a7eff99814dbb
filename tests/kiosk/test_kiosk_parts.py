"""The kiosk's smaller pure parts: tiles on pages, touches that count, finding by ear, gesture, code, wait."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

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


def needs(seed: int) -> Callable[[int, float, bool], float | None]:
    """Some tiles need more height than others, more where they are narrow, and some want more width."""
    draw = random.Random(seed)
    areas = [draw.choice((1000.0, 1600.0, 4200.0)) for _ in range(40)]
    widths = [draw.choice((30.0, 30.0, 55.0)) for _ in range(40)]
    return lambda n, width, stacked: areas[n] / width + 8 * stacked if width >= widths[n] else None


@given(st.integers(1, 40), st.floats(60, 400), st.floats(75, 400), st.integers(0, 9999))
def test_every_topic_is_on_one_page_and_none_is_smaller_than_it_needs(
    count: int, width: float, height: float, seed: int
) -> None:
    room, need = Room(width, height, 3.0), needs(seed)
    pages = tiled(count, room, 20.0, need)
    assert [n for page in pages for n in page.tiles] == list(range(count))
    for page in pages:
        places = list(page.places(room.gap))
        for place in places:
            assert place.width >= 20
            assert place.height >= max(20, need(place.tile, place.width, page.form.stacked) or 999) - 1e-6
            assert 0 <= place.left <= width - place.width + 1e-6
            assert 0 <= place.top <= height - place.height + 1e-6
        for one, other in itertools.combinations(places, 2):
            beside = abs(one.left - other.left) >= one.width + 3 - 1e-6
            assert beside or abs(one.top - other.top) >= min(one.height, other.height) + 3 - 1e-6


def test_as_few_pages_as_can_be_and_evenly_filled() -> None:
    pages = tiled(16, Room(200, 92, 3), 20, lambda n, w, stacked: 20.0 if w >= 90 else None)
    assert [(page.form.columns, page.count) for page in pages] == [(2, 8), (2, 8)]
    pages = tiled(16, Room(200, 70, 3), 20, lambda n, w, stacked: 20.0 if w >= 90 else None)
    assert [page.count for page in pages] == [6, 6, 4]


def test_one_high_tile_makes_its_own_row_high_and_no_other() -> None:
    pages = tiled(4, Room(200, 55, 3), 20, lambda n, w, stacked: 30.0 if n == 0 else 20.0, columns=2)
    assert [page.heights for page in pages] == [(30.0, 22.0)]


def test_one_wide_word_does_not_make_every_page_wide() -> None:
    pages = tiled(9, Room(200, 20, 3), 20, lambda n, w, s: None if n == 4 and w < 100 else 20.0)
    assert [page.count for page in pages] == [4, 1, 4]


def test_rows_grow_with_the_room_but_not_beyond_what_is_pleasant() -> None:
    (page,) = tiled(2, Room(50, 200, 3), 20, lambda n, w, stacked: 20.0, tallest=45.0, columns=1)
    assert page.heights == (45.0, 45.0)


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
