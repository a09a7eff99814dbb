"""What a printer has confirmed is never undone by a doubt that comes later, nor by one that came before.

A real driver on a simulated printer's serial line, and a port between them that is late, as under load.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from printer.device import Device
from printer.finder import Connection, connect
from printer.outcome import Outcome, Result
from printer.port import Port
from printer.simulator.simulator import Simulator
from printer.status import ASK, Cause, PaperStatus, is_answer
from tests.printer.tickets import FRENCH
from tests.processes import LATE


class LatePort:
    """A port on which, while it is `loaded`, status answers do not come any more once a mark was sent.

    `report_first`: the ticket is reported at once; else only when the printer has been asked how it is.
    """

    answers = True

    def __init__(self, real: Port, *, report_first: bool) -> None:
        self._real, self._report_first = real, report_first
        self._held = b""
        self.loaded = self._marked = self._asked = False

    def write(self, data: bytes, until: float) -> None:
        self._asked = self._asked or (self._marked and data == ASK)
        self._marked = self._marked or (self.loaded and data.startswith(b"\x1d(H"))
        self._real.write(data, until)

    def read(self, until: float) -> bytes:
        data = self._held + self._real.read(until)
        self._held = b""
        if not self._marked:
            return data
        if not (self._report_first or self._asked):
            self._held = data
            return b""
        return without_answers(data)

    def drain(self, until: float) -> None:
        self._real.drain(until)

    def discard(self) -> None:
        self._real.discard()

    def close(self) -> None:
        self._real.close()


def without_answers(data: bytes) -> bytes:
    """The report of a ticket, without the status answers round it: its digits are none of theirs."""
    return bytes(byte for byte in data if not is_answer(byte))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as printer:
        yield printer


@pytest.mark.parametrize("report_first", [True, False], ids=["report, then doubt", "doubt, then report"])
def test_a_slip_that_came_out_whole_is_on_paper(simulator: Simulator, *, report_first: bool) -> None:
    outcome = printed(simulator, report_first=report_first)
    assert simulator.wait_for(lambda: any("12" in slip.lines for slip in simulator.slips))
    assert outcome.result is Result.PRINTED
    assert outcome.on_paper
    assert not outcome.status.can_print, "nothing was doubted: the test saw nothing"


def printed(simulator: Simulator, *, report_first: bool) -> Outcome:
    real = connect(f"serial://{simulator.path}?baudrate=38400", "TM-T20II")
    port = LatePort(real.port, report_first=report_first)
    device = Device(lambda: Connection(port, real.profile, real.address))
    try:
        assert device.ask().can_print
        port.loaded = True
        return device.print(FRENCH, time.monotonic() + LATE)
    finally:
        device.close()


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.SIMULATED])
def test_no_doubt_outweighs_what_the_printer_has_confirmed(cause: Cause) -> None:
    assert Outcome(Result.PRINTED, PaperStatus(cause)).on_paper
    assert not Outcome(Result.GIVEN_UP, PaperStatus(cause)).on_paper


def test_what_only_a_simulated_printer_has_confirmed_is_nowhere() -> None:
    assert not Outcome(Result.PRINTED, PaperStatus(Cause.SIMULATED)).on_paper
