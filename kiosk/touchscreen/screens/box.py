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
