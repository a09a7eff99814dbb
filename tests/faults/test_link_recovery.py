"""A link that breaks in silence: both ends know and show it, and what was asked meanwhile is not lost.

The seconds it took are printed; 3 are promised.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.queue import Open
from queue_display import messages
from queue_display.link import Link
from queue_display.link.pulse import PATIENCE
from queue_display.messages import NOT_SENT, UNANSWERED
from tests.faults.link_world import Keys, Screen, Van, keys, world
from tests.faults.relay import Way

pytestmark = pytest.mark.held_time

PROMISED = 3.0
"""Seconds until both ends know, and until they have each other again."""

SLOW = 3.0
"""Seconds that a busy machine may add: what is waited for takes no time there, what is computed does."""

SILENCES = {
    "both ways": set(Way),
    "kiosk unheard": {Way.TO_DISPLAY},
    "display unheard": {Way.TO_KIOSK},
}


@pytest.fixture
def pair(tmp_path: Path) -> Keys:
    return keys(tmp_path, agents=1, boards=0)


async def gone(van: Van) -> None:
    """Until the kiosk knows that its display is gone."""
    left = asyncio.Event()
    van.told = lambda: left.set() if not van.link.connected else None
    async with asyncio.timeout(20):
        await left.wait()


@pytest.fixture
def six(tmp_path: Path) -> list[Keys]:
    return [keys(tmp_path / str(n), agents=1, boards=0) for n in range(6)]


async def test_silence_is_known_at_both_ends(six: list[Keys]) -> None:
    """Held back or swallowed, one way or both: six links side by side."""
    cases = [(silence, stalled) for silence in SILENCES for stalled in (True, False)]
    async with asyncio.TaskGroup() as tasks:
        for pair, (silence, stalled) in zip(six, cases, strict=True):
            tasks.create_task(silenced(pair, silence, stalled))


async def silenced(pair: Keys, silence: str, stalled: bool) -> None:
    now = asyncio.get_running_loop().time
    async with world(pair) as (van, [screen]):
        start = now()
        kiosk = asyncio.create_task(gone(van))
        (screen.relay.stalled if stalled else screen.relay.deaf).update(SILENCES[silence])
        await screen.until(lambda s: s.state.link is Link.LOST)
        display_knew = now() - start
        await kiosk
        kiosk_knew = now() - start
        screen.relay.heal()
        start = now()
        await screen.until(lambda s: s.state.link is Link.UP)
        how = "stalled" if stalled else "swallowed"
        back = now() - start
        known = f"display knows {display_knew:.2f} s, kiosk {kiosk_knew:.2f} s"
        print(f"{silence}, {how}: {known}, back {back:.2f} s")
        assert max(display_knew, kiosk_knew) < PROMISED + SLOW
        assert back < PROMISED + SLOW


async def test_a_command_given_in_a_short_break_is_carried_out_once(pair: Keys) -> None:
    async with world(pair) as (van, [screen]):
        await van.service.submit(Open())
        screen.relay.closed = True
        screen.relay.cut()
        await screen.until(lambda s: s.state.link is Link.LOST)
        ask = asyncio.create_task(screen.server.ask(messages.Take("autre")))
        await asyncio.sleep(0.5)
        assert not ask.done()
        screen.relay.heal()
        done = await ask
        assert done.refused == ""
        assert van.done == {done.identifier: 1}


async def test_one_whose_answer_was_lost_is_carried_out_once(pair: Keys) -> None:
    async with world(pair) as (van, [screen]):
        await van.service.submit(Open())
        screen.relay.deaf.add(Way.TO_DISPLAY)
        ask = asyncio.create_task(screen.server.ask(messages.Take("autre")))
        await screen.until(lambda s: s.state.link is Link.LOST)
        assert sum(van.done.values()) == 1
        screen.relay.heal()
        assert (await ask).refused == ""
        assert sum(van.done.values()) == 1


async def test_in_a_long_break_it_is_refused_to_the_agents_face(six: list[Keys]) -> None:
    """After some seconds, and never carried out later."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(refused_in_a_long_break(six[0], left_before=True, refused=UNANSWERED))
        tasks.create_task(refused_in_a_long_break(six[1], left_before=False, refused=NOT_SENT))


async def refused_in_a_long_break(pair: Keys, left_before: bool, refused: str) -> None:
    async with world(pair) as (van, [screen]):
        await van.service.submit(Open())
        if left_before:
            screen.relay.stalled.update(Way)
            ask = asyncio.create_task(screen.server.ask(messages.Take("autre")))
        screen.relay.closed = True
        await cut_off(screen, left_before)
        if not left_before:
            ask = asyncio.create_task(screen.server.ask(messages.Take("autre")))
        async with asyncio.timeout(PATIENCE + 10):
            done = await ask
        assert done.refused == refused
        screen.relay.heal()
        await screen.until(lambda s: s.state.link is Link.UP)
        await asyncio.sleep(0.2)
        assert van.done == {}


async def cut_off(screen: Screen, in_silence: bool) -> None:
    if not in_silence:
        screen.relay.cut()
    await screen.until(lambda s: s.state.link is Link.LOST)
