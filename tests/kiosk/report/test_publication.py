"""What of a log is published, and the attacks that it must not open: nine tests of issue 15."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.wording import FRENCH, wording
from kiosk.record.counts import Counts
from kiosk.report.issuing import AnotherCut, compared, issued
from kiosk.report.periods import Grain, Period
from kiosk.report.public_json import as_json
from kiosk.report.publication import (
    By,
    Cut,
    PublicReport,
    ReportTable,
    Serving,
    StillOpen,
    of_days,
    place_of,
    published,
)
from kiosk.report.rule import BadThreshold, ReportLine
from tests import seeds
from tests.house.arrows import ROOT
from tests.kiosk.report import auditor
from tests.kiosk.report.logs import MadeUp, example_year, small_log

WHOLE = "HALTE_REPORT" in os.environ
"""All logs, in `make report-sweep`; a part of them in the suite."""

YEAR = Period(2025)
K = Cut(least=5)


def empty_of(serving: Serving) -> auditor.Empty:
    """What everybody knows who has the calendar: where the van was not."""
    known = {(f"{day:%Y-%m}", place_of(day, serving)) for day in serving.places}
    return lambda month, place: (month, place) not in known


def audit(made: MadeUp, reports: list[PublicReport], least: int) -> list[int]:
    """The small counts that follow from all of them."""
    return auditor.small_counts([as_json(report) for report in reports], least, empty_of(made.serving))


# 1, 2, 3


@settings(max_examples=2000 if WHOLE else 40, deadline=None)
@given(st.integers(0, 2**32), st.one_of(st.integers(1, 60), st.integers(1, 3000)), st.integers(2, 20))
def test_every_line_stands_for_k_or_nobody_and_each_table_for_all(seed: int, visits: int, least: int) -> None:
    made = small_log(seeds.chance(seed), visits)
    report = published(made.log, YEAR, Cut(least=least), made.serving, made.today)
    assert (report.visits is None) is (visits < least)
    for table in report.tables:
        assert sum(line.visits for line in table.lines) == visits
        assert all(line.visits == 0 or line.visits >= least for line in table.lines)


@pytest.mark.long("elimination with fractions")
@pytest.mark.parametrize("seed", range(60 if WHOLE else 6))
def test_nothing_small_follows_from_all_that_was_ever_published(seed: int) -> None:
    """Three years, all their tables, some by quarters, and each issued again after the log has changed."""
    rng = seeds.chance(seed)
    known: Mapping[str, PublicReport] = {}
    for year in (2023, 2024, 2025):
        made = small_log(rng, rng.randint(1, 300), year)
        wanted = Period(year, rng.choice((None, 1, 3)))
        known = compared(known, made.log, wanted, K, made.serving, made.today)
        known = issued(known, made.log, wanted, K, made.serving, made.today)
        fewer = {day: counts for day, counts in made.days.items() if day.month > 2}
        again = issued(known, of_days(fewer), Period(year), K, made.serving, made.today)
        assert {key: again[key] for key in known} == known
        assert not audit(made, [report for report in again.values() if report.period.year == year], 5)
        known = again


@pytest.mark.long("linear programmes")
@pytest.mark.parametrize("seed", range(100 if WHOLE else 8))
def test_each_cell_lies_in_an_interval_of_k_or_is_known_to_be_many_or_none(seed: int) -> None:
    rng = seeds.chance(seed)
    made = small_log(rng, rng.randint(5, 200))
    report = as_json(published(made.log, YEAR, K, made.serving, made.today))
    for one, other in (("length", "place"), ("place", "topic"), ("length", "topic")):
        cells = auditor.equations([report], one, other, empty_of(made.serving))
        for low, high in auditor.widths(cells).values():
            assert high - low >= 5 or (low == high and (high == 0 or high >= 5))


# 4

Published: TypeAlias = list[dict[str, Any]]


def _topics(first: int, last: int, least: int = 11) -> dict[str, Any]:
    """A table of topics of these months of the example year."""
    made = example_year()
    days = {day: counts for day, counts in made.days.items() if first <= day.month <= last}
    report = published(of_days(days), YEAR, Cut(least=least), replace(made.serving, places={}), made.today)
    return {**as_json(replace(report, tables=report.tables[:1])), "period": _span(first, last)}


def _span(first: int, last: int) -> dict[str, str]:
    return {"from": f"2025-{first:02}-01", "to": f"2025-{last:02}-28"}


def _lines(by: str, lines: Mapping[tuple[str, ...], int]) -> dict[str, Any]:
    found = [{"names": [*names], "visits": visits} for names, visits in lines.items()]
    return {"period": _span(1, 12), "tables": [{"by": by, "lines": found}]}


def without_joining() -> Published:
    return [_lines("topic", {("a",): 40, ("b",): 20, ("c", "d"): 3})]


def quarters_and_the_year() -> Published:
    return [_topics(1, 12), *(_topics(month, month + 2) for month in (1, 4, 7, 10))]


def running_totals() -> Published:
    return [_topics(1, last) for last in range(1, 13)]


def another_threshold() -> Published:
    return [_topics(1, 12), _topics(1, 12, 5)]


def half_forgotten() -> Published:
    return [_topics(1, 12), _topics(2, 12)]


def day_by_day() -> Published:
    days = example_year().days.values()
    return [_lines("topic", {(name,): n for name, n in counts.topics.items()}) for counts in days]


def a_topic_over_villages() -> Published:
    made = example_year()
    parts: Counter[tuple[str, ...]] = Counter()
    for day, counts in made.days.items():
        parts[(place_of(day, made.serving),)] += counts.topics.get("msa", 0)
    return [_lines("place", parts)]


MUTANTS = (
    without_joining,
    quarters_and_the_year,
    running_totals,
    another_threshold,
    half_forgotten,
    day_by_day,
    a_topic_over_villages,
)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_another_rule_is_found_out(mutant: Callable[[], Published]) -> None:
    assert auditor.small_counts(mutant(), 11)


def test_zeros_apart_from_the_rest_are_found() -> None:
    """Who knows that nobody stands apart knows that each of the others is somebody."""
    apart = _lines("topic", {("a",): 0, ("b",): 0, ("c", "d"): 11, ("e",): 20})
    together = _lines("topic", {("a", "b", "c", "d"): 11, ("e",): 20})
    narrow = []
    for report, fewest in ((apart, 1), (together, 0)):
        made = auditor.Equations({("", name, "") for name in "abcde"})
        for some, visits in auditor.tables_of(report)["topic"]:
            made.add((("", name, "") for name in some), visits)
        intervals = auditor.widths(made, fewest).values()
        narrow.append([high - low for low, high in intervals if 0 < high - low < 11])
    assert narrow[0]
    assert not narrow[1]


@pytest.mark.parametrize("seed", range(20))
def test_a_mean_and_a_median_are_rounded(seed: int) -> None:
    made = small_log(seeds.chance(seed), 50)
    report = published(made.log, YEAR, K, made.serving, made.today)
    assert report.average is not None
    assert report.half is not None
    assert report.average % 5 == report.half % 5 == 0 < report.half


def test_a_year_of_quarters_says_nothing_of_minutes_and_stays_silent_where_a_quarter_does() -> None:
    made = example_year()
    reports = issued({}, made.log, Period(2025, 1), Cut(), made.serving, made.today)
    reports = issued(reports, made.log, YEAR, Cut(), made.serving, made.today)
    assert len(reports) == 5
    year = reports["2025"]
    assert (year.average, year.half, year.visits) == (None, None, 616)
    silent = issued(reports, of_days({}), Period(2024, 1), Cut(), made.serving, made.today)
    assert issued(silent, of_days({}), Period(2024), Cut(), made.serving, made.today)["2024"].visits is None


# 5


@given(st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_what_comes_later_and_in_which_order_changes_nothing(rng: random.Random) -> None:
    made = example_year()
    first = published(made.log, YEAR, Cut(), made.serving, made.today)
    days = [*made.days.items(), (date(2026, 1, 1), Counts({"msa": 1}, {7: 1}))]
    rng.shuffle(days)
    mixed = {day: _shuffled(counts, rng) for day, counts in days}
    assert published(of_days(mixed), YEAR, Cut(), made.serving, date(2027, 5, 3)) == first


def _shuffled(counts: Counts, rng: random.Random) -> Counts:
    topics, minutes = [*counts.topics.items()], [*counts.minutes.items()]
    rng.shuffle(topics)
    rng.shuffle(minutes)
    return Counts(dict(topics), dict(minutes))


# 6


@pytest.mark.long("elimination with fractions")
@pytest.mark.parametrize("known", [1, 2])
def test_an_insider_who_subtracts_the_visits_known_to_him_sees_no_single_other(known: int) -> None:
    made = small_log(seeds.chance(known), 150)
    report = published(made.log, YEAR, Cut(), made.serving, made.today)
    assert report.tables
    assert not audit(made, [report], 11 - known)


# 8, 9


def test_an_open_period_is_refused_with_the_day_it_closes() -> None:
    for period, last, told in (
        (
            YEAR,
            date(2025, 12, 31),
            "2025 n’est pas fini : le bilan sera possible à partir du jeudi 1er janvier 2026.",
        ),
        (
            Period(2026, 2),
            date(2026, 6, 30),
            "T2 2026 n’est pas fini : le bilan sera possible à partir du mercredi",
        ),
    ):
        with pytest.raises(StillOpen) as refused:
            issued({}, of_days({}), period, Cut(), Serving(), last)
        assert refused.value.said(wording(FRENCH)).replace("\N{NBSP}", " ").startswith(told)


def test_it_needs_neither_numpy_nor_a_solver() -> None:
    program = (
        "import sys, kiosk.report.issuing, kiosk.report.public_json\n"
        "print(*{'numpy', 'highspy', 'sqlite3', 'kivy', 'jinja2', 'asyncio'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == ""


# --- What is refused, and what is lost ----------------------------------------------------------------


def test_another_cut_of_the_same_visits_is_refused() -> None:
    made = example_year()
    known = issued({}, made.log, YEAR, Cut(), made.serving, made.today)
    for period, cut in (
        (Period(2025, 2), Cut()),
        (YEAR, Cut(By.OPERATOR)),
        (YEAR, Cut(least=12)),
    ):
        with pytest.raises(AnotherCut, match=r"sujet, par année, avec un seuil de 11\. Un autre"):
            issued(known, made.log, period, cut, made.serving, made.today)
    assert issued(known, of_days({}), YEAR, Cut(), Serving(), made.today) == known


def test_a_low_threshold_is_refused() -> None:
    with pytest.raises(BadThreshold):
        issued({}, of_days({}), Period(2020), Cut(least=4), Serving(), date(2025, 1, 1))


def test_few_visits_say_nothing_else() -> None:
    made = small_log(seeds.chance(1), 10)
    report = published(made.log, YEAR, Cut(), made.serving, made.today)
    assert report == PublicReport(YEAR, Cut())


def test_a_day_with_two_stops_is_a_place_of_its_own_and_one_without_is_elsewhere() -> None:
    day, other = date(2025, 3, 4), date(2025, 3, 5)
    days = {day: Counts({"msa": 20}, {5: 20}), other: Counts({"msa": 30}, {5: 30})}
    service = Serving(("msa",), {day: ("Waben", "Attin")})
    report = published(of_days(days), YEAR, Cut(), service, date(2026, 1, 1))
    table = report.table(By.PLACE)
    assert table is not None
    assert table.lines == (ReportLine(("Attin + Waben",), 20), ReportLine(("-",), 30))
    assert published(of_days(days), YEAR, Cut(), Serving(), date(2026, 1, 1)).table(By.PLACE) is None


def own_share(tables: list[ReportTable], visits: int) -> float:
    return sum(line.visits for table in tables for line in table.lines if line.alone) / visits


def test_what_is_lost_on_the_example_year() -> None:
    """The share of visits that stand under their own topic, by year and by quarter: see docs/report.md."""
    made = example_year()
    whole = published(made.log, YEAR, Cut(), made.serving, made.today)
    quarters = [published(made.log, part, Cut(), made.serving, made.today) for part in YEAR.quarters]
    by_year = own_share([whole.tables[0]], 616)
    by_quarter = own_share([part.tables[0] for part in quarters], 616)
    print(f"under their own topic: {by_year:.0%} by year, {by_quarter:.0%} by quarter")
    assert by_year > 0.9
    assert by_quarter > 0.5
    assert Cut().grain is Grain.YEAR
