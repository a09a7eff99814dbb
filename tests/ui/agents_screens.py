"""The screens on which agents pair a display, or trust it no longer: for the walk over all screens."""

from __future__ import annotations

import asyncio

from kiosk_stage import Stage

from kiosk.touchscreen.flow import Answered, Code, Digit, Input, Knock, Pick, ShowDisplays, ShowPairing
from queue_display.messages import Role
from queue_display.pairing import WrongCode
from tests.kiosk_van import FakeDisplay


def _do(stage: Stage, *inputs: Input) -> None:
    for given in (Knock(), Code(right=True), *inputs):
        assert stage.app.conductor.do(given)


async def pairing(stage: Stage) -> None:
    _do(stage, ShowPairing(), Digit("3"), Digit("1"), Digit("4"), Digit("1"))


async def no_displays(stage: Stage) -> None:
    stage.van.pairings.paired = ()
    _do(stage, ShowDisplays())


def _known(stage: Stage) -> None:
    """Two laptops of one name, and a long one."""
    names = (("Bureau 1", "3f9a"), ("Bureau 1", "51b2"), ("Panneau côté visiteurs", "0c77"))
    stage.van.pairings.paired = tuple(FakeDisplay(name, Role.AGENT, start * 3) for name, start in names)
    stage.van.displays = stage.van.pairings.paired[:1]


async def displays(stage: Stage) -> None:
    _known(stage)
    _do(stage, ShowDisplays())


async def display(stage: Stage) -> None:
    _known(stage)
    _do(stage, ShowDisplays(), Pick("0c77" * 3))


async def carrying_out(stage: Stage) -> None:
    stage.van.pairings.delay = asyncio.Event().wait  # type: ignore[assignment]
    _do(stage, ShowPairing(), *(Digit("1") for _ in range(6)))


async def answer(stage: Stage) -> None:
    """The longest of the usual answers."""
    await carrying_out(stage)
    stage.app.conductor.do(Answered(str(WrongCode())))


AGENTS_SCREENS = (pairing, no_displays, displays, display, carrying_out, answer)
