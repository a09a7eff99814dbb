"""Every path of a visitor, with no window: the stories of `visitor`, in every language."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
import pytest

from assets.days import long_day
from assets.wording import visitors_languages, wording
from kiosk.touchscreen.journey.state import Aids, Journey, Screen
from tests.journeys.families import BY_FAMILY
from tests.journeys.listener import BY_EAR
from tests.journeys.rows import Row, Watched, reachable
from tests.journeys.steps import Story
from tests.journeys.visitor import STORIES as BY_SIGHT
from tests.journeys.walker import Walker
from tests.kiosk.fake_van import FakeVan, FakeVoice, settings

for _language in visitors_languages():  # read from the disk before any event loop runs
    long_day(FakeVan(settings()).now().day, wording(_language))
    wording(_language, aloud=True)("Votre numéro")

STORIES = BY_SIGHT + BY_EAR + BY_FAMILY


@dataclass
class HandClock:
    """And the glass in front of it: whether it is too small for all topics at once."""

    time: float = 0.0
    narrow: bool = False


@asynccontextmanager
async def walking(language: str) -> AsyncIterator[Walker]:
    van = FakeVan(msgspec.structs.replace(settings(), language=language))
    voice, clock = FakeVoice(), HandClock()
    conductor = Watched(
        van,
        lambda *drawn: None,
        voice,
        lambda: clock.time,
        languages=tuple(visitors_languages()),
        crowded=lambda *shown: clock.narrow,
    )
    running = asyncio.ensure_future(conductor.run())
    try:
        yield Walker(conductor, van, voice, clock, language)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("language", visitors_languages())
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_a_visitors_story(story: Story, language: str) -> None:
    async with walking(language) as walker:
        await walker.settle()
        await walker.walk(story)


async def test_the_stories_go_every_way_there_is() -> None:
    gone: set[Row] = set()
    for story in STORIES:
        async with walking("fr") as walker:
            await walker.settle()
            await walker.walk(story)
            assert isinstance(walker.conductor, Watched)
            gone |= walker.conductor.rows
    missing = reachable() - gone
    assert not missing, f"no story goes there: {', '.join(sorted(map(str, missing)))}"
    assert gone == reachable(), "a story goes where no visitor comes"


async def test_a_story_that_is_not_so_fails_where_it_is_not() -> None:
    wrong = Story("wrong", (("touch", "tile:autre"), ("see", "Retraite")))
    async with walking("fr") as walker:
        await walker.settle()
        with pytest.raises(AssertionError, match="step 1: see"):
            await walker.walk(wrong)


async def test_a_screen_that_cannot_be_drawn_makes_way_for_the_failsafe_one() -> None:
    async with walking("fr") as walker:
        await walker.settle()
        drawn: list[str] = []

        def draw(at: Journey, *_: object) -> None:
            drawn.append(at.screen.value)
            if at.screen is Screen.LANGUAGES:
                raise ZeroDivisionError

        walker.conductor._draw = draw
        await walker.touch("help:language")
        assert drawn == ["languages", "failsafe"]
        await walker.touch("done")
        assert drawn[-1] == "tiles"


async def test_when_nobody_is_there_the_kiosk_looks_at_no_clock() -> None:
    async with walking("fr") as walker:
        await walker.settle()
        assert walker.conductor.at.aids == Aids("fr")
        assert not walker.conductor._awake.is_set()
