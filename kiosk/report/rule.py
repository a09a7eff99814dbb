"""The rule of publication: every line of a table stands for at least k visits, or for none. Pure.

Why it holds, against everyone who can subtract. Who reads a report knows the sums of its lines, and from the
calendar which months can have visits in which villages at all.

1. Within a table every difference of what is published is a sum of lines, each 0 or at least k.
2. A count that follows from two tables of the same visits is that of the cells which some months S have apart
   from some villages T, where no visit of T lies outside of S: sum(S) - sum(T). `hides` holds that each of
   these is 0 or at least k. Without a calendar the only such S is all of them. By the duality of transport
   problems the largest value that a cell can have is such a difference, and the width of its interval a sum
   of them: each cell is known to no less than k, or is 0, or is itself at least k.
3. Tables of other visits, of another period, add nothing: no visit is in both. A period is published once
   (`kiosk.report.register`), and a year of quarters is made of their lines (`kiosk.report.yearly`).

`tests/kiosk/report/` has the same by exact elimination, and by an auditor that knows nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assets.errors import Trouble
from kiosk.counted import FEWEST

Meet = Callable[[str, str], bool]
"""Whether a name of one table can have visits in common with a name of another."""


class BadThreshold(Trouble):
    """The threshold that was wanted protects nobody."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Visits counted together under these names; `alone`: one name that stands for itself."""

    names: tuple[str, ...]
    visits: int

    @property
    def alone(self) -> bool:
        return len(self.names) == 1


Lines = tuple[ReportLine, ...]
"""Of one table: what stands alone in the order of its names, then the rest, if any."""


def check_threshold(least: int) -> None:
    """Raises BadThreshold."""
    if least < FEWEST:
        raise BadThreshold("Le seuil ne peut pas être inférieur à {fewest}.", fewest=FEWEST)


def lines_of(counts: Mapping[str, int], least: int) -> Lines:
    """The lines of a table of all visits of a period, `least` or more: names to visits, zeros included."""
    alone = {name: visits for name, visits in counts.items() if visits >= least}
    rest = {name: visits for name, visits in counts.items() if visits < least}
    while alone and 0 < sum(rest.values()) < least:
        smallest = _smallest(alone)
        rest[smallest] = alone.pop(smallest)
    return _lines(counts, alone, sum(rest.values()))


def coarser(lines: Lines) -> Lines:
    """The same table with its smallest line counted in with the rest."""
    alone = {line.names[0]: line.visits for line in lines if line.alone}
    rest = sum(line.visits for line in lines if not line.alone)
    together = [name for line in lines for name in line.names]
    for _ in range(1 if len(alone) < len(together) else 2):  # a rest is made of two
        if alone:
            rest += alone.pop(_smallest(alone))
    return _lines(together, alone, rest)


def _smallest(alone: Mapping[str, int]) -> str:
    return min(alone, key=lambda name: (alone[name], name))


def _lines(names: Sequence[str] | Mapping[str, int], alone: Mapping[str, int], rest: int) -> Lines:
    pooled = tuple(name for name in names if name not in alone)
    lines = [ReportLine((name,), alone[name]) for name in names if name in alone]
    return (*lines, ReportLine(pooled, rest)) if pooled else tuple(lines)


def hidden_together(months: Lines, places: Lines, meet: Meet, least: int) -> Lines:
    """`places` as fine as they may be beside `months`, where the calendar tells which can `meet`."""
    while len(places) > 1 and not hides(months, places, meet, least):
        places = coarser(places)
    return places


def hides(months: Lines, places: Lines, meet: Meet, least: int) -> bool:
    """Whether no count of 1 to `least` - 1 follows from both tables; goes over every choice of the months.

    For a choice of months the villages that lie within them altogether leave the least; fewer of them leave
    more by whole lines.
    """
    reach = [_reach(months, place, meet) for place in places]
    for chosen in range(1 << len(months)):
        there = sum(line.visits for at, line in enumerate(months) if chosen >> at & 1)
        inside = sum(line.visits for line, bits in zip(places, reach, strict=True) if bits | chosen == chosen)
        if 0 < there - inside < least:
            return False
    return True


def _reach(months: Lines, place: ReportLine, meet: Meet) -> int:
    """The months that a line of villages can have visits in, as bits."""
    return sum(
        1 << at
        for at, month in enumerate(months)
        if any(meet(one, other) for one in month.names for other in place.names)
    )
