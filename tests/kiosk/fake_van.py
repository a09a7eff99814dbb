"""A van made by hand for the kiosk's tests: the real engine; printer and voice keep what they are given."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from assets.conditions import Condition
from assets.findings import Finding
from assets.wording import Wording
from kiosk import views
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import CallNext, Close, Command, Open, State, Take, TicketTaken
from kiosk.settings import PlannedStop, ScreenSettings, Settings, load
from kiosk.stops import Doors, VanDay, seen, van_day
from kiosk.touchscreen.journey.state import DisplayChoice
from printer.status import Cause, PaperStatus
from printer.ticket import TicketText
from queue_display.messages import AnyView, Role
from queue_display.pairing.exchange import WrongCode


@dataclass(frozen=True)
class Paper:
    on_paper: bool


@dataclass(frozen=True)
class FakeDisplay:
    name: str
    role: Role
    identifier: str = ""
    desk: int | None = None


BUREAU_1 = DisplayChoice("3f9a0c51b27e", "Bureau 1", Role.AGENT)


class FakePairings:
    """Knows the displays that wait, and the code that each of them shows. `failure` is the search's."""

    def __init__(self) -> None:
        self.paired: tuple[FakeDisplay, ...] = ()
        self.trouble = Condition()
        self.codes = {BUREAU_1: "314159"}
        self.failure: Exception | None = None
        self.delay: Callable[[], Awaitable[None]] | None = None
        self.tried: list[str] = []

    async def look(self, signs: str = "") -> tuple[DisplayChoice, ...]:
        if self.failure:
            raise self.failure
        return tuple(one for one in self.codes if one.identifier.startswith(signs))

    async def pair(self, identifier: str, code: str) -> FakeDisplay:
        if self.delay:
            await self.delay()
        self.tried.append(identifier)
        waiting = next(one for one in self.codes if one.identifier == identifier)
        if code != self.codes[waiting]:
            raise WrongCode
        display = FakeDisplay(waiting.name, waiting.role or Role.AGENT, identifier)
        self.paired += (display,)
        return display

    async def revoke(self, identifier: str) -> bool:
        before = self.paired
        self.paired = tuple(p for p in before if p.identifier != identifier)
        return self.paired != before


@dataclass
class FakeFirstStart:
    """`failure` is what keeps a chosen code from being kept."""

    service_code: str = ""
    offered: bool = False
    failure: Exception | None = None

    def choose(self, code: str) -> None:
        if self.failure:
            raise self.failure
        self.service_code, self.offered = code, False


@dataclass(frozen=True)
class Taken:
    number: int
    ahead: int
    paper: asyncio.Future[Any]


@dataclass
class FakePrinter:
    status: PaperStatus = field(default_factory=lambda: PaperStatus(Cause.READY))
    printed: list[TicketText] = field(default_factory=list)

    async def print(self, ticket: TicketText) -> None:
        self.printed.append(ticket)


@dataclass
class FakeVoice:
    """Keeps what it was asked to say; `private`: what of it was for one visitor's ears."""

    available: bool = True
    adjustable: bool = True
    said: list[tuple[str, str]] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    stopped: int = 0
    tuned: list[tuple[int, int]] = field(default_factory=list)
    gone_on: int = 0

    def say(self, words: str, language: str, private: bool = False) -> None:
        self.said.append((words, language))
        if private:
            self.private.append(words)

    def read(self, words: str, language: str, private: bool = False) -> None:
        self.say(words, language, private)

    def go_on(self) -> None:
        self.gone_on += 1

    def tune(self, volume: int, pace: int) -> None:
        self.tuned.append((volume, pace))

    def stop(self) -> None:
        self.stopped += 1

    def hush(self) -> None:
        pass


