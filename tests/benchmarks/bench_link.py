"""How fast the link is, beside a bare TLS websocket in the same run, and what strangers cost it.

Kiosk, agent's display, board and stranger are hosts of their own (network namespaces with veth): root only.

    python -m pytest -q -s tests/benchmarks/bench_link.py
"""

from __future__ import annotations

import asyncio
import statistics
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from queue_display.link.pulse import PRESS_EVERY
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.children import program
from tests.faults import link_lab
from tests.faults.link_lab import End, Host, Lab, end

pytestmark = pytest.mark.skipif(bool(link_lab.unavailable()), reason=link_lab.unavailable())

ROUNDS = 60
PAUSE = PRESS_EVERY
"""Seconds between two presses: faster ones are made to wait."""


@pytest.fixture
def lab() -> Iterator[Lab]:
    with link_lab.lab() as one:
        yield one


@pytest.fixture
def data(tmp_path: Path) -> Path:
    kiosk = Trust.open(keys_folder(tmp_path))
    for role, desk in ((Role.AGENT, 1), (Role.BOARD, None)):
        display = Trust.open(keys_folder(tmp_path, role, desk))
        pair_locally(kiosk, display, van="van", name=role.value, role=role, desk=desk)
    return tmp_path


def line(what: str, seconds: list[float], beside: float | None = None) -> float:
    """Print median and 95th percentile in milliseconds; returns the median in seconds."""
    median, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
    ratio = f"{median / beside:7.2f}" if beside else ""
    print(f"  {what:52} {median * 1e3:8.2f} {late * 1e3:8.2f} {ratio}")
    return median


def head(beside: str) -> None:
    print(f"\n  {'milliseconds over veth':52} {'median':>8} {'95 %':>8} {beside:>7}")


async def bare(lab: tuple[Host, Host], data: Path) -> list[float]:
    """Round trips of a bare websocket, in seconds."""
    script = "tests.benchmarks.bare_websocket"
    kiosk, display = lab
    server = await asyncio.create_subprocess_exec(
        *display.command(*program(script, "server", str(data), "4433")), stdout=PIPE
    )
    try:
        assert server.stdout
        await server.stdout.readline()
        client = await asyncio.create_subprocess_exec(
            *kiosk.command(*program(script, "client", str(data), "4433", "10.77.0.2", str(ROUNDS))),
            stdout=PIPE,
        )
        return [float(word) for word in (await client.communicate())[0].split()]
    finally:
        server.terminate()
        await server.communicate()


async def presses(agent: End) -> list[float]:
    """From an agent's press to its answer, in seconds."""
    times = []
    for _ in range(ROUNDS):
        agent.order("next")
        asked = await agent.next_told("asking")
        done = await agent.next_told("done")
        times.append(done["at"] - asked["at"])
        await asyncio.sleep(PAUSE)
    return times


async def calls(agent: End, board: End, kiosk: End) -> tuple[list[float], list[float]]:
    """From an agent's press to the board; from a touch at the kiosk to the agent's display; in seconds."""
    to_board, to_agent = [], []
    for number in range(ROUNDS):
        if number % 2:
            agent.order("next")
            asked = await agent.next_told("asking")
            to_board.append((await board.next_told("view"))["at"] - asked["at"])
            await agent.next_told("view")
        else:
            kiosk.order("push")
            pushed = await kiosk.next_told("pushed")
            to_agent.append((await agent.next_told("view"))["at"] - pushed["at"])
            await board.next_told("view")
        await asyncio.sleep(PAUSE)
    return to_board, to_agent


async def test_latency(lab: Lab, data: Path) -> None:
    one, two, three = (lab.host(f"h{n}", f"10.77.0.{n}/24") for n in (1, 2, 3))
    head("ratio")
    reference = line("bare TLS websocket, there and back", await bare((one, two), data))
    async with (
        end("kiosk", str(data), host=one) as kiosk,
        end("display", str(data), "agent", host=two) as agent,
        end("display", str(data), "board", host=three) as board,
    ):
        await agent.next_told("view")
        await board.next_told("view")
        to_board, to_agent = await calls(agent, board, kiosk)
        line("touch at the kiosk to the agent's display", to_agent, reference)
        line("press at the desk to the board (two links)", to_board, reference)
        line("press at the desk to its answer, there and back", await presses(agent), reference)


@asynccontextmanager
async def crowd(host: Host, port: int, *keep: str) -> AsyncIterator[None]:
    script = "tests.benchmarks.silent_crowd"
    process = await asyncio.create_subprocess_exec(
        *host.command(*program(script, "10.77.0.2", str(port), *keep)), stdout=PIPE
    )
    try:
        assert process.stdout
        await process.stdout.readline()
        yield
    finally:
        process.terminate()
        await process.communicate()


@pytest.fixture
def identifier(data: Path) -> str:
    return Trust.open(keys_folder(data, Role.AGENT, 1)).identifier


async def test_strangers(lab: Lab, data: Path, identifier: str) -> None:
    one, two, stranger = (lab.host(f"h{n}", f"10.77.0.{n}/24") for n in (1, 2, 9))
    head("ratio")
    async with (
        end("kiosk", str(data), host=one),
        end("display", str(data), "agent", host=two) as agent,
    ):
        port = (await agent.until("listening"))["port"]
        await agent.until("view")
        alone = line("press to answer, nobody else", await presses(agent))
        async with crowd(stranger, port):
            line("with 1,000 connections that say nothing", await presses(agent), alone)
        async with crowd(stranger, port, "again"):
            line("the same, opened again each second", await presses(agent), alone)
        async with end("fakes", str(data), identifier, host=stranger) as fakes:
            await fakes.until("announced")
            line("with 500 fake services", await presses(agent), alone)
        line("press to answer, nobody else, again", await presses(agent), alone)
