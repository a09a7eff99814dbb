"""What the processes of the simulated year use, and whether it stays flat."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE

WARM = 0.25
"""Part of a process's days after which its memory is counted: what is made once has been made by then."""

LONG_RUN = 12
"""Days without a start from which on a process's memory is looked at."""

GROWS = 1.05
"""How much more memory a run's last part may have than its first. Within the first thousands of commands the
heap still takes its size: 3 % of 62 MB in 33 full days, while what Python holds stays (`tracemalloc`)."""

MOST_THREADS = 4 + min(32, (os.cpu_count() or 1) + 4)
"""The process's own, the record's, the printer's, the finder's; and asyncio's pool, which fills up in time to
what `concurrent.futures.ThreadPoolExecutor` allows, and keeps them."""

SLOWER = 1.25
"""How much more of the processor a start in the year's last quarter may take than in its first."""


@dataclass(frozen=True)
class Usage:
    """Of a process: kB resident, open descriptors, threads."""

    pid: int
    memory: int
    descriptors: int
    threads: int


def usage(pid: int) -> Usage:
    of = Path(f"/proc/{pid}")
    resident = int((of / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    return Usage(pid, resident, len(list((of / "fd").iterdir())), len(list((of / "task").iterdir())))


def cpu_seconds(pid: int) -> float:
    """Of the processor, so far: what a start costs, whatever else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Evening:
    """What was weighed at a day's end. `files` are the data folder's, with their bytes."""

    day: date
    kiosk: Usage
    display: Usage
    files: dict[str, int]


@dataclass
class YearFigures:
    """All evenings; `starts` as of `YearSite`."""

    evenings: list[Evening] = field(default_factory=list)
    starts: list[tuple[float, float]] = field(default_factory=list)

    def lasting(self, which: Callable[[Evening], Usage]) -> list[list[Usage]]:
        """By process, those that ran `LONG_RUN` days or more: each from when it is warm."""
        runs: dict[int, list[Usage]] = {}
        for evening in self.evenings:
            runs.setdefault(which(evening).pid, []).append(which(evening))
        return [run[int(len(run) * WARM) :] for run in runs.values() if len(run) >= LONG_RUN]

    def grown(self) -> list[str]:
        """A sentence for each thing that is not flat."""
        return [
            *self._of("kiosk", lambda e: e.kiosk),
            *self._of("display", lambda e: e.display),
            *self._rest(),
        ]

    def _of(self, name: str, which: Callable[[Evening], Usage]) -> Iterable[str]:
        for run in self.lasting(which):
            for what, most in (
                ("memory", GROWS),
                ("descriptors", 1.0),
            ):
                first, last = first_and_last([getattr(used, what) for used in run], 3)
                if last > first * most:
                    yield f"{name}: from {first:.0f} to {last:.0f} {what} in {len(run)} days"

    def _rest(self) -> Iterable[str]:
        threads = max((max(e.kiosk.threads, e.display.threads) for e in self.evenings), default=0)
        if threads > MOST_THREADS:
            yield f"{threads} threads"
        cpu = [cpu for cpu, _wall in self.starts]
        first, last = first_and_last(cpu, 4, min)  # a busy machine only adds to it
        if len(self.starts) >= 8 and last > first * SLOWER:
            yield f"a start: from {first:.2f} to {last:.2f} s of the processor"
        names = {frozenset(evening.files) - {DAY_FILE} for evening in self.evenings if FILE in evening.files}
        if len(names) > 1:
            yield f"other files in the data folder: {sorted(map(sorted, names))}"


def first_and_last(
    values: Sequence[float], parts: int, what: Callable[[Sequence[float]], float] = statistics.median
) -> tuple[float, float]:
    """The medians, or `what`, of the first and of the last of so many equal parts; 0 where there are none."""
    if not values:
        return 0.0, 0.0
    size = max(1, len(values) // parts)
    return what(values[:size]), what(values[-size:])


def table(figures: YearFigures) -> str:
    """For people."""
    lines = [f"  {'':34}{'first':>10}{'last':>10}   (medians of quarters)"]
    cpu, wall = ([start[n] for start in figures.starts] for n in (0, 1))
    lines.append(_row("start, s of the processor, least", *first_and_last(cpu, 4, min), digits=2))
    lines.append(_row("start, s", *first_and_last(wall, 4), digits=2))
    for name, which in (("kiosk", lambda e: e.kiosk), ("display", lambda e: e.display)):
        for run in figures.lasting(which):
            days = f"{len(run)} days"
            for what in ("memory", "descriptors", "threads"):
                pair = first_and_last([getattr(u, what) for u in run], 3)
                lines.append(_row(f"{name}, {what}, {days}", *pair))
    first, last = figures.evenings[0], figures.evenings[-1]
    lines.append(_row("files in the data folder", len(first.files), len(last.files)))
    lines.append(_row("bytes in the data folder", sum(first.files.values()), sum(last.files.values())))
    return "\n".join(lines)


def _row(what: str, first: float, last: float, digits: int = 0) -> str:
    return f"  {what:34}{first:10.{digits}f}{last:10.{digits}f}"
