"""How large the screen is (from the settings, from the screen itself, or else a guess), and its texts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assets import theme
from queue_display.windows import screen_size

USUAL_DIAGONAL = 10.1
"""Inches: the size that is assumed where neither settings nor screen tell."""


def px_per_mm(window: tuple[int, int], diagonal: float | None, *, whole_screen: bool) -> float:
    """Pixels in a millimetre. `diagonal`, in inches, is of the window; None asks the screen it fills."""
    inches = diagonal or (screen_size.diagonal() if whole_screen else None) or USUAL_DIAGONAL
    return theme.px_per_mm(window, inches)


USUAL_SIDE = 136.0
"""Millimetres: the shorter side of a screen of 10.1 inches. On a larger one, texts grow with it."""

STEPS = (1.4, 1.2)
"""How many times as large as usual. Few steps: few sizes look calm, and each is one more font in memory."""

CLOSE = 1.06
"""The factor from one size of a number to the next. Kivy keeps 64 fonts, one for each size. Most numbers from
100 on have a width of their own; with as many sizes, they would push out the fonts of the tiles, which would
have to be opened again for the next screen."""


def growths(short_side: float) -> Iterator[float]:
    """How many times as large as usual texts may be on a screen with that side, in mm; largest first."""
    yield from (step for step in STEPS if step <= short_side / USUAL_SIDE)
    yield 1.0


def stepped(most: float) -> float:
    """The largest size of a number, in steps of `CLOSE`, that is at most `most`, in any unit."""
    return CLOSE ** math.floor(math.log(max(most, 1.0), CLOSE))
