"""Two vans with one card: a display stays with the machine that it was paired with, and people are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from queue_display import codec, messages
from queue_display.link import Link
from queue_display.link.pulse import BEAT_EVERY, DEAD_AFTER
from queue_display.link.session import Session
from queue_display.link.twins import HEARD_WITHIN
from queue_display.messages import FromDisplay, Hello, Role
from queue_display.network import kept, wire
from queue_display.trust import Trust, pair_locally
from tests.queue_display.link import test_link
from tests.queue_display.link.test_link import Display, Kiosk, running, view

pytestmark = pytest.mark.held_time
kiosk_trust, agent_trust = test_link.kiosk_trust, test_link.agent_trust

OURS, COPY = "ours", "copy"  # marks of machines
SEEN = 1  # what a view counts that comes from our machine; from the copy, twice as much


def now() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def listening(trust: Trust) -> AsyncIterator[Display]:
    display = Display(trust, Role.AGENT, 1)
    async with running(display):
        await display.server.listening.wait()
        yield display


def paired(folder: Path) -> tuple[Trust, Trust]:
    kiosk, agent = Trust.open(folder / "kiosk"), Trust.open(folder / "agent")
    pair_locally(kiosk, agent, van="van", name="display", role=Role.AGENT, desk=1)
    return kiosk, agent


def machine(trust: Trust, display: Display, mark: str) -> Kiosk:
    """One with these keys, which dials the display; its views can be told from the other's."""
    kiosk = Kiosk(trust, lambda: {display.trust.identifier: display.server.port}, machine=mark)
    kiosk.count = 2 * SEEN if mark == COPY else SEEN
    return kiosk


@asynccontextmanager
async def silent(trust: Trust, display: Display, mark: str) -> AsyncIterator[None]:
    """A machine that has come in and says nothing more: its power is gone, and nobody has noticed."""
    tls = trust.known.dials[display.trust.identifier]
    connection = await wire.dial("127.0.0.1", display.server.port, codec.SIZES[-1], tls)
    try:
        session: Session[FromDisplay] = Session(connection, codec.from_display, now)
        await session.greet(Hello(messages.VERSION, "van", machine=mark))
        await display.link(Link.UP)
        yield
    finally:
        connection.drop()


async def test_a_display_stays_with_the_machine_that_was_there(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    async with listening(agent_trust) as display, running(ours := machine(kiosk_trust, display, OURS)):
        await display.until(lambda: bool(display.views))
        async with running(copy := machine(kiosk_trust, display, COPY)):
            await copy.until(lambda: copy.link.twin)
            await ours.until(lambda: ours.link.twin)
            assert await asyncio.to_thread(lambda: ours.link.twin), "a thread that makes a view asks too"
            for _ in range(60):
                await asyncio.sleep(0.5)
                ours.link.push()
                assert copy.link.connected == ()
                assert [end.desk for end in ours.link.connected] == [1]
    assert {one.visits_today for one in display.views} == {SEEN}  # type: ignore[union-attr]
    assert [state.link for state in display.states].count(Link.UP) == 1
    assert len(copy.clocks) == 0


async def test_the_machine_that_was_paired_comes_in_though_the_copy_was_first(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    await asyncio.to_thread(kept.first_machine, agent_trust.folder, kiosk_trust.identifier, OURS)
    async with listening(agent_trust) as display, running(copy := machine(kiosk_trust, display, COPY)):
        await display.until(lambda: display.views[-1:] == [view(Role.AGENT, 2 * SEEN)])
        assert not copy.link.twin
        async with running(ours := machine(kiosk_trust, display, OURS)):
            await display.until(lambda: display.views[-1:] == [view(Role.AGENT, SEEN)])
            await copy.until(lambda: copy.link.twin)
            await ours.until(lambda: ours.link.twin)
            display.views.clear()
            for _ in range(20):
                await asyncio.sleep(0.5)
                copy.link.push()
            assert copy.link.connected == ()
            assert view(Role.AGENT, 2 * SEEN) not in display.views


async def test_a_card_in_a_new_machine_is_let_in_where_the_old_one_is_gone(
    kiosk_trust: Trust, agent_trust: Trust
) -> None:
    async with listening(agent_trust) as display:
        async with running(machine(kiosk_trust, display, OURS)):
            await display.until(lambda: bool(display.views))
        async with running(moved := machine(kiosk_trust, display, COPY)):
            await display.until(lambda: display.views[-1:] == [view(Role.AGENT, 2 * SEEN)])
            await asyncio.sleep(5)
            assert not moved.link.twin


@pytest.mark.parametrize(("mark", "within"), [(OURS, 0.5), (COPY, HEARD_WITHIN + 0.5), ("", 0.5)])
async def test_a_connection_that_is_dead_shuts_nobody_out(
    kiosk_trust: Trust, agent_trust: Trust, mark: str, within: float
) -> None:
    """Before its silence alone would end it: at once for the machine itself, and for one of an earlier
    version, which has no mark; a new machine waits until the old one has been listened for."""
    async with listening(agent_trust) as display, silent(kiosk_trust, display, OURS):
        begun = now()
        async with running(comes := machine(kiosk_trust, display, mark)):
            await display.until(lambda: bool(display.views))
            assert now() - begun < within < DEAD_AFTER
            await asyncio.sleep(2 * BEAT_EVERY)
            assert not comes.link.twin, "one machine is none too many"


def test_a_kiosk_that_is_paired_anew_may_be_on_another_machine(tmp_path: Path) -> None:
    assert kept.first_machine(tmp_path, "kiosk", OURS) == OURS
    assert kept.first_machine(tmp_path, "kiosk", COPY) == OURS
    kept.forget_machine(tmp_path, "kiosk")
    kept.forget_machine(tmp_path, "kiosk")
    assert kept.first_machine(tmp_path, "kiosk", COPY) == COPY
    assert kept.first_machine(tmp_path, "an older one", "") == ""


async def test_two_vans_with_cards_of_their_own_do_not_notice_each_other(tmp_path: Path) -> None:
    ends = [await asyncio.to_thread(paired, tmp_path / name) for name in ("one", "other")]
    async with listening(ends[0][1]) as one, listening(ends[1][1]) as other:
        kiosks = machine(ends[0][0], one, OURS), machine(ends[1][0], other, COPY)
        async with running(*kiosks):
            await one.until(lambda: bool(one.views))
            await other.until(lambda: bool(other.views))
            await asyncio.sleep(10)
    assert not any(kiosk.link.twin for kiosk in kiosks)
    assert {view.visits_today for view in one.views} == {SEEN}  # type: ignore[union-attr]
    assert {view.visits_today for view in other.views} == {2 * SEEN}  # type: ignore[union-attr]
