"""The strip: what it says, what can be pressed in it, and that no topic is in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assets.wording import wording
from queue_display.console import model, strip
from queue_display.console.buttons import buttons, next_press
from queue_display.console.corner import Corner
from queue_display.console.keyboard import controls, keyed
from queue_display.console.model import Console, InTurn, Opened, Peek, Shrink
from queue_display.messages import AgentView, CallNext, End, Health
from tests.queue_display.agent_views import NOON, at_desk, view, waiting

say = wording("fr")
LINE = (waiting(5, "logement"), waiting(6, "autre", help=True))


def small(shown: AgentView, **more: Any) -> Console:
    console = model.seen(model.linked(Console(1), "up", 0.0), shown, 0.0, NOON)
    return replace(model.pressed(console, Shrink(on=True), 1.0)[0], **more)


SAID = [
    (small(view("closed")), ("Libre", "Accueil fermé", "")),
    (small(view(line=LINE[:1]), desktop_key=True), ("Libre", "1 personne attend", "Ctrl+Maj+F11")),
    (small(view(), desktop_key=False), ("Libre", "Personne n’attend", "Pas de touche")),
    (small(view(line=LINE, desks=(at_desk(1, 3),))), ("3", "2 personnes attendent", "numéro 6")),
    (small(view(printer=Health("out", "no_paper"))), ("Libre", "Personne n’attend", "plus de papier")),
    (model.linked(small(view(desks=(at_desk(1, 3),))), "lost", 2.0), ("", "File d’attente", "coupée")),
]


@pytest.mark.parametrize(("console", "said"), SAID)
def test_it_says_whom_i_serve_how_many_wait_and_what_presses_most(
    console: Console, said: tuple[str, str, str]
) -> None:
    number, first, second = said
    assert (strip.number(console, say), strip.first(console, say)) == (number, first)
    told = strip.second(console, say, 3.0)[0]
    assert second in told
    assert bool(second) is bool(told)


def test_nothing_in_it_depends_on_a_topic() -> None:
    consoles = [
        small(view(line=(waiting(5, topic),), desks=(at_desk(1, 3, topic),)), peeking=True)
        for topic in ("logement", "autre")
    ]
    shown = [
        (strip.number(c, say), strip.first(c, say), strip.second(c, say, 3.0), buttons(c, say, 3.0))
        for c in consoles
    ]
    assert shown[0] == shown[1]


def test_it_has_one_large_button_and_the_way_back() -> None:
    states = [view(line=LINE), view(), view(line=LINE, desks=(at_desk(1, 3),)), view(desks=(at_desk(1, 3),))]
    there = [[b.id for b in buttons(small(state), say, 3.0)] for state in states]
    assert there == [["next", "whole"], ["next", "whole"], ["end_next", "whole"], ["end", "whole"]]
    console, _ = model.pressed(small(view()), Shrink(on=False), 3.0)
    assert "strip" in {b.id for b in buttons(console, say, 3.0)}


def test_neither_rows_nor_digits_reach_a_line_that_is_not_shown() -> None:
    console = small(view(line=LINE))
    assert [c.id for c in controls(console, say, 3.0)] == ["next", "whole"]
    assert keyed(console, "5", say, 3.0) == (console, ())
    large = replace(console, strip=False, opened=Opened("take"), typed="5", peeking=True)
    assert model.pressed(large, Shrink(on=True), 3.0)[0] == console


def test_the_key_of_the_desktop_calls_the_next_and_nothing_else() -> None:
    presses = [
        next_press(small(shown), say, 3.0)
        for shown in (
            view(line=LINE),
            view(line=LINE, desks=(at_desk(1, 3),)),
            view(desks=(at_desk(1, 3),)),
            view(),
        )
    ]
    assert presses == [CallNext(), InTurn(End(3), CallNext()), None, None]
    whole = replace(small(view(line=LINE)), strip=False)
    assert next_press(whole, say, 3.0) == CallNext()
    assert next_press(replace(whole, locked=True), say, 3.0) is None
    assert next_press(model.pressed(whole, Peek(on=True), 3.0)[0], say, 3.0) == CallNext()


def test_what_is_to_be_paired_needs_the_whole_window() -> None:
    assert model.linked(small(view()), "lost", 4.0).strip
    assert not model.linked(small(view()), "unpaired", 4.0).strip


class FakeWindow:
    """As much of Kivy's as the corner needs."""

    def __init__(self, left: int, top: int, size: tuple[int, int], fullscreen: object) -> None:
        self.left, self.top, self.system_size, self.fullscreen = left, top, size, fullscreen
        self.always_on_top = False

    def now(self) -> tuple[object, ...]:
        return self.left, self.top, self.system_size, self.fullscreen, self.always_on_top


@pytest.mark.parametrize("fullscreen", ["auto", False])
def test_it_goes_to_the_corner_on_top_of_all_and_back_to_where_it_was(fullscreen: object) -> None:
    window = FakeWindow(100, 40, (1366, 768), fullscreen)
    before = window.now()
    corner = Corner(window)
    corner.shrink(3.95)
    assert window.now() == (100 + 1366 - 740, 40, (740, 100), False, True)
    corner.restore()
    assert window.now() == before


def test_one_that_was_never_small_stays_as_it_is() -> None:
    window = FakeWindow(0, 0, (1366, 768), False)
    Corner(window).restore()
    assert window.now() == (0, 0, (1366, 768), False, False)
