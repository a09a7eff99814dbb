"""The agents' day: every clash of two desks, a day's presses, and the whole of it by keyboard."""

from __future__ import annotations

import pytest

from kiosk.queue import Stop
from queue_display.console.model import Asked
from tests.journeys.agents.clashes import CLASHES, Clash
from tests.journeys.agents.van_of_two import Hand, VanOfTwo, by_tab, by_word, opened

MOST_PRESSES = 20
"""For a day of 15 visitors, from the opening to the close."""


def played(clash: Clash, hand: Hand = by_word) -> VanOfTwo:
    van, begun = opened(clash.visitors, hand), dict[int, Asked | None]()
    for deed, at, widget in clash.steps:
        match deed:
            case "press":
                van.press(at, widget)
            case "begin":
                begun[at] = van.begin(at, widget)
            case "arrives":
                van.carry_out(at, begun.pop(at))
            case "breaks":
                van.breaks(at)
            case "mends":
                van.mends(at)
            case "passes":
                van.passes(at)
    assert not begun
    return van


def ends_as_it_should(clash: Clash, hand: Hand = by_word) -> None:
    van = played(clash, hand)
    assert (van.at(1), van.at(2)) == clash.desks
    assert tuple(van.line()) == clash.line
    assert {desk: van.told(desk) for desk in (1, 2) if van.told(desk)} == clash.told
    assert len(van.visits) == clash.visits


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.name)
@pytest.mark.parametrize("hand", [by_word, by_tab])
def test_a_clash_ends_as_it_should(clash: Clash, hand: Hand) -> None:
    ends_as_it_should(clash, hand)


def test_a_day_of_fifteen_visitors_takes_twenty_presses_at_most() -> None:
    van = VanOfTwo()
    van.press(1, "open")
    for _ in range(15):
        van.comes()
    van.press(1, "next")
    while van.line():
        van.passes(600)
        van.press(1, "end_next")
    van.press(1, "end")
    van.passes(30)
    van.press(1, "close")
    van.press(1, "choice:day_over")
    assert (len(van.visits), van.state.stop) == (15, Stop.CLOSED)
    assert van.presses <= MOST_PRESSES


def test_the_same_day_by_keyboard_alone() -> None:
    van = VanOfTwo()
    van.key(1, "o")
    for _ in range(15):
        van.comes()
    van.key(1, "spacebar", *["s"] * 14, "t")
    van.passes(30)
    van.key(1, "f", "2")
    assert (len(van.visits), van.state.stop) == (15, Stop.CLOSED)
    assert van.presses <= MOST_PRESSES


def test_a_number_is_typed_and_called() -> None:
    van = opened(12)
    van.key(1, "1", "numpad2", "numpadenter")
    assert van.at(1) == 12
    van.key(1, "7", "enter")  # the desk is busy: its dialog says so
    assert van.at(1) == 12
    van.key(1, "escape", "t", "9", "9", "enter")
    assert van.told(1) == "gone"
    van.key(1, "9", "escape", "enter")  # taken back: Enter is next
    assert van.at(1) == 1
