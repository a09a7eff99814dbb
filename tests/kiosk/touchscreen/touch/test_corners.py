"""The corners of the screen as keys, and the way from one part to the next."""

from __future__ import annotations

import pytest

from kiosk.touchscreen.touch.corners import CORNER, Corners, EarKey, key_at
from kiosk.touchscreen.touch.explore import STILL
from kiosk.touchscreen.touch.sequence import beside

SIZES = ((154.0, 86.0), (217.0, 136.0), (476.0, 268.0))
"""Millimetres of a glass of 7, 10 and 21 inches."""


@pytest.mark.parametrize("size", SIZES)
def test_each_corner_is_its_key_and_between_them_is_none(size: tuple[float, float]) -> None:
    width, height = size
    for in_, out in ((0.0, CORNER + 1), (CORNER - 1, CORNER + 1)):
        assert key_at(in_, height - in_, size) is EarKey.PREVIOUS
        assert key_at(width - in_, height - in_, size) is EarKey.NEXT
        assert key_at(in_, in_, size) is EarKey.REPEAT
        assert key_at(width - in_, in_, size) is EarKey.CHOOSE
        for x, y in ((out, 0.0), (0.0, out), (width - out, height), (width, height - out)):
            assert key_at(x, y, size) is None


@pytest.mark.parametrize("size", SIZES)
def test_two_corners_never_meet(size: tuple[float, float]) -> None:
    assert min(size) > 2 * CORNER + STILL


def test_a_hand_that_trembles_presses_and_one_that_goes_elsewhere_explores() -> None:
    corners, size = Corners(), SIZES[0]
    assert corners.down(5, 5, size)
    assert corners.move(5 + STILL / 2, 5)
    assert corners.up() is EarKey.REPEAT
    assert corners.up() is None
    assert corners.down(5, 5, size)
    assert not corners.move(5 + STILL + 1, 5)
    assert not corners.move(5, 5)  # and back: it has been exploring
    assert corners.up() is None
    assert not corners.down(70, 40, size)
    assert corners.up() is None


def test_one_goes_to_either_end_and_not_past_it() -> None:
    parts = ("title", "retraite", "caf")
    assert [beside(parts, found, 1) for found in (None, *parts)] == ["title", "retraite", "caf", None]
    assert [beside(parts, found, -1) for found in (None, *parts)] == [None, None, "title", "retraite"]
    assert beside(parts, "of another screen", 1) == "title"
    assert beside((), None, 1) is None
