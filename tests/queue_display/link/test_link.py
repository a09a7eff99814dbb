"""The two ends of the link together, over real TLS, with discovery's real zeroconf in one test and a stand-in
in the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from queue_display import messages
from queue_display.codec import TooLong, encode
from queue_display.link import Asker, DisplayServer, KioskLink, Link, LinkState
from queue_display.link.kiosk_end import CROWD
from queue_display.link.log_pull import PullFailed, pull
from queue_display.link.pulse import DEAD_AFTER, PRESS_EVERY, PRESSES
from queue_display.messages import (
    AgentView,
    AnyView,
    BoardView,
    Do,
    Done,
    Health,
    Hello,
    LogView,
    MinutesVisits,
    Role,
    See,
    TopicVisits,
)
from queue_display.network.discovery import Sighting, announce
from queue_display.network.endpoint import Endpoint
from queue_display.network.seeking import seek
from queue_display.trust import Trust, pair_locally
from tests.held_time import HeldLoop
from tests.processes import LATE

pytestmark = pytest.mark.held_time

Noted = TypeVar("Noted")

LOOPBACK = ("127.0.0.1",)
OK = Health("ok")
DAY = date(2027, 1, 12)
LOG = LogView("van", (TopicVisits(DAY, "caf", 1),), (MinutesVisits(DAY, 12, 1),))


def view(role: Role, count: int = 0, log: LogView = LOG) -> AnyView:
    if role is Role.BOARD:
        return BoardView("van", "open", ())
    if role is Role.REFERENT:
        return log
    return AgentView("van", "", "open", (), (), (), OK, OK, count)


DESKS = 2


class Kiosk:
    """A kiosk's end that answers everything and remembers what it was asked."""

    def __init__(
        self,
        trust: Trust,
        ports: Callable[[], dict[str, int]] | None = None,
        log: LogView = LOG,
        machine: str = "",
    ) -> None:
        self.log = log
        self.asked: list[tuple[Asker, Do]] = []
        self.clocks: list[tuple[Asker, datetime]] = []
        self.count = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.ports = ports
        self.changed = asyncio.Event()
        self.link = KioskLink(
            "van",
            self.answer,
            self.view,
            trust=trust,
            has_desk=lambda desk: desk <= DESKS,
            on_clock=lambda *heard: self.clocks.append(heard),
            interfaces=LOOPBACK,
            seek=self.seek if ports else seek,
            machine=machine,
            on_change=self.changed.set,
        )

    async def until(self, test: Callable[[], bool]) -> None:
        async with asyncio.timeout(LATE):
            while not test():
                self.changed.clear()
                await self.changed.wait()

    async def seek(self, on_sight: Callable[[Sighting], None], *missing: object, **options: object) -> None:
        assert self.ports
        for identifier, port in self.ports().items():
            on_sight(Sighting(identifier, (Endpoint("127.0.0.1", port),)))
        await asyncio.Event().wait()

    async def answer(self, asker: Asker, do: Do) -> Done:
        self.asked.append((asker, do))
        await self.gate.wait()
        if isinstance(do.ask, messages.Open):
            raise RuntimeError("the disk is full of 12")
        return Done(do.identifier, number=len(self.asked))

    def view(self, role: Role, desk: int | None) -> AnyView:
        if role is Role.REFERENT and not self.gate.is_set():
            raise RuntimeError("the file is damaged")
        return view(role, self.count, self.log)


