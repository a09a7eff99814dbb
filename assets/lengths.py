"""Visits' lengths, in classes: what a report and an agent's summary count them by. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assets.wording import Text, text

CLASSES: Mapping[str, range] = MappingProxyType(
    {
        "0-15": range(1, 15),
        "15-30": range(15, 30),
        "30-60": range(30, 60),
        "60-120": range(60, 120),
        "120-": range(120, 24 * 60 + 1),
    }
)
"""Whole minutes of each class."""

UNKNOWN_LENGTH = "unknown"
"""The class of visits whose minutes nobody knows."""

LENGTHS: Mapping[str, Text] = MappingProxyType(
    {
        "0-15": text("moins de 15 min"),
        "15-30": text("de 15 à 30 min"),
        "30-60": text("de 30 min à 1 h"),
        "60-120": text("de 1 à 2 h"),
        "120-": text("plus de 2 h"),
        UNKNOWN_LENGTH: text("durée inconnue"),
    }
)
"""In words, the shortest first."""


def length_class(minutes: int) -> str:
    """The class of a length; 0, of which nothing is known, has its own."""
    return next((name for name, span in CLASSES.items() if minutes in span), UNKNOWN_LENGTH)
