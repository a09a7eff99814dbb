"""What an agenda says, as a value: on which days of the week, of the month, of the year, from when to when.
Pure.

    Recurrence     one van's stop, as an agenda's cell has it: its rules, its days off
      StopRule         days of the week, perhaps the first and third of a month only; hours; weeks; a season

It is written as OpenStreetMap's `opening_hours` (`as_osm`), for which there are readers that people know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

MIDNIGHT = 24 * 60
"""Minutes of a day: the last hour that a stop may close at."""


_ALL_DAYS = tuple((month, day) for month in range(1, 13) for day in range(1, 32))
"""Months and days, and some that are none: nothing is ever asked of these."""


class Weeks(Enum):
    """Weeks by their number of ISO 8601; its value is OpenStreetMap's."""

    ODD = "week 1-53/2"
    EVEN = "week 2-52/2"


@dataclass(frozen=True, slots=True, order=True)
class YearDay:
    """A day of the year; `year` None: of each year."""

    month: int
    day: int
    year: int | None = None

    def __str__(self) -> str:
        return f"{f'{self.year} ' if self.year else ''}{MONTHS[self.month - 1]} {self.day:02}"


@dataclass(frozen=True, slots=True)
class Season:
    """From a day of the year to another, both included; or of whole months, where both days are None."""

    months: tuple[int, ...] = ()
    first: YearDay | None = None
    last: YearDay | None = None

    def __str__(self) -> str:
        if self.first and self.last:
            return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return ",".join(_runs(self.months, MONTHS, start=1))

    def apart(self, other: Season) -> bool:
        """Whether surely no day is of both: not said of seasons of one year."""
        return bool(self._days and other._days) and not self._days & other._days

    @property
    def _days(self) -> frozenset[tuple[int, int]]:
        """Month and day of each, as every year has them; none: it is of one year alone."""
        if not (self.first and self.last):
            return frozenset(day for day in _ALL_DAYS if day[0] in self.months)
        if self.first.year or self.last.year:
            return frozenset()
        first, last = (self.first.month, self.first.day), (self.last.month, self.last.day)
        within = {day for day in _ALL_DAYS if first <= day <= last}
        return frozenset(within or {day for day in _ALL_DAYS if day >= first or day <= last})


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """Minutes since midnight, of opening and of closing."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self.opens, self.closes))


@dataclass(frozen=True, slots=True)
class StopRule:
    """`days` from 0, Monday; `nth` of a month: 1 to 5, or -1 for the last; none: each."""

    days: tuple[int, ...]
    hours: tuple[Hours, ...]
    nth: tuple[int, ...] = ()
    weeks: Weeks | None = None
    season: Season | None = None

    def __str__(self) -> str:
        season = str(self.season) if self.season else ""
        weeks = self.weeks.value if self.weeks else ""
        return " ".join(filter(None, (season, weeks, self._days(), ",".join(map(str, self.hours)))))

    def _days(self) -> str:
        if not self.nth:
            return ",".join(_runs(self.days, WEEKDAYS))
        which = ",".join(map(str, self.nth))
        return ",".join(f"{WEEKDAYS[day]}[{which}]" for day in self.days)

    def apart(self, other: StopRule) -> bool:
        """Whether no day is of both."""
        if not set(self.days) & set(other.days):
            return True
        if self.nth and other.nth and not _of_the_month(self.nth) & _of_the_month(other.nth):
            return True
        if self.weeks and other.weeks and self.weeks is not other.weeks:
            return True
        return bool(self.season and other.season and self.season.apart(other.season))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`off`: seasons without stops. `from_day`: none before it; with `every_other`, every second week from
    its week on. `to_day`: none after it. `holidays_off`: none on public holidays."""

    rules: tuple[StopRule, ...]
    off: tuple[Season, ...] = ()
    holidays_off: bool = False
    from_day: date | None = None
    to_day: date | None = None
    every_other: bool = False

    def as_osm(self) -> str:
        """All of it but `from_day`, `to_day` and `every_other`, which OpenStreetMap has no words for."""
        off = [f"{season} off" for season in self.off] + (["PH off"] if self.holidays_off else [])
        return "; ".join([*map(str, self.rules), *off])

    def allows(self, day: date) -> bool:
        """Whether a day that `as_osm` has is one, by the first day, the last, and every other week."""
        if (self.from_day and day < self.from_day) or (self.to_day and day > self.to_day):
            return False
        if not (self.every_other and self.from_day):
            return True
        monday = self.from_day.toordinal() - self.from_day.weekday()
        return (day.toordinal() - monday) // 7 % 2 == 0


def _of_the_month(nth: Sequence[int]) -> set[int]:
    """The last one of a month is its fourth or its fifth."""
    return {place for n in nth for place in ((4, 5) if n == -1 else (n,))}


def _runs(numbers: Sequence[int], names: Sequence[str], start: int = 0) -> list[str]:
    """ "Mo-We", "Fr": those that follow each other as one. Months go on from December to January."""
    runs: list[list[int]] = []
    for number in numbers:
        after = runs and (runs[-1][-1] - start + 1) % len(names) == number - start
        if after:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = []
    for run in runs:
        first, last = names[run[0] - start], names[run[-1] - start]
        parts += [first] if len(run) == 1 else [first, last] if len(run) == 2 else [f"{first}-{last}"]
    return parts
