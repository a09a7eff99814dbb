"""Faults on a real serial port: what the visitor gets, what the agents read, and that it mends by itself.

In every one the number is on the screen before the printer is asked; what is shown here is how soon and
how truly the visitor learns that no paper comes, that a ticket given up never comes out later, and that
the loop which answers touches is not held up. `-s` prints the longest time it was.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assets.wording import wording
from printer.outcome import GIVE_UP, Outcome, Result
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from printer.status import ASK, Cause
from printer.worker import Printer
from tests.faults.printer_lab import ASK_EVERY, lab
from tests.printer.fault_cases import AFTER_THE_NUMBER, BEFORE_THE_NUMBER, CASES, Case, ticket
from tests.processes import LATE

SAY = wording("fr")

pytestmark = pytest.mark.may_block("the profiles and the simulated paper's glyphs are read inside the loop")


REAL = [case for case in CASES if (case.fault, case.after) in {
    (Fault.NO_PAPER, 0), (Fault.CUTTER, AFTER_THE_NUMBER), (Fault.UNPLUGGED, BEFORE_THE_NUMBER),
    (Fault.XOFF, BEFORE_THE_NUMBER), (Fault.GARBAGE, 0), (Fault.OFF, BEFORE_THE_NUMBER),
}]  # fmt: skip
"""What the system's serial port has a part in; all the others are in `tests/printer/test_device.py`."""


@pytest.mark.parametrize("case", REAL, ids=str)
async def test_a_fault_is_told_and_mends_and_its_ticket_never_comes_late(
    case: Case, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with lab(tmp_path) as on:
        await on.ready()
        on.simulator.fail(case.fault, case.after)

        outcome = await on.printer.print(ticket(7))
        assert not outcome.on_paper
        status = await on.until(lambda status: status.cause is case.cause)
        assert status.paper.value == case.state
        assert case.do in status.condition.said(SAY)

        printed = on.times_on_paper(7), on.whole(7)
        on.simulator.mend(case.fault)
        await on.ready()
        assert (await on.printer.print(ticket(8))).result is Result.PRINTED
        assert (on.times_on_paper(7), on.whole(7)) == printed
        assert on.times_on_paper(7) <= (case.after != BEFORE_THE_NUMBER or case.cause is Cause.GARBLED)
        assert (on.whole(8), on.times_on_paper(8)) == (1, 1)
        record_property("longest_held_up_ms", round(on.longest * 1000, 1))
        print(f"{case.fault.name} after {case.after}: loop held up {on.longest * 1000:.1f} ms at most")
        assert on.longest < GIVE_UP / 2, "somebody waits for the printer where touches are answered"


async def test_paper_near_its_end_is_told_and_prints(tmp_path: Path) -> None:
    async with lab(tmp_path) as on:
        await on.ready()
        on.simulator.fail(Fault.NEAR_END)
        status = await on.until(lambda status: status.paper.value == "low")
        assert "préparez-en un neuf" in status.condition.said(SAY)
        outcome = await on.printer.print(ticket(7))
        assert outcome == Outcome(Result.PRINTED, status)
        assert outcome.on_paper
        on.simulator.mend(Fault.NEAR_END)
        await on.until(lambda status: status.cause is Cause.READY)


async def test_a_known_fault_gives_a_ticket_up_before_a_byte_of_it_is_sent(tmp_path: Path) -> None:
    async with lab(tmp_path) as on:
        await on.ready()
        on.simulator.fail(Fault.NO_PAPER)
        await on.until(lambda status: not status.can_print)
        before = on.simulator.received
        given_up = [await on.printer.print(ticket(number)) for number in range(1, 6)]
        assert {outcome.result for outcome in given_up} == {Result.GIVEN_UP}
        # Nothing but status questions has been sent, each of one length.
        assert on.simulator.wait_for(lambda: (on.simulator.received - before) % len(ASK) == 0)
        on.simulator.mend(Fault.NO_PAPER)
        await on.ready()
        await on.printer.print(ticket(6))
        assert [slip.lines[3] for slip in on.simulator.slips if slip.lines] == ["6"]


async def test_a_slow_line_prints_in_time(tmp_path: Path) -> None:
    async with lab(tmp_path, baud=9600, mm_s=150) as on:
        await on.ready()
        assert (await on.printer.print(ticket(7))).result is Result.PRINTED
        assert on.whole(7) == 1


async def test_switched_on_after_the_kiosk(tmp_path: Path) -> None:
    async with lab(tmp_path, plugged=False) as on:
        await on.until(lambda status: status.cause is Cause.NOT_FOUND)
        assert not (await on.printer.print(ticket(7))).on_paper
        on.simulator.mend(Fault.UNPLUGGED)
        await on.ready()
        assert (await on.printer.print(ticket(8))).on_paper
        assert on.times_on_paper(7) == 0


async def test_a_port_taken_by_another_program(tmp_path: Path) -> None:
    async with lab(tmp_path, plugged=False) as on:
        await on.until(lambda status: status.cause is Cause.NOT_FOUND)
        on.simulator.mend(Fault.UNPLUGGED)
        await on.ready()
        other = Printer(f"serial://{on.simulator.path}", ask_every=ASK_EVERY, give_up=LATE)
        task = asyncio.create_task(other.run())
        taken = await asyncio.wait_for(other.print(ticket(7)), LATE)
        assert "Un autre programme" in taken.status.condition.said(SAY)
        assert not taken.on_paper
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await on.printer.print(ticket(8))).on_paper
        assert on.times_on_paper(7) == 0


async def test_permission_denied(tmp_path: Path) -> None:
    """As nobody, who may not open a terminal of root's; as anyone else, on a terminal closed to all."""
    with Simulator(link=tmp_path / "printer") as simulator:
        printer = Printer(f"serial://{simulator.path}", "TM-T20II", ask_every=ASK_EVERY, give_up=LATE)
        with no_right_to(simulator.terminal):
            async with asyncio.TaskGroup() as tasks:
                task = tasks.create_task(printer.run())
                outcome = await printer.print(ticket(7))
                task.cancel()
    assert not outcome.on_paper
    assert "dialout" in outcome.status.condition.said(SAY)


@contextmanager
def no_right_to(device: Path) -> Iterator[None]:
    before = device.stat().st_mode
    root = os.geteuid() == 0
    os.seteuid(65534) if root else device.chmod(0)
    try:
        yield
    finally:
        os.seteuid(0) if root else device.chmod(before)


async def test_ending_while_a_ticket_is_under_way_gives_it_up_at_once(tmp_path: Path) -> None:
    """Long before it would have been out, and long before its time is over."""
    async with lab(tmp_path, mm_s=0.1, give_up=3600) as on:
        await on.ready()
        under_way, next_one = on.printer.print(ticket(7)), on.printer.print(ticket(8))
        assert await asyncio.to_thread(on.simulator.wait_for, lambda: bool(on.simulator.hanging.lines))
    for thread in threading.enumerate():
        if thread.name == "printer":  # its last act is to say that it has ended
            await asyncio.to_thread(thread.join)
    assert (await under_way).result is Result.GIVEN_UP
    assert (await next_one).result is Result.GIVEN_UP
    assert on.times_on_paper(8) == 0
