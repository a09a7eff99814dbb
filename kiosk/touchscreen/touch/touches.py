"""Which touches count: one finger, put down and lifted. Pure; lengths in millimetres, times in seconds.

A child's two hands, a palm, a telephone laid on the glass, and one finger that the system reports twice, as
a touch and as a mouse: all are reported as touches. This file tells them from a touch that somebody meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SAME_PLACE = 12.0
"""Millimetres: a touch so near to the last one may be the same finger, reported twice or trembling."""

SAME_TIME = 0.35
"""Seconds: a touch in the same place so soon after the last one is the same finger. Two touches that are
meant are farther apart, in time or in place."""

TWO_DEVICES = 0.08
"""Seconds: where a double tap has a meaning, a second touch in the same place is a repetition only if it
comes so soon, and from another device."""

LONGEST = 4.0
"""Seconds: a touch that lasts longer is something that leans on the screen."""


@dataclass(slots=True)
class _Down:
    device: str
    x: float
    y: float
    since: float


class Touches:
    """`twice_meant`: two quick touches in one place, by the same device, both count: a double tap."""

    def __init__(self) -> None:
        self.twice_meant = False
        self._down: dict[str, _Down] = {}
        self._echoes: set[str] = set()
        self._last: _Down | None = None
        self._several = False

    def down(self, touch: str, device: str, x: float, y: float, now: float) -> bool:
        """Whether this touch may count. Once a second finger is down, none counts until all are lifted."""
        new = _Down(device, x, y, now)
        if self._is_echo(new):
            self._echoes.add(touch)
            return False
        self._down[touch] = self._last = new
        self._several = self._several or len(self._down) > 1
        return not self._several

    def up(self, touch: str, now: float) -> bool:
        """Whether the touch that ends here counts."""
        self._echoes.discard(touch)
        ended = self._down.pop(touch, None)
        if ended is None:
            return False
        counts = not self._several and now - ended.since <= LONGEST
        if not self._down:
            self._several = False
        self._last = replace(ended, since=now)
        return counts

    @property
    def alone(self) -> bool:
        """One finger is down, and no other was with it."""
        return len(self._down) == 1 and not self._several

    def _is_echo(self, new: _Down) -> bool:
        last = self._last
        if last is None or (new.x - last.x) ** 2 + (new.y - last.y) ** 2 > SAME_PLACE**2:
            return False
        if self.twice_meant:
            return new.device != last.device and new.since - last.since <= TWO_DEVICES
        return new.since - last.since <= SAME_TIME
