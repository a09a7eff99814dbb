"""Which rows of the kiosk's table a visitor can come to, and which of them a story has gone through."""

from __future__ import annotations

from typing import Any, NamedTuple

from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.journey.inputs import Broken, Input, StopIs
from kiosk.touchscreen.journey.state import Screen
from kiosk.touchscreen.journey.table import meant
from tests.kiosk.touchscreen.ways import visitors_ways


class Row(NamedTuple):
    screen: Screen
    given: type

    def __str__(self) -> str:
        return f"{self.given.__name__} on {self.screen.value}"


def reachable() -> set[Row]:
    """Every row that can come about from the first touch on."""
    return {Row(way.at.screen, type(way.given)) for way in visitors_ways()}


class Watched(Conductor):
    """Keeps the rows that it goes through."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.rows: set[Row] = set()
        super().__init__(*given, **named)

    def do(self, given: Input) -> bool:
        row = Row(self.at.screen, type(meant(self.at, given)))
        done = super().do(given)
        if done:
            self.rows.add(row)
        return done

    def van_changed(self) -> None:
        self.rows.add(Row(self.at.screen, StopIs))
        super().van_changed()

    def redraw(self) -> None:
        before = self.at.screen
        super().redraw()
        if self.at.screen is not before:
            self.rows.add(Row(before, Broken))
