"""The ten digits, blurred as tired eyes see them: each is taken for itself, and for none of the other nine.

The reader's idea of a digit is its form in the other typeface, of the same weight. A digit is taken for what
it differs from least; all 90 comparisons are made.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from assets import theme

DIGITS = "0123456789"
HEIGHT = 64
"""Pixels of a digit."""

MARGIN = 1.05
"""How many times as different as its own form each other one must be."""

BLUR = 0.5
"""What an eye adds to an edge, in the finest detail it resolves: the standard deviation of a Gaussian."""


class Sight(NamedTuple):
    """Digits of so many millimetres at so many, for eyes of that decimal acuity (1.0 resolves 1')."""

    digits: float
    distance: float
    acuity: float

    @property
    def blur(self) -> float:
        """In heights of a digit."""
        minutes = self.digits / self.distance * 3437.7
        return BLUR / self.acuity / minutes


SIGHTS = {
    "kiosk": Sight(theme.KIOSK.small, 600, 0.3),
    "kiosk, its number from the queue": Sight(40, 5000, 0.3),
    "console": Sight(theme.CONSOLE.small, 600, 0.8),
    "board, the calls before the last": Sight(21, 5000, 0.4),
}

FONTS = [
    (theme.ATKINSON.regular, theme.NOTO.regular),
    (theme.ATKINSON.bold, theme.NOTO.bold),
    (theme.NOTO.regular, theme.ATKINSON.regular),
    (theme.NOTO.bold, theme.ATKINSON.bold),
]


@cache
def form(digit: str, font: str, slash: float = 0.0) -> Image.Image:
    """One digit, white on black, all of one height; with a stroke through it, as a share of that height."""
    large = ImageFont.truetype(font, 2 * HEIGHT)
    canvas = Image.new("L", (4 * HEIGHT, 4 * HEIGHT))
    ImageDraw.Draw(canvas).text((HEIGHT, HEIGHT), digit, font=large, fill=255)
    cut = canvas.crop(canvas.getbbox())
    cut = cut.resize((max(1, round(cut.width * HEIGHT / cut.height)), HEIGHT))
    if slash:
        wide = round(slash * HEIGHT)
        ends = (wide, HEIGHT - wide, cut.width - wide, wide)
        ImageDraw.Draw(cut).line(ends, fill=255, width=wide)
    placed = Image.new("L", (2 * HEIGHT, 2 * HEIGHT))
    placed.paste(cut, (HEIGHT - cut.width // 2, HEIGHT // 2))
    return placed


def difference(one: Image.Image, other: Image.Image) -> float:
    """However they are shifted against each other."""
    shifts = (ImageChops.offset(other, by, 0) for by in range(-6, 7, 2))
    squares = (float(ImageStat.Stat(ImageChops.difference(one, moved)).sum2[0]) for moved in shifts)
    return math.sqrt(min(squares))


def taken_for_another(shown: dict[str, Image.Image], known: str, blur: float) -> set[str]:
    """Pairs such as "08": what is shown as 0 may be taken for 8."""
    seen = ImageFilter.GaussianBlur(blur * HEIGHT)
    ideas = {digit: form(digit, known).filter(seen) for digit in DIGITS}
    wrong = set()
    for digit, image in shown.items():
        blurred = image.filter(seen)
        own = difference(blurred, ideas[digit])
        others = DIGITS.replace(digit, "")
        wrong |= {digit + o for o in others if difference(blurred, ideas[o]) < MARGIN * own}
    return wrong


@pytest.mark.parametrize("sight", SIGHTS.values(), ids=list(SIGHTS))
def test_blurred_digits_are_told_apart(sight: Sight) -> None:
    for font, known in FONTS:
        assert not taken_for_another({d: form(d, font) for d in DIGITS}, known, sight.blur)


@pytest.mark.parametrize("sight", SIGHTS.values(), ids=list(SIGHTS))
def test_a_zero_with_a_slash_would_be_taken_for_an_eight(sight: Sight) -> None:
    for (font, known), stroke in zip(FONTS, (0.18, 0.26, 0.18, 0.26), strict=True):
        assert "08" in taken_for_another({"0": form("0", font, stroke)}, known, sight.blur)
