"""The periods of a report: a calendar year or a quarter, and how people write one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from assets.errors import Trouble


class Grain(Enum):
    """What a log's reports are of, chosen once: each year, or each quarter and years summed from them."""

    YEAR = "year"
    QUARTER = "quarter"


class NotAPeriod(Trouble):
    """What was written is no period of a report."""


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year, or one of its quarters (1 to 4)."""

    year: int
    quarter: int | None = None

    @property
    def grain(self) -> Grain:
        return Grain.QUARTER if self.quarter else Grain.YEAR

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last(self) -> date:
        month = 3 * self.quarter if self.quarter else 12
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def closes(self) -> date:
        """The first day on which it is over."""
        return self.last + timedelta(days=1)

    @property
    def before(self) -> Period:
        """The one of the same grain that ends as this one begins."""
        if self.quarter is None or self.quarter == 1:
            return Period(self.year - 1, self.quarter and 4)
        return Period(self.year, self.quarter - 1)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """Those that it is made of."""
        return (self,) if self.quarter else tuple(Period(self.year, quarter) for quarter in (1, 2, 3, 4))

    @property
    def months(self) -> tuple[str, ...]:
        """Each as YYYY-MM, in order."""
        first = self.first.month
        return tuple(f"{self.year:04}-{month:02}" for month in range(first, self.last.month + 1))

    @property
    def key(self) -> str:
        """As a command, a file's name and the register have it: 2026, 2026-T3."""
        return f"{self.year:04}-T{self.quarter}" if self.quarter else f"{self.year:04}"

    def said(self, say: Callable[..., str]) -> str:
        """As a sentence has it: "2026", "T3 2026"."""
        return say("T{quarter} {year}", quarter=self.quarter, year=self.year) if self.quarter else self.key

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


_YEAR = r"(?P<year>20\d\d)"
_QUARTER = r"(?:[tTqQ]\s*(?P<quarter>[1-4])|(?P<nth>[1-4])\s*(?:er|e|ème|eme)?\s*trimestre)"
_WRITTEN = tuple(
    re.compile(form) for form in (_YEAR, rf"{_YEAR}[\s/-]*{_QUARTER}", rf"{_QUARTER}(?:[\s/-]|de\s)*{_YEAR}")
)


def period_of(written: str) -> Period:
    """The one meant by "2026", "2026-T3", "T3 2026" or "3e trimestre 2026". Raises NotAPeriod."""
    for form in _WRITTEN:
        if found := form.fullmatch(written.strip()):
            parts = found.groupdict()
            quarter = parts.get("quarter") or parts.get("nth")
            return Period(int(parts["year"]), int(quarter) if quarter else None)
    raise NotAPeriod(
        "« {written} » n’est pas une période : écrivez une année (2026) ou un trimestre (T3 2026).",
        written=written,
    )


def last_closed(today: date, grain: Grain) -> Period:
    """The newest period of that grain that is over."""
    quarter = (today.month - 1) // 3 + 1 if grain is Grain.QUARTER else None
    return Period(today.year, quarter).before


def closed_between(first: date, today: date) -> Iterator[Period]:
    """Every year and quarter that is over and ends on `first` or later: newest first, a year before its
    quarters."""
    for year in range(today.year, first.year - 1, -1):
        whole = Period(year)
        for one in (whole, *reversed(whole.quarters)):
            if one.closes <= today and one.last >= first:
                yield one
