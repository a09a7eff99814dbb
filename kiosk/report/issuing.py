"""A report is made once, and given again as it was. Pure.

Whatever becomes of the log or the settings later (a visit counted late, a day put right or forgotten, other
topics, a calendar corrected), the second copy is the first: two of the same visits could be subtracted from
each other. Another cut of them is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assets.errors import Trouble
from assets.wording import FRENCH, Text, text, wording
from kiosk.report.periods import Grain, Period
from kiosk.report.publication import By, Cut, PublicReport, Serving, SumsOf, check_closed, published, yearly
from kiosk.report.rule import check_threshold

Reports = Mapping[str, PublicReport]
"""What has been published, by the key of its period."""

GRAINS: Mapping[Grain, Text] = {Grain.YEAR: text("par année"), Grain.QUARTER: text("par trimestre")}
CUTS: Mapping[By, Text] = {
    By.TOPIC: text("sujet"),
    By.OPERATOR: text("opérateur"),
    By.THEME: text("thème"),
}


class AnotherCut(Trouble):
    """The visits have been published otherwise."""


def usual(reports: Reports, period: Period, cut: Cut) -> Cut:
    """`cut`, by the grain of this period: a year is summed up once a quarter of it is out."""
    quarters = any(part.key in reports for part in period.quarters)
    grain = Grain.QUARTER if period.quarter or quarters else Grain.YEAR
    return Cut(cut.by, cut.least, grain)


def check_cut(reports: Reports, period: Period, cut: Cut) -> None:
    """Raises AnotherCut where visits of the same year have been published by another cut."""
    for report in reports.values():
        if report.period.year == period.year and report.cut != cut:
            raise AnotherCut(
                "Ces visites sont déjà publiées par {how}. Un autre découpage ferait apparaître des lignes de"
                " moins de {k} visites.",
                how=_How(report.cut),
                k=report.cut.least,
            )


@dataclass(frozen=True, slots=True)
class _How:
    """A cut, as it stands in a sentence."""

    cut: Cut

    def said(self, say: Callable[..., str]) -> str:
        by, grain = say(CUTS[self.cut.by]), say(GRAINS[self.cut.grain])
        return say("{by}, {grain}, avec un seuil de {k}", by=by, grain=grain, k=self.cut.least)

    def __str__(self) -> str:
        return self.said(wording(FRENCH))


def issued(
    known: Reports, log: SumsOf, period: Period, wanted: Cut, serving: Serving, today: date
) -> dict[str, PublicReport]:
    """All that is published once this period's report is; what was stays as it was. Pure.

    Raises StillOpen, BadThreshold, AnotherCut.
    """
    if period.key in known and known[period.key].cut == usual(known, period, wanted):
        return dict(known)
    check_closed(period, today)
    check_threshold(wanted.least)
    cut = usual(known, period, wanted)
    check_cut(known, period, cut)
    reports = dict(known)
    if cut.grain is Grain.YEAR:
        reports[period.key] = published(log, period, cut, serving, today)
        return reports
    for quarter in period.quarters:
        if quarter.key not in reports:
            reports[quarter.key] = published(log, quarter, cut, serving, today)
    if not period.quarter:
        reports[period.key] = yearly(period, [reports[part.key] for part in period.quarters], cut)
    return reports


def compared(
    known: Reports, log: SumsOf, period: Period, wanted: Cut, serving: Serving, today: date
) -> Reports:
    """As `issued`, of the period before, if the log has a day of it; `known` if not, or if it is cut
    otherwise."""
    if period.before.key not in known and not log(period.before).visits:
        return known
    try:
        return issued(known, log, period.before, wanted, serving, today)
    except AnotherCut:
        return known
