"""The van of the simulated year beside the account of what it must hold: each command goes into both.

They are compared after each start and at each day's end; where a command was under way as the power or the
network failed, the van shows whether it was carried out.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date
from typing import Any

from assets.days import long_day
from assets.wording import TO_AGENTS
from kiosk.record.record import read_days
from queue_display import messages
from tests.faults.year_acts import DESKS, Act, ends, take
from tests.faults.year_book import TAKE_BACK, Book, Stamp
from tests.faults.year_clocks import YearTime, in_paris
from tests.faults.year_site import YearSite
from tests.faults.year_teller import Told


class Differs(AssertionError):
    """The van holds, or has counted or printed, something else than it should."""


class YearVan:
    """`acts` is how many commands it was given."""

    def __init__(self, site: YearSite) -> None:
        self.site, self.book = site, Book()
        self.acts = 0
        self._by_display = False  # the kiosk goes by a display's time
        self._given: set[tuple[str, int]] = set()  # numbers, each with its day as on paper

    # --- Time --------------------------------------------------------------------------------------

    @property
    def stamp(self) -> Stamp:
        now = self.site.now
        return Stamp(now.true, now.boot, now.vouched or self._by_display)

    async def go(self, seconds: float) -> None:
        """Time passes, and brings about what it does."""
        self.site.go(seconds)
        await self.time_went()

    async def time_went(self) -> None:
        await self.site.time_went()
        self._settle()

    def _settle(self) -> None:
        self.book = self.book.after(self.stamp, lambda book, now: None)

    async def night_went(self, seconds: float) -> None:
        """As `go`, to another day. A kiosk whose clock has not come so far has the stop of the day before
        open still, and its agents close that first."""
        self.site.go(seconds)
        await self.site.time_went()
        if self._by_display or self._wall_day() != self.book.day:
            self.begin_day()
        else:
            self._settle()
            await self.send_home(day_over=True)

    def begin_day(self) -> None:
        if self.book.stop != "closed":
            self.book = self.book.after(self.stamp, lambda book, now: book.night_over())
        self._settle()

    # --- Power -------------------------------------------------------------------------------------

    async def switch_on(self, off: float, *, module: bool) -> None:
        """The machine starts after `off` seconds; without a clock module its clock goes on from where it
        was. Returns with the displays connected."""
        now = self.site.now
        true = now.true + off
        self._by_display = False
        self.site.set(YearTime(true, 0.0 if module else now.off - off, true, now.boot + 1, module))
        began = time.monotonic()
        await self.site.switch_on()
        self._settle()
        await self.site.connected(began)
        self.heard()

    def heard(self) -> None:
        """A display has told the time: the kiosk goes by it if only it has the day that was opened."""
        other_day = self.book.stop != "closed" and self._wall_day() != self.book.day
        self._by_display = not self.site.now.vouched and (self._by_display or other_day)

    def _wall_day(self) -> date:
        return in_paris(self.site.now.true + self.site.now.off).date()

    # --- Commands ----------------------------------------------------------------------------------

    async def open(self, day: date, desk: int = 1) -> None:
        """The agent chooses the day where kiosk and display have different ones."""
        chosen = self._by_display or self._wall_day() != day
        await self.do(Act(messages.Open(day), desk, lambda book, now, n: book.opens(day)))
        self._by_display = chosen and not self.site.now.vouched

    async def close(self, *, day_over: bool) -> None:
        await self.do(Act(messages.Close(day_over), 1, lambda book, now, n: book.closes()))
        await self.go(TAKE_BACK + 1)

    async def send_home(self, *, day_over: bool) -> None:
        """The stop closes, whoever is still there."""
        for desk in DESKS:
            if person := self.book.at(desk):
                await self.do(ends(desk, person.number))
        while self.book.stop != "closed":
            await self.close(day_over=day_over)

    async def take(self, topic: str, desk: int | None = 1) -> None:
        await self.do(take(topic, desk))

    async def do(self, act: Act) -> None:
        """It must be carried out. Raises Differs."""
        answer = await self.ask(act)
        if answer["refused"]:
            raise Differs(f"{self.when()}: {act.ask} was refused: {answer['refused']}")
        if act.takes and answer["number"] in self.book.given:
            raise Differs(f"{self.when()}: number {answer['number']} was given twice")
        self.book = self._with(act, answer["number"], self.stamp)

    async def ask(self, act: Act) -> Told:
        """The van's answer alone."""
        self.acts += 1
        return await self.site.act(act, f"touch-{self.acts}")

    def _with(self, act: Act, number: int, at: Stamp) -> Book:
        return self.book.after(at, lambda book, now: act.happens(book, now, number))

    async def in_doubt(self, act: Act, answer: Told | None, before: Stamp) -> None:
        """Carried out at `before`, or now, or not at all: the van shows which. What it has said that it did
        it has done. Raises Differs."""
        state = await self.site.told("state", "state")
        number = (answer or {}).get("number") or (state["next"] or 1) - 1
        books = [self.book] if answer is None or answer["refused"] else []
        if not act.takes or number not in self.book.given:
            books += [self._with(act, number, at) for at in (before, self.stamp)]
        now = [book.after(self.stamp, lambda book, now: None) for book in books]
        await self.compare(f"after {act.ask}, answered {answer}", now)

    # --- Both accounts -----------------------------------------------------------------------------

    async def compare(self, when: str, books: list[Book] | None = None) -> None:
        """Go on with that of `books` which the van has; None: with the one there is. Raises Differs."""
        books = [self.book] if books is None else books
        state = await self.site.told("state", "state")
        days = await asyncio.to_thread(read_days, self.site.data)
        counted = {day: (dict(c.topics), dict(c.minutes)) for day, c in days.items()}
        fits = [book for book in books if state["seen"] == book.seen() and counted == book.counted()]
        if not fits:
            should = (books or [self.book])[-1]
            raise Differs(f"{self.when()}, {when}:\n{difference(should, state['seen'], counted)}")
        self.book = fits[0]

    def check_paper(self) -> None:
        """No number is on two papers of a day, and none on paper that was not given. Raises Differs."""
        day = long_day(self.book.day, TO_AGENTS, year=False) if self.book.day else ""
        self._given |= {(day, number) for number in self.book.given}
        twice = [one for one, times in self.site.printed.items() if times > 1]
        strange = self.site.printed.keys() - self._given
        if twice or strange:
            raise Differs(f"{self.when()}: on paper twice {twice}, not given {sorted(strange)}")

    def when(self) -> str:
        return f"on {self.book.day}, {in_paris(self.site.now.true):%H:%M:%S}, command {self.acts}"


def difference(book: Book, seen: dict[str, Any], counted: dict[date, Any]) -> str:
    """What is, beside what should be; a day a line."""
    lines = [f"  should be {book.seen()}", f"  is        {seen}"] if seen != book.seen() else []
    right = book.counted()
    for day in sorted(right.keys() | counted.keys()):
        if right.get(day) != counted.get(day):
            lines.append(f"  {day}: should be {right.get(day)}, is {counted.get(day)}")
    return "\n".join(lines)
