"""Rectangles of a screen, in pixels from its lower left corner, and how they are divided. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width

    def upper(self, height: float) -> Box:
        return replace(self, y=self.top - height, height=height)

    def lower(self, height: float) -> Box:
        return replace(self, height=height)

    def left_part(self, width: float) -> Box:
        return replace(self, width=width)

    def right_part(self, width: float) -> Box:
        return replace(self, x=self.right - width, width=width)

    def above(self, height: float, gap: float) -> Box:
        """What is left above a lower part of `height`."""
        return self.upper(self.height - height - gap)

    def below(self, height: float, gap: float) -> Box:
        """What is left below an upper part of `height`."""
        return self.lower(self.height - height - gap)

    def inset(self, by: float) -> Box:
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: Box, least: float = 0.0) -> bool:
        """Whether they share more than `least` in both directions."""
        wide = min(self.right, other.right) - max(self.x, other.x)
        high = min(self.top, other.top) - max(self.y, other.y)
        return wide > least and high > least
