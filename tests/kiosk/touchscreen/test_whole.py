"""The tables of the journey, of what is shown and of what is carried out, held against each other.

Each check is given the tables, so that it is also seen to refuse a made-up screen or effect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from types import MappingProxyType
from typing import Any

import pytest

from assets.wording import visitors_languages
from kiosk.touchscreen.conduct.effects import carriers
from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.conduct.service import Service
from kiosk.touchscreen.conduct.tickets import Tickets
from kiosk.touchscreen.content.agents import AGENTS
from kiosk.touchscreen.content.parts import Content, Control, Facts, PairedDisplay
from kiosk.touchscreen.content.screens import SCREENS, Shown
from kiosk.touchscreen.content.visitors import VISITORS
from kiosk.touchscreen.journey import effects, inputs, table, visitors
from kiosk.touchscreen.journey.effects import Effect
from kiosk.touchscreen.journey.inputs import (
    Broken,
    ByFinger,
    Input,
    Knock,
    Leave,
    OutOfPlace,
    Show,
    StopIs,
    Tick,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.row import On, to
from kiosk.touchscreen.journey.state import Aid, Journey, Screen
from kiosk.touchscreen.journey.table import TABLE, Table, step
from tests.kiosk.fake_van import STOPS, FakeVan, settings
from tests.kiosk.touchscreen.ways import (
    BUREAU,
    BY_AGENTS,
    BY_VISITORS,
    LONG,
    Way,
    agents_ways,
    by_kind,
    visitors_ways,
    ways,
)

FACTS = Facts(
    "Agglo Mobile",
    settings().topics,
    visitors_languages(),
    stops=STOPS,
    voice=True,
    service=lambda: ["L’imprimante va bien."],
    displays=lambda: [PairedDisplay(BUREAU.identifier, BUREAU.name, connected=True)],
)

Screens = Mapping[Screen, Shown]


def all_ways() -> Sequence[Way]:
    return (*visitors_ways(), *agents_ways())


def kinds(module: Any, base: type) -> set[type]:
    """What `module` defines of this kind, without the bases."""
    found = {one for one in vars(module).values() if isinstance(one, type) and issubclass(one, base)}
    return {one for one in found if not any(one in other.__mro__[1:] for other in found)}


# --- Drawn and said -----------------------------------------------------------------------------


def not_drawn(table: Table, screens: Screens) -> set[Screen]:
    return set(table) ^ set(screens)


def silent(seen: Iterable[Way], screens: Screens) -> set[Screen]:
    """Screens that say nothing, in some language, to who listens or to who does not."""
    found = {way.at.screen: way.at for way in seen}
    return {
        at.screen
        for at in found.values()
        for language in visitors_languages()
        for aids in (frozenset[Aid](), frozenset(Aid))
        if not screens[at.screen](replace(at, aids=replace(at.aids, language=language, on=aids)), FACTS)
        .said()
        .strip()
    }


def refused(seen: Iterable[Way], screens: Screens, table: Table) -> set[str]:
    """Controls that stand on a screen whose row does not take what they send."""
    return {
        f"{control.id} on {at.screen.value}"
        for at in {way.at for way in seen}
        for control in screens[at.screen](at, FACTS).controls.values()
        if not _takes(at, control.sends, table)
    }


def _takes(at: Journey, given: Input, table: Table) -> bool:
    try:
        step(replace(at, asking=False), given, 0.0, table)
    except OutOfPlace:
        return False
    return True


EVERYWHERE = {Touched, Turn, Knock}
"""What the glass itself brings: a finger anywhere, the way to the next page, the agents' gesture."""


def not_offered(seen: Iterable[Way], screens: Screens, table: Table) -> set[str]:
    """What a screen's row takes of a finger although nothing that ever stands there sends it."""
    offered = {
        (at.screen, type(control.sends))
        for at in {way.at for way in seen}
        for control in screens[at.screen](at, FACTS).controls.values()
    }
    return {
        f"{kind.__name__} on {screen.value}"
        for screen, on in table.items()
        for kind in kinds(inputs, ByFinger) - EVERYWHERE
        if on.way(kind) and (screen, kind) not in offered
    }


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


# --- Left ---------------------------------------------------------------------------------------


def kept(seen: Iterable[Way], table: Table) -> set[Screen]:
    """Screens on which a journey stays for ever when nobody touches the glass any more."""
    return {at.screen for at in {way.at for way in seen} if not _comes_home(at, table)}


def _comes_home(at: Journey, table: Table) -> bool:
    for later in range(1, 5):  # failsafe after a ticket that does not come; then it asks, then it goes
        if at.as_found:
            return True
        at = step(at, Tick(), later * LONG, table).journey
    return at.as_found


