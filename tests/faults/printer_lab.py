"""A simulated printer on a serial line, the real driver on it, and a pulse that tells of delays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from printer.simulator.models import MODELS
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from printer.status import PaperStatus
from printer.worker import Printer
from tests.processes import LATE

ASK_EVERY = 0.02


@dataclass
class Lab:
    printer: Printer
    simulator: Simulator
    statuses: list[PaperStatus]
    longest: float = 0.0  # seconds that the loop was kept from answering
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, status: PaperStatus) -> None:
        self.statuses.append(status)
        self.changed.set()

    async def until(self, met: Callable[[PaperStatus], bool]) -> PaperStatus:
        """The printer's status once it is as wanted."""
        async with asyncio.timeout(LATE):
            while not met(self.printer.status):
                self.changed.clear()
                await self.changed.wait()
        return self.printer.status

    async def ready(self) -> None:
        await self.until(lambda status: status.can_print)

    def times_on_paper(self, number: int) -> int:
        """How often the number of a ticket has been printed, on whatever piece of paper."""
        papers = [*self.simulator.slips, self.simulator.hanging]
        return sum(str(number) in paper.lines for paper in papers)

    def whole(self, number: int) -> int:
        """How many complete tickets bear the number."""
        papers = self.simulator.slips
        return sum(str(number) in p.lines and p.lines[-1].startswith("Téléphone") for p in papers)

    async def pulse(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, time.monotonic() - before - 0.005)


@asynccontextmanager
async def lab(
    folder: Path,
    *,
    model: str = "epson-80",
    profile: str = "TM-T20II",
    baud: int = 38400,
    mm_s: float = 0,
    plugged: bool = True,
    give_up: float = LATE,
) -> AsyncIterator[Lab]:
    link = folder / "printer"
    with Simulator(MODELS[model], link=link, baud=baud, mm_s=mm_s) as simulator:
        if not plugged:
            simulator.fail(Fault.UNPLUGGED)
        statuses: list[PaperStatus] = []
        printer = Printer(
            f"serial://{link}?baudrate={baud or 38400}", profile, ask_every=ASK_EVERY, give_up=give_up
        )
        made = Lab(printer, simulator, statuses)
        printer.on_status = made.heard
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(printer.run()), tasks.create_task(made.pulse())]
            try:
                yield made
            finally:
                for task in running:
                    task.cancel()
                with suppress(asyncio.CancelledError):
                    await asyncio.gather(*running, return_exceptions=True)
