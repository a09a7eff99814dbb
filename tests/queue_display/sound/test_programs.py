"""Programs of others: nothing of them is left, whenever they are given up."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from queue_display.sound.programs import ended, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


async def gone(pid: int) -> None:
    async with asyncio.timeout(20):
        while await asyncio.to_thread(alive, pid):  # noqa: ASYNC110  # the kernel tells nobody
            await asyncio.sleep(0.01)


async def test_what_a_program_has_started_ends_with_it(tmp_path: Path) -> None:
    child = tmp_path / "child"
    process = await started(
        "/bin/sh", "-c", f"sleep 60 & echo $! > {child}.new; mv {child}.new {child}; wait"
    )
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(child.exists):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.01)
    async with asyncio.timeout(20):
        await ended(process)
    await gone(int(await asyncio.to_thread(child.read_text)))


@pytest.mark.parametrize("turns", range(12))
async def test_given_up_at_any_moment_of_its_start_it_is_not_waited_for_without_end(turns: int) -> None:
    starting = asyncio.ensure_future(started("/bin/sh", "-c", "cat; sleep 60"))
    for _ in range(turns):
        await asyncio.sleep(0)
    starting.cancel()
    async with asyncio.timeout(20):
        result = (await asyncio.gather(starting, return_exceptions=True))[0]
    if not isinstance(result, BaseException):  # it had started before
        await ended(result)


async def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        await started("/no/such/program")
