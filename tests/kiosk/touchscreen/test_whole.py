"""The tables of the journey, of what is shown and of what is carried out, held against each other.

Each check is also seen to refuse a screen or an effect that is made up.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.touchscreen.content.agents import AGENTS
from kiosk.touchscreen.content.screens import SCREENS
from kiosk.touchscreen.content.visitors import VISITORS
from kiosk.touchscreen.journey import effects, inputs, table, visitors
from kiosk.touchscreen.journey.effects import Effect
from kiosk.touchscreen.journey.inputs import Input, Knock, Leave, Show
from kiosk.touchscreen.journey.row import On
from kiosk.touchscreen.journey.state import Screen
from kiosk.touchscreen.journey.table import TABLE
from tests.kiosk.touchscreen.checks import (
    all_ways,
    arrows,
    carried_out,
    kept,
    kinds,
    moves,
    not_carried_out,
    not_drawn,
    not_offered,
    refused,
    silent,
    wrongly_drawn,
)
from tests.kiosk.touchscreen.made_up import BACK, NOTICE, READS, WHOLE, Unheard, button, shows, with_notice
from tests.kiosk.touchscreen.ways import BY_AGENTS, BY_VISITORS, ways


def test_each_screen_is_in_the_table_and_drawn() -> None:
    assert set(TABLE) == set(Screen)
    assert not not_drawn(TABLE, SCREENS)
    assert not set(VISITORS) & set(AGENTS)


def test_each_screen_speaks_every_language() -> None:
    assert not silent(all_ways(), SCREENS)


def test_each_control_is_taken_by_the_row_of_its_screen_and_each_row_has_its_control() -> None:
    assert not refused(all_ways(), SCREENS, TABLE)
    assert not not_offered(all_ways(), SCREENS, TABLE)


def test_each_input_has_its_place_and_is_tried() -> None:
    every = kinds(inputs, Input)
    assert every == {*BY_VISITORS, *BY_AGENTS}
    assert every == {kind for kind in every for on in TABLE.values() if on.way(kind)}


def test_time_alone_leads_back_from_each_screen() -> None:
    assert not kept(all_ways(), TABLE)


def test_each_effect_of_the_journey_is_carried_out_and_no_other_is() -> None:
    assert not not_carried_out(all_ways(), carried_out())
    assert carried_out() == kinds(effects, Effect)
    assert carried_out() == {type(one) for way in all_ways() for one in way.after.effects}


def test_the_drawing_is_that_of_the_table() -> None:
    assert table.__doc__
    assert len(arrows(table.__doc__)) > len(Screen)
    assert not wrongly_drawn(table.__doc__, all_ways())


def test_a_failure_leads_to_the_failsafe_screen_from_each_other() -> None:
    failed = {start for start, given, end in moves(all_ways()) if given == "Broken" and end == "failsafe"}
    assert failed == {screen.value for screen in Screen} - {"failsafe"}


# --- A screen and an effect that are made up ------------------------------------------------------


def test_a_screen_that_is_whole_passes() -> None:
    table, screens = with_notice(WHOLE), shows(BACK)
    seen = ways(READS, table)
    assert NOTICE in {way.at.screen for way in seen}
    assert not not_drawn(table, screens) | silent(seen, screens) | kept(seen, table)
    assert not refused(seen, screens, table)
    assert not not_carried_out(seen, carried_out())


def test_a_screen_without_content_or_words_is_refused() -> None:
    table = with_notice(WHOLE)
    seen = ways(READS, table)
    assert not_drawn(table, SCREENS) == {NOTICE}
    assert silent(seen, shows(BACK, title="")) == {NOTICE}


def test_a_control_without_its_row_and_a_row_without_its_control_are_refused() -> None:
    table = with_notice(WHOLE)
    seen = ways(READS, table)
    knock, displays = button("knock", Knock()), button("displays", Show(Screen.DISPLAYS))
    assert refused(seen, shows(BACK, knock), table) == {"knock on made up"}
    assert refused(seen, shows(BACK, displays), table) == {"displays on made up"}
    assert "Leave on made up" in not_offered(seen, shows(), table)


@pytest.mark.parametrize(
    "on", [On({}, patience=None), On({Leave: visitors.again}, patience=None)], ids=["no way", "only a finger"]
)
def test_a_screen_that_nobody_leaves_is_refused(on: On) -> None:
    table = with_notice(on)
    assert NOTICE in kept(ways(READS, table), table)


@pytest.mark.parametrize(
    "on",
    [replace(WHOLE, at_arrival=(Unheard(),)), replace(WHOLE, at_each_tick=(Unheard(),))],
    ids=["at arrival", "at each tick"],
)
def test_an_effect_without_its_row_is_refused(on: On) -> None:
    assert not_carried_out(ways(READS, with_notice(on)), carried_out()) == {"Unheard"}


def test_a_drawing_that_lacks_a_screen_or_shows_what_is_not_so_is_refused() -> None:
    drawing = table.__doc__ or ""
    assert wrongly_drawn(drawing, ways(READS, with_notice(WHOLE))) >= {"made up"}
    for screen in Screen:
        lacks = re.sub(rf"▶ {screen.value}\b|\b{screen.value} ─", "▶ nowhere ─", drawing)
        assert screen.value in wrongly_drawn(lacks, all_ways())
    wrong = drawing.replace("├─Show──▶ languages", "├─Show──▶ displays")
    assert "tiles Show displays" in wrongly_drawn(wrong, all_ways())
