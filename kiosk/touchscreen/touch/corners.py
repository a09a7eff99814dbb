"""The four corners of the screen as four keys, while somebody listens. Pure; lengths in millimetres.

The frame of the screen leads there a finger that sees nothing: no part to buy, nothing to learn by heart. A
corner that is touched and let go is its key. A finger that leaves the corner before it lifts explores, as
anywhere else, so that what stands there can be heard too.
"""

from __future__ import annotations

from enum import Enum

from kiosk.touchscreen.touch.explore import STILL

CORNER = 20.0
"""Millimetres from both edges of the glass: 19.05 mm is the size of button at which old and unsure hands
hit best (Jin, Plocher, Kiff: Touch screen user interfaces for older adults, 2007), and a fingertip along a
frame needs no more."""


class EarKey(Enum):
    PREVIOUS = "previous"
    NEXT = "next"
    REPEAT = "repeat"
    CHOOSE = "choose"


def key_at(x: float, y: float, size: tuple[float, float]) -> EarKey | None:
    """The key of the corner at a place, from the lower left; the same whichever way the language runs."""
    left, right = x <= CORNER, x >= size[0] - CORNER
    bottom, top = y <= CORNER, y >= size[1] - CORNER
    if top:
        return EarKey.PREVIOUS if left else EarKey.NEXT if right else None
    if bottom:
        return EarKey.REPEAT if left else EarKey.CHOOSE if right else None
    return None


class Corners:
    """Follows one finger from where it was put down."""

    def __init__(self) -> None:
        self.start = (0.0, 0.0)
        self._key: EarKey | None = None

    @property
    def pressed(self) -> bool:
        return self._key is not None

    def down(self, x: float, y: float, size: tuple[float, float]) -> bool:
        """Whether it is in a corner, and thus on a key."""
        self._key, self.start = key_at(x, y, size), (x, y)
        return self.pressed

    def move(self, x: float, y: float) -> bool:
        """Whether it is still on its key."""
        left, bottom = self.start
        if (x - left) ** 2 + (y - bottom) ** 2 > STILL**2:
            self._key = None
        return self.pressed

    def up(self) -> EarKey | None:
        """The key that was pressed."""
        key, self._key = self._key, None
        return key
