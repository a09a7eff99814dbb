"""Logs of vans, made up: the same for the same number."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kiosk.fleet.postgres import VanLog
from kiosk.record.counts import UNKNOWN, Counts, Days
from kiosk.record.merging import LogRows
from tests import seeds

TOPICS = ("retraite", "caf", "impots", "sante", "emploi", "logement")


def van_days(number: int, days: int, first: date = date(2026, 1, 5)) -> Days:
    """So many days in a row, with one to six visits each."""
    draw = seeds.of(number)
    return {first + timedelta(days=n): _day(draw) for n in range(days)}


def _day(draw: random.Random) -> Counts:
    topics: dict[str, int] = {}
    minutes: dict[int, int] = {}
    for _ in range(draw.randint(1, 6)):
        topic, length = draw.choice(TOPICS), draw.choice([UNKNOWN, *range(5, 60, 5)])
        topics[topic] = topics.get(topic, 0) + 1
        minutes[length] = minutes.get(length, 0) + 1
    return Counts(dict(sorted(topics.items())), dict(sorted(minutes.items())))


def rows_of_days(days: Days) -> LogRows:
    """As the log's tables have them."""
    return {
        "topics": [(f"{day}", topic, n) for day, c in days.items() for topic, n in c.topics.items()],
        "minutes": [
            (f"{day}", m, n) for day, c in days.items() for m, n in c.minutes.items() if m != UNKNOWN
        ],
        "minutes_unknown": [
            (f"{day}", c.minutes[UNKNOWN]) for day, c in days.items() if UNKNOWN in c.minutes
        ],
    }


def van_log(number: int, days: int) -> VanLog:
    return VanLog(f"van {number:04}", rows_of_days(van_days(number, days)))
