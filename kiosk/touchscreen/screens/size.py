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

STEPS = ((1.9, 1.4), (1.3, 1.2))
"""From how many usual sides on texts are how many times as large as usual. Few steps: each is one more font
in memory. They grow less than the screen: on a larger one, more should be seen at once."""

CLOSE = 1.06
"""The factor from one size of a number to the next. Kivy keeps 64 fonts, one for each size. Most numbers from
100 on have a width of their own; with as many sizes, they would push out the fonts of the tiles, which would
have to be opened again for the next screen."""


SHRINKS = (0.92, 0.84, 0.76, 0.68)
"""How many times as large texts may be, where otherwise one that must be read had no room."""


def shrinks(text: float, least: float) -> Iterator[float]:
    """Steps below the usual size for capitals of `text` millimetres, down to `least`; largest first."""
    yield from (step for step in SHRINKS if step * text > least)
    if text > least:
        yield least / text


def growth(short_side: float) -> float:
    """How many times as large as usual texts and icons are on a screen with that side, in millimetres."""
    return next((larger for sides, larger in STEPS if short_side >= sides * USUAL_SIDE), 1.0)


def stepped(most: float) -> float:
    """The largest size of a number, in steps of `CLOSE`, that is at most `most`, in any unit."""
    return CLOSE ** math.floor(math.log(max(most, 1.0), CLOSE))
