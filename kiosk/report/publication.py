"""From the days of the log to what may be published of a closed period, and nothing else. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeAlias

from assets.days import WrittenDay
from assets.errors import Trouble
from assets.lengths import CLASSES, UNKNOWN_LENGTH, length_class
from kiosk.counted import LEAST, NOBODY
from kiosk.record.counts import UNKNOWN, Days, Sums, sums_of
from kiosk.report.periods import Grain, Period
from kiosk.report.rule import Lines, ReportLine, hidden_together, lines_of


class By(Enum):
    """What the lines of a table are: one of the first three, chosen once, and the others."""

    TOPIC = "topic"
    OPERATOR = "operator"
    THEME = "theme"
    LENGTH = "length"
    PLACE = "place"
    MONTH = "month"


ATTRIBUTES = (By.TOPIC, By.OPERATOR, By.THEME)
"""What visits may be published by, besides length, place and month."""

ELSEWHERE = "-"
"""The place of a day that the calendar does not have."""

BETWEEN = " + "
"""Between the places of a day that has several: nothing tells which of them a visit was at."""

ROUNDED = 5
"""Minutes to which a mean and a median are rounded."""


SumsOf: TypeAlias = Callable[[Period], Sums]
"""The log, as a report asks for it: the visits of a period, added up."""


def of_days(days: Days) -> SumsOf:
    """A log that is in memory."""
    return lambda period: sums_of(days, period.first, period.last)


class StillOpen(Trouble):
    """The period is not over."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How visits are cut into lines: chosen once for the same visits."""

    by: By = By.TOPIC
    least: int = LEAST
    grain: Grain = Grain.YEAR


