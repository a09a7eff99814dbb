"""Text broken into lines, and each line put into the order in which its letters are drawn. Pure.

Kivy draws letters from left to right as they come. Arabic letters have to be joined and reversed before, line
by line: so the text is broken into lines here, and not by Kivy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from assets import theme

Measure: TypeAlias = Callable[[str], float]
"""Width of a piece of text on one line, in any unit."""

SPACES = {"\u202f": "\u00a0"}
"""The typeface has no narrow non-breaking space."""

JOIN = "\u2060"
"""Word joiner: what follows belongs to the same word."""


def broken(words: str, width: float, measure: Measure) -> list[str]:
    """`words` on lines no wider than `width`: as few lines as possible, and as even as possible.

    A word that is wider stays whole on a line of its own: see `fits`.
    """
    return [line for part in words.split("\n") for line in _even(part, width, measure)]


def _even(part: str, width: float, measure: Measure) -> list[str]:
    lines = list(_filled(part, width, measure))
    if len(lines) < 2:
        return lines
    # At the narrowest width that takes no more lines, no single word is left for the last one.
    low, high = 0.0, width
    for _ in range(8):
        middle = (low + high) / 2
        tried = list(_filled(part, middle, measure))
        low, high = (low, middle) if _as_good(tried, lines, middle, measure) else (middle, high)
    return list(_filled(part, high, measure))


def _as_good(tried: list[str], lines: list[str], width: float, measure: Measure) -> bool:
    return len(tried) == len(lines) and fits(tried, width, measure)


def _filled(part: str, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for word in _words(part, width, measure):
        longer = f"{line} {word}" if line and not line.endswith(JOIN) else line.removesuffix(JOIN) + word
        if line and measure(longer.removesuffix(JOIN)) > width:
            yield line.removesuffix(JOIN)
            line = word
        else:
            line = longer
    yield line.removesuffix(JOIN)


def _words(part: str, width: float, measure: Measure) -> Iterator[str]:
    """The words of `part`; one wider than a line, such as the path of a file, is cut after its hyphens and
    slashes, where JOIN marks the cut."""
    for word in part.split(" "):
        if measure(word) <= width:
            yield word
        else:
            *pieces, last = _CUTS.split(word)
            yield from (f"{piece}{JOIN}" for piece in pieces)
            yield last


_CUTS = re.compile("(?<=[-/])(?=.)")


def fits(lines: list[str], width: float, measure: Measure) -> bool:
    return all(measure(line) <= width for line in lines)


def filled(words: str, width: float, measure: Measure) -> list[str]:
    """Like `broken`, with as many lines, each as full as it can be: quicker if only their number counts."""
    return [line for part in words.split("\n") for line in _filled(part, width, measure)]


@lru_cache(maxsize=4096)
def drawn(line: str, language: str) -> str:
    """One line, with its letters in the order in which they are drawn, from left to right."""
    for sign, other in SPACES.items():
        line = line.replace(sign, other)
    if language not in theme.RIGHT_TO_LEFT:
        return line
    import arabic_reshaper
    from bidi.algorithm import get_display  # the package’s other one does not mirror brackets

    return str(get_display(arabic_reshaper.reshape(line), base_dir="R"))
