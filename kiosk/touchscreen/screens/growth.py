"""How much larger than usual texts may be on a large screen, which is read from the same place. Pure."""

from __future__ import annotations

from collections.abc import Iterator

USUAL_SIDE = 136.0
"""Millimetres: the shorter side of a screen of 10.1 inches. On a larger one, texts grow with it."""

STEPS = (1.4, 1.2)
"""As many times as large as usual. Few, for few sizes are calm, and each is a font to be kept in memory."""


def growths(short_side: float) -> Iterator[float]:
    """How many times as large as usual texts may be on a screen with that side, in mm; largest first."""
    yield from (step for step in STEPS if step <= short_side / USUAL_SIDE)
    yield 1.0
