"""Finding one's way by ear."""

from __future__ import annotations

from kiosk.touchscreen.touch import explore
from kiosk.touchscreen.touch.explore import Chosen, Explorer, Say


def tap(explorer: Explorer, control: str | None, now: float) -> list[object]:
    return [explorer.down(control, 0, 0, now), explorer.up(now + 0.1)]


def test_a_sliding_finger_hears_and_two_touches_choose() -> None:
    explorer = Explorer()
    assert explorer.down("a", 0, 0, 0.0) == Say("a")
    assert explorer.move("b", 40, 0) == Say("b")
    assert explorer.move("b", 41, 0) is None
    assert explorer.up(3.0) == Say("b")
    assert tap(explorer, "b", 10.0) == [None, Say("b")]
    assert tap(explorer, "b", 10.3) == [None, Chosen("b")]


def test_two_touches_on_something_unheard_or_too_slow_choose_nothing() -> None:
    explorer = Explorer()
    tap(explorer, "a", 0.0)
    assert tap(explorer, "b", 5.0) == [Say("b"), Say("b")]
    assert tap(explorer, "b", 5.3) == [None, Say("b")]
    assert tap(explorer, "b", 9.0 + explore.DOUBLE) == [None, Say("b")]


def test_after_another_screen_nothing_has_been_found() -> None:
    explorer = Explorer()
    tap(explorer, "a", 0.0)
    explorer.forget()
    assert tap(explorer, None, 0.3) == [None, None]
    assert tap(explorer, None, 0.6) == [None, None]