@dataclass(frozen=True, slots=True)
class Serving:
    """What else a report goes by: the topics that the van serves, where it stood on each day, and what each
    topic counts as by operator and by theme."""

    topics: tuple[str, ...] = ()
    places: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    counted: Mapping[By, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table that is published: what its lines are, and the lines."""

    by: By
    lines: Lines


@dataclass(frozen=True, slots=True)
class PublicReport:
    """All that is published of a period, and all that a renderer ever sees of it.

    `visits` None: fewer than the threshold, and then nothing else. `average` and `half`: of the visits whose
    length is known, in minutes rounded to 5; None where there are too few, or the period is summed up.
    """

    period: Period
    cut: Cut
    visits: int | None = None
    tables: tuple[ReportTable, ...] = ()
    average: int | None = None
    half: int | None = None

    def table(self, by: By) -> ReportTable | None:
        return next((table for table in self.tables if table.by is by), None)


def published(log: SumsOf, period: Period, cut: Cut, serving: Serving, today: date) -> PublicReport:
    """What of the visits of `period` may be published. Raises StillOpen."""
    check_closed(period, today)
    sums = log(period)
    if sums.visits < cut.least:
        return PublicReport(period, cut)
    average, half = _lengths(sums, cut.least)
    return PublicReport(period, cut, sums.visits, _tables(sums, period, cut, serving), average, half)


def check_closed(period: Period, today: date) -> None:
    """Raises StillOpen where a visit may still come."""
    if today < period.closes:
        raise StillOpen(
            "{period} n’est pas fini : le bilan sera possible à partir du {day}.",
            period=period,
            day=WrittenDay(period.closes),
        )


def counts_by(sums: Sums, period: Period, by: By, serving: Serving) -> dict[str, int]:
    """The visits of a period by topic, operator, theme, length, place or month, zeros included."""
    return {
        By.TOPIC: lambda: _filled(serving.topics, sums.topics),
        By.OPERATOR: lambda: _counted(sums, serving, By.OPERATOR),
        By.THEME: lambda: _counted(sums, serving, By.THEME),
        By.LENGTH: lambda: _filled([*CLASSES, UNKNOWN_LENGTH], _classes(sums)),
        By.PLACE: lambda: _filled(_places_of(period, serving), _places(sums, serving)),
        By.MONTH: lambda: _filled(period.months, _months(sums)),
    }[by]()


def _tables(sums: Sums, period: Period, cut: Cut, serving: Serving) -> tuple[ReportTable, ...]:
    def lines(by: By) -> Lines:
        return lines_of(counts_by(sums, period, by, serving), cut.least)

    months = lines(By.MONTH)
    tables = [ReportTable(cut.by, lines(cut.by)), ReportTable(By.LENGTH, lines(By.LENGTH))]
    if places := _known_places(sums, period, serving):
        met = places
        finest = lines(By.PLACE)
        shown = hidden_together(months, finest, lambda month, place: (month, place) in met, cut.least)
        tables.append(ReportTable(By.PLACE, shown))
    return (*tables, ReportTable(By.MONTH, months))


def _filled(names: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of all these names, then of those that nobody named, in order."""
    return {name: counts.get(name, 0) for name in dict.fromkeys([*names, *sorted(counts)])}


def _counted(sums: Sums, serving: Serving, by: By) -> dict[str, int]:
    """By what each topic counts as; one that nothing is known of counts as nothing."""
    known = serving.counted.get(by, {})
    found: Counter[str] = Counter()
    for topic, visits in sums.topics.items():
        found[known.get(topic, NOBODY)] += visits
    return _filled(sorted({known.get(topic, NOBODY) for topic in serving.topics}), found)


def _classes(sums: Sums) -> Counter[str]:
    found: Counter[str] = Counter()
    for minutes, visits in sums.minutes.items():
        found[length_class(minutes)] += visits
    return found


def _months(sums: Sums) -> Counter[str]:
    found: Counter[str] = Counter()
    for day, visits in sums.by_day.items():
        found[f"{day:%Y-%m}"] += visits
    return found


# --- Where the van stood -----------------------------------------------------------------------------


def place_of(day: date, serving: Serving) -> str:
    """The name under which a day's visits are counted."""
    return BETWEEN.join(sorted(set(serving.places.get(day, ())))) or ELSEWHERE


def _places(sums: Sums, serving: Serving) -> Counter[str]:
    found: Counter[str] = Counter()
    for day, visits in sums.by_day.items():
        found[place_of(day, serving)] += visits
    return found


def _places_of(period: Period, serving: Serving) -> list[str]:
    return sorted({place_of(day, serving) for day in serving.places if day in period})


def _known_places(sums: Sums, period: Period, serving: Serving) -> set[tuple[str, str]]:
    """Which months and places can have visits in common, as anybody knows who has the calendar; none: there
    is no calendar of that period."""
    planned = [day for day in serving.places if day in period]
    return (
        {(f"{day:%Y-%m}", place_of(day, serving)) for day in (*planned, *sums.by_day)} if planned else set()
    )


# --- How long visits took ----------------------------------------------------------------------------


def _lengths(sums: Sums, least: int) -> tuple[int | None, int | None]:
    """Mean and median of the known lengths, rounded; None where fewer than `least` are known."""
    known = {minutes: visits for minutes, visits in sums.minutes.items() if minutes != UNKNOWN}
    many = sum(known.values())
    if many < least:
        return None, None
    minutes = sum(length * visits for length, visits in known.items())
    return _rounded(minutes, many), _rounded(_median(known, many), 1)


def _median(known: Mapping[int, int], many: int) -> int:
    """The lower one."""
    passed = 0
    for length in sorted(known):
        passed += known[length]
        if 2 * passed >= many:
            return length
    return 0


def _rounded(minutes: int, many: int) -> int:
    """The mean to the nearest five, halves up; never nothing."""
    return max(ROUNDED, (2 * minutes + ROUNDED * many) // (2 * ROUNDED * many) * ROUNDED)


# --- A year of quarters ------------------------------------------------------------------------------


def yearly(year: Period, quarters: Iterable[PublicReport], cut: Cut) -> PublicReport:
    """A year made of what is published of its quarters, and of nothing else: it tells nothing new.

    A name stands alone where it does in each quarter that has it; the others are counted together as far as
    they are in any quarter. A quarter that says nothing leaves the year without a figure.
    """
    parts = list(quarters)
    if any(part.visits is None for part in parts):
        return PublicReport(year, cut)
    tables = []
    for by in By:
        found = [table for part in parts if (table := part.table(by))]
        if len(found) == len(parts):
            tables.append(ReportTable(by, _summed([table.lines for table in found])))
    return PublicReport(year, cut, sum(part.visits or 0 for part in parts), tuple(tables))


def _summed(tables: list[Lines]) -> Lines:
    """The finest lines that are sums of whole lines of all the tables."""
    names = list(dict.fromkeys(name for lines in tables for line in lines for name in line.names))
    groups = [{name} for name in names]
    for line in (line for lines in tables for line in lines):
        joined = [group for group in groups if group & set(line.names)]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    visits = [
        sum(line.visits for lines in tables for line in lines if line.names[0] in group) for group in groups
    ]
    made = [
        ReportLine(tuple(name for name in names if name in group), count)
        for group, count in zip(groups, visits, strict=True)
    ]
    return tuple(sorted(made, key=lambda line: (not line.alone, names.index(line.names[0]))))
