"""The clock of the tests that hold it: it goes on where everything waits, and not one step sooner."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.held_time import MOST_TURNS, HeldLoop

pytestmark = pytest.mark.held_time


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_a_day_of_waiting_passes_at_once() -> None:
    began = now()
    await asyncio.sleep(86_400)
    assert now() - began >= 86_400


async def test_timers_come_in_their_order() -> None:
    came: list[int] = []
    async with asyncio.TaskGroup() as tasks:
        for seconds in (300, 20, 1000):
            task = tasks.create_task(asyncio.sleep(seconds, seconds))
            task.add_done_callback(lambda done: came.append(done.result()))
    assert came == [20, 300, 1000]


async def test_what_comes_over_a_socket_comes_before_any_patience_ends() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            writer.write(line)
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for number in range(200):
            writer.write(b"%d\n" % number)
            async with asyncio.timeout(1):
                assert await reader.readline() == b"%d\n" % number
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()


async def test_a_thread_at_work_is_waited_for() -> None:
    go = threading.Event()
    asyncio.get_running_loop().call_later(0.05, go.set)
    async with asyncio.timeout(3600):
        assert await asyncio.to_thread(go.wait, 50)


async def again_and_again(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


def test_what_is_begun_anew_without_end_is_found() -> None:
    """Time stood still for it, and a test took a minute that takes a second."""
    with asyncio.Runner(loop_factory=HeldLoop) as runner:
        runner.run(again_and_again(MOST_TURNS // 2))
    spinning = HeldLoop()
    task = spinning.create_task(again_and_again(MOST_TURNS * 2))
    with pytest.raises(AssertionError, match="without end"):
        spinning.run_until_complete(task)
    spinning.turns = 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        spinning.run_until_complete(task)
    spinning.close()
