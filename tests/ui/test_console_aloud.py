"""The console's own calls, as they are heard: in order, one after the other, nothing but number and desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from queue_display.console.aloud import Aloud
from queue_display.sound.lack import Lack
from tests.queue_display.agent_views import at_desk, view, waiting
from tests.ui.console_stage import SIZES, ConsoleStage

BELL = "bell"
LATE = 5.0


class Ear:
    """Hears what is rung and said, each of it for as long as `quiet` is not set."""

    def __init__(self, lacks: Lack = Lack.NOTHING) -> None:
        self.lacks = lacks
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.quiet = asyncio.Event()
        self.quiet.set()

    async def __call__(self, sentence: str) -> None:
        self.heard.put_nowait(sentence)
        await self.quiet.wait()

    async def chime(self, sentence: str) -> None:
        await self(BELL + sentence)

    async def next(self) -> str:
        async with asyncio.timeout(LATE):
            return (await self.heard.get()).replace("\N{NBSP}", " ")


@asynccontextmanager
async def heard_by(ear: Ear, says: Aloud) -> AsyncIterator[ConsoleStage]:
    async with ConsoleStage(SIZES[0], says=says) as stage, asyncio.TaskGroup() as tasks:
        announces = tasks.create_task(stage.app.announce(ear.chime, ear))
        stage.app.linked("up")
        stage.app.seen(view(line=(waiting(1), waiting(2))))
        yield stage
        announces.cancel()


async def test_calls_come_one_after_the_other_and_before_who_has_just_come() -> None:
    ear = Ear()
    async with heard_by(ear, "van") as stage:
        ear.quiet.clear()
        stage.app.seen(view(desks=(at_desk(1, 1),), line=(waiting(2),)))
        assert await ear.next() == "Numéro 1 : venez au bureau 1."
        stage.app.seen(view(desks=(at_desk(1, 1), at_desk(2, 2, None)), line=(waiting(3),)))
        assert ear.heard.empty()
        ear.quiet.set()
        assert await ear.next() == "Numéro 2 : venez au bureau 2."
        assert await ear.next() == BELL


async def test_a_cut_link_takes_the_calls_with_it_that_were_not_said_yet() -> None:
    ear = Ear()
    async with heard_by(ear, "van") as stage:
        ear.quiet.clear()
        stage.app.seen(view(desks=(at_desk(1, 1),)))
        await ear.next()
        stage.app.seen(view(desks=(at_desk(1, 1), at_desk(2, 2, None))))
        stage.app.linked("lost")
        ear.quiet.set()
        stage.app.linked("up")
        for line in ((), (waiting(3),)):
            stage.app.seen(view(desks=(at_desk(1, 1), at_desk(2, 2, None)), line=line))
        assert await ear.next() == BELL


async def test_without_being_asked_to_it_only_rings() -> None:
    ear = Ear(Lack.SILENT)
    async with heard_by(ear, None) as stage:
        stage.app.seen(view(desks=(at_desk(1, 1),), line=(waiting(2), waiting(3))))
        assert await ear.next() == BELL
        assert stage.app.console.call_lacks == ""


async def test_what_is_not_heard_is_told_from_the_start() -> None:
    ear = Ear(Lack.SILENT)
    async with heard_by(ear, "desk") as stage:
        stage.app.seen(view(desks=(at_desk(1, 1),)))
        await ear.next()
        assert stage.app.console.call_lacks == "silent"
