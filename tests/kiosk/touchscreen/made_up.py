"""A screen and an effect that are made up, for the checks to refuse."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.content.screens import SCREENS
from kiosk.touchscreen.journey import visitors
from kiosk.touchscreen.journey.effects import Effect
from kiosk.touchscreen.journey.inputs import ByFinger, Knock, Leave, Show, StopIs, Tick, Touched
from kiosk.touchscreen.journey.row import On, to
from kiosk.touchscreen.journey.state import Journey, Screen
from kiosk.touchscreen.journey.table import TABLE, Table
from tests.kiosk.touchscreen.checks import Screens
from tests.kiosk.touchscreen.ways import by_kind


class MadeUp(Enum):
    NOTICE = "made up"


class Unheard(Effect, frozen=True):
    """Has no row."""


NOTICE: Any = MadeUp.NOTICE
READ = (Screen.LANGUAGES, Screen.LISTENING, Screen.HOURS, Screen.YOUR_DATA)
READS = by_kind(Touched(), Tick(), StopIs(True), StopIs(False), Show(NOTICE), Leave(), Knock())


def with_notice(on: On) -> Table:
    """The table with a notice, one touch from the tiles."""
    tiles = TABLE[Screen.TILES]
    tiles = replace(tiles, takes={**tiles.takes, Show: to(*READ, NOTICE)})
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
