"""Which days can be: decided here once, for the kiosk's clock and for the displays' windows. Pure."""

from __future__ import annotations

from datetime import date

EARLIEST = date(2024, 1, 1)
"""No day before this software was begun is believed; a Raspberry Pi without a battery wakes in the past. A
record without any visit is dated this day."""

LATEST = EARLIEST.replace(year=EARLIEST.year + 30)
"""Nor one so long after it."""


def can_be(day: date) -> bool:
    """Whether a clock that shows `day` may be right."""
    return EARLIEST <= day <= LATEST
