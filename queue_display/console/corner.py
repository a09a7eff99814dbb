"""The window as a strip in a corner, and back: how large it is and where, by whatever window it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LAPTOP = (1366, 768)
"""Pixels of the window that the console is laid out for. Larger ones show the same, larger."""

LAPTOP_PX_PER_MM = 3.95
"""A 15.6-inch laptop of that size."""

STRIP = (740, 100)
"""Pixels of the strip there; on another screen it has as many millimetres."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A window as it was before: in pixels, from the top left of the desktop."""

    left: int
    top: int
    size: tuple[int, int]
    fullscreen: object


class Corner:
    """`window`: Kivy's. The strip goes to the top right corner of where it was, in its millimetres."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._whole: Whole | None = None

    def shrink(self, px_per_mm: float, laptop: float = LAPTOP_PX_PER_MM) -> None:
        window = self._window
        size = tuple(window.system_size)
        self._whole = Whole(window.left, window.top, size, window.fullscreen)
        window.fullscreen = False
        window.always_on_top = True
        wide, high = (round(side * px_per_mm / laptop) for side in STRIP)
        window.system_size = wide, high
        window.left, window.top = self._whole.left + size[0] - wide, self._whole.top

    def restore(self) -> None:
        window, whole = self._window, self._whole
        if whole is None:
            return
        window.always_on_top = False
        window.system_size = whole.size
        window.left, window.top = whole.left, whole.top
        window.fullscreen = whole.fullscreen
