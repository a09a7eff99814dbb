"""The agents' gesture that asks for the service screen: the upper corners, left, right, left, right. Pure."""

from __future__ import annotations

from collections import deque

ORDER = ("left", "right", "left", "right")

WITHIN = 6.0
"""Seconds for the whole gesture."""

CORNER = 25.0
"""Millimetres: a touch no farther than this from both edges is in a corner."""


class Knocker:
    def __init__(self) -> None:
        self._touches: deque[tuple[str, float]] = deque(maxlen=len(ORDER))

    def touch(self, x: float, y: float, size: tuple[float, float], now: float) -> bool:
        """Whether this touch, in millimetres from the lower left, completes the gesture."""
        corner = _corner(x, y, size)
        if corner is None:
            self._touches.clear()
            return False
        self._touches.append((corner, now))
        done = tuple(c for c, _ in self._touches) == ORDER and now - self._touches[0][1] <= WITHIN
        if done:
            self._touches.clear()
        return done


def _corner(x: float, y: float, size: tuple[float, float]) -> str | None:
    if y < size[1] - CORNER:
        return None
    if x <= CORNER:
        return "left"
    return "right" if x >= size[0] - CORNER else None