class Display:
    def __init__(
        self,
        trust: Trust,
        role: Role,
        desk: int | None = None,
        real: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.views: list[AnyView] = []
        self.states: list[LinkState] = []
        self.changed = asyncio.Event()
        self.trust = trust
        self.sound = ""
        self.server = DisplayServer(
            "display",
            role,
            desk,
            trust=trust,
            on_view=lambda v: self.note(self.views, v),
            on_state=lambda s: self.note(self.states, s),
            interfaces=LOOPBACK,
            announce=announce if real else nothing,
            clock=clock,
            sound=lambda: self.sound,
        )

    def note(self, where: list[Noted], what: Noted) -> None:
        where.append(what)
        self.changed.set()

    async def until(self, test: Callable[[], bool]) -> None:
        async with asyncio.timeout(LATE):
            while not test():
                self.changed.clear()
                await self.changed.wait()

    async def link(self, wanted: Link) -> None:
        await self.until(lambda: self.server.state.link is wanted)


async def nothing(*args: object, **options: object) -> None:
    """No announcement, for as long as one lasts: until it is cancelled."""
    await asyncio.Event().wait()


@asynccontextmanager
async def running(*ends: Kiosk | Display) -> AsyncIterator[list[asyncio.Task[None]]]:
    async with asyncio.TaskGroup() as tasks:
        started = [
            tasks.create_task(end.link.run() if isinstance(end, Kiosk) else end.server.run()) for end in ends
        ]
        yield started
        for task in started:
            task.cancel()


@pytest.fixture
def kiosk_trust(tmp_path: Path) -> Trust:
    return Trust.open(tmp_path / "kiosk")


@pytest.fixture
def agent_trust(tmp_path: Path, kiosk_trust: Trust) -> Trust:
    return known(kiosk_trust, tmp_path / "agent", Role.AGENT, 1)


def known(kiosk: Trust, folder: Path, role: Role, desk: int | None = None) -> Trust:
    trust = Trust.open(folder)
    pair_locally(kiosk, trust, van="van", name="display", role=role, desk=desk)
    return trust


@asynccontextmanager
async def linked(kiosk_trust: Trust, display: Display) -> AsyncIterator[Kiosk]:
    """A display that listens, then a kiosk that dials it; given once they are connected."""
    async with running(display):
        await display.server.listening.wait()
        kiosk = Kiosk(kiosk_trust, lambda: {display.trust.identifier: display.server.port})
        async with running(kiosk):
            await display.link(Link.UP)
            yield kiosk


async def test_they_find_each_other_by_zeroconf(kiosk_trust: Trust, agent_trust: Trust) -> None:
    display = Display(agent_trust, Role.AGENT, 1, real=True)
    kiosk = Kiosk(kiosk_trust)
    async with running(display, kiosk):
        await display.until(lambda: bool(display.views))
        asker = Asker(agent_trust.identifier, "display", Role.AGENT, 1)
        assert kiosk.link.connected == (asker,)
        assert [(heard, clock.tzinfo is not None) for heard, clock in kiosk.clocks] == [(asker, True)]
        done = await display.server.ask(messages.CallNext())
        assert (done.refused, done.number) == ("", 1)


async def test_a_push_reaches_the_display(kiosk_trust: Trust, agent_trust: Trust) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as kiosk:
        kiosk.count = 7
        kiosk.link.push()
        await display.until(lambda: display.views[-1:] == [view(Role.AGENT, 7)])


async def test_a_burst_of_changes_ends_with_the_last(kiosk_trust: Trust, agent_trust: Trust) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as kiosk:
        for kiosk.count in range(1, 501):
            kiosk.link.push()
        await display.until(lambda: display.views[-1:] == [view(Role.AGENT, 500)])
        assert len(display.views) < 100  # those that had not left gave way to newer ones


@pytest.mark.parametrize("role", [Role.BOARD, Role.REFERENT])
async def test_only_agents_may_ask(kiosk_trust: Trust, tmp_path: Path, role: Role) -> None:
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "other", role)
    display = Display(trust, role)
    async with linked(kiosk_trust, display) as kiosk:
        assert (await display.server.ask(messages.CallNext())).refused == messages.NOT_ALLOWED
        assert kiosk.asked == []
        await display.until(lambda: bool(display.views))
        assert display.views[0] == view(role)


async def test_a_display_is_what_it_was_paired_as(kiosk_trust: Trust, tmp_path: Path) -> None:
    """One that was paired as a board says that it is an agent's: it is told so, and shown nothing."""
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "board", Role.BOARD)
    display = Display(trust, Role.AGENT, 1)
    async with running(display):
        await display.server.listening.wait()
        kiosk = Kiosk(kiosk_trust, lambda: {trust.identifier: display.server.port})
        async with running(kiosk):
            await display.link(Link.OTHER_ROLE)
            assert display.views == []
            assert kiosk.link.connected == ()


