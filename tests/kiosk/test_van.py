"""The van's side as a whole, without its window: real record, link, keys and serial port, two displays."""

from __future__ import annotations

import asyncio
import errno
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from assets.files import Disk
from kiosk.clock import Clock
from kiosk.keys import Keys
from kiosk.queue import Reason, Refused, Stop
from kiosk.queue_service import QueueService
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import Record, read_days
from kiosk.settings import NetworkSettings, PrinterSettings, Settings, load
from kiosk.van import Van
from queue_display.link import Asker, DisplayServer, Link, LinkState
from queue_display.messages import (
    AgentView,
    AnyAsk,
    AnyView,
    BoardCall,
    CallNext,
    Do,
    Done,
    End,
    Health,
    Open,
    Role,
    Take,
)
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.kiosk.fake_machine import NOON, FakeMachine
from tests.processes import LATE

SETTINGS: Settings = msgspec.structs.replace(
    load(None), printer=PrinterSettings("simulated:"), network=NetworkSettings(("127.0.0.1",))
)


AGENT = Asker("display", "Bureau 1", Role.AGENT, 1)


class Display:
    """A paired display without a window: keeps the last view, and can wait for one that fits."""

    def __init__(
        self,
        data: Path,
        kiosk: Trust,
        role: Role,
        desk: int | None = None,
        on_state: Callable[[LinkState], None] = lambda state: None,
        clock: datetime = NOON,
    ) -> None:
        trust = Trust.open(keys_folder(data, role, desk))
        pair_locally(kiosk, trust, van="Van", name=role.value, role=role, desk=desk)
        self.view: AnyView | None = None
        self._came = asyncio.Event()
        self.server = DisplayServer(
            role.value,
            role,
            desk,
            trust=trust,
            interfaces=("127.0.0.1",),
            on_view=self._see,
            on_state=on_state,
            clock=lambda: clock,
        )

    def _see(self, view: AnyView) -> None:
        self.view = view
        self._came.set()

    async def sees(self, **wanted: object) -> AnyView:
        """The first view whose fields are as wanted."""
        while self.view is None or any(getattr(self.view, k) != v for k, v in wanted.items()):
            await self.next_view()
        return self.view

    async def next_view(self) -> None:
        self._came.clear()
        async with asyncio.timeout(LATE):
            await self._came.wait()


@dataclass
class Site:
    van: Van
    agent: Display
    board: Display


@asynccontextmanager
async def site(
    data: Path,
    disk: Disk | None = None,
    first: str = "closed",
    *,
    agents: datetime = NOON,
    boards: datetime = NOON,
    network: bool = False,
) -> AsyncIterator[Site]:
    """A van whose clock shows NOON, by the `network` or not, and two displays that show what is given."""
    trust = Trust.open(keys_folder(data))
    agent = Display(data, trust, Role.AGENT, 1, clock=agents)
    board = Display(data, trust, Role.BOARD, clock=boards)
    record = Record.open(data, disk)
    van = Van(SETTINGS, record, Keys(keys_folder(data)), Clock(FakeMachine(network=network)))
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(part.run()) for part in (van, agent.server, board.server)]
            await agent.sees(stop=first)
            await board.sees(stop=first)
            yield Site(van, agent, board)
            for task in running:
                task.cancel()
    finally:
        record.close()


@contextmanager
def van_alone(data: Path, settings: Settings = SETTINGS) -> Iterator[Van]:
    """A van whose displays and printer are not there."""
    record = Record.open(data)
    try:
        yield Van(settings, record, Keys(keys_folder(data)))
    finally:
        record.close()


async def asked(van: Van, ask: AnyAsk) -> Done:
    return await van.answer(AGENT, Do("a press", ask))


pytestmark = pytest.mark.may_block("the record and the keys are opened inside the loop, for the test's sake")


async def test_from_the_touch_to_the_record(tmp_path: Path) -> None:
    async with site(tmp_path) as on:
        assert not (await on.agent.server.ask(Open())).refused
        taken = await on.van.take("logement", priority=False, identifier="touch 1")
        assert (taken.number, taken.ahead) == (1, 0)
        assert not (await on.agent.server.ask(CallNext())).refused
        await on.board.sees(called=(BoardCall(1, 1, calls=1),))
        assert not (await on.agent.server.ask(End(1))).refused
        await on.agent.sees(visits_today=1, desks=())
        await on.board.sees(called=())
        await taken.paper
    assert not read_days(tmp_path)  # the end can still be taken back
    await counted(tmp_path)
    (counts,) = read_days(tmp_path).values()
    assert (dict(counts.topics), dict(counts.minutes)) == ({"logement": 1}, {1: 1})


