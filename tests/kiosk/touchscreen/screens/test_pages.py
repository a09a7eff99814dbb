"""Tiles laid out on pages: none lost, none too small, as few pages as can be."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touchscreen.screens.pages import NoRoom, Room, tiled
from tests import seeds


def needs(seed: int) -> Callable[[int, float, bool], float | None]:
    """Some tiles need more height than others, more where they are narrow, and some want more width."""
    draw = seeds.chance(seed)
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
