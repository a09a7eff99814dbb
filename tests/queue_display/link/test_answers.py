"""A command is carried out once, and each display's answers are kept apart."""

from __future__ import annotations

import asyncio

from queue_display.link.answers import REMEMBERED_ANSWERS, Answers, Asker
from queue_display.messages import CallNext, Do, Done, Role

ONE, TWO = (Asker(str(n) * 12, "display", Role.AGENT, n) for n in (1, 2))


class Worker:
    def __init__(self) -> None:
        self.did: list[str] = []
        self.go = asyncio.Event()

    async def carry_out(self, asker: Asker, do: Do) -> Done:
        self.did.append(do.identifier)
        await self.go.wait()
        return Done(do.identifier, number=len(self.did))


async def test_repeated_while_under_way_and_after() -> None:
    worker = Worker()
    answers = Answers(worker.carry_out)
    async with asyncio.TaskGroup() as tasks:
        first = answers.to(ONE, Do("12345678", CallNext()), tasks)
        again = answers.to(ONE, Do("12345678", CallNext()), tasks)
        await asyncio.sleep(0)
        assert answers.waiting(ONE) == 1
        worker.go.set()
        assert await first == await again
        later = answers.to(ONE, Do("12345678", CallNext()), tasks)
        assert await later == await first
    assert worker.did == ["12345678"]
    assert answers.waiting(ONE) == 0


async def test_two_displays_do_not_share_identifiers() -> None:
    worker = Worker()
    worker.go.set()
    answers = Answers(worker.carry_out)
    async with asyncio.TaskGroup() as tasks:
        for asker in (ONE, TWO):
            answers.to(asker, Do("12345678", CallNext()), tasks)
    assert worker.did == ["12345678", "12345678"]


async def test_a_busy_display_does_not_make_another_forgotten() -> None:
    worker = Worker()
    worker.go.set()
    answers = Answers(worker.carry_out)
    async with asyncio.TaskGroup() as tasks:
        await answers.to(ONE, Do("12345678", CallNext()), tasks)
        for number in range(3 * REMEMBERED_ANSWERS):
            await answers.to(TWO, Do(f"{number:08}", CallNext()), tasks)
        await answers.to(ONE, Do("12345678", CallNext()), tasks)
    assert worker.did.count("12345678") == 1


async def test_so_many_answers_are_kept_and_no_more() -> None:
    """The oldest of a display's goes: a laptop that asks for a month fills no memory."""
    worker = Worker()
    worker.go.set()
    answers = Answers(worker.carry_out)
    asks = [Do(f"{number:08}", CallNext()) for number in range(REMEMBERED_ANSWERS + 1)]
    async with asyncio.TaskGroup() as tasks:
        for ask in asks:
            await answers.to(ONE, ask, tasks)
        await answers.to(ONE, asks[1], tasks)
        assert worker.did.count(asks[1].identifier) == 1
        await answers.to(ONE, asks[0], tasks)
        assert worker.did.count(asks[0].identifier) == 2
