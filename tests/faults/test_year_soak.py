"""A bounded part of `year_soak.py`, which runs whole by itself (`make year`), and what it measures with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import seeds
from tests.faults import link_lab
from tests.faults.year_book import Book, Stamp
from tests.faults.year_clocks import YearTime
from tests.faults.year_faults import LIKELY, YearFaults
from tests.faults.year_figures import Evening, Usage, YearFigures
from tests.faults.year_site import YearSite, year_site
from tests.faults.year_soak import YearSoak, soak
from tests.faults.year_van import Differs, YearVan

DAYS, PEOPLE = 2, 10
A_DAY = date(2026, 1, 5)
START = YearTime(1_767_600_000.0, started=1_767_600_000.0)
"""In the morning of that day."""

several_hosts = pytest.mark.skipif(bool(link_lab.unavailable()), reason=link_lab.unavailable())


# --- The year --------------------------------------------------------------------------------------


@several_hosts
@pytest.mark.timeout(300)  # a start takes seconds, and there are several
@pytest.mark.may_block("hosts, disk and keys are made inside the loop, for the test's sake")
async def test_some_days_come_to_what_they_should(tmp_path: Path) -> None:
    year = await soak(tmp_path, DAYS, PEOPLE, seeds.SEED)
    assert year.van.book.visits
    assert len(year.site.printed) >= PEOPLE // 2
    assert len(year.figures.evenings) == DAYS


@several_hosts
@pytest.mark.timeout(300)
@pytest.mark.may_block("hosts, disk and keys are made inside the loop, for the test's sake")
async def test_each_fault_of_the_year_costs_no_visit(tmp_path: Path) -> None:
    async with year_site(tmp_path, START) as site:
        van, rng = await opened(site), seeds.chance()
        faults = YearFaults(van, rng)
        for name in LIKELY:
            await van.take("retraite")
            await faults.befall(name)
            await van.compare(f"after {name}")
        assert set(faults.befell) == set(LIKELY)


@several_hosts
@pytest.mark.timeout(300)
@pytest.mark.may_block("hosts, disk and keys are made inside the loop, for the test's sake")
async def test_a_day_with_the_window(tmp_path: Path) -> None:
    async with year_site(tmp_path, START, windowed=True) as site:
        year = YearSoak(site, 1, 3, 20261130)
        await year.run()
        assert year.van.book.visits >= 1


@several_hosts
@pytest.mark.timeout(300)
@pytest.mark.may_block("hosts, disk and keys are made inside the loop, for the test's sake")
async def test_what_is_lost_or_counted_twice_is_found(tmp_path: Path) -> None:
    async with year_site(tmp_path, START) as site:
        van = await opened(site)
        await van.take("retraite")
        await van.compare("now")
        kept = van.book
        for tampered in (kept.after(van.stamp, counts_one_more), kept.after(van.stamp, forgets)):
            with pytest.raises(Differs, match="should be"):
                await van.compare("tampered with", [tampered])
        van.book = kept
        await site.told("paper", "papers")
        van.check_paper()
        site.printed.update(dict.fromkeys(site.printed, 1))
        with pytest.raises(Differs, match="on paper twice"):
            van.check_paper()


async def opened(site: YearSite) -> YearVan:
    van = YearVan(site)
    await van.switch_on(60, module=True)
    await van.open(A_DAY)
    return van


def counts_one_more(book: Book, now: Stamp) -> None:
    book.count(("retraite", 1))


def forgets(book: Book, now: Stamp) -> None:
    book.people.clear()


# --- What it measures with -------------------------------------------------------------------------


def figures(
    *, memory: int = 0, descriptors: int = 0, threads: int = 0, start: float = 0.0, file: str = ""
) -> YearFigures:
    """Of forty days, on each of which so much more is used than the day before; `file` is there at last."""
    evenings = [
        Evening(
            A_DAY,
            Usage(1, 50_000 + memory * day, 20 + descriptors * day, 5 + threads * day),
            Usage(2, 40_000, 10, 2),
            {"halte.sqlite": 4096, **({file: 1} if file and day > 30 else {})},
        )
        for day in range(40)
    ]
    return YearFigures(evenings, [(1.0 + start * n, 2.0) for n in range(20)])


def test_a_flat_year_is_flat() -> None:
    assert figures().grown() == []
    assert figures(file="halte.day").grown() == []  # a stop that was left open


@pytest.mark.parametrize(
    ("grows", "said"),
    [
        (figures(memory=200), "kiosk: from"),
        (figures(descriptors=1), "descriptors"),
        (figures(threads=1), "44 threads"),
        (figures(start=0.1), "a start: from"),
        (figures(file="halte.sqlite.aside"), "other files"),
    ],
)
def test_what_grows_is_told(grows: YearFigures, said: str) -> None:
    (sentence,) = grows.grown()
    assert said in sentence