async def counted(data: Path) -> None:
    """A kiosk that starts some time later counts what can no longer be taken back."""
    now = Clock()()
    later = replace(now, wall=now.wall + timedelta(seconds=30), steady=now.steady + 30)
    record = Record.open(data)
    service = QueueService(record.load(later), record, lambda: later)
    await service.settle()
    record.close()


async def test_the_clock_of_an_agents_display_is_heard_and_a_boards_is_not(tmp_path: Path) -> None:
    """Over the link: what each says in its `Hello`."""
    tomorrow, later = NOON + timedelta(days=1), NOON + timedelta(days=2)
    async with site(tmp_path, agents=tomorrow, boards=later) as on:
        view = await on.agent.sees(day=NOON.date())
        assert isinstance(view, AgentView)
        assert (view.clock, view.vouched) == (NOON, False)
        assert (await on.agent.server.ask(Open(later.date()))).refused == "other_day"
        assert not (await on.agent.server.ask(Open(tomorrow.date()))).refused
        assert await on.agent.sees(day=tomorrow.date(), clock=tomorrow)
        assert on.van.state.day == tomorrow.date()


async def test_what_vouches_for_the_clock_is_asked_while_the_van_runs_and_told(tmp_path: Path) -> None:
    async with site(tmp_path, network=True) as on:
        assert await on.agent.sees(vouched=True)


async def test_one_touch_that_arrives_twice_takes_one_ticket(tmp_path: Path) -> None:
    with van_alone(tmp_path) as van:
        await van.answer(AGENT, Do("open it", Open()))
        await van.take("logement", priority=False, identifier="touch 1")
        with pytest.raises(Refused) as refused:
            await van.take("logement", priority=False, identifier="touch 1")
        assert refused.value.reason is Reason.REPEATED
        assert [t.number for t in van.state.line()] == [1]


async def test_what_is_refused_is_named_and_changes_nothing(tmp_path: Path) -> None:
    with van_alone(tmp_path) as van:
        assert (await asked(van, CallNext())).refused == "stop_closed"
        assert not (await van.answer(AGENT, Do("open it", Open()))).refused
        assert (await asked(van, CallNext())).refused == "nobody_waits"
        assert (await asked(van, Take("sorcellerie"))).refused == "unknown_topic"
        with pytest.raises(Refused):
            await van.take("sorcellerie", priority=False, identifier="touch")
        assert not van.state.tickets


async def test_a_ticket_taken_by_an_agent_tells_its_number(tmp_path: Path) -> None:
    with van_alone(tmp_path) as van:
        await van.answer(AGENT, Do("open it", Open()))
        done = await asked(van, Take("impots", priority=True))
        assert (done.refused, done.number) == ("", 1)


class FullDisk(Disk):
    """A disk on which nothing can be written while it is `full`."""

    full = False

    def write(self, file: Path, content: bytes | bytearray, day: date) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(file, content, day)


async def test_a_full_disk_is_told_to_the_agents_and_gives_no_number(tmp_path: Path) -> None:
    disk = FullDisk()
    async with site(tmp_path, disk) as on:
        await on.agent.server.ask(Open())
        disk.full = True
        with pytest.raises(RecordFailed):
            await on.van.take("logement", priority=False, identifier="touch 1")
        while True:
            view = await on.agent.sees(line=())
            assert isinstance(view, AgentView)
            if view.record.state == "offline":
                break
            await on.agent.next_view()
        assert view.record == Health("offline", "record_disk_full")
        disk.full = False
        assert (await on.van.take("logement", priority=False, identifier="touch 2")).number == 1
        await on.agent.sees(record=Health("ok"))


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    async with site(tmp_path) as on:
        await on.agent.server.ask(Open())
        for touch in ("one", "two"):
            await on.van.take("logement", priority=False, identifier=touch)
        await on.agent.server.ask(CallNext())
        before = on.van.state
    async with site(tmp_path, first="open") as on:
        assert on.van.state == before
        assert on.van.state.stop is Stop.OPEN
        assert (await on.van.take("emploi", priority=False, identifier="three")).number == 3


