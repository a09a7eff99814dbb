"""How often the window looks for a finger: less often while nobody touches, which is most of a day.

What is drawn does not depend on it: Kivy draws where something has changed, and a change wakes it. Pure.
"""

from __future__ import annotations

from typing import Any

CALM = 20.0
"""Frames a second: a finger, which stays for some 0.1 s, is still felt as it comes down."""

AWAKE = 5.0
"""Seconds after a touch for which the window is as quick as it can be: the next touch comes within them."""


class FrameRate:
    """`touched` at each touch; before the first one the window is quick. `clock` is Kivy's."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock
        self._quick = clock._max_fps  # Kivy has no other name for it once it has read its settings
        self._rest = clock.create_trigger(self._calm, AWAKE)
        self._rest()

    def touched(self) -> None:
        self._clock._max_fps = self._quick
        self._rest.cancel()
        self._rest()

    def _calm(self, *_: object) -> None:
        self._clock._max_fps = min(CALM, self._quick)
