"""The van's side as a whole, without its window: real record, link, keys and serial port, two displays."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.queue import Reason, Refused, Stop
from kiosk.record.file import Disk
from kiosk.record.read import RecordFailed
from kiosk.record.record import Record, read_visits
from kiosk.settings import NetworkSettings, PrinterSettings, Settings, load
from kiosk.van import Van
from queue_display.link import Asker, DisplayServer
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

SETTINGS: Settings = msgspec.structs.replace(
    load(None), printer=PrinterSettings("simulated:"), network=NetworkSettings(("127.0.0.1",))
)


AGENT = Asker("display", "Bureau 1", Role.AGENT, 1)


class Display:
    """A paired display without a window: keeps the last view, and can wait for one that fits."""

    def __init__(self, data: Path, kiosk: Trust, role: Role, desk: int | None = None) -> None:
        trust = Trust.open(keys_folder(data, role, desk))
        pair_locally(kiosk, trust, van="Van", name=role.value, role=role, desk=desk)
        self.view: AnyView | None = None
        self._came = asyncio.Event()
        self.server = DisplayServer(
            role.value, role, desk, trust=trust, interfaces=("127.0.0.1",), on_view=self._see
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
        async with asyncio.timeout(10):
            await self._came.wait()


@dataclass
class Site:
    van: Van
    agent: Display
    board: Display


@asynccontextmanager
async def site(data: Path, disk: Disk | None = None, first: str = "closed") -> AsyncIterator[Site]:
    trust = Trust.open(keys_folder(data))
    agent, board = Display(data, trust, Role.AGENT, 1), Display(data, trust, Role.BOARD)
    record = Record.open(data, disk)
    van = Van(SETTINGS, record, trust)
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
def van_alone(data: Path) -> Iterator[Van]:
    """A van whose displays and printer are not there."""
    record = Record.open(data)
    try:
        yield Van(SETTINGS, record, Trust.open(keys_folder(data)))
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
    assert [(v.topic, v.minutes, v.count) for v in read_visits(tmp_path)] == [("logement", 1, 1)]


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

    def write(self, file: Path, content: bytes, day: date) -> None:
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
