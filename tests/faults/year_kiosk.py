"""The kiosk of the simulated year, as a process on a host of its own: all of it but the time is the van's.

    tests.faults.year_kiosk DATA PRINTER TIMES [window] [display=ADDRESS:PORT ...]

With a `display` it uses the loopback alone, and dials each of them there. Its clock is the file TIMES
(`tests.faults.year_clocks`), its disk fails when told to. With `window` the touchscreen is there too, and is
used by touches (`queue_display.hands`). Orders are lines on its input, each answered by a JSON line as
`tests.faults.link_end` tells it:

    take TOPIC PRIORITY IDENTIFIER    as a touch does, where there is no window
    {"do": "touch", ...}              as in `queue_display.hands.hands`, where there is one
    time                              what time brings about, which no timer of ours sees in a held year
    state                             the queue, as `tests.faults.year_book` has it
    view DESK                         what the display there may see, 0 for the board's
    paper                             told when no ticket waits to be printed
    doctor                            he looks, as he does every quarter of an hour
    disk STEP ERRNO                   it fails so from now on (`tests.faults.record_site`); "disk": no longer
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from kiosk.clock import Clock, Moment
from kiosk.doctor.here import this_machine
from kiosk.keys import Keys
from kiosk.queue import Leaving, Refused, Ticket
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import Record
from kiosk.settings import NetworkSettings, PrinterSettings, load
from kiosk.start import TOUCH_RATE, window
from kiosk.van import Van
from printer.outcome import Outcome
from queue_display.network.tasks import first_of
from queue_display.trust import keys_folder
from queue_display.windows.window import Frame, Part, live, prepare, told_to_stop
from tests.faults.link_end import orders, tell
from tests.faults.record_site import FaultyDisk
from tests.faults.year_clocks import START, YearClocks
from tests.faults.year_display import LOOPBACK, seat

SIZE = (1280, 800)
"""Of the touchscreen, in pixels."""


class YearKiosk:
    """The van, and what the soak orders it."""

    def __init__(self, van: Van, record: Record, disk: FaultyDisk) -> None:
        self.van, self._record, self._disk = van, record, disk
        self._papers: set[asyncio.Future[Outcome]] = set()
        self._does: dict[str, Callable[..., Awaitable[None]]] = {
            "take": self._take,
            "time": self._time,
            "state": self._state,
            "view": self._view,
            "paper": self._paper,
            "doctor": self._doctor,
            "disk": self._fail,
        }

    async def serve(self) -> None:
        """Carry out orders until there come no more."""
        todo: asyncio.Queue[str] = asyncio.Queue()
        for failed in await first_of(orders(todo.put_nowait), self._one_by_one(todo)):
            raise failed

    async def _one_by_one(self, todo: asyncio.Queue[str]) -> None:
        await self._time(told="ready")
        while True:
            line = await todo.get()
            if line.startswith("{"):
                await self._touch(line)
            else:
                word, *more = line.split()
                await self._does[word](*more)

    async def _touch(self, line: str) -> None:
        from queue_display.hands.obey import answered  # with Kivy, which is there by now
        from queue_display.hands.touch_input import Fingers

        fingers = Fingers()
        try:
            answer = await answered(line.encode(), fingers)
        finally:
            fingers.leave()
        tell("touched", why=answer.why, text=answer.found[0].text if answer.found else "")

    async def _take(self, topic: str, priority: str, identifier: str) -> None:
        try:
            issued = await self.van.take(topic, priority == "True", identifier)
        except (Refused, RecordFailed) as failed:
            tell("took", number=0, refused=type(failed).__name__)
            return
        self._papers.add(issued.paper)
        issued.paper.add_done_callback(self._papers.discard)
        tell("took", number=issued.number, refused="")

    async def _time(self, told: str = "timed") -> None:
        await self.van.check_clock()
        with suppress(RecordFailed):
            await self._record.retry()
            await self.van._service.settle()
            await self.van._service.roll()
        tell(told, trouble=self._record.trouble.name)

    async def _state(self) -> None:
        state = self.van.state
        tell(
            "state",
            day=state.day.isoformat(),
            next=state.next_number,
            seen={
                "stop": state.stop.value,
                "people": {str(n): _person(t) for n, t in sorted(state.tickets.items())},
                "last": {str(desk): _last(left) for desk, left in sorted(state.leaving.items())},
            },
        )

    async def _view(self, desk: str) -> None:
        view = self.van.view_for(*seat(int(desk)))
        tell("view", view=msgspec.json.encode(view).decode())

    async def _paper(self) -> None:
        while self._papers:
            await asyncio.wait(self._papers)
        await self.van.printer.answer()
        tell("papers", printer=self.van.printer.status.paper.value)

    async def _doctor(self) -> None:
        await self.van.examine()
        tell("examined")

    async def _fail(self, step: str = "", number: str = "0") -> None:
        self._disk.fault = (step, int(number)) if step else None
        tell("disk")


def _person(ticket: Ticket) -> list[Any]:
    called = start(ticket.called) if ticket.called else None
    return [ticket.status.value, ticket.desk, ticket.for_desk, ticket.begun, ticket.served, called]


def _last(left: Leaving) -> list[Any]:
    visit = [left.visit.topic, left.visit.minutes or 0] if left.visit else None
    return [left.ticket.number, visit, left.waits, start(left.at)]


def start(moment: Moment) -> int:
    """In which start of the machine it was."""
    return int(moment.boot.removeprefix(START))


async def _without_window(van: Van, kiosk: YearKiosk) -> None:
    stopped = asyncio.Event()

    async def until_stopped() -> None:
        await stopped.wait()

    with told_to_stop(stopped.set):
        for failed in await first_of(van.run(), kiosk.serve(), until_stopped()):
            raise failed


async def _with_window(van: Van, kiosk: YearKiosk) -> None:
    app, parts = window(van, closable=False)
    all_parts: list[Part] = [*parts, kiosk.serve]
    await live(app, *all_parts, vitals=van.vitals())


def main(data: Path, printer: str, times: Path, displays: tuple[str, ...], *, windowed: bool) -> None:
    printing = PrinterSettings(f"serial://{printer}", "TM-T20II")
    network = NetworkSettings(LOOPBACK if displays else (), displays)
    settings = msgspec.structs.replace(load(None), printer=printing, network=network)
    disk = FaultyDisk()
    record = Record.open(data, disk, settings.log.months)
    try:
        machine = partial(this_machine, data, settings, None, kiosk=True)
        van = Van(settings, record, Keys(keys_folder(data)), Clock(YearClocks(times)), machine=machine)
        kiosk = YearKiosk(van, record, disk)
        if windowed:
            prepare(Frame(windowed=True, size=SIZE, rate=TOUCH_RATE))
        asyncio.run((_with_window if windowed else _without_window)(van, kiosk))
    finally:
        record.close()


if __name__ == "__main__":
    options = sys.argv[4:]
    at = tuple(word.removeprefix("display=") for word in options if word.startswith("display="))
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), at, windowed="window" in options)
