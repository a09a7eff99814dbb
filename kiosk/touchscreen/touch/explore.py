"""Using the screen by ear: slide a finger to hear, tap twice to choose. Pure.

The name of a control is said when the finger comes over it, and again when the finger lifts. Two quick taps
choose the control that was heard last; they may be on it, or where there is no control. Two taps on another
control only say its name: nothing is chosen that was not heard before.

Lengths are in millimetres, times in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

DOUBLE = 0.8
"""Seconds at most from the end of a tap to the beginning of the second: long enough for a slow hand."""

TAP = 0.6
"""Seconds: a touch that lasts no longer, and moves no farther than `STILL`, is a tap."""

STILL = 15.0
"""Millimetres that a finger may move during a tap: hands tremble."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say what the control is called."""

    control: str


@dataclass(frozen=True, slots=True)
class Chosen:
    control: str


class Explorer:
    """Follows one finger. `found` is the control heard last, by its identifier."""

    def __init__(self) -> None:
        self.found: str | None = None
        self._start = (0.0, 0.0, 0.0)
        self._still = True
        self._tapped: float | None = None
        self._sure = False  # the first of the two taps was not on another control

    def down(self, control: str | None, x: float, y: float, now: float) -> Say | None:
        second = self._tapped is not None and now - self._tapped <= DOUBLE
        if not second:
            self._tapped, self._sure = None, control is None or control == self.found
        self._start, self._still = (x, y, now), True
        return None if second else self._find(control)

    def move(self, control: str | None, x: float, y: float) -> Say | None:
        left, bottom, _ = self._start
        if (x - left) ** 2 + (y - bottom) ** 2 > STILL**2:
            self._still, self._tapped = False, None
        return None if self._still else self._find(control)

    def up(self, now: float) -> Say | Chosen | None:
        tap = self._still and now - self._start[2] <= TAP
        if tap and self._tapped is not None and self._sure and self.found is not None:
            self._tapped = None
            return Chosen(self.found)
        self._tapped = now if tap else None
        return Say(self.found) if self.found is not None else None

    def forget(self) -> None:
        """Another screen is shown: no control of it has been heard yet."""
        self.found = self._tapped = None

    def _find(self, control: str | None) -> Say | None:
        if control is None or control == self.found:
            return None
        self.found = control
        return Say(control)
