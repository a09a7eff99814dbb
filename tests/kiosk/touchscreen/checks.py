"""What must hold between the tables of the journey, of what is shown and of what is carried out.

Each check is given the tables and returns what is wrong with them: nothing, of those of the kiosk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assets.dayparts import DayMoment, DayPart
from assets.findings import found
from assets.wording import visitors_languages
from kiosk.stops import VanDay
from kiosk.touchscreen.conduct.effects import carriers
from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.conduct.listening import Listening
from kiosk.touchscreen.conduct.service import Service
from kiosk.touchscreen.conduct.sheets import Sheets
from kiosk.touchscreen.conduct.tickets import Tickets
from kiosk.touchscreen.content.parts import Control, Facts, PairedDisplay
from kiosk.touchscreen.content.screens import Shown
from kiosk.touchscreen.journey import inputs
from kiosk.touchscreen.journey.effects import Effect
from kiosk.touchscreen.journey.inputs import Broken, ByFinger, Input, Knock, OutOfPlace, Tick, Touched, Turn
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, journey
from kiosk.touchscreen.journey.table import Table, step
from tests.kiosk.fake_van import STOPS, FakeVan, FakeVoice, settings
from tests.kiosk.touchscreen.ways import BUREAU, LONG, Way, agents_ways, visitors_ways

FACTS = Facts(
    "Agglo Mobile",
    settings().topics,
    visitors_languages(),
    day=VanDay(DayMoment(DayPart.CLOSED, STOPS[1]), STOPS[0], STOPS[1:]),
    voice=True,
    service=lambda: ["L’imprimante marche."],
    findings=lambda: [found("swap", "none")],
    displays=lambda: [PairedDisplay(BUREAU.identifier, BUREAU.name, connected=True)],
)

BY_FAMILY = replace(FACTS, by_family=True)

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
        for at in _in_one_language(seen)
        for control in _controls(at, screens)
        if not _takes(at, control.sends, table)
    }


def _in_one_language(seen: Iterable[Way]) -> set[Journey]:
    """What stands on a screen to be touched is the same in all."""
    return {replace(way.at, aids=replace(way.at.aids, language=way.at.usual)) for way in seen}


def _controls(at: Journey, screens: Screens) -> Iterator[Control]:
    """Those of the screen, those that stand there for who listens, those of a kiosk nobody has set up, and
    the families."""
    listens = replace(at, aids=replace(at.aids, on=at.aids.on | {Aid.SPOKEN}))
    looks = [(at, FACTS), (listens, FACTS), (at, replace(FACTS, first_start=True))]
    looks += [(at, BY_FAMILY)] if at.screen is Screen.TILES else []
    for one, facts in looks:
        shown = screens[at.screen](one, facts)
        yield from (*shown.controls.values(), *shown.unseen)


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
        for at in _in_one_language(seen)
        for control in _controls(at, screens)
    }
    return {
        f"{kind.__name__} on {screen.value}"
        for screen, on in table.items()
        for kind in kinds(inputs, ByFinger) - EVERYWHERE
        if on.way(kind) and (screen, kind) not in offered
    }


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


# --- Carried out --------------------------------------------------------------------------------


def carried_out() -> set[type[Effect]]:
    van = FakeVan(settings())
    tell: Callable[[object], None] = lambda given: None  # noqa: E731  # nobody is told
    teller = Teller(van, lambda: True, frozenset, (), lambda: None)
    listening = Listening(FakeVoice(), lambda: (journey("fr"), FACTS))
    sheets = Sheets(van, lambda: FACTS, lambda: 0.0)
    return set(carriers(Tickets(van, tell), Service(van, tell), teller, sheets, listening))


def not_carried_out(seen: Iterable[Way], rows: set[type[Effect]]) -> set[str]:
    """What the journey brings about, and no row carries out."""
    return {type(one).__name__ for way in seen for one in way.after.effects if type(one) not in rows}


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
