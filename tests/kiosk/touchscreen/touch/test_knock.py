"""The agents' gesture."""

from __future__ import annotations

from kiosk.touchscreen.touch.knock import Knocker

SCREEN = (200.0, 120.0)
LEFT, RIGHT = (5.0, 115.0), (195.0, 115.0)


def test_the_gesture_is_left_right_left_right_in_time() -> None:
    knocker = Knocker()
    assert [knocker.touch(*at, SCREEN, n) for n, at in enumerate((LEFT, RIGHT, LEFT, RIGHT))][-1]
    slow = Knocker()
    assert not any(slow.touch(*at, SCREEN, n * 3) for n, at in enumerate((LEFT, RIGHT, LEFT, RIGHT)))
    broken = Knocker()
    assert not any(broken.touch(*at, SCREEN, n) for n, at in enumerate((LEFT, RIGHT, (100, 60), LEFT, RIGHT)))
