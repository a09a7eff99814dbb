"""A kiosk with its real queue and several displays, over real TLS, with a relay before each display."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from kiosk import settings, views
from kiosk.clock import Moment
from kiosk.queue import Decision, Refused, State, VisitEnded
from kiosk.queue_service import QueueService
from queue_display.link import Asker, DisplayServer, KioskLink, LinkState
from queue_display.messages import AnyView, Do, Done, Role
from queue_display.network.discovery import Sighting
from queue_display.network.endpoint import Endpoint
from queue_display.trust import Trust, pair_locally
from tests.faults.relay import Relay

LOOPBACK = ("127.0.0.1",)
SETTINGS = settings.load(None)
DAY = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)


def now() -> Moment:
    """One and the same moment: nothing in these tests is about time as the queue sees it."""
    return Moment(DAY, 0.0, "boot")


class Memory:
    """A record that forgets, and counts."""

    def __init__(self) -> None:
        self.visits = 0

    async def save(self, before: State, decision: Decision) -> None:
        await asyncio.sleep(0)  # others get their turn, as with a real disk
        self.visits += sum(isinstance(event, VisitEnded) for event in decision.events)

    async def counted(self, day: date) -> int:
        return 0


class Van:
    """The kiosk: its queue, and how often each command was carried out."""

    def __init__(self, trust: Trust) -> None:
        self.settings = SETTINGS
        self.record = Memory()
        self.service = QueueService(State(DAY.date()), self.record, now)
        self.done: Counter[str] = Counter()
        self.service.listen(lambda state: self.link.push())
        self.relays: dict[str, Relay] = {}
        self.told: Callable[[], None] = lambda: None  # called when displays come and go
        self.link = KioskLink(
            "van",
            self.answer,
            self.view_for,
            trust=trust,
            on_change=lambda: self.told(),
            interfaces=LOOPBACK,
            seek=self._seek,
        )

    async def answer(self, asker: Asker, do: Do) -> Done:
        try:
            await self.service.submit(views.command(do.ask, asker.desk or 0), do.identifier)
        except Refused as refused:
            return Done(do.identifier, refused.reason.name.lower())
        self.done[do.identifier] += 1
        return Done(do.identifier)

    def view_for(self, role: Role, desk: int | None = None) -> AnyView:
        return views.view_for(role, views.VanFacts(self.settings, self.service.state, now(), desk=desk))

    async def _seek(self, on_sight: Callable[[Sighting], None], *missing: object, **options: object) -> None:
        for identifier, relay in self.relays.items():
            on_sight(Sighting(identifier, (Endpoint("127.0.0.1", relay.port),)))
        await asyncio.Event().wait()


@dataclass
class Screen:
    """A display, and what its people see."""

    role: Role
    desk: int | None
    server: DisplayServer = field(init=False)
    relay: Relay = field(init=False)
    view: AnyView | None = None
    state: LinkState = field(default_factory=LinkState)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, view: AnyView) -> None:
        self.view = view
        self.changed.set()

    def tell(self, state: LinkState) -> None:
        self.state = state
        self.changed.set()

    async def until(self, test: Callable[[Screen], bool], seconds: float = 20.0) -> None:
        async with asyncio.timeout(seconds):
            while not test(self):
                self.changed.clear()
                await self.changed.wait()


@dataclass(frozen=True)
class Keys:
    """Opened before the loop runs: the kiosk's, and one for each display."""

    kiosk: Trust
    displays: tuple[tuple[Role, int | None, Trust], ...]


def keys(folder: Path, agents: int, boards: int) -> Keys:
    kiosk = Trust.open(folder / "kiosk")
    ends: list[tuple[Role, int | None, Trust]] = []
    for number in range(1, agents + boards + 1):
        role, desk = (Role.AGENT, number) if number <= agents else (Role.BOARD, None)
        trust = Trust.open(folder / f"display-{number}")
        pair_locally(kiosk, trust, van="van", name=f"display {number}", role=role, desk=desk)
        ends.append((role, desk, trust))
    return Keys(kiosk, tuple(ends))


async def nothing_announced(*args: object, **options: object) -> None:
    """No announcement, for as long as one lasts: until it is cancelled."""
    await asyncio.Event().wait()


NO_OTHERS: Mapping[str, Relay] = MappingProxyType({})


@asynccontextmanager
async def world(
    these: Keys, others: Mapping[str, Relay] = NO_OTHERS
) -> AsyncIterator[tuple[Van, list[Screen]]]:
    """All of them running and connected; nothing left of it afterwards. `others`: where more displays are."""
    van = Van(these.kiosk)
    van.relays.update(others)
    screens = []
    async with AsyncExitStack() as stack:
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        running = []
        for role, desk, trust in these.displays:
            screen = Screen(role, desk)
            screen.server = DisplayServer(
                role.value,
                role,
                desk,
                trust=trust,
                on_view=screen.show,
                on_state=screen.tell,
                interfaces=LOOPBACK,
                announce=nothing_announced,
            )
            running.append(tasks.create_task(screen.server.run()))
            await screen.server.listening.wait()
            screen.relay = await stack.enter_async_context(Relay(lambda s=screen: s.server.port))  # type: ignore[misc]
            van.relays[trust.identifier] = screen.relay
            screens.append(screen)
        running.append(tasks.create_task(van.link.run()))
        for screen in screens:
            await screen.until(lambda s: s.view is not None)
        yield van, screens
        for task in running:
            task.cancel()
