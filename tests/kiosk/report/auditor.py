"""Who reads all that was ever published, and can calculate. Knows nothing of the rule.

What nobody knows are the cells: how many visits of a month had this name by one table and that by another. A
published line is an equation over them. The calendar, known to everybody, tells which cells are empty.

    Equations.small()     counts of 1 to k - 1 that follow exactly, by elimination with fractions
    widths()              the interval in which each cell lies, by linear programming (HiGHS)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import Any, TypeAlias

Cell: TypeAlias = tuple[str, str, str]
"""A month, and a name by each of two tables."""

Empty: TypeAlias = Callable[[str, str], bool]
"""Whether it is known that nobody came in a month to a place."""

Row: TypeAlias = dict[Cell, Fraction]


@dataclass
class Equations:
    """Sums over the cells of two tables, by what one and the other are named."""

    cells: set[Cell]
    sums: list[tuple[set[Cell], int]] = field(default_factory=list)

    def add(self, cells: Iterable[Cell], visits: int | None) -> None:
        """A published line. One of no visits empties its cells: no count is negative."""
        there = set(cells) & self.cells
        if visits == 0:
            self.cells -= there
            self.sums = [(some - there, total) for some, total in self.sums]
        elif there and visits is not None:
            self.sums.append((there, visits))

    def small(self, least: int, wanted: Iterable[set[Cell]] = ()) -> list[int]:
        """The counts from 1 to `least` - 1 that follow for a cell or for cells `wanted` together."""
        solved = self._solved()
        found = []
        for some in [*({cell} for cell in self.cells), *(set(one) & self.cells for one in wanted)]:
            count = _follows(some, solved)
            if count is not None and 0 < count < least:
                found.append(int(count))
        return found

    def _solved(self) -> dict[Cell, tuple[Row, Fraction]]:
        """The equations in reduced form: each has a cell that no other has."""
        solved: dict[Cell, tuple[Row, Fraction]] = {}
        for some, total in self.sums:
            row, value = _reduced({cell: Fraction(1) for cell in some}, Fraction(total), solved)
            if not row:
                continue
            pivot = min(row)
            factor = row[pivot]
            row, value = {cell: part / factor for cell, part in row.items()}, value / factor
            for other, (their, theirs) in solved.items():
                if pivot in their:
                    solved[other] = _minus(their, theirs, row, value, their[pivot])
            solved[pivot] = row, value
        return solved


def _minus(
    row: Row, value: Fraction, less: Row, less_value: Fraction, times: Fraction
) -> tuple[Row, Fraction]:
    made = dict(row)
    for cell, part in less.items():
        if left := made.get(cell, Fraction(0)) - times * part:
            made[cell] = left
        else:
            made.pop(cell, None)
    return made, value - times * less_value


def _reduced(row: Row, value: Fraction, solved: Mapping[Cell, tuple[Row, Fraction]]) -> tuple[Row, Fraction]:
    for pivot in [cell for cell in row if cell in solved]:
        row, value = _minus(row, value, *solved[pivot], row[pivot])
    return row, value


def _follows(some: Collection[Cell], solved: Mapping[Cell, tuple[Row, Fraction]]) -> Fraction | None:
    """The count of these cells together, if it follows."""
    row, value = _reduced({cell: Fraction(1) for cell in some}, Fraction(0), solved)
    return None if row else -value


# --- From what was published -------------------------------------------------------------------------

Report: TypeAlias = Mapping[str, Any]
"""As the public JSON has it."""


def tables_of(report: Report) -> dict[str, list[tuple[list[str], int]]]:
    """The lines of a public report, by what they are of."""
    return {t["by"]: [(line["names"], line["visits"]) for line in t["lines"]] for t in report["tables"]}


def months_of(report: Report) -> list[str]:
    first, last = report["period"]["from"][:7], report["period"]["to"][:7]
    year = int(first[:4])
    return [month for n in range(1, 13) if first <= (month := f"{year:04}-{n:02}") <= last]


def equations(reports: Iterable[Report], one: str, other: str, empty: Empty = lambda *_: False) -> Equations:
    """Those of two tables, and of the months, as often as they were published, and over whichever periods."""
    published = [(tables_of(report), set(months_of(report))) for report in reports]
    names = [
        {n for tables, _ in published for some, _ in tables.get(by, []) for n in some} for by in (one, other)
    ]
    months = {month for _, span in published for month in span}

    def known(month: str, *both: str) -> bool:
        return any(by == "place" and empty(month, name) for by, name in zip((one, other), both, strict=True))

    made = Equations({cell for cell in product(months, names[0], names[1]) if not known(*cell)})
    for tables, span in published:
        for by, at in (("month", 0), (one, 1), (other, 2)):
            for some, visits in tables.get(by, []):
                made.add({c for c in made.cells if c[at] in some and c[0] in span}, visits)
    return made


def names_of(made: Equations, spans: Iterable[Collection[str]]) -> Iterator[set[Cell]]:
    """All cells of a name, or of two of the same table, in the whole and in each stretch of months that the
    periods cut out."""
    pieces = [*spans, {cell[0] for cell in made.cells}]
    for place in (0, 1, 2):
        names = sorted({cell[place] for cell in made.cells})
        for some in [*combinations(names, 1), *combinations(names, 2)]:
            for piece in pieces if len(some) == 1 else pieces[-1:]:
                yield {cell for cell in made.cells if cell[place] in some and cell[0] in piece}


def _pieces(reports: Iterable[Report]) -> list[set[str]]:
    """The months that no period tells apart."""
    spans = [frozenset(months_of(report)) for report in reports]
    months = sorted(set().union(*spans))
    kinds = {tuple(month in span for span in spans) for month in months}
    return [{m for m in months if tuple(m in span for span in spans) == kind} for kind in sorted(kinds)]


def small_counts(reports: Iterable[Report], least: int, empty: Empty = lambda *_: False) -> list[int]:
    """The counts from 1 to `least` - 1 that follow, whichever two tables one puts together."""
    reports = list(reports)
    found = [
        visits for report in reports for lines in tables_of(report).values() for _, visits in lines
        if 0 < visits < least
    ]  # fmt: skip
    others = sorted({by for report in reports for by in tables_of(report)} - {"month"})
    for one, other in combinations(others, 2) if len(others) > 1 else [(by, "-") for by in others]:
        made = equations([*reports, *_nothing(reports, other)], one, other, empty)
        found += made.small(least, names_of(made, _pieces(reports)))
    return found


def _nothing(reports: list[Report], by: str) -> list[Report]:
    """Where there is one table alone, another of one name that says nothing."""
    if by != "-":
        return []
    return [{"period": report["period"], "tables": [{"by": by, "lines": [{"names": [by], "visits": None}]}]}
            for report in reports[:1]]  # fmt: skip


def widths(made: Equations, fewest: int = 0) -> dict[Cell, tuple[int, int]]:
    """The least and the most that each cell can be, if each that is not empty holds `fewest` at least."""
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    cells = sorted(made.cells)
    variables = {cell: solver.addVariable(lb=fewest) for cell in cells}
    for some, total in made.sums:
        solver.addConstr(sum(variables[cell] for cell in sorted(some)) == total)
    found = {}
    for cell in cells:
        solver.minimize(variables[cell])
        low = round(solver.getInfo().objective_function_value)
        solver.maximize(variables[cell])
        found[cell] = low, round(solver.getInfo().objective_function_value)
    return found