async def test_a_display_for_a_desk_that_the_van_lacks_is_told_so(kiosk_trust: Trust, tmp_path: Path) -> None:
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "agent", Role.AGENT, DESKS + 1)
    display = Display(trust, Role.AGENT, DESKS + 1)
    async with running(display):
        await display.server.listening.wait()
        kiosk = Kiosk(kiosk_trust, lambda: {trust.identifier: display.server.port})
        async with running(kiosk):
            await display.link(Link.UNKNOWN_DESK)
            assert display.views == []
            assert kiosk.link.connected == ()


async def test_a_clock_without_its_offset_ends_that_session_and_no_other(
    kiosk_trust: Trust, agent_trust: Trust, tmp_path: Path
) -> None:
    odd = Display(agent_trust, Role.AGENT, 1, clock=lambda: datetime(2026, 3, 2, 12, 0))
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "board", Role.BOARD)
    board = Display(trust, Role.BOARD)
    async with running(odd, board):
        await odd.server.listening.wait()
        await board.server.listening.wait()
        ports = {agent_trust.identifier: odd.server.port, trust.identifier: board.server.port}
        kiosk = Kiosk(kiosk_trust, lambda: ports)
        async with running(kiosk):
            await odd.link(Link.LOST)
            await board.until(lambda: bool(board.views))
            assert [heard.role for heard, _ in kiosk.clocks] == [Role.BOARD]
            assert [asker.role for asker in kiosk.link.connected] == [Role.BOARD]


class FromTheFuture(DisplayServer):
    """A display that no longer speaks our version."""

    def _hello(self) -> Hello:
        return Hello(messages.VERSION + 2, self.name, self.role, self.desk, oldest=messages.VERSION + 1)


async def test_other_versions_say_so(kiosk_trust: Trust, agent_trust: Trust) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    display.server.__class__ = FromTheFuture
    async with running(display):
        await display.server.listening.wait()
        kiosk = Kiosk(kiosk_trust, lambda: {agent_trust.identifier: display.server.port})
        async with running(kiosk):
            await display.link(Link.OTHER_VERSION)
            assert display.views == []


async def test_a_failure_is_answered_and_not_told(
    kiosk_trust: Trust, agent_trust: Trust, caplog: pytest.LogCaptureFixture
) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display):
        assert (await display.server.ask(messages.Open())).refused == messages.FAILED
        assert (await display.server.ask(messages.CallNext())).refused == ""
    assert "RuntimeError" in caplog.text
    assert "12" not in caplog.text.replace("127.0.0.1", "").split("RuntimeError")[1]


async def test_a_slow_command_holds_up_no_other(kiosk_trust: Trust, agent_trust: Trust) -> None:
    """Its display goes on living, and the answer comes when it comes."""
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as kiosk:
        kiosk.gate.clear()
        asks = [asyncio.create_task(display.server.ask(messages.CallNext())) for _ in range(10)]
        await asyncio.sleep(3.0)  # longer than silence may last
        assert display.server.state.link is Link.UP
        kiosk.gate.set()
        assert [(await ask).refused for ask in asks] == [""] * 10
        assert len(kiosk.asked) == 10


