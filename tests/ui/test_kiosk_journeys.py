"""The visitors' journeys of tests/journeys by touch, offscreen, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.journeys.steps import Story
from tests.journeys.visitor import STORIES
from tests.ui.kiosk_stage import Stage
from tests.ui.touch_walker import TouchWalker


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_visitors_story_by_touch(language: str) -> None:
    """One window for all, as it takes longer to make than to use; behind it each story has its own van."""
    small = [story for story in STORIES if not story.name.startswith("hours:")]
    failed = await failures("10 inches", small, language)
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_hours_by_touch(language: str) -> None:
    """On a screen that has room for them beside the topics."""
    failed = await failures("15 inches", [s for s in STORIES if s.name.startswith("hours:")], language)
    assert not failed, "\n".join(failed)


async def failures(size: str, stories: Sequence[Story], language: str) -> list[str]:
    failed = []
    async with Stage(size) as stage:
        for story in stories:
            await stage.another_van(language)
            try:
                await TouchWalker(stage, language).walk(story)
            except AssertionError as failure:
                failed.append(str(failure))
    return failed
