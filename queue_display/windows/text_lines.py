"""Text broken into lines, and each line put into the order in which its letters are drawn. Pure.

Kivy draws letters from left to right as they come. Arabic letters have to be joined and reversed before, line
by line: so the text is broken into lines here, and not by Kivy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from assets import theme

Measure: TypeAlias = Callable[[str], float]
"""Width of a piece of text on one line, in any unit."""

SPACES = {"\u202f": "\u00a0"}
"""The typeface has no narrow non-breaking space."""

JOIN = "\u2060"
"""Word joiner: what follows belongs to the same word."""


_LEANING = (
    "à au aux avec chez ce ces cette dans de des du en et la le les leur ma mes mon ne nos notre ou par pour "
    "sa sans ses son sous sur un une vers vos votre «"
)

LEANING = frozenset(_LEANING.split())
"""French words that lean on the next one: a line that ends on one of them is read twice."""


def broken(words: str, width: float, measure: Measure, leaning: Collection[str] = ()) -> list[str]:
    """`words` on lines no wider than `width`: as few lines as possible, and as even as possible.

    A word that is wider stays whole on a line of its own: see `fits`. No line ends on one of the `leaning`
    words, in lower case, unless there is no room for it and the next on one line.
    """
    return [line for part in words.split("\n") for line in _even(part, width, measure, leaning)]


def _even(part: str, width: float, measure: Measure, leaning: Collection[str]) -> list[str]:
    # What stays together is decided at the whole width: a narrower one must not part it again.
    words = list(_words(part, width, measure, leaning))
    lines = list(_filled(words, width, measure))
    if len(lines) < 2:
        return lines
    # At the narrowest width that takes no more lines, no single word is left for the last one.
    low, high = 0.0, width
    for _ in range(8):
        middle = (low + high) / 2
        tried = list(_filled(words, middle, measure))
        low, high = (low, middle) if _as_good(tried, lines, middle, measure) else (middle, high)
    return list(_filled(words, high, measure))


def _as_good(tried: list[str], lines: list[str], width: float, measure: Measure) -> bool:
    return len(tried) == len(lines) and fits(tried, width, measure)


def _filled(words: Iterable[str], width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line and not line.endswith(JOIN) else line.removesuffix(JOIN) + word
        if line and measure(longer.removesuffix(JOIN)) > width:
            yield line.removesuffix(JOIN)
            line = word
        else:
            line = longer
    yield line.removesuffix(JOIN)


def _words(part: str, width: float, measure: Measure, leaning: Collection[str]) -> Iterator[str]:
    """The words of `part`, each with those that lean on it, where they have room on one line."""
    for group in _groups(part, leaning):
        together = " ".join(group)
        if measure(together) <= width:
            yield together
        else:
            yield from (piece for word in group for piece in _pieces(word, width, measure))


def _groups(part: str, leaning: Collection[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for word in part.split(" "):
        group.append(word)
        if word.lower() not in leaning:
            yield group
            group = []
    if group:
        yield group


def _pieces(word: str, width: float, measure: Measure) -> Iterator[str]:
    """A word wider than a line, such as the path of a file, is cut after its hyphens and slashes, where JOIN
    marks the cut."""
    if measure(word) <= width:
        yield word
    else:
        *pieces, last = _CUTS.split(word)
        yield from (f"{piece}{JOIN}" for piece in pieces)
        yield last


_CUTS = re.compile("(?<=[-/])(?=.)")


def fits(lines: list[str], width: float, measure: Measure) -> bool:
    return all(measure(line) <= width for line in lines)


def filled(words: str, width: float, measure: Measure, leaning: Collection[str] = ()) -> list[str]:
    """Like `broken`, with as many lines, each as full as it can be: quicker if only their number counts."""
    return [
        line
        for part in words.split("\n")
        for line in _filled(_words(part, width, measure, leaning), width, measure)
    ]


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