async def test_a_machine_that_stood_still_gives_up_nobody(kiosk_trust: Trust, agent_trust: Trust) -> None:
    """Longer than silence may last: what has arrived meanwhile is heard first."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, HeldLoop)
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display):
        for _ in range(5):
            loop.skipped += 4 * DEAD_AFTER
            await asyncio.sleep(DEAD_AFTER)
        assert [state.link for state in display.states].count(Link.UP) == 1
        assert display.server.state.link is Link.UP


async def test_a_kiosk_that_restarts_is_asked_again_and_known_to_have_done_it(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    """The command was carried out, the kiosk died before it could say so; its record knows the command."""
    display = Display(agent_trust, Role.AGENT, 1)

    async def repeated(asker: Asker, do: Do) -> Done:
        second.asked.append((asker, do))
        return Done(do.identifier, messages.REPEATED)

    async with running(display):
        await display.server.listening.wait()
        ports = {agent_trust.identifier: display.server.port}
        first = Kiosk(kiosk_trust, lambda: ports)
        async with running(first):
            await display.link(Link.UP)
            first.gate.clear()
            ask = asyncio.create_task(display.server.ask(messages.CallNext()))
            while not first.asked:  # noqa: ASYNC110 - a fake that only remembers
                await asyncio.sleep(0.01)
        second = Kiosk(kiosk_trust, lambda: ports)
        second.link._answers._carry_out = repeated
        async with running(second):
            done = await ask
    assert done.refused == ""
    assert first.asked[0][1] == second.asked[0][1]


async def test_a_display_serves_one_kiosk_at_a_time(
    kiosk_trust: Trust, agent_trust: Trust, tmp_path: Path
) -> None:
    """Another kiosk, paired too, comes beside: it is told to wait, and gets in once the first is out."""
    other_trust = await asyncio.to_thread(Trust.open, tmp_path / "other")
    await asyncio.to_thread(
        pair_locally, other_trust, agent_trust, van="other", name="display", role=Role.AGENT, desk=1
    )
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as first:
        other = Kiosk(other_trust, lambda: {agent_trust.identifier: display.server.port})
        async with running(other):
            await asyncio.sleep(0.5)
            assert other.link.connected == ()
            assert (await display.server.ask(messages.CallNext())).number == len(first.asked) == 1
            await asyncio.to_thread(kiosk_trust.revoke, agent_trust.identifier)
            await display.until(lambda: bool(other.link.connected))


async def test_nothing_is_left_when_asked_without_a_kiosk(agent_trust: Trust) -> None:
    """The display ends while a command waits: the command is answered, not forgotten."""
    display = Display(agent_trust, Role.AGENT, 1)
    async with running(display):
        await display.server.listening.wait()
        ask = asyncio.create_task(display.server.ask(messages.CallNext()))
        await asyncio.sleep(0)
    assert (await ask).refused == messages.NOT_SENT


async def test_a_taken_port_is_an_error(agent_trust: Trust, tmp_path: Path) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    async with running(display):
        await display.server.listening.wait()
        other = DisplayServer(
            "x",
            Role.BOARD,
            trust=agent_trust,
            on_view=lambda v: None,
            port=display.server.port,
            interfaces=LOOPBACK,
        )
        with pytest.raises(OSError, match="in use"):
            await other.run()


async def test_known_ends_find_each_other_again_though_nobody_announces_anything(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    """Both are started anew: the display listens where it did, and the kiosk knows where that was."""
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display):
        port = display.server.port
    again = Display(agent_trust, Role.AGENT, 1)
    async with running(again, Kiosk(kiosk_trust, dict)):
        await again.link(Link.UP)
        assert again.server.port == port


async def test_a_display_whose_port_is_taken_listens_on_another(agent_trust: Trust) -> None:
    one, other = Display(agent_trust, Role.AGENT, 1), Display(agent_trust, Role.AGENT, 1)
    async with running(one):
        await one.server.listening.wait()
        async with running(other):
            await other.server.listening.wait()
            assert other.server.port not in (0, one.server.port)


async def test_what_fails_in_a_session_ends_that_session_and_no_other(
    kiosk_trust: Trust, agent_trust: Trust, tmp_path: Path
) -> None:
    """At either end: a kiosk that cannot bear a clock, a board that cannot bear a view."""
    board_trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "board", Role.BOARD)
    board, agent = Display(board_trust, Role.BOARD), Display(agent_trust, Role.AGENT, 1)

    def fail(*heard: object) -> None:
        raise ValueError("12 at 10:15")

    board.server._on_view = fail
    async with running(board, agent):
        await board.server.listening.wait()
        await agent.server.listening.wait()
        ends = (board_trust.identifier, board.server.port), (agent_trust.identifier, agent.server.port)
        kiosk = Kiosk(kiosk_trust, lambda: dict(ends))
        kiosk.link._on_clock = fail
        async with running(kiosk):
            for display in (board, agent):
                await display.until(lambda d=display: len(d.states) > 6)  # type: ignore[misc]
            kiosk.link._on_clock = lambda *heard: None
            await agent.until(lambda: bool(agent.views))
            assert (await agent.server.ask(messages.CallNext())).refused == ""


async def test_a_display_is_at_the_desk_that_it_was_paired_for(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    """A stolen laptop with the key of desk 1 that says it is desk 2."""
    thief = Display(agent_trust, Role.AGENT, 2)
    async with running(thief):
        await thief.server.listening.wait()
        async with running(Kiosk(kiosk_trust, lambda: {agent_trust.identifier: thief.server.port})):
            await thief.link(Link.OTHER_ROLE)
    assert thief.views == []


async def test_a_laptop_that_presses_without_end_is_heard_as_fast_as_people_press(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as kiosk:
        begun = asyncio.get_running_loop().time()
        asks = [asyncio.create_task(display.server.ask(messages.CallNext())) for _ in range(60)]
        assert [(await ask).refused for ask in asks] == [""] * 60
        took = asyncio.get_running_loop().time() - begun
        assert len(kiosk.asked) == 60
        assert took >= (60 - PRESSES) * PRESS_EVERY
        assert display.server.state.link is Link.UP


async def test_one_who_asks_and_asks_is_not_read_before_he_is_answered(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    """While nothing of it is carried out, so much of it is taken in and no more."""
    display = Display(agent_trust, Role.AGENT, 1)
    async with linked(kiosk_trust, display) as kiosk:
        kiosk.gate.clear()
        asks = [asyncio.create_task(display.server.ask(messages.CallNext())) for _ in range(3 * CROWD)]
        await asyncio.sleep((CROWD - PRESSES) * PRESS_EVERY + 2.0)
        assert CROWD <= len(kiosk.asked) <= CROWD + 1
        kiosk.gate.set()
        await asyncio.gather(*asks)


async def test_the_referent_pulls_the_log(kiosk_trust: Trust, tmp_path: Path) -> None:
    """By zeroconf, as on the van's network."""
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "referent", Role.REFERENT)
    async with running(Kiosk(kiosk_trust)):
        assert (await pull(trust, "laptop", LOOPBACK)).log == LOG


