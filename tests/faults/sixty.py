"""Sixty visitors as fast as it goes, through a kiosk, two consoles and a board: real processes, real TLS.

    python -m tests.faults.sixty [--people 60] [--seed N]

Once over a good network, and once over one that delays everything and drops connections within commands.
After each command the van holds what a second account says (`tests.faults.year_book`), and each display shows
just what the kiosk has for it; in the evening each visit was counted once, and each number printed once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from queue_display import messages
from queue_display.messages import NOT_SENT, UNANSWERED
from tests import seeds
from tests.faults.relay import Relay, Way
from tests.faults.sixty_site import SixtySite, sixty_site
from tests.faults.year_acts import Act, drawn
from tests.faults.year_book import TAKE_BACK, Stamp
from tests.faults.year_clocks import PARIS, YearTime
from tests.faults.year_teller import Told
from tests.faults.year_van import Differs, YearVan
from tests.processes import warm

DAY = date(2026, 1, 5)
MORNING = datetime(2026, 1, 5, 8, 0, tzinfo=PARIS).timestamp()

DELAY = 0.02
"""Seconds, at most, by which a bad network is late, each way."""

OFTEN = 0.12
"""Of the commands, those within which a bad network fails."""

HELD = 0.2
"""Seconds for which it does so where it throws away what is sent."""


class Sixty:
    """A day with `people` visitors. `told` counts what became of commands, `befell` the network's faults."""

    def __init__(self, site: SixtySite, people: int, seed: int, *, bad: bool) -> None:
        self.site, self.van, self._rng = site, YearVan(site), seeds.of(seed)
        self._people, self._bad = people, bad
        self.told: Counter[str] = Counter()
        self.befell: Counter[str] = Counter()

    async def run(self) -> None:
        """Raises Differs."""
        await self.begin()
        while self._goes_on():
            await self._step(self._drawn)
        while self.van.book.stop != "closed":
            await self._step(
                lambda: Act(messages.Close(day_over=True), 1, lambda book, now, n: book.closes())
            )
        await self.van.go(TAKE_BACK + 1)
        await self.site.told("paper", "papers")
        await self.van.compare("in the evening")
        self.van.check_paper()
        if len(self.site.printed) != len(self.van.book.given):
            raise Differs(f"{self.van.when()}: numbers without paper, or none: {self.site.printed}")

    async def begin(self) -> None:
        """The kiosk is switched on, and an agent opens."""
        await self.van.switch_on(60, module=True)
        self.van.begin_day()
        await self.van.open(DAY)

    def _goes_on(self) -> bool:
        """Until everybody has come, and has gone."""
        return self._to_come > 0 or bool(self.van.book.people)

    @property
    def _to_come(self) -> int:
        return self._people - len(self.van.book.given)

    def _drawn(self) -> Act:
        while not (act := drawn(self.van.book, self.van.stamp, self._to_come, self._rng)):
            self.site.go(60)
        return act

    async def _step(self, next_act: Callable[[], Act]) -> None:
        failing = self._bad and (not self.befell or self._rng.random() < OFTEN)
        if not failing:  # what was not carried out brings no view: the time must not have gone on either
            self.site.go(self._rng.randint(1, 240))
        act, before = next_act(), self.van.stamp
        asked = asyncio.create_task(self.van.ask(act))
        if self._bad:
            for relay in self.site.relays.values():
                relay.delay = self._rng.uniform(0, DELAY)
        if failing:
            await self._fail()
        await self._came_to(act, await asked, before)
        await self._alike(act)

    async def _fail(self) -> None:
        """Of a display's connection, whoever's command is under way; it is back when this returns."""
        desk, trouble = self._rng.choice(self.site.desks), self._rng.choice(list(TROUBLES))
        self.befell[trouble] += 1
        await asyncio.sleep(self._rng.uniform(0, 2 * DELAY))  # before the command, within it or after it
        began = time.monotonic()
        await TROUBLES[trouble](self.site.relays[desk])
        await self.site.back(desk, began)

    async def _came_to(self, act: Act, answer: Told, before: Stamp) -> None:
        """Carried out, or else nobody knows. Raises Differs."""
        self.told[answer["refused"] or "carried out"] += 1
        if answer["refused"] not in ("", NOT_SENT, UNANSWERED):
            raise Differs(f"{self.van.when()}: {act.ask} was refused: {answer['refused']}")
        await self.van.in_doubt(act, answer, before)

    async def _alike(self, act: Act) -> None:
        try:
            await self.site.alike()
        except TimeoutError:
            raise Differs(f"{self.van.when()}: a display shows something else after {act.ask}") from None


async def _reset(relay: Relay) -> None:
    relay.reset()


async def _cut(relay: Relay) -> None:
    relay.cut()


async def _deaf_to(ways: Iterable[Way], relay: Relay) -> None:
    """What is sent goes nowhere for a while, and then the connection breaks."""
    relay.deaf = set(ways)
    await asyncio.sleep(HELD)
    relay.deaf.clear()
    relay.reset()


TROUBLES: dict[str, Callable[[Relay], Awaitable[None]]] = {
    "reset": _reset,
    "cut": _cut,
    "commands lost": partial(_deaf_to, [Way.TO_KIOSK]),
    "views lost": partial(_deaf_to, [Way.TO_DISPLAY]),
    "both lost": partial(_deaf_to, Way),
}


async def sixty(folder: Path, people: int, seed: int, *, bad: bool) -> Sixty:
    """The day that has been. Raises Differs."""
    async with sixty_site(folder, YearTime(MORNING, started=MORNING)) as site:
        day = Sixty(site, people, seed, bad=bad)
        await day.run()
        return day


def summary(day: Sixty) -> str:
    told = ", ".join(f"{times} {word}" for word, times in day.told.most_common())
    befell = ", ".join(f"{times} {name}" for name, times in sorted(day.befell.items())) or "nothing befell it"
    given, printed = len(day.van.book.given), len(day.site.printed)
    return f"{given} visitors, {printed} tickets, {day.van.book.visits} visits; commands: {told}; {befell}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=seeds.anew())
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    try:
        for bad in (False, True):
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                day = asyncio.run(sixty(Path(folder), options.people, options.seed, bad=bad))
            network = "bad" if bad else "good"
            print(f"{network} network: {summary(day)}; {time.monotonic() - began:.0f} s", flush=True)
    finally:
        warm.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
