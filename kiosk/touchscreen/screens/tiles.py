"""The tiles, and beside them (below them on an upright screen) priority and the pager."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.flow import Journey
from kiosk.touchscreen.pages import Room
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.controls import ControlButton, Pool, TileGrid
from kiosk.touchscreen.shows import Control, Shown, pager

SMALL_SIGN = 8.5
"""Millimetres: two of them, a tick and the sign itself, stand in the narrowest button."""

TALLEST = 45.0
"""Millimetres: a button beside the tiles need not be taller."""


class TilesBody(Widget):
    """`show` returns the number of pages."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grid = TileGrid(look=self.look)
        self.side = Pool(look=self.look)
        self.add_widget(self.grid)
        self.add_widget(self.side)

    def show(self, at: Journey, shown: Shown, box: Box, *, side: bool) -> int:
        """`side`: priority and pager stand here; else they are in the row of helps."""
        if not side or (not shown.actions and self._arrange(at, shown, box) == 1):
            self.side.hold([])
            return self._arrange(at, shown, box)
        upright = box.width > box.height
        place = self._beside if upright else self._below
        tries = {words: self._pages(at, shown, place, box, words) for words in (False, True)}
        # Words, unless they cost a page or find no room.
        words = tries[True] == tries[False] and self._placed(
            at, shown, place(at, shown, box, True)[1], 2, True, upright
        )
        pages = self._pages(at, shown, place, box, words)
        self._placed(at, shown, place(at, shown, box, words)[1], pages, words, upright)
        return pages

    def _pages(self, at: Journey, shown: Shown, place: Any, box: Box, words: bool) -> int:
        return self._arrange(at, shown, place(at, shown, box, words)[0])

    def _arrange(self, at: Journey, shown: Shown, box: Box) -> int:
        self.grid.pos, self.grid.size = (box.x, box.y), (box.width, box.height)
        room = Room(box.width, box.height, self.look.gap)
        return len(self.grid.arrange(shown.tiles, room, at.page).pages)

    def _beside(self, at: Journey, shown: Shown, box: Box, words: bool) -> tuple[Box, Box]:
        width = float(self._widest(at, shown) if words else self.look.target)
        if self._abreast(box.height):
            width = 2 * width + self.look.gap
        grid = box.left_part(box.width - width - self.look.gap)
        side = box.right_part(width)
        if self.look.language in theme.RIGHT_TO_LEFT:
            return box.right_part(grid.width), box.left_part(width)
        return grid, side

    def _below(self, at: Journey, shown: Shown, box: Box, words: bool) -> tuple[Box, Box]:
        height = self.look.target
        if words:
            held = self.side.hold(_controls(at, shown, 2), stacked=False, centred=True, icon_mm=0)
            width = (box.width - self.look.gap) / 2
            needs = [b.needs(width, stacked=False) for b in held]
            height = max([height, *(n for n in needs if n is not None)])
        return box.above(height, self.look.gap), box.lower(height)

    def _widest(self, at: Journey, shown: Shown) -> float:
        """Width of the longest word of the buttons at the side."""
        held = self.side.hold(_controls(at, shown, 2), stacked=True, centred=True, icon_mm=0)
        width = self.look.target
        while any(b.needs(width, stacked=True) is None for b in held):
            width += self.look.px_per_mm
        return float(width)

    def _abreast(self, height: float) -> bool:
        """Too low for two buttons, one above the other."""
        return bool(height < 2 * self.look.target + self.look.gap)

    def _placed(self, at: Journey, shown: Shown, side: Box, pages: int, words: bool, upright: bool) -> bool:
        """Place the buttons in `side`, and say whether their words find room.

        `upright`: the side stands beside the tiles, its buttons' icons above their words.
        """
        column = upright and not self._abreast(side.height)
        sign = 0 if words else SMALL_SIGN
        controls = _controls(at, shown, pages)
        held = self.side.hold(controls, words=words, stacked=upright, centred=True, icon_mm=sign)
        gap, count = self.look.gap, max(1, len(held))
        length = ((side.height if column else side.width) - gap * (count - 1)) / count
        if column:
            length = min(length, self.look.px(TALLEST))
        for n, button in enumerate(held):
            turned = self.look.language in theme.RIGHT_TO_LEFT and not column
            _put(button, side, column, count - 1 - n if turned else n, length, gap)
        needs = [(b.needs(b.width, stacked=upright), b.height) for b in held]
        return all(need is not None and need <= height + 1 for need, height in needs)


def _put(button: ControlButton, side: Box, column: bool, n: int, length: float, gap: float) -> None:
    if column:
        button.size = side.width, length
        button.pos = side.x, side.top - length - n * (length + gap)
    else:
        button.size = length, side.height
        button.pos = side.x + n * (length + gap), side.y


def _controls(at: Journey, shown: Shown, pages: int) -> list[Control]:
    return [*shown.actions, *([pager(pages, at)] if pages > 1 else [])]
