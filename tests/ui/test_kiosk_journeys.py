"""The visitors' journeys of tests/journeys by touch, offscreen, in both languages."""

from __future__ import annotations

import pytest

from tests.journeys.visitor import STORIES
from tests.ui.kiosk_stage import Stage
from tests.ui.touch_walker import TouchWalker

BY_TOUCH = [story for story in STORIES if not any("listen:called" in map(str, step) for step in story.steps)]
"""Without those that touch what only the ear has: `tests/ui/test_by_ear.py`."""


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_visitors_story_by_touch(language: str) -> None:
    """One window for all, as it takes longer to make than to use; behind it each story has its own van. The
    screen is one on which every line and control has its place."""
    assert len(BY_TOUCH) >= len(STORIES) - 2
    failed = []
    async with Stage("15 inches") as stage:
        for story in BY_TOUCH:
            await stage.another_van(language)
            try:
                await TouchWalker(stage, language).walk(story)
            except AssertionError as failure:
                failed.append(str(failure))
    assert not failed, "\n".join(failed)
