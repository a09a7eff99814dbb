"""What one log has that another lacks. Pure.

A log only grows, but where somebody has it forget or mends it. So what a backup has and the log lacks is
either meant, or the sign of another van, an empty disk, a lost log: nobody replaces it unasked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kiosk.keep import first_kept
from kiosk.record.counts import NOTHING, Counts, Days


@dataclass(frozen=True, slots=True)
class Tally:
    """So many visits, of so many days."""

    days: int
    visits: int

    def __bool__(self) -> bool:
        return self.visits > 0


def tally(days: Days) -> Tally:
    return Tally(len(days), sum(counts.visits for counts in days.values()))


def only_in(some: Days, other: Days, since: date = date.min) -> Tally:
    """The visits of `some` that `other` lacks, of the days from `since` on."""
    lacking = {
        day: missing
        for day, counts in some.items()
        if day >= since and (missing := _missing(counts, other.get(day, NOTHING)))
    }
    return Tally(len(lacking), sum(lacking.values()))


def _missing(some: Counts, other: Counts) -> int:
    """By topics or by minutes, whichever tells of more: a day may have been mended by one alone."""
    topics, minutes = Counter(some.topics), Counter(some.minutes)
    topics.subtract(other.topics)
    minutes.subtract(other.minutes)
    return max(sum(n for n in left.values() if n > 0) for left in (topics, minutes))


def forgotten_before(log: Days, months: int | None) -> date:
    """The day before which a log that keeps so many months may lack what a backup still has."""
    return first_kept(max(log), months) if log and months else date.min