# --- Desks ----------------------------------------------------------------------------------------


async def test_a_visit_at_a_desk_that_the_van_has_no_longer_goes_back_into_the_line(tmp_path: Path) -> None:
    with van_alone(tmp_path, msgspec.structs.replace(SETTINGS, desks=3)) as van:
        await van.answer(AGENT, Do("open it", Open()))
        for touch in ("one", "two"):
            await van.take("logement", priority=False, identifier=touch)
        await van.answer(Asker("third", "Bureau 3", Role.AGENT, 3), Do("call at 3", CallNext()))
        assert [t.desk for t in van.state.called()] == [3]
    with van_alone(tmp_path, msgspec.structs.replace(SETTINGS, desks=2)) as van:
        assert [t.number for t in van.state.line()] == [1, 2]
        assert not (await asked(van, CallNext())).refused
        assert not (await van.answer(AGENT, Do("end it", End(1)))).refused
    with van_alone(tmp_path) as van:
        assert ([t.number for t in van.state.line()], len(van.state.leaving)) == ([2], 1)


async def test_a_display_for_a_desk_that_the_van_lacks_is_told_so_by_the_van(tmp_path: Path) -> None:
    states: list[Link] = []
    told = asyncio.Event()

    def note(state: LinkState) -> None:
        states.append(state.link)
        told.set() if state.link is Link.UNKNOWN_DESK else None

    with van_alone(tmp_path) as van:
        lacking = Display(tmp_path, Trust.open(keys_folder(tmp_path)), Role.AGENT, SETTINGS.desks + 1, note)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(part.run()) for part in (van, lacking.server)]
            async with asyncio.timeout(15):
                await told.wait()
            assert van.displays == ()
            for task in running:
                task.cancel()
    assert lacking.view is None
    assert Link.UP in states  # the link came to be, and then the kiosk said no


# --- The settings reach the paper ------------------------------------------------------------------


BLACK = 90
"""Of 255: a shade that is ink on the picture of a slip."""


async def solid_rows(data: Path, printer: PrinterSettings) -> int:
    """How many rows of a ticket, which a van of this printer gives, are black all along their middle."""
    settings = msgspec.structs.replace(SETTINGS, printer=printer, tickets_a_minute=0)
    with van_alone(data, settings) as van:
        running = asyncio.create_task(van.printer.run())
        try:
            await van.answer(AGENT, Do("open it", Open()))
            await one_on_paper(van)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    return _black_rows(data / "paper")


def _black_rows(paper: Path) -> int:
    with Image.open(max(paper.glob("*.png"))) as ticket:
        middle = ticket.convert("L").crop(
            (ticket.width // 2 - 150, 0, ticket.width // 2 + 150, ticket.height)
        )
    width, shades = middle.width, middle.tobytes()
    return sum(max(shades[at : at + width]) < BLACK for at in range(0, len(shades), width))


async def one_on_paper(van: Van) -> None:
    """A busy machine may be too slow for the first ones: a printer that takes long is given up."""
    async with asyncio.timeout(60):
        for touch in itertools.count():
            taken = await van.take("logement", priority=False, identifier=f"touch {touch}")
            if (await taken.paper).on_paper:
                return


async def test_the_logo_of_the_settings_is_on_the_ticket(tmp_path: Path) -> None:
    Image.new("L", (900, 300), 0).save(tmp_path / "logo.png")
    address = f"simulated:{tmp_path}/{{}}/paper"
    assert await solid_rows(tmp_path / "a", PrinterSettings(address.format("a"))) == 0
    bearing = PrinterSettings(address.format("b"), logo=tmp_path / "logo.png")
    assert await solid_rows(tmp_path / "b", bearing) > 100


@pytest.mark.parametrize("wanted", [{"profile": "TM-X"}, {"logo": Path("none.png")}])
async def test_what_the_printer_cannot_do_keeps_no_ticket_from_coming_out(
    tmp_path: Path, wanted: dict[str, Any]
) -> None:
    assert await solid_rows(tmp_path / "a", PrinterSettings(f"simulated:{tmp_path}/a/paper", **wanted)) == 0
