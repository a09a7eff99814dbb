"""The words in which journeys are written: `Walker` walks them with no window, and tests/ui by touch.

A step is a word or two: what the visitor touches, what happens round them, or what must now be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What visitors do: a control, or where there is none; the next page; the agents' gesture, and a code.
TOUCH, ELSEWHERE, MORE, KNOCK, CODE, WAIT = "touch", "elsewhere", "more", "knock", "code", "wait"
# What is then so.
HELPED, SHEETS, SAID = "helped", "sheets", "said"
SEE, NOT, SCREEN, TAKEN, HEAR, AIDS, USUAL = "see", "not", "screen", "taken", "hear", "aids", "usual"
# What the agents do, and how the record, the printer and the screens are.
CALL, CLOSE, OPEN, RUSH, STAFF = "call", "close", "open", "rush", "staff"
FAIL, BREAK, HANG, STUMBLE = "fail", "break", "hang", "stumble"
PAPER, JAM, SLIP = "paper", "jam", "slip"
# Without a window: the screen is too small for all topics at once.
NARROW = "narrow"

Step = tuple[Any, ...]


@dataclass(frozen=True)
class Story:
    """`steps` in order; in texts that are seen, French and English are given side by side. In other languages
    the French is looked up in the catalogue; a text that is made up of several is not looked for there."""

    name: str
    steps: tuple[Step, ...]


def seen(french: str, english: str) -> Step:
    return (SEE, {"fr": french, "en": english})
