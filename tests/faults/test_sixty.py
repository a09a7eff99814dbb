"""A part of `sixty.py`, which runs whole by itself (`make sixty`), and that it finds what it looks for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from queue_display import messages
from tests import seeds
from tests.faults.relay import Way
from tests.faults.sixty import HELD, MORNING, Sixty, sixty
from tests.faults.sixty_site import BOARD, sixty_site
from tests.faults.year_acts import Act
from tests.faults.year_clocks import YearTime

PEOPLE = 4


@pytest.mark.may_block("keys are made and relays are opened inside the loop, for the test's sake")
async def test_some_visitors_over_a_bad_network(tmp_path: Path) -> None:
    day = await sixty(tmp_path, PEOPLE, seeds.SEED, bad=True)
    assert len(day.site.printed) == PEOPLE
    assert sum(day.befell.values()) >= 1


@pytest.mark.may_block("keys are made and relays are opened inside the loop, for the test's sake")
async def test_a_display_that_shows_something_else_is_found(tmp_path: Path) -> None:
    async with sixty_site(tmp_path, YearTime(MORNING, started=MORNING)) as site:
        day = Sixty(site, PEOPLE, seeds.SEED, bad=False)
        await day.begin()
        site.relays[BOARD].stalled.add(Way.TO_DISPLAY)
        await day.van.take("caf")
        await day.van.do(Act(messages.CallNext(), 1, lambda book, now, n: book.calls(1, now)))
        alike = asyncio.create_task(site.alike())
        await asyncio.wait([alike], timeout=HELD)
        assert not alike.done()
        site.relays[BOARD].heal()
        await alike
