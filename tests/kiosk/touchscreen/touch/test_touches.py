"""Which touches count."""

from __future__ import annotations

from kiosk.touchscreen.touch.touches import LONGEST, SAME_TIME, Touches


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
