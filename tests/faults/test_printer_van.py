"""A printer's fault as the van's people meet it: the visitor's number, the agents' words, and the mending."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk.keys import Keys
from kiosk.queue import Reason, Refused
from kiosk.record.record import Record
from kiosk.settings import NetworkSettings, PrinterSettings, load
from kiosk.van import Van
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from queue_display.link import Asker
from queue_display.messages import AgentView, Do, Health, Open, Role, Take
from queue_display.trust import keys_folder
from tests.processes import LATE

AGENT = Asker("display", "Bureau 1", Role.AGENT, 1)

pytestmark = pytest.mark.may_block("the record and the keys are opened inside the loop, for the test's sake")


@asynccontextmanager
async def opened(data: Path, address: str) -> AsyncIterator[Van]:
    """A van whose stop is open, without displays."""
    settings = msgspec.structs.replace(
        load(None), printer=PrinterSettings(address), network=NetworkSettings(("127.0.0.1",))
    )
    record = Record.open(data)
    try:
        van = Van(settings, record, Keys(keys_folder(data)))
        running = asyncio.create_task(van.run())
        await van.answer(AGENT, Do("open", Open()))
        yield van
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    finally:
        record.close()


async def health(van: Van, state: str) -> Health:
    """What the agents read of the printer once it is in `state`."""
    came = asyncio.Event()
    van.watch(came.set)
    async with asyncio.timeout(LATE):
        while True:
            view = van.view_for(Role.AGENT)
            if isinstance(view, AgentView) and view.printer.state == state:
                return view.printer
            came.clear()
            await came.wait()


async def test_no_paper_costs_nobody_a_number_and_is_told(tmp_path: Path) -> None:
    with Simulator(link=tmp_path / "printer") as printer:
        async with opened(tmp_path, f"serial://{tmp_path}/printer?baudrate=38400") as van:
            assert await health(van, "ok") == Health("ok")
            printer.fail(Fault.NO_PAPER)
            taken = await van.take("logement", priority=False, identifier="1")
            assert taken.number == 1
            assert not (await taken.paper).on_paper
            assert await health(van, "out") == Health("out", "no_paper")
            printer.mend(Fault.NO_PAPER)
            await health(van, "ok")
            again = await van.take("logement", priority=False, identifier="2")
            assert (await again.paper).on_paper
        lines = [line for slip in printer.slips for line in slip.lines]
        assert ("1" in lines, "2" in lines) == (False, True)
        assert not any("logement" in line.lower() for line in lines)


async def test_the_screen_spares_the_paper_and_an_agent_is_free(tmp_path: Path) -> None:
    async with opened(tmp_path, "simulated:") as van:
        at_most = van.settings.tickets_a_minute
        papers = [(await van.take("logement", False, str(n))).paper for n in range(at_most)]
        with pytest.raises(Refused) as refused:
            await van.take("logement", priority=False, identifier="one more")
        assert refused.value.reason is Reason.TOO_MANY_AT_ONCE
        done = await van.answer(AGENT, Do("for someone", Take("logement")))
        assert (done.refused, done.number) == ("", at_most + 1)
        await asyncio.gather(*papers)
