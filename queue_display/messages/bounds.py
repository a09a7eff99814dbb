"""How large each field of a message may be: a small message stays small, a hostile one harmless.

Both ends refuse a message with a field outside its bounds, so what a kiosk sends must be within them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta

LONGEST_NAME = 64
"""Signs of a name that a person gave: of a van, a place, a display."""

MOST_DESKS = 9
"""Desks of a van, at most; how many of them there are is in the van's settings."""

MOST_COMING = 3
"""Stops that a board is told of besides the moment of the day."""

MOST_FINDINGS = 64
"""Findings of the kiosk's doctor, at most: it has some twenty checks, and one finding for each."""

LONGEST_LABEL = 200
"""Signs of a topic's label."""

LARGEST_NUMBER = 999_999
"""The largest number of anything that is counted. Views are filled up as if every number were as wide."""

LONGEST_LANGUAGE = 35
"""Signs of a language's code, such as "fr": what RFC 5646, 4.4.1 asks to have room for."""

LONGEST_PIECE = 800
"""Letters of a piece of a calendar: with what stands around it, it fits the longest command (`codec`)."""

Number: TypeAlias = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Desk: TypeAlias = Annotated[int, Meta(ge=1, le=MOST_DESKS)]
Key: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
Word: TypeAlias = Annotated[str, Meta(max_length=64)]
"""A word of the language, such as the name of a state, a cause, a refusal; an end may not know it."""
Name: TypeAlias = Annotated[str, Meta(max_length=LONGEST_NAME)]
Identifier: TypeAlias = Annotated[str, Meta(min_length=8, max_length=64)]
Label: TypeAlias = Annotated[str, Meta(max_length=LONGEST_LABEL)]
Language: TypeAlias = Annotated[str, Meta(max_length=LONGEST_LANGUAGE)]
Labels: TypeAlias = Annotated[dict[Language, Label], Meta(max_length=99)]
"""A text by language, such as {"fr": "Retraite", "en": "Retirement"}."""
Values: TypeAlias = Annotated[
    dict[Word, Annotated[int, Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)] | Name], Meta(max_length=9)
]
"""What a condition's sentence is filled with, by name."""
WallTime: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""What a clock shows, with its UTC offset: without it nothing can be made of it."""
Piece: TypeAlias = Annotated[str, Meta(max_length=LONGEST_PIECE)]
RecordedTopic: TypeAlias = Annotated[str, Meta(max_length=1024)]
"""A topic as the record has it: what was saved of a damaged one may be longer than any key."""


def cut(text: str, longest: int) -> str:
    """As much of `text` as may be sent."""
    return text[:longest]


def at_most(number: int) -> int:
    return min(number, LARGEST_NUMBER)
