"""How long a visitor may wait: said only when enough is known, and rather too much than too little. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

ENOUGH = 30
"""Visits of known length below which nothing is said: fewer do not tell a usual visit from a rare one."""

CAUTION = 0.6
"""The share of visits that took no longer than the length that is used here; 0.5 would be the median."""

STEP = 5
"""Minutes: an estimate is rounded up to a multiple of this, because it is not exact."""

LONGEST = 90
"""Minutes above which an estimate would be a guess."""


def estimate(ahead: int, lengths: Mapping[int, int], desks: int) -> int | None:
    """Minutes of waiting with `ahead` people before, at `desks` open desks; None when too little is known.

    `lengths` counts the visits of each whole number of minutes, over all days and topics.
    """
    known = sum(lengths.values())
    if ahead < 1 or desks < 1 or known < ENOUGH:
        return None
    minutes = ceil(ahead / desks) * _usual(lengths, known)
    rounded = ceil(minutes / STEP) * STEP
    return rounded if rounded <= LONGEST else None


def _usual(lengths: Mapping[int, int], known: int) -> int:
    """The length that `CAUTION` of the visits did not exceed."""
    seen = 0
    for minutes in sorted(lengths):
        seen += lengths[minutes]
        if seen >= CAUTION * known:
            return minutes
    return max(lengths)
