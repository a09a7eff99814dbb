"""The printer's driver on a clock that the test holds: every fault, every patience, a machine that is slow.

`tests/faults/test_printer_faults.py` shows some of it on a real serial port.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from assets.wording import wording
from printer.conversation import PATIENCE
from printer.device import SETTLE, STALL, Device
from printer.outcome import GIVE_UP, Result
from printer.port import PortFailed
from printer.simulator.realtime import Fault
from printer.status import Cause
from tests import seeds
from tests.printer.fault_cases import BEFORE_THE_NUMBER, CASES, Case, ticket
from tests.printer.held import HeldPrinter

SAY = wording("fr")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fault_is_told_and_mends_and_its_ticket_never_comes_late(case: Case) -> None:
    on = HeldPrinter()
    assert on.ask().cause is Cause.READY
    on.printer.fail(case.fault, case.after)
    began = on.clock()
    assert not on.print(ticket(7)).on_paper
    # asked, asked with an open line, and emptied
    assert on.clock() - began <= GIVE_UP + 4 * PATIENCE
    on.ask()  # a cable that was pulled out is found gone, and then not found
    status = on.ask()
    assert (status.cause, status.paper.value) == (case.cause, case.state)
    assert case.do in status.condition.said(SAY)
    printed = on.times_on_paper(7)
    assert printed <= (case.after != BEFORE_THE_NUMBER or case.cause is Cause.GARBLED)
    on.printer.mend(case.fault)
    assert on.ask().can_print
    assert on.print(ticket(8)).result is Result.PRINTED
    assert (on.times_on_paper(7), on.times_on_paper(8)) == (printed, 1)


STOPPED = [case for case in CASES if case.after and case.cause is not Cause.GARBLED]


@pytest.mark.parametrize("case", STOPPED, ids=str)
def test_a_torn_ticket_is_out_of_the_way_before_the_next_begins(case: Case) -> None:
    """Though nobody has asked the printer how it is in between, and the first tickets were good."""
    on = HeldPrinter()
    on.ask()
    assert [on.print(ticket(number)).result for number in (5, 6)] == [Result.PRINTED] * 2
    on.printer.fail(case.fault, case.after)
    assert not on.print(ticket(7)).on_paper
    on.printer.mend(case.fault)
    while not on.print(ticket(8)).on_paper:  # a port that is gone is opened again, a freed knife told
        on.ask()
    assert "8" in on.last
    assert "7" not in on.last
    assert [on.times_on_paper(number) for number in (5, 6, 8)] == [1, 1, 1]


@pytest.mark.parametrize("case", STOPPED, ids=str)
def test_what_was_torn_costs_paper_once(case: Case) -> None:
    on = HeldPrinter()
    on.ask()
    on.printer.fail(case.fault, case.after)
    on.print(ticket(7))
    on.printer.mend(case.fault)
    for _ in range(5):  # the torn piece is pushed out meanwhile
        on.ask()
    fed = on.fed
    for _ in range(100):
        assert on.ask().can_print
    assert on.fed == fed


def test_a_knife_that_is_freed_cuts_again_as_soon_as_it_is_looked_at() -> None:
    on = HeldPrinter()
    on.ask()
    on.printer.fail(Fault.CUTTER)
    assert on.ask().cause is Cause.CUTTER
    on.printer.mend(Fault.CUTTER)
    assert on.ask().cause is Cause.READY
    assert on.print(ticket(7)).result is Result.PRINTED


@pytest.mark.parametrize("busy", [0.02, PATIENCE * 1.5, 3.0])
def test_a_printer_that_answers_is_ready_however_slow_the_machine_is(busy: float) -> None:
    on = HeldPrinter()
    on.ask()
    on.slow(busy)
    assert [on.ask().cause for _ in range(3)] == [Cause.READY] * 3
    on.port.by_the_byte = True
    assert [on.ask().cause for _ in range(3)] == [Cause.READY] * 3


def test_a_machine_that_is_slow_prints_in_time_or_blames_no_printer() -> None:
    """A step of a ticket takes longer than an answer may, and the whole longer than a visitor waits."""
    on = HeldPrinter()
    on.ask()
    on.slow(PATIENCE * 1.2)
    assert on.print(ticket(7), within=60).result is Result.PRINTED
    late = on.print(ticket(8))
    assert (late.result, late.status.cause) == (Result.GIVEN_UP, Cause.LATE)
    assert "trop lente" in late.status.condition.said(SAY)
    on.slow(0)
    assert on.ask().cause is Cause.READY
    assert on.print(ticket(9)).result is Result.PRINTED
    assert [on.times_on_paper(number) for number in (7, 9)] == [1, 1]


def test_answers_that_come_byte_by_byte_are_answers() -> None:
    on = HeldPrinter(baud=9600, mm_s=50)
    assert on.ask().cause is Cause.READY
    on.port.by_the_byte = True
    assert on.ask().cause is Cause.READY
    for number in range(1, 9):
        assert on.print(ticket(number)).result is Result.PRINTED


def test_a_printer_too_slow_for_anyone_to_wait_is_given_up_in_time() -> None:
    on = HeldPrinter(mm_s=15)
    on.ask()
    began = on.clock()
    outcome = on.print(ticket(7), within=1.5)
    assert (outcome.result, outcome.status.cause) == (Result.GIVEN_UP, Cause.LATE)
    assert on.clock() - began <= 1.5 + 2 * PATIENCE
    assert on.printer.unprinted == 0
    assert "Votre visite est confidentielle." not in on.printer.roll.hanging().lines


def test_a_slow_line_prints_in_time() -> None:
    on = HeldPrinter(baud=9600, mm_s=50)
    on.ask()
    began = on.clock()
    assert on.print(ticket(7)).result is Result.PRINTED
    assert on.clock() - began < 3


def test_a_long_ticket_on_a_slow_line_is_not_taken_for_a_fault() -> None:
    long = replace(ticket(7), stops=("un arrêt de plus, dit avec beaucoup de mots" * 10,) * 3)
    on = HeldPrinter(baud=9600)
    on.ask()
    assert on.print(long).result is Result.PRINTED
    assert on.times_on_paper(7) == 1


def test_one_that_is_held_off_is_stuck_after_some_patience_and_not_before() -> None:
    """A printer that cannot be asked: only the line says that it takes no more, once it is full."""
    on = HeldPrinter("pos-58", "POS-5890")
    on.ask()
    on.printer.fail(Fault.XOFF)
    long = replace(ticket(7), stops=("un arrêt de plus",) * 300)
    began = on.clock()
    assert on.print(long, within=60).status.cause is Cause.STUCK
    assert STALL <= on.clock() - began < STALL + 1
    soon = on.print(long, within=STALL / 2)
    assert (soon.result, soon.status.cause) == (Result.GIVEN_UP, Cause.LATE)  # nobody waited long enough


def test_a_printer_that_cannot_confirm_is_asked_once_its_paper_must_be_out() -> None:
    on = HeldPrinter("clone", "default")
    on.ask()
    began = on.clock()
    assert on.print(ticket(7)).result is Result.SENT
    assert on.clock() - began >= SETTLE


def test_a_ticket_that_comes_too_late_is_not_begun() -> None:
    opened: list[str] = []

    def never() -> NoReturn:
        opened.append("opened")
        raise PortFailed(Cause.NOT_FOUND)

    late = Device(never).print(ticket(7), until=0)
    assert (late.result, late.status.cause) == (Result.GIVEN_UP, Cause.LATE)
    assert not opened


TICKETS, FAULTS = 150, 50


def test_nothing_is_printed_twice_or_late_whatever_happens() -> None:
    chance = seeds.chance()
    struck = set(chance.sample(range(TICKETS), FAULTS))
    on = HeldPrinter()
    on.ask()
    printed: dict[int, int] = {}
    for number in range(TICKETS):
        fault = chance.choice(list(Fault)) if number in struck else None
        if fault:
            on.printer.fail(fault, chance.choice([0, chance.randrange(1, 200)]))
        result = on.print(ticket(number)).result
        printed[number] = on.times_on_paper(number)
        assert printed[number] <= 1
        assert printed[number] or result is not Result.PRINTED
        if fault:
            on.printer.disarm()
            on.printer.mend(fault)
            on.ask()
            assert on.ask().can_print, fault
    assert {number: on.times_on_paper(number) for number in printed} == printed
