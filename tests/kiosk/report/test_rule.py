"""The rule of publication: lines of at least k, against all who can subtract."""

from __future__ import annotations

import os
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.counted import FEWEST
from kiosk.report.rule import (
    BadThreshold,
    ReportLine,
    check_threshold,
    coarser,
    hidden_together,
    hides,
    lines_of,
)
from tests import seeds
from tests.kiosk.report import logs

EXAMPLES = 2000 if "HALTE_REPORT" in os.environ else 200
"""Logs that Hypothesis tries: all of them in `make report-sweep`."""


@settings(max_examples=EXAMPLES, deadline=None)
@given(logs.counts, st.integers(2, 20))
def test_every_line_is_nobody_or_at_least_k_and_they_add_up(counts: dict[str, int], least: int) -> None:
    visits = sum(counts.values())
    lines = lines_of(counts, least)
    assert sorted(name for line in lines for name in line.names) == sorted(counts)
    assert sum(line.visits for line in lines) == visits
    for line in lines:
        assert line.visits == sum(counts[name] for name in line.names)
        assert line.visits == 0 or line.visits >= min(least, visits)


def test_what_is_rare_is_counted_with_the_smallest_that_is_not() -> None:
    lines = lines_of({"a": 40, "b": 11, "c": 3, "d": 0}, 11)
    assert lines == (ReportLine(("a",), 40), ReportLine(("b", "c", "d"), 14))


def test_nobody_is_counted_with_the_rare() -> None:
    lines = lines_of({"a": 40, "c": 6, "d": 0, "e": 7}, 11)
    assert lines == (ReportLine(("a",), 40), ReportLine(("c", "d", "e"), 13))


def test_coarser_ends_with_one_line() -> None:
    lines = lines_of({"a": 40, "b": 20, "c": 15}, 11)
    assert [len(lines), len(lines := coarser(lines)), len(lines := coarser(lines))] == [3, 2, 1]
    assert lines == (ReportLine(("a", "b", "c"), 75),)
    assert coarser(lines) == lines


def test_a_low_threshold_is_refused() -> None:
    check_threshold(FEWEST)
    with pytest.raises(BadThreshold, match="inférieur à 5"):
        check_threshold(FEWEST - 1)


# --- Beside the calendar -----------------------------------------------------------------------------


def test_a_village_served_in_one_month_alone_does_not_give_the_others_away() -> None:
    """20 in January, 15 of them in a village that had no other day: 5 in the other village follow."""
    months = (ReportLine(("01",), 20), ReportLine(("02",), 30))
    places = (ReportLine(("a",), 15), ReportLine(("b",), 35))
    calendar = {("01", "a"), ("01", "b"), ("02", "b")}

    def meet(month: str, place: str) -> bool:
        return (month, place) in calendar

    assert not hides(months, places, meet, 11)
    assert hidden_together(months, places, meet, 11) == (ReportLine(("a", "b"), 50),)
    assert hides(months, places, lambda *_: True, 11)


@pytest.mark.parametrize("least", range(2, 6))
def test_without_a_calendar_a_cell_lies_in_an_interval_of_k(least: int) -> None:
    """Exhaustively: two tables of the same N visits, any two lines of them; the interval is Fréchet's."""
    for visits in range(least, 26):
        sizes = [n for n in range(visits + 1) if n in (0, visits) or least <= n <= visits - least]
        for one, other in product(sizes, sizes):
            low, high = max(0, one + other - visits), min(one, other)
            assert high - low >= least or (low == high and (high == 0 or high >= least))


def test_the_cells_beside_a_calendar_are_as_wide_by_brute_force() -> None:
    """All tables of small sums: the largest and least value of each cell, by going over every one."""
    rng = seeds.of(4)
    tried = 0
    while tried < EXAMPLES // 4:
        calendar = sorted({(rng.choice("ABC"), rng.choice("xyz")) for _ in range(6)})
        cells = {cell: rng.randint(0, 4) for cell in calendar}
        least = rng.randint(2, 4)
        months = tuple(_line(cells, 0, name) for name in sorted({m for m, _ in calendar}))
        places = tuple(_line(cells, 1, name) for name in sorted({p for _, p in calendar}))
        if any(0 < line.visits < least for line in (*months, *places)):
            continue
        tried += 1
        ranges = _ranges(calendar, months, places)
        narrow = any(
            0 < high - low < least or (low == high and 0 < low < least) for low, high in ranges.values()
        )
        met = set(calendar)
        safe = hides(months, places, lambda *cell, met=met: cell in met, least)
        assert not (safe and narrow), (cells, least)


def _line(cells: dict[tuple[str, str], int], at: int, name: str) -> ReportLine:
    return ReportLine((name,), sum(n for cell, n in cells.items() if cell[at] == name))


def _ranges(
    calendar: list[tuple[str, str]], months: tuple[ReportLine, ...], places: tuple[ReportLine, ...]
) -> dict[tuple[str, str], tuple[int, int]]:
    left = {line.names[0]: line.visits for line in (*months, *places)}
    found: dict[tuple[str, str], tuple[int, int]] = {}

    def go(at: int, chosen: list[int]) -> None:
        if at == len(calendar):
            if not any(left.values()):
                for cell, n in zip(calendar, chosen, strict=True):
                    low, high = found.get(cell, (n, n))
                    found[cell] = min(low, n), max(high, n)
            return
        month, place = calendar[at]
        for n in range(min(left[month], left[place]) + 1):
            left[month] -= n
            left[place] -= n
            go(at + 1, [*chosen, n])
            left[month] += n
            left[place] += n

    go(0, [])
    return found
