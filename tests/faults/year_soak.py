"""A year of the van, played fast through its real processes: each visit counted once, and nothing grows.

    python -m tests.faults.year_soak --days 250 --people 616 [--seed N] [--window]

Kiosk and displays are processes on hosts of their own, linked by TLS; the printer is the simulated one on a
serial line, the data folder a disk of its own. Only the time is not theirs (`tests.faults.year_clocks`). What
befalls them is drawn from the seed; where in a command a power cut falls is not, for that is a race.

What the van holds and has counted is compared with a second account (`tests.faults.year_book`). Needs root.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from queue_display import messages
from tests import seeds
from tests.faults import link_lab
from tests.faults.year_acts import Act, drawn
from tests.faults.year_clocks import PARIS, YearTime, in_paris
from tests.faults.year_faults import LIKELY, YearFaults
from tests.faults.year_figures import Evening, YearFigures, table
from tests.faults.year_site import YearSite, year_site
from tests.faults.year_van import YearVan

FIRST_DAY = date(2026, 1, 5)
OPENS, LATEST = 8.5, 19
"""Hours of a day: when the stop opens, and from which on everybody hurries."""

PACE = 240.0
"""Seconds between two commands, on average, on a day that is not full."""

ROUGH, PERIOD = 6, 50
"""Of so many days in a row, the first ones in which the power fails, by day and by night; then it stays on,
so that a process grows old enough for a leak to be seen."""

TOLD_EVERY = 25
"""Days."""


class YearSoak:
    """`days` working days with `people` visitors in all, and those whom the faults bring."""

    def __init__(self, site: YearSite, days: int, people: int, seed: int) -> None:
        self.site, self.van, self._rng = site, YearVan(site), seeds.of(seed)
        self.faults = YearFaults(self.van, self._rng)
        self.figures = YearFigures(starts=site.starts)
        self._days = [FIRST_DAY + timedelta(days=n // 5 * 7 + n % 5) for n in range(days)]
        self._arrivals = Counter(self._rng.randrange(days) for _ in range(people))

    async def run(self, tell: Callable[[str], None] = lambda line: None) -> None:
        for n, day in enumerate(self._days):
            rough = n % PERIOD < ROUGH
            await self._morning(day, rough=rough)
            await self._day(self._arrivals[n], rough=rough)
            await self._evening(day, rough=rough, last=n % PERIOD == ROUGH - 1)
            if (n + 1) % TOLD_EVERY == 0:
                tell(f"day {n + 1}: {self.summary()}")

    def summary(self) -> str:
        befell = ", ".join(f"{times} {name}" for name, times in sorted(self.faults.befell.items()))
        return f"{self.van.acts} commands, {self.van.book.visits} visits; {befell}"

    async def _morning(self, day: date, *, rough: bool) -> None:
        opens = datetime(day.year, day.month, day.day, tzinfo=PARIS).timestamp() + 3600 * OPENS
        gone = opens - self.site.now.true
        if self.site.kiosk:
            await self.van.night_went(gone)
        else:
            module = not rough or self.van.book.stop != "closed" or self._rng.random() < 0.6
            self.faults.befell["start without a clock"] += not module
            await self.van.switch_on(gone, module=module)
            self.van.begin_day()
        await self.van.open(day)

    async def _day(self, arrivals: int, *, rough: bool) -> None:
        pace = min(PACE, 3600 * (LATEST - OPENS) / (5.0 * arrivals + 1))
        faults = self._faults_of(arrivals, rough=rough)
        while arrivals or faults or self.van.book.people:
            self._go_on(pace)
            if faults and self._rng.random() < len(faults) / (4 * arrivals + 1):
                await self.faults.befall(faults.pop())
            if act := drawn(self.van.book, self.van.stamp, arrivals, self._rng):
                arrivals -= act.takes
                await self.van.do(act)

    def _go_on(self, pace: float) -> None:
        quick = in_paris(self.site.now.true).hour >= LATEST or self._rng.random() < 0.2
        self.site.go(self._rng.randint(3, 12) if quick else 1 + int(self._rng.expovariate(1 / pace)))

    def _faults_of(self, arrivals: int, *, rough: bool) -> list[str]:
        likely = LIKELY if rough else {name: LIKELY[name] for name in LIKELY if name != "power"}
        faults = [name for name, chance in likely.items() if self._rng.random() < chance]
        self._rng.shuffle(faults)
        return faults

    async def _evening(self, day: date, *, rough: bool, last: bool) -> None:
        if rough and self._rng.random() < 0.3:
            await self._leave_open()
        else:
            await self._close(log_fails=self._rng.random() < 0.1)
        await self.site.told("paper", "papers")
        await self.site.told("doctor", "examined")
        await self.van.compare("in the evening")
        self.van.check_paper()
        self._weigh(day)
        if last or (rough and self._rng.random() < 0.8):  # the calm days begin with a start too
            self.faults.befell["night off"] += 1
            await self.site.switch_off()

    async def _leave_open(self) -> None:
        """Nobody closes, and somebody is still at a desk."""
        self.faults.befell["stop left open"] += 1
        await self.van.take("caf")
        self.site.go(60)
        await self.van.do(Act(messages.CallNext(), 1, lambda book, now, n: book.calls(1, now)))

    async def _close(self, *, log_fails: bool) -> None:
        """`log_fails`: the log takes no day at first, and nothing is lost."""
        if log_fails:
            self.faults.befell["log that takes no day"] += 1
            await self.site.fail_disk("build", errno.ENOSPC)
        await self.van.close(day_over=True)
        if log_fails:
            await self.van.compare("with a log that takes no day")
            await self.site.fail_disk()
            await self.van.time_went()

    def _weigh(self, day: date) -> None:
        self.figures.evenings.append(Evening(day, *self.site.weigh(), self.site.files()))


async def soak(
    folder: Path,
    days: int,
    people: int,
    seed: int,
    *,
    windowed: bool = False,
    tell: Callable[[str], None] = print,
) -> YearSoak:
    """The year that has been. Raises Differs."""
    first = datetime.combine(FIRST_DAY, datetime.min.time(), PARIS).timestamp()
    async with year_site(folder, YearTime(first, started=first), windowed=windowed) as site:
        year = YearSoak(site, days, people, seed)
        await year.run(tell)
        return year


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=250)
    parser.add_argument("--people", type=int, default=616)
    parser.add_argument("--seed", type=int, default=seeds.anew())
    parser.add_argument("--window", action="store_true", help="with the touchscreen, used by touches")
    options = parser.parse_args()
    if why := link_lab.unavailable():
        sys.stderr.write(f"{why}\n")
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # hosts and disk are taken away again
    tell(f"seed {options.seed}: {options.days} days, {options.people} people")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder), options.days, options.people, options.seed
        year = asyncio.run(soak(*given, windowed=options.window, tell=tell))
    grown = year.figures.grown()
    tell(f"{year.summary()}; {time.monotonic() - began:.0f} s\n{table(year.figures)}")
    tell("\n".join(f"not flat: {sentence}" for sentence in grown) or "flat")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
