"""Nothing that can be touched moves under a finger when a notice, a question or a call comes or goes."""

from __future__ import annotations

import pytest

from kiosk.touchscreen.journey.inputs import Help, NoPaper, Priority, Tick, Touched
from kiosk.touchscreen.journey.state import Aid
from kiosk.touchscreen.journey.table import TABLE
from tests.ui.kiosk_stage import SIZES, Stage
from tests.ui.test_kiosk_walk import ticket, tiles

Places = dict[str, tuple[int, ...]]

CASES = [("7 inches", ()), ("10 inches", ()), ("10 inches", (Aid.LARGER,)), ("10 inches upright", (Aid.LOW,))]


def places(stage: Stage) -> Places:
    """Where each control stands, in whole pixels."""
    return {b.control.id: tuple(map(round, (*b.pos, *b.size))) for b in stage.screen.buttons()}


def moved(before: Places, after: Places) -> set[str]:
    return {name for name in before if before[name] != after.get(name)}


async def asks(stage: Stage) -> None:
    at = stage.app.conductor.at
    stage.time += TABLE[at.screen].limit(at) or 0
    stage.app.conductor.do(Tick())
    await stage.settle()
    assert stage.app.conductor.at.asking


@pytest.mark.parametrize(("size", "aids"), CASES)
async def test_nothing_moves_when_something_comes(size: str, aids: tuple[Aid, ...]) -> None:
    async with Stage(size) as stage:
        conductor = stage.app.conductor
        for aid in aids:
            conductor.do(Help(aid))
        quiet = places(stage)
        await tiles(stage)
        await stage.settle()
        assert not moved(quiet, places(stage)), "a call moved a control"
        conductor.do(Priority())
        await stage.settle()
        assert not moved(quiet, places(stage)), "a choice moved a control"
        await asks(stage)
        assert not moved(quiet, places(stage)), "the question moved a control"
        conductor.do(Touched())  # the first touch answers the question
        await ticket(stage)
        shown = places(stage)
        conductor.do(NoPaper(conductor.at.number or 0))
        await stage.settle()
        assert stage.widget("notice")
        assert not moved(shown, places(stage)), "the notice moved a control"
        shown = places(stage)
        await asks(stage)
        assert not moved(shown, places(stage)), "the question moved a control"


def test_the_sizes_are_walked() -> None:
    assert {size for size, _ in CASES} <= set(SIZES)