class FakeVan:
    """The real engine behind a record that never fails, unless `failure` says so."""

    def __init__(self, settings: Settings, *, opened: bool = True) -> None:
        self._watchers: list[Callable[[], None]] = []
        self.begin(settings, opened=opened)

    def begin(self, settings: Settings, *, opened: bool = True) -> None:
        """Another van behind the same kiosk: nothing has happened yet."""
        self.settings = settings
        self.printer = FakePrinter()
        self.pairings = FakePairings()
        self.first_start = FakeFirstStart(settings.service_code)
        self.seconds = 0.0  # since ten o'clock
        self.spares_paper = False
        self.findings: tuple[Finding, ...] = ()
        self.examined = 0
        self.space: int | OSError = 12_400_000_000
        self.displays: tuple[FakeDisplay, ...] = ()
        self.state = State(date(2026, 11, 23))
        self._doors = Doors(self.state.stop)
        self.failure: Exception | None = None
        self.delay: Callable[[], Awaitable[None]] | None = None
        self.on_paper: bool | None = True  # None: not known before `paper_is`
        self._papers: list[asyncio.Future[Paper]] = []
        self.stumbles = False  # once, when a screen asks for what it shows
        self.identifiers: list[str] = []
        self.taken: list[Take] = []
        if opened:
            self.do(Open())

    @property
    def day(self) -> VanDay:
        return van_day(self.settings.stops, self.state, self.now().wall, self._doors)

    @property
    def lengths(self) -> dict[int, int]:
        if self.stumbles:
            self.stumbles = False
            raise ZeroDivisionError
        return {}

    async def examine(self) -> None:
        self.examined += 1

    async def free_space(self) -> int:
        if isinstance(self.space, OSError):
            raise self.space
        return self.space

    def now(self) -> Moment:
        ten = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
        return Moment(ten + timedelta(seconds=self.seconds), self.seconds, "boot")

    def view_for(self, role: Role, desk: int | None = None) -> AnyView:
        return views.view_for(
            role, views.VanFacts(self.settings, self.state, self.now(), day=self.day, desk=desk)
        )

    def watch(self, watcher: Callable[[], None]) -> None:
        self._watchers.append(watcher)

    def changed(self) -> None:
        self._doors = seen(self._doors, self.state.stop, self.now().wall)
        for watcher in self._watchers:
            watcher()

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.state = decide(self.state, command, self.now()).state
        self.changed()

    def close(self) -> None:
        self.do(Close())

    def rush(self, ago: float) -> None:
        """As many tickets as the paper saver gives a minute were taken, `ago` seconds from now."""
        self.spares_paper = True
        self.do(*(Take("autre") for _ in range(self.settings.tickets_a_minute)))
        self.seconds += ago

    def paper_is(self, there: bool) -> None:
        """The printer knows whether the tickets that were taken are on paper."""
        for paper in self._papers:
            paper.set_result(Paper(there))
        self._papers.clear()

    def call(self, desk: int) -> None:
        self.do(CallNext(desk))

    def start_at(self, number: int) -> None:
        self.state = replace(self.state, next_number=number)

    async def take(
        self, topic: str, priority: bool, identifier: str, say: Wording, *, needs_help: bool = False
    ) -> Taken:
        if self.delay:
            await self.delay()
        if self.failure:
            raise self.failure
        at_most = self.settings.tickets_a_minute if self.spares_paper else 0
        command = Take(topic, priority, at_most, needs_help)
        decision = decide(self.state, command, self.now(), identifier)
        self.state = decision.state
        self.taken.append(command)
        self.identifiers.append(identifier)
        event = next(e for e in decision.events if isinstance(e, TicketTaken))
        self._papers.append(asyncio.get_running_loop().create_future())
        paper = self._papers[-1]
        if self.on_paper is not None:
            self.paper_is(self.on_paper and self.printer.status.paper_expected)
        self.changed()
        return Taken(event.number, event.ahead, paper)


STOPS = (
    PlannedStop(date(2026, 11, 23), "Campigneulles-les-Grandes", time(9, 30), time(12)),
    PlannedStop(date(2026, 11, 25), "Saint-Rémy-au-Bois, place de la Mairie", time(9, 30), time(12)),
)


DEFAULTS = load(None)


def settings(diagonal: float = 10.1) -> Settings:
    return msgspec.structs.replace(
        DEFAULTS, phone="03 21 06 66 66", stops=STOPS, screen=ScreenSettings(diagonal=diagonal, motion=False)
    )
