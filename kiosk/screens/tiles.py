"""The tiles, and beside them (below them on an upright screen) priority and the pager."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.flow import Journey
from kiosk.pages import Room
from kiosk.screens.box import Box
from kiosk.screens.controls import ControlButton, Pool, TileGrid
from kiosk.shows import Control, Shown, pager

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
        place = self._beside if box.width > box.height else self._below
        tries = {words: self._pages(at, shown, place, box, words) for words in (False, True)}
        # Words, unless they cost a page or find no room.
        words = tries[True] == tries[False] and self._placed(
            at, shown, place(at, shown, box, True)[1], 2, True
        )
        pages = self._pages(at, shown, place, box, words)
        self._placed(at, shown, place(at, shown, box, words)[1], pages, words)
        return pages

    def _pages(self, at: Journey, shown: Shown, place: Any, box: Box, words: bool) -> int:
        return self._arrange(at, shown, place(at, shown, box, words)[0])

    def _arrange(self, at: Journey, shown: Shown, box: Box) -> int:
        self.grid.pos, self.grid.size = (box.x, box.y), (box.width, box.height)
        room = Room(box.width, box.height, self.look.gap)
        return len(self.grid.arrange(shown.tiles, room, at.page).pages)

    def _beside(self, at: Journey, shown: Shown, box: Box, words: bool) -> tuple[Box, Box]:
        width = self._widest(at, shown) if words else self.look.target
        grid = box.left_part(box.width - width - self.look.gap)
        side = box.right_part(width)
        if self.look.language == "ar":
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

    def _placed(self, at: Journey, shown: Shown, side: Box, pages: int, words: bool) -> bool:
        """Place the buttons in `side`, and say whether their words find room."""
        beside = side.height > side.width
        held = self.side.hold(
            _controls(at, shown, pages),
            words=words,
            stacked=beside,
            centred=True,
            icon_mm=0 if words else SMALL_SIGN,
        )
        gap, count = self.look.gap, max(1, len(held))
        length = ((side.height if beside else side.width) - gap * (count - 1)) / count
        if beside:
            length = min(length, self.look.px(TALLEST))
        for n, button in enumerate(held):
            turned = self.look.language == "ar" and not beside
            _put(button, side, beside, count - 1 - n if turned else n, length, gap)
        needs = [(b.needs(b.width, stacked=beside), b.height) for b in held]
        return all(need is not None and need <= height + 1 for need, height in needs)


def _put(button: ControlButton, side: Box, beside: bool, n: int, length: float, gap: float) -> None:
    if beside:
        button.size = side.width, length
        button.pos = side.x, side.top - length - n * (length + gap)
    else:
        button.size = length, side.height
        button.pos = side.x + n * (length + gap), side.y


def _controls(at: Journey, shown: Shown, pages: int) -> list[Control]:
    return [*shown.actions, *([pager(pages, at)] if pages > 1 else [])]
