"""Which rows of the kiosk's table a visitor can come to, and which of them a story has gone through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.journey.inputs import (
    Broken,
    Choose,
    Code,
    Digit,
    Free,
    Help,
    Input,
    Knock,
    Language,
    Leave,
    NoPaper,
    NotTaken,
    NotYet,
    Priority,
    ShowLanguages,
    StopIs,
    Tick,
    Took,
    Touched,
    Turn,
)
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, Wish, journey
from kiosk.touchscreen.journey.table import TABLE, step

LONG = 1000.0
"""Seconds after which every patience is over."""


class Row(NamedTuple):
    screen: Screen
    given: type

    def __str__(self) -> str:
        return f"{self.given.__name__} on {self.screen.value}"


_TAKE = Wish("autre", False)

GIVEN: Mapping[type, tuple[Input, ...]] = {
    type(each[0]): each
    for each in (
        (Touched(),), (Tick(),), (StopIs(True), StopIs(False)), (Broken(),),
        (Choose("autre"),), (Turn(2),), (Priority(),), (Help(Aid.LARGER),), (ShowLanguages(),),
        (Language("en"),), (Took(1, 0, True), Took(1, 0, False)), (NotTaken(),), (Free(),),
        (NotYet(_TAKE), NotYet(None)), (NoPaper(1),), (Leave(),), (Knock(),), (Digit("1"),), (Code(False),),
    )
}  # fmt: skip
"""What visitors do, and what happens round them. They do not know the code: `Code(True)` is not theirs, so
what agents do on the screens behind it is not either. A new input is missed here by name.
"""


def reachable() -> set[Row]:
    """Every row that can come about from the first touch on, found by trying all of `GIVEN` everywhere."""
    begun = journey("fr", open_=True)
    found, new = {begun}, [begun]
    while new:
        after = {replace(one, touched=0.0) for at in new for one in _after(at)}
        new = list(after - found)
        found |= after
    return {Row(at.screen, given) for at in found for given in TABLE[at.screen]}


def _after(at: Journey) -> Iterator[Journey]:
    for given in TABLE[at.screen]:
        for each in GIVEN[given]:
            for now in (0.0, LONG):
                yield step(at, each, now).journey


class Watched(Conductor):
    """Keeps the rows that it goes through."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.rows: set[Row] = set()
        super().__init__(*given, **named)

    def do(self, given: Input) -> bool:
        row = Row(self.at.screen, type(given))
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
