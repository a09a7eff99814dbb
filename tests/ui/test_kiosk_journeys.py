"""The visitors' journeys of tests/journeys by touch, offscreen, in both languages."""

from __future__ import annotations

import pytest

from tests.journeys.visitor import STORIES
from tests.ui.kiosk_stage import Stage
from tests.ui.touch_walker import TouchWalker


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_visitors_story_by_touch(language: str) -> None:
    """One window for all, as it takes longer to make than to use; behind it each story has its own van."""
    failed = []
    async with Stage("10 inches") as stage:
        for story in STORIES:
            await stage.another_van(language)
            try:
                await TouchWalker(stage, language).walk(story)
            except AssertionError as failure:
                failed.append(str(failure))
    assert not failed, "\n".join(failed)
