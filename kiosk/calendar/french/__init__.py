"""French as people write days and hours: understood where it is sure, refused with the place where it is not.
Pure."""

from kiosk.calendar.french.dates import as_time, is_day, understand_day, understand_hour, understand_hours
from kiosk.calendar.french.grammar import understand
from kiosk.calendar.french.seasons import only_weeks
from kiosk.calendar.french.tokens import NotSure

__all__ = [
    "NotSure",
    "as_time",
    "is_day",
    "only_weeks",
    "understand",
    "understand_day",
    "understand_hour",
    "understand_hours",
]
