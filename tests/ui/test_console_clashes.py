"""The clashes of two agents, pressed by a finger in the console's real window."""

from __future__ import annotations

import pytest

from queue_display.console.model import Asked, Console
from tests.journeys.agents.clashes import CLASHES, Clash
from tests.journeys.agents.test_agents import ends_as_it_should
from tests.ui.console_stage import SIZES, ConsoleStage


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.name)
async def test_a_clash_ends_as_it_should_by_touch(clash: Clash) -> None:
    async with ConsoleStage(SIZES[0]) as stage:

        def by_touch(console: Console, widget: str, now: float) -> tuple[Console, Asked | None]:
            return stage.pressed_in(console, widget, now)

        ends_as_it_should(clash, by_touch)
