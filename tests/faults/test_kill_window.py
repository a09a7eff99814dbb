"""The kiosk with its window, killed while people touch it: what was shown is there when it comes back."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack

import pytest

from kiosk.demo.run import OFFSCREEN
from kiosk.demo.stage import DemoStage, stage
from queue_display.hands.hands import Hands
from tests import seeds
from tests.windows import UNSEEN, opened

KILLS = 3
TILE = "tile:retraite"
SLOW = 30.0


@pytest.mark.timeout(180)  # seven processes start, most of them one after the other
@pytest.mark.may_block("the stage is set up inside the loop, for the test's sake")
async def test_the_killed_window_goes_on_where_it_was() -> None:
    print(f"seed {seeds.SEED}, {KILLS} kills")
    rng = seeds.chance()
    environment = {**os.environ, **UNSEEN}
    async with stage("fr", OFFSCREEN, environment) as on, AsyncExitStack() as stack:
        on.kiosk.patience = on.console.patience = SLOW
        kiosk, shown = on.kiosk, set[int]()
        await on.console.touch("open", within=SLOW)
        for kill in range(KILLS):
            await kiosk.touch(TILE, within=SLOW)
            if kill % 2:
                await asyncio.sleep(rng.uniform(0, 0.02))  # between the touch and the number, or just after
            else:
                shown.add(int(await kiosk.text("number")))
            kiosk.process.kill()
            await kiosk.process.wait()
            kiosk = await stack.enter_async_context(opened(*again(on)))
        await kiosk.touch(TILE, within=SLOW)
        last = int(await kiosk.text("number"))
        assert last not in shown
        await on.console.wait(f"row:{last}")
        waiting = await numbers(on.console)
        print(f"shown {sorted(shown)}, then {last}; waiting {waiting}")
        assert shown < set(waiting)
        assert waiting == list(range(1, last + 1))


def again(on: DemoStage) -> tuple[str, ...]:
    """The kiosk's module and words."""
    _python, _safe, _m, *command = on.halte.command("kiosk", *OFFSCREEN.kiosk.options(), "--hands")
    return tuple(command)


async def numbers(console: Hands) -> list[int]:
    """The numbers in the agent's list."""
    return sorted(
        int(found.id.removeprefix("row:")) for found in await console.ids() if found.id[:4] == "row:"
    )
