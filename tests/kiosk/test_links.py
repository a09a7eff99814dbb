"""The van's end of the link, kept: begun with keys, asked for a sign of life, begun anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from kiosk.keys import Keys
from kiosk.links import LinkKeeper
from queue_display.link import Asker, KioskLink
from queue_display.messages import Do, Done
from queue_display.trust import LOOK_EVERY, Trust
from tests.processes import LATE

pytestmark = pytest.mark.may_block("the keys are opened inside the loop, for the test's sake")


class FakeLink:
    """Answers unless it `hangs`; ends when it is told to, or fails."""

    def __init__(self, trust: Trust, hangs: bool) -> None:
        self.trust, self.hangs = trust, hangs
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.running = False
        self.begun = asyncio.Event()
        self.pushed = 0
        self.connected = ()
        self.twin = False

    async def run(self) -> None:
        self.running = True
        self.begun.set()
        try:
            await self.failure
        finally:
            self.running = False

    async def answer(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()

    def push(self) -> None:
        self.pushed += 1


class Kept:
    """A keeper of fake links, the first of which hangs."""

    def __init__(self, keys: Keys) -> None:
        self.made: list[FakeLink] = []
        self._changed = asyncio.Event()
        self.keeper = LinkKeeper(keys, self.make, self._changed.set)

    def make(self, trust: Trust) -> KioskLink:
        self.made.append(FakeLink(trust, hangs=not self.made))
        return cast(KioskLink, self.made[-1])

    async def until(self, links: int) -> None:
        """So many have been made, and the last of them runs."""
        async with asyncio.timeout(LATE):
            while len(self.made) < links:
                self._changed.clear()
                await self._changed.wait()
            await self.made[-1].begun.wait()


@asynccontextmanager
async def kept(folder: Path) -> AsyncIterator[Kept]:
    on = Kept(Keys(folder))
    running = asyncio.create_task(on.keeper.run())
    try:
        yield on
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_one_that_hangs_is_ended_and_another_begun_with_keys_read_anew(tmp_path: Path) -> None:
    async with kept(tmp_path / "keys") as on:
        await on.until(1)
        asked = asyncio.create_task(on.keeper.answer())
        await asyncio.sleep(0)
        assert not asked.done()
        asked.cancel()
        on.keeper.renew()
        await on.until(2)
        first, second = on.made
        assert not first.running
        assert first.trust is not second.trust
        await on.keeper.answer()
        on.keeper.push()
        assert (first.pushed, second.pushed) == (0, 1)


async def test_a_machine_with_the_same_card_is_told_of(tmp_path: Path) -> None:
    async with kept(tmp_path / "keys") as on:
        await on.until(1)
        assert not on.keeper.condition
        on.made[0].twin = True
        assert on.keeper.condition.name == "card_twin"
        assert "la même carte" in on.keeper.condition.sentence


async def test_without_usable_keys_there_is_no_link_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not ours")
    async with kept(tmp_path / "keys") as on:
        await on.keeper.answer()
        assert (on.made, on.keeper.connected) == ([], ())


async def test_before_it_has_begun_it_does_not_answer(tmp_path: Path) -> None:
    keeper = LinkKeeper(Keys(tmp_path / "keys"), Kept(Keys(tmp_path / "keys")).make)
    asked = asyncio.create_task(keeper.answer())
    await asyncio.sleep(0)
    assert not asked.done()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)


async def test_what_ends_the_link_ends_the_keeper(tmp_path: Path) -> None:
    on = Kept(Keys(tmp_path / "keys"))
    running = asyncio.create_task(on.keeper.run())
    await on.until(1)
    on.made[0].failure.set_exception(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await running


async def nobody_asks(asker: Asker, do: Do) -> Done:
    raise AssertionError


async def no_network(*_: object, **__: object) -> None:
    await asyncio.Event().wait()


@pytest.mark.held_time
async def test_a_real_link_answers_once_its_task_has_looked_at_the_pairings(tmp_path: Path) -> None:
    trust = Trust.open(tmp_path / "keys")
    link = KioskLink("Van", nobody_asks, lambda role, desk: None, trust=trust, seek=no_network)
    now = asyncio.get_running_loop().time
    asked = asyncio.create_task(link.answer())
    await asyncio.sleep(10 * LOOK_EVERY)
    assert not asked.done()  # nobody runs it
    running, since = asyncio.create_task(link.run()), now()
    await asked
    await link.answer()
    assert now() - since <= 3 * LOOK_EVERY
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