def test_time_alone_leads_back_from_each_screen() -> None:
    assert not kept(all_ways(), TABLE)


# --- Carried out --------------------------------------------------------------------------------


def carried_out() -> set[type[Effect]]:
    van = FakeVan(settings())
    tell: Callable[[object], None] = lambda given: None  # noqa: E731  # nobody is told
    teller = Teller(van, lambda: True, frozenset, (), lambda: None)
    return set(carriers(Tickets(van, tell), Service(van, tell), teller))


def not_carried_out(seen: Iterable[Way], rows: set[type[Effect]]) -> set[str]:
    """What the journey brings about, and no row carries out."""
    return {type(one).__name__ for way in seen for one in way.after.effects if type(one) not in rows}


def test_each_effect_of_the_journey_is_carried_out_and_no_other_is() -> None:
    assert not not_carried_out(all_ways(), carried_out())
    assert carried_out() == kinds(effects, Effect)
    assert carried_out() == {type(one) for way in all_ways() for one in way.after.effects}


# --- The drawing at the head of the table ---------------------------------------------------------

Arrow = tuple[str, str, str]
"""From a screen, by an input, to a screen."""


def arrows(drawing: str) -> set[Arrow]:
    """Those drawn, in lines such as `tiles ─┬─Choose──▶ taking`, and `├─Show──▶ languages` below the fork."""
    found, forks = set[Arrow](), dict[int, str]()
    for line in (line for line in drawing.splitlines() if "▶" in line):
        screen = given = ""
        for piece in re.finditer(r"[┬├└]|─(\w+)──▶|[a-z]+(?: [a-z]+)*", line):
            if piece[0] == "┬":
                forks[piece.start()] = screen
            elif piece[0] in "├└":
                screen = forks.get(piece.start(), "")
            elif piece[1]:
                given = piece[1]
            else:
                if given:
                    found.add((screen, given, piece[0]))
                screen, given = piece[0], ""
    return found


def moves(seen: Iterable[Way]) -> set[Arrow]:
    """Those that the table brings about, from one screen to another."""
    return {
        (way.at.screen.value, type(way.given).__name__, way.after.journey.screen.value)
        for way in seen
        if way.at.screen is not way.after.journey.screen
    }


def wrongly_drawn(drawing: str, seen: Sequence[Way]) -> set[str]:
    """What the drawing shows and the table does not, and the screens and inputs that the drawing lacks.

    That time leads back and that a failure leads to the failsafe screen is said in words.
    """
    drawn, real = arrows(drawing), moves(seen)
    lacks = {screen for start, _, end in real for screen in (start, end)}
    lacks |= {given for _, given, _ in real} - {Tick.__name__, Broken.__name__}
    named = {name for arrow in drawn for name in arrow}
    return {" ".join(arrow) for arrow in drawn - real} | (lacks - named)


def test_the_drawing_is_that_of_the_table() -> None:
    assert table.__doc__
    assert len(arrows(table.__doc__)) > len(Screen)
    assert not wrongly_drawn(table.__doc__, all_ways())


def test_a_failure_leads_to_the_failsafe_screen_from_each_other() -> None:
    failed = {start for start, given, end in moves(all_ways()) if given == "Broken" and end == "failsafe"}
    assert failed == {screen.value for screen in Screen} - {"failsafe"}


# --- A screen and an effect that are made up ------------------------------------------------------


class MadeUp(Enum):
    NOTICE = "made up"


class Unheard(Effect):
    """Has no row."""


NOTICE: Any = MadeUp.NOTICE
READS = by_kind(Touched(), Tick(), StopIs(True), StopIs(False), Show(NOTICE), Leave(), Knock())


def with_notice(on: On) -> Table:
    """The table with a notice, one touch from the tiles."""
    tiles = TABLE[Screen.TILES]
    tiles = replace(tiles, takes={**tiles.takes, Show: to(Screen.LANGUAGES, NOTICE)})
    return MappingProxyType({**TABLE, Screen.TILES: tiles, NOTICE: on})


WHOLE = On({Leave: visitors.again, Show: to(Screen.LANGUAGES)}, patience=30.0)


def shows(*actions: Control, title: str = "Ce que nous gardons") -> Screens:
    """The screens with the notice, and with a button for it among the tiles."""

    def tiles(at: Journey, facts: Facts) -> Content:
        page = SCREENS[Screen.TILES](at, facts)
        return replace(page, actions=(*page.actions, button("notice", Show(NOTICE))), controls={})

    return {**SCREENS, Screen.TILES: tiles, NOTICE: lambda at, facts: Content(title, actions=actions)}


def button(name: str, sends: ByFinger) -> Control:
    return Control(name, name, "check", sends)


BACK = button("done", Leave())


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
