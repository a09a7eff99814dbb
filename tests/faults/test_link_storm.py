"""Ten displays, thousands of commands, a network that fails in every way: each command counts once.

The suite plays a part; `HALTE_STORM=2000` plays that many commands.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from kiosk.queue import Open
from queue_display import messages
from queue_display.link import Link
from queue_display.messages import NOT_SENT, UNANSWERED, AgentView, AnyAsk, Done
from queue_display.network import kept
from tests import seeds
from tests.faults.link_world import Keys, Screen, Van, keys, world
from tests.faults.relay import Relay, Way

pytestmark = pytest.mark.held_time

COMMANDS = int(os.environ.get("HALTE_STORM", "400"))
TOPICS = ("retraite", "logement", "autre")


@pytest.fixture
def ten(tmp_path: Path) -> Keys:
    return keys(tmp_path, agents=8, boards=2)


def some_ask(rng: random.Random, view: AgentView, desk: int) -> AnyAsk:
    """What an agent who sees this might press; sometimes what makes no sense."""
    mine = next((d for d in view.desks if d.desk == desk), None)
    if len(view.line) < 5:
        return messages.Take(rng.choice(TOPICS), rng.random() < 0.1)
    if mine is None:
        free: list[AnyAsk] = [
            messages.CallNext(),
            messages.Call(rng.choice(view.line).number),
            messages.Recall(1),
        ]
        return rng.choice(free)
    number = mine.number
    busy: list[AnyAsk] = [
        messages.End(number),
        messages.End(number, rng.choice(TOPICS)),
        messages.Recall(number),
        messages.PutBack(number),
        messages.Absent(number, back_in_line=mine.may_come_back),
        messages.CallNext(),
    ]
    return rng.choice(busy)


async def press(rng: random.Random, screen: Screen, presses: int) -> list[tuple[AnyAsk, Done]]:
    said = []
    for _ in range(presses):
        assert isinstance(screen.view, AgentView)
        ask = some_ask(rng, screen.view, screen.desk or 0)
        said.append((ask, await screen.server.ask(ask)))
    return said


async def bad_weather(rng: random.Random, screens: list[Screen], counted: Counter[str]) -> None:
    """One trouble after another, on one link or another, for ever; each passes after its time."""
    until: dict[Relay, float] = {}
    now = asyncio.get_running_loop().time
    while True:
        for relay in [r for r, end in until.items() if end <= now()]:
            del until[relay]
            relay.heal()
        relay = rng.choice(screens).relay
        if relay not in until:
            trouble = rng.choice(list(TROUBLES))
            counted[trouble] += 1
            until[relay] = now() + rng.uniform(0.05, TROUBLES[trouble])
            strike(rng, relay, trouble)
        await asyncio.sleep(rng.uniform(0.01, 0.1))


TROUBLES = {
    "cut": 0.1,
    "reset": 0.1,
    "delay": 1.0,
    "stall": 3.5,
    "half open": 3.5,
    "closed": 1.5,
    "away": 8.0,
}
"""What may befall a link, and for how many seconds at most."""


def strike(rng: random.Random, relay: Relay, trouble: str) -> None:
    match trouble:
        case "cut":
            relay.cut()
        case "reset":
            relay.reset()
        case "delay":
            relay.delay = rng.uniform(0.01, 0.2)
        case "stall":
            relay.stalled = set(rng.sample(list(Way), rng.randint(1, 2)))
        case "half open":
            relay.deaf = {rng.choice(list(Way))}
        case _:
            relay.closed = True
            relay.cut()


def nothing_is_lost(van: Van, said: list[tuple[AnyAsk, Done]]) -> None:
    """What each agent was told is what the kiosk did."""
    for ask, done in said:
        times = van.done[done.identifier]
        if done.refused == UNANSWERED:
            assert times <= 1, ask
        else:
            assert times == (0 if done.refused else 1), (ask, done, times)
    ended = {done.identifier for ask, done in said if isinstance(ask, messages.End)}
    kept = sum(leaving.visit is not None for leaving in van.service.state.leaving.values())
    assert van.record.visits + kept == sum(van.done[identifier] for identifier in ended)


async def test_a_storm(ten: Keys) -> None:
    rng = seeds.chance()
    async with world(ten) as (van, screens):
        await van.service.submit(Open())
        agents = [s for s in screens if s.role is messages.Role.AGENT]
        for agent in agents:
            await agent.until(lambda s: isinstance(s.view, AgentView) and s.view.stop == "open")
        weather: Counter[str] = Counter()
        storm = asyncio.create_task(bad_weather(seeds.chance(1), screens, weather))
        async with asyncio.TaskGroup() as tasks:
            presses = [
                tasks.create_task(press(seeds.chance(rng.random()), agent, COMMANDS // len(agents)))
                for agent in agents
            ]
        storm.cancel()
        for screen in screens:
            screen.relay.heal()
        said = [one for task in presses for one in task.result()]
        van.link.push()
        for screen in screens:
            await screen.until(lambda s: s.state.link is Link.UP and s.view == van.view_for(s.role, s.desk))
        nothing_is_lost(van, said)
    told = [done.refused or "carried out" for _, done in said]
    print(
        f"seed {seeds.SEED}: {len(said)} commands; "
        + ", ".join(f"{told.count(w)} {w}" for w in sorted(set(told)))
        + f"; troubles: {dict(weather)}"
    )
    assert told.count("carried out") > len(said) // 3
    assert sum(weather.values()) >= len(said) // 40, "there was no storm"
    assert {NOT_SENT, UNANSWERED} & set(told), "no command was ever lost"


async def test_displays_that_come_together_are_all_found_again(
    ten: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    """Where each was reached is kept in one file, which only one of them writes at a time."""
    async with world(ten) as (van, screens):
        for screen in screens:
            await screen.until(lambda s: s.state.link is Link.UP)
        found = await asyncio.to_thread(kept.addresses, ten.kiosk.folder)
        ports = {at.port for at in found.values()}
        assert ports == {relay.port for relay in van.relays.values()}
    assert "the keeping of an address" not in caplog.text
