"""A van whose clocks are set by hand, and displays that connect to it, as their consoles show it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from assets.wording import wording
from kiosk.clock import Clock
from kiosk.keys import Keys
from kiosk.record.record import Record, read_days
from kiosk.settings import PrinterSettings, Settings, load
from kiosk.timing import TAKE_BACK
from kiosk.van import Van
from queue_display.codec import encode, from_kiosk
from queue_display.console import health, model
from queue_display.console.model import Console
from queue_display.link import Asker
from queue_display.messages import AgentView, AnyAsk, CallNext, Close, Do, End, Role, See, Take
from queue_display.trust import keys_folder
from tests.kiosk.fake_machine import FakeMachine

SETTINGS: Settings = msgspec.structs.replace(load(None), printer=PrinterSettings("simulated:"))
TOPIC = "logement"

DESK_1 = Asker("display 1", "Bureau 1", Role.AGENT, 1)
DESK_2 = Asker("display 2", "Bureau 2", Role.AGENT, 2)
BOARD = Asker("display 3", "Panneau", Role.BOARD, None)
REFERENT = Asker("display 4", "Journal", Role.REFERENT, None)


class Site:
    """A van's side on a machine with clocks of its own, and the displays that have connected."""

    def __init__(self, data: Path, machine: FakeMachine) -> None:
        self.data, self.machine = data, machine
        self.clocks: dict[Asker, datetime] = {}
        self._presses = 0
        self._start()

    def _start(self) -> None:
        self.record = Record.open(self.data)
        self.van = Van(SETTINGS, self.record, Keys(keys_folder(self.data)), Clock(self.machine))

    def cut(self, time: datetime) -> None:
        """The power goes, and comes back with the wall clock at `time`; no display has connected yet."""
        self.record.close()
        self.machine.restart(f"{self.machine.boot}, again", time)
        self.clocks.clear()
        self._start()

    def go(self, gone: timedelta) -> None:
        self.machine.go(gone)
        self.clocks = {asker: clock + gone for asker, clock in self.clocks.items()}

    def connect(self, asker: Asker, clock: datetime) -> None:
        self.clocks[asker] = clock
        self.van.hear(asker, clock)

    def console(self, asker: Asker = DESK_1) -> Console:
        """What the agent at this display sees now."""
        message = from_kiosk(encode(See(self.van.view_for(Role.AGENT))))
        assert isinstance(message, See)
        assert isinstance(message.view, AgentView)
        clock = self.clocks.get(asker)
        here = clock if clock and clock.tzinfo else None
        return model.seen(model.linked(Console(asker.desk or 0), "up", 0.0), message.view, 0.0, here)

    def said(self, asker: Asker = DESK_1) -> str:
        return health.clocks(self.console(asker), wording("fr"))

    async def ask(self, ask: AnyAsk, asker: Asker = DESK_1) -> str:
        """Why it was refused; empty if it was not."""
        self._presses += 1
        return (await self.van.answer(asker, Do(f"press {self._presses:04}", ask))).refused

    async def visit(self) -> None:
        """One, from the opening on; the day is then over."""
        for ask in (Take(TOPIC), CallNext(), End(self.van.state.next_number or 1), Close(day_over=True)):
            assert await self.ask(ask) == ""
        await self.settled()

    async def settled(self) -> None:
        """So long that nothing can be taken back any more."""
        self.go(timedelta(seconds=TAKE_BACK))
        await self.van._service.settle()

    @property
    def log(self) -> set[date]:
        """Its days."""
        return set(read_days(self.data))


@asynccontextmanager
async def site(data: Path, machine: FakeMachine) -> AsyncIterator[Site]:
    on = Site(data, machine)
    try:
        yield on
    finally:
        on.record.close()
