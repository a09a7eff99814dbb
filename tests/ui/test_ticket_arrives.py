"""The ticket that arrives: short, the number whole from the first frame on, and nothing else moves."""

from __future__ import annotations

import pytest

from kiosk.touchscreen.journey.inputs import Choose, Help
from kiosk.touchscreen.journey.state import Aid
from tests.ui.kiosk_stage import SIZES, Stage


def test_it_takes_a_quarter_of_a_second_and_never_turns_back() -> None:
    from kiosk.touchscreen.screens.ticket_card import ARRIVES, left

    ways = [left(n * 0.01) for n in range(40)]
    assert (ways[0], ways[-1]) == (1.0, 0.0)
    assert ways == sorted(ways, reverse=True)
    assert left(ARRIVES) == 0.0
    assert ARRIVES <= 0.3


@pytest.mark.parametrize("size", SIZES)
async def test_the_number_is_whole_from_the_first_frame_on_and_no_button_moves(size: str) -> None:
    async with Stage(size) as stage:
        card = await taken(stage, moves=True)
        assert card.arriving > 0
        digits = card.number.capital * card.look.px_per_mm
        assert card.number.center_y + digits / 2 + card.arriving <= card.top
        before = [(*b.pos, *b.size) for b in stage.screen.buttons()]
        card._go_on(1.0)
        await stage.settle()
        assert card.arriving == 0
        assert [(*b.pos, *b.size) for b in stage.screen.buttons()] == before


async def test_it_arrives_once() -> None:
    async with Stage("10 inches") as stage:
        card = await taken(stage, moves=True)
        card._go_on(1.0)
        stage.app.conductor.redraw()
        assert card.arriving == 0


@pytest.mark.parametrize(("moves", "aids"), [(False, ()), (True, (Aid.SPOKEN,))])
async def test_nothing_moves_where_somebody_minds(moves: bool, aids: tuple[Aid, ...]) -> None:
    async with Stage("10 inches") as stage:
        assert (await taken(stage, moves, *aids)).arriving == 0


async def taken(stage: Stage, moves: bool, *aids: Aid):  # type: ignore[no-untyped-def]  # Kivy is imported late
    """Take a ticket; the card with its number."""
    stage.screen.moves = moves
    for aid in aids:
        stage.app.conductor.do(Help(aid))
    stage.app.conductor.do(Choose("autre"))
    await stage.until(lambda: bool(stage.widget("number")))
    return stage.screen.ticket.card