async def test_a_long_log_comes_in_pieces(kiosk_trust: Trust, tmp_path: Path) -> None:
    """Ten years with every topic and fifty lengths each day: more than one message holds."""
    days = [DAY + timedelta(days=n) for n in range(1000)]
    topics = tuple(TopicVisits(day, f"{n:02}" * 20, 1) for day in days for n in range(20))
    minutes = tuple(MinutesVisits(day, n, 1) for day in days for n in range(1, 51))
    whole = LogView("van", topics, minutes)
    with pytest.raises(TooLong):
        encode(See(whole))
    trust = await asyncio.to_thread(known, kiosk_trust, tmp_path / "referent", Role.REFERENT)
    told: list[tuple[int, int]] = []
    async with running(Kiosk(kiosk_trust, log=whole)):
        pulled = await pull(trust, "laptop", LOOPBACK, told=lambda part, parts: told.append((part, parts)))
    assert pulled.log == whole
    assert told == [(part, 18) for part in range(1, 19)]


async def test_without_a_kiosk_there_is_no_log(tmp_path: Path, kiosk_trust: Trust) -> None:
    stranger = await asyncio.to_thread(Trust.open, tmp_path / "stranger")
    with pytest.raises(PullFailed, match="pair"):
        await pull(stranger, "laptop", LOOPBACK)
    referent = await asyncio.to_thread(known, kiosk_trust, tmp_path / "referent", Role.REFERENT)
    with pytest.raises(PullFailed, match="même réseau"):
        await pull(referent, "laptop", LOOPBACK, within=0.1)


async def test_a_log_that_cannot_be_read_stops_nothing(
    kiosk_trust: Trust, agent_trust: Trust, tmp_path: Path
) -> None:
    referent = await asyncio.to_thread(known, kiosk_trust, tmp_path / "referent", Role.REFERENT)
    display = Display(referent, Role.REFERENT)
    async with running(display):
        await display.server.listening.wait()
        kiosk = Kiosk(kiosk_trust, lambda: {referent.identifier: display.server.port})
        kiosk.gate.clear()
        async with running(kiosk):
            await display.link(Link.UP)
            assert (await display.server.ask(messages.CallNext())).refused == messages.NOT_ALLOWED
            assert display.views == []
            assert len(kiosk.link.connected) == 1
