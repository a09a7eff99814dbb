"""The printer beside an event loop: what it promises to those who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from printer.address import BadAddress
from printer.device import Device
from printer.finder import Connection, connect
from printer.outcome import Outcome, Result
from printer.port import Port, PortFailed
from printer.profiles import UnknownProfile, of_model, profile
from printer.simulator.models import MODELS
from printer.simulator.simulator import Simulator
from printer.status import Cause, PaperStatus
from printer.ticket import TicketText
from printer.worker import Printer
from tests.processes import LATE

TICKET = TicketText("Agglo Mobile", 12, heading="Votre numéro")

pytestmark = pytest.mark.may_block("the profiles are read inside the loop")


@asynccontextmanager
async def running(printer: Printer) -> AsyncIterator[Printer]:
    task = asyncio.create_task(printer.run())
    try:
        yield printer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(printer: Printer, cause: Cause) -> None:
    """Wait for the printer to be in the state of `cause`."""
    came = asyncio.Event()
    printer.on_status = lambda status: came.set()
    async with asyncio.timeout(LATE):
        while printer.status.cause is not cause:
            came.clear()
            await came.wait()


@pytest.mark.parametrize(
    ("address", "model", "error"), [("lpt1", "", BadAddress), ("auto", "TM-X", UnknownProfile)]
)
def test_what_cannot_be_meant_is_refused_at_once(address: str, model: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Printer(address, model)


async def test_a_logo_that_is_none_keeps_no_ticket_from_coming_out(tmp_path: Path) -> None:
    printer = Printer("simulated:", ask_every=0.02, logo=tmp_path / "none.png")
    async with running(printer):
        assert (await printer.print(TICKET)).result is Result.PRINTED


async def test_it_can_be_run_again_after_it_was_stopped() -> None:
    printer = Printer("simulated:", ask_every=0.02, give_up=LATE)
    for _ in range(2):
        async with running(printer):
            assert (await printer.print(TICKET)).result is Result.PRINTED


async def test_with_no_printer_auto_says_so_and_takes_one_that_is_plugged_in() -> None:
    plugged: list[Connection] = []

    def simulated(address: str, wanted: str) -> Connection:
        return Connection(connect("simulated:").port, profile("TM-T20II"), "simulated:", simulated=True)

    with Simulator() as real:
        printer = Printer(
            "auto",
            connect=simulated,
            real=lambda wanted: plugged.pop() if plugged else None,
            ask_every=0.02,
            give_up=LATE,
        )
        async with running(printer):
            await until(printer, Cause.SIMULATED)
            outcome = await printer.print(TICKET)
            assert outcome.result is Result.PRINTED
            assert not outcome.on_paper  # nobody finds it at a slot
            plugged.append(connect(f"serial://{real.path}"))
            await until(printer, Cause.READY)
            assert (await printer.print(TICKET)).on_paper
            assert real.wait_for(lambda: len(real.slips) == 1)


async def test_a_printer_that_never_answered_is_tried_but_promises_nothing() -> None:
    with Simulator(MODELS["pos-58"]) as silent:
        async with running(Printer(f"serial://{silent.path}", ask_every=0.02, give_up=LATE)) as printer:
            await until(printer, Cause.NEVER_ANSWERED)
            outcome = await printer.print(TICKET)
            assert outcome == Outcome(Result.SENT, PaperStatus(Cause.NEVER_ANSWERED))
            assert not outcome.on_paper
            assert silent.wait_for(lambda: any("12" in slip.lines for slip in silent.slips))


async def test_a_model_known_to_be_silent_is_believed() -> None:
    with Simulator(MODELS["pos-58"]) as silent:
        async with running(
            Printer(f"serial://{silent.path}", "POS-5890", ask_every=0.02, give_up=LATE)
        ) as printer:
            await until(printer, Cause.CANNOT_SAY)
            assert (await printer.print(TICKET)).on_paper


async def test_a_driver_that_fails_in_an_unforeseen_way_goes_on() -> None:
    class Broken(Exception):
        pass

    faults = [Broken(), Broken()]

    def sometimes(address: str, wanted: str) -> Connection:
        if faults:
            raise faults.pop()
        return connect("simulated:")

    async with running(Printer("auto", connect=sometimes, ask_every=0.02, give_up=LATE)) as printer:
        await until(printer, Cause.READY)
        assert (await printer.print(TICKET)).on_paper


async def test_without_a_profile_the_printer_is_asked_which_model_it_is() -> None:
    with Simulator(MODELS["epson-80"]) as epson:
        async with running(Printer(f"serial://{epson.path}", ask_every=0.02, give_up=LATE)) as printer:
            await until(printer, Cause.READY)
            assert (await printer.print(TICKET)).result is Result.PRINTED  # only an Epson confirms
            assert epson.slips[0].dots.size[0] == 576


@pytest.mark.parametrize(
    ("name", "found"),
    [("TM-T20II", "TM-T20II"), ("TM-T88VI", "TM-T88V"), ("TM-T20III", "TM-T20II"), ("XP-80", None)],
)
def test_a_model_without_a_profile_borrows_its_sisters(name: str, found: str | None) -> None:
    sister = of_model(name)
    assert (sister and sister.name) == found


def test_a_ticket_that_comes_too_late_is_not_begun() -> None:
    opened: list[str] = []

    def never() -> Connection:
        opened.append("opened")
        raise PortFailed(Cause.NOT_FOUND)

    assert Device(never).print(TICKET, until=0).result is Result.GIVEN_UP
    assert not opened


def test_every_way_is_a_port() -> None:
    assert {"write", "read", "drain", "discard", "close"} <= set(dir(Port))
