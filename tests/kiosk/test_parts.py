"""A part that ends, by itself or by a failure, is begun anew; it is told for a while, and no words logged."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.parts import AGAIN, TOLD_FOR, Parts

pytestmark = pytest.mark.held_time


class Ends:
    """A part that ends so often, each time in another way, and then goes on."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.begun: list[float] = []
        self.goes_on = asyncio.Event()

    async def run(self) -> None:
        self.begun.append(asyncio.get_running_loop().time())
        self.left -= 1
        if self.left < 0:
            self.goes_on.set()
            await asyncio.Event().wait()
        if self.left % 2:
            raise ValueError("ticket 12 at 10:15")


async def test_it_is_begun_anew_and_told_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    parts = Parts(lambda: told.append(parts.condition.name))
    ends = Ends(3)
    assert not parts.condition
    keeping = asyncio.create_task(parts.keep("link", ends.run))
    await ends.goes_on.wait()
    assert told == ["part_link"] * 3
    pauses = [later - earlier for earlier, later in zip(ends.begun, ends.begun[1:], strict=False)]
    assert min(pauses) >= AGAIN
    assert parts.condition.name == "part_link"
    in_a_thread = await asyncio.to_thread(
        lambda: parts.condition
    )  # as where the log is made ready to be sent
    assert in_a_thread == parts.condition
    await asyncio.sleep(TOLD_FOR)
    assert not parts.condition
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert "10:15" not in caplog.text


async def test_a_part_that_makes_a_failure_of_its_end_is_not_begun_anew() -> None:
    """As a group of tasks may, in which one fails at the moment at which it is told to end."""
    begun: list[int] = []

    async def run() -> None:
        begun.append(1)
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError("at the end")

    keeping = asyncio.create_task(Parts(lambda: None).keep("doctor", run))
    await asyncio.sleep(0)
    keeping.cancel()
    async with asyncio.timeout(5 * AGAIN):
        assert [type(end) for end in await asyncio.gather(keeping, return_exceptions=True)] == [
            asyncio.CancelledError
        ]
    assert begun == [1]
