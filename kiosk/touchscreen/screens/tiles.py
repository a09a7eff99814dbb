"""The tiles, and beside them (below them on an upright screen) priority and the pager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.content.pager import pager
from kiosk.touchscreen.content.parts import Content, Control
from kiosk.touchscreen.journey.state import Journey
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.controls import TALLEST, ControlButton, Memory, Pool, TileGrid, drawn
from kiosk.touchscreen.screens.pages import Room

SMALL_SIGN = 8.5
"""Millimetres: two of them, a tick and the sign itself, stand in the narrowest button."""

WORTH = 1
"""How many more pages are accepted for words on the side's buttons: a sign alone is not clear to everyone."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way to place the buttons of the side, beside the tiles or below them, in a row or in a column."""

    beside: bool
    row: bool
    words: bool


class TilesBody(Widget):
    """`show` returns the number of pages."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grid = TileGrid(look=self.look)
        self.side = Pool(look=self.look)
        self._memory = Memory()
        self.add_widget(self.grid)
        self.add_widget(self.side)

    def show(self, at: Journey, shown: Content, box: Box, *, side: bool) -> int:
        """`side`: priority and pager stand here; else they are in the row of helps."""
        if not side or (not shown.actions and self._pages(shown, box) == 1):
            self.side.hold([])
            return self._arrange(at, shown, box)
        key = (drawn(shown.tiles), drawn(shown.actions), box, self.look.scale, self.look.language)
        way, tiles, place = self._memory.recall(key, lambda: self._best(at, shown, box))
        pages = self._arrange(at, shown, tiles)
        self._placed(way, _controls(at, shown, pages), place)
        return pages

    def _arrange(self, at: Journey, shown: Content, box: Box) -> int:
        self.grid.pos, self.grid.size = (box.x, box.y), (box.width, box.height)
        return self.grid.arrange(shown.tiles, self._room(box), at.page, shown.columns)

    def _pages(self, shown: Content, box: Box) -> int:
        return self.grid.pages(shown.tiles, self._room(box), shown.columns)

    def _room(self, box: Box) -> Room:
        return Room(box.width, box.height, self.look.gap)

    # --- The side ---------------------------------------------------------------------------------

    def _best(self, at: Journey, shown: Content, box: Box) -> tuple[Side, Box, Box]:
        """The way with the fewest pages, and where tiles and side stand then."""
        ways = self._ways(at, shown, box)
        return min(
            ways, key=lambda way: (self._pages(shown, way[1]) - WORTH * way[0].words, not way[0].words)
        )

    def _ways(self, at: Journey, shown: Content, box: Box) -> Iterator[tuple[Side, Box, Box]]:
        """The ways with room for as many buttons as there can be; the last one is always among them."""
        beside = box.width > box.height
        tight = box.height < 2 * self.look.target + self.look.gap
        ways = [Side(beside, row, words) for words in (True, False) for row in (False, True)]
        for way in ways if beside else ways[1::2]:
            tiles, place = self._parts(way, at, shown, box)
            room = self.grid.has_room(shown.tiles, tiles.width, tiles.height) and (way.row or not tight)
            if way == ways[-1] or (room and self._placed(way, _controls(at, shown, 2), place)):
                yield way, tiles, place

    def _parts(self, way: Side, at: Journey, shown: Content, box: Box) -> tuple[Box, Box]:
        """Where the tiles stand, and where the side."""
        gap = self.look.gap
        if not way.beside:
            height = self._tallest(at, shown, box) if way.words else self.look.target
            return box.above(height, gap), box.lower(height)
        width = float(self._widest(at, shown) if way.words else self.look.target)
        width = 2 * width + gap if way.row else width
        rest = box.width - width - gap
        if self.look.language in theme.RIGHT_TO_LEFT:
            return box.right_part(rest), box.left_part(width)
        return box.left_part(rest), box.right_part(width)

    def _tallest(self, at: Journey, shown: Content, box: Box) -> float:
        """Height that the words of the buttons need, side by side across `box`."""
        held = self.side.hold(_controls(at, shown, 2), stacked=False, centred=True, icon_mm=0)
        width = (box.width - self.look.gap) / 2
        needs = [b.needs(width, stacked=False) for b in held]
        return max([float(self.look.target), *(n for n in needs if n is not None)])

    def _widest(self, at: Journey, shown: Content) -> float:
        """Width of the longest word of the buttons."""
        held = self.side.hold(_controls(at, shown, 2), stacked=True, centred=True, icon_mm=0)
        width = self.look.target
        while any(b.needs(width, stacked=True) is None for b in held):
            width += self.look.px_per_mm
        return float(width)

    def _placed(self, way: Side, controls: list[Control], place: Box) -> bool:
        """Place the buttons, with icons above words beside the tiles; returns whether there is room."""
        sign = 0 if way.words else SMALL_SIGN
        held = self.side.hold(controls, words=way.words, stacked=way.beside, centred=True, icon_mm=sign)
        gap, count = self.look.gap, max(1, len(held))
        length = ((place.width if way.row else place.height) - gap * (count - 1)) / count
        if not way.row:
            length = min(length, self.look.px(TALLEST))
        turned = self.look.language in theme.RIGHT_TO_LEFT and way.row
        for n, button in enumerate(held):
            _put(button, place, way.row, count - 1 - n if turned else n, length, gap)
        needs = [(b.needs(b.width, stacked=way.beside), b.height) for b in held]
        return all(need is not None and need <= height + 1 for need, height in needs)


def _put(button: ControlButton, place: Box, row: bool, n: int, length: float, gap: float) -> None:
    if row:
        button.size = length, place.height
        button.pos = place.x + n * (length + gap), place.y
    else:
        button.size = place.width, length
        button.pos = place.x, place.top - length - n * (length + gap)


def _controls(at: Journey, shown: Content, pages: int) -> list[Control]:
    return [*shown.actions, *([pager(pages, at)] if pages > 1 else [])]
