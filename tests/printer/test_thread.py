"""A printer's thread that hangs is left behind: its ticket is given up, the others are printed, and it prints
nothing when it comes back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from printer.device import Device
from printer.finder import Connection
from printer.outcome import Outcome, Result
from printer.profiles import profile
from printer.status import Cause, PaperStatus
from printer.thread import PrinterThread, PrintJob
from printer.ticket import TicketText
from printer.worker import MOST_LEFT, Printer
from tests.processes import LATE

pytestmark = pytest.mark.may_block("the profiles are read inside the loop")


def ticket(number: int) -> TicketText:
    return TicketText("Agglo Mobile", number, heading="Votre numéro")


class Paper:
    """What all ports have written, and the gate at which a port's thread stands still."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.hanging = threading.Semaphore(0)  # released by each thread that comes to hang
        self.gate: threading.Event | None = None

    def connect(self, address: str, model: str) -> Connection:
        return Connection(HangingPort(self), profile("TM-T20II"), "serial:///hanging")


class HangingPort:
    """One way, as through a spooler; a write stands still as long as the paper's gate is shut."""

    answers = False

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    def write(self, data: bytes, until: float) -> None:
        if gate := self._paper.gate:
            self._paper.hanging.release()
            gate.wait()
        self._paper.bytes += data

    def read(self, until: float) -> bytes:
        return b""

    def drain(self, until: float) -> None:
        pass

    def discard(self) -> None:
        pass

    def close(self) -> None:
        pass


@asynccontextmanager
async def printing(paper: Paper) -> AsyncIterator[Printer]:
    printer = Printer("serial:///hanging", connect=paper.connect, ask_every=0.01, give_up=LATE)
    running = asyncio.create_task(printer.run())
    try:
        await printer.answer()
        yield printer
    finally:
        if paper.gate:
            paper.gate.set()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def hangs(paper: Paper, printer: Printer, number: int) -> asyncio.Future[Outcome]:
    """A ticket in whose midst the thread stands still."""
    paper.gate = paper.gate or threading.Event()
    outcome = printer.print(ticket(number))
    await asyncio.to_thread(paper.hanging.acquire)
    return outcome


def on_paper(paper: Paper) -> set[int]:
    return {number for number in range(700, 800) if str(number).encode() in paper.bytes}


async def test_another_thread_prints_what_waits_and_the_ticket_in_hand_is_given_up() -> None:
    paper = Paper()
    async with printing(paper) as printer:
        assert (await printer.print(ticket(701))).result is Result.SENT
        in_hand = await hangs(paper, printer, 702)
        waits = printer.print(ticket(703))
        gate, paper.gate = paper.gate, None
        printer.renew()
        assert printer.status.cause is Cause.STUCK
        assert (await in_hand).result is Result.GIVEN_UP
        assert (await waits).result is Result.SENT
        await printer.answer()
        assert printer.status.cause is not Cause.STUCK
        assert gate
        gate.set()
        await asyncio.to_thread(left_behind_have_ended)
        assert (await printer.print(ticket(704))).result is Result.SENT
    assert {701, 703, 704} <= on_paper(paper)


def left_behind_have_ended() -> None:
    while sum(thread.name == "printer" for thread in threading.enumerate()) > 1:
        threading.Event().wait(0.005)


async def test_one_that_comes_back_prints_no_more_of_its_ticket() -> None:
    """What it had handed over cannot be taken back; not a line more is sent."""
    paper = Paper()
    async with printing(paper) as printer:
        await hangs(paper, printer, 702)
        gate, paper.gate = paper.gate, None
        printer.renew()
        await printer.answer()
        before = len(paper.bytes)
        assert gate
        gate.set()
        await asyncio.to_thread(left_behind_have_ended)
        assert 702 not in on_paper(paper)
        assert len(paper.bytes) - before < 40  # the piece that hung


async def test_few_are_left_behind_and_whoever_waits_is_told_all_the_same() -> None:
    paper = Paper()
    async with printing(paper) as printer:
        for n in range(MOST_LEFT):
            await hangs(paper, printer, 710 + n)
            printer.renew()
        last = await hangs(paper, printer, 720)
        waits = printer.print(ticket(721))
        printer.renew()
        assert [(await each).result for each in (last, waits)] == [Result.GIVEN_UP] * 2
        assert sum(thread.name == "printer" for thread in threading.enumerate()) == MOST_LEFT + 1
        assert paper.gate
        paper.gate.set()
        paper.gate = None
        await printer.answer()
        assert (await printer.print(ticket(722))).result is Result.SENT


async def test_it_ends_although_one_hangs() -> None:
    paper = Paper()
    async with printing(paper) as printer:
        await hangs(paper, printer, 702)
        gate, paper.gate = paper.gate, None
        printer.renew()
        await printer.answer()
    assert gate
    gate.set()


async def test_a_library_that_cannot_be_loaded_is_told_and_tried_again() -> None:
    """No room for a temporary file when the kiosk starts, and some later: agents and visitors are told."""
    statuses: asyncio.Queue[PaperStatus] = asyncio.Queue()
    loop, ended, full = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    full.set()

    def load() -> None:
        if full.is_set():
            raise OSError(28, "No space left on device")

    def make(stopped: Callable[[], bool]) -> Device:
        return Device(lambda: Paper().connect("", ""), stopped=stopped)

    outcome: asyncio.Future[Outcome] = loop.create_future()

    def show(status: PaperStatus) -> None:
        loop.call_soon_threadsafe(statuses.put_nowait, status)

    def done(came: Outcome) -> None:
        loop.call_soon_threadsafe(outcome.set_result, came)

    def over() -> None:
        loop.call_soon_threadsafe(ended.set)

    thread = PrinterThread(make, show, over, 0.01, load)
    thread.start()
    async with asyncio.timeout(LATE):
        assert (await statuses.get()).cause is Cause.NOT_LOADED
        thread.put(PrintJob(done, ticket(1)))
        assert (await outcome).result is Result.GIVEN_UP
        full.clear()
        while (await statuses.get()).cause is Cause.NOT_LOADED:
            pass
        thread.stop()
        await ended.wait()
