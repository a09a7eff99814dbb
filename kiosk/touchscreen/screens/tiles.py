"""The tiles, and below them what stands on every page of them, with the way to the next page at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.touchscreen.content.parts import Content, Control
from kiosk.touchscreen.journey.state import Journey
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.controls import TileGrid
from kiosk.touchscreen.screens.pages import Room
from kiosk.touchscreen.screens.rows import LAST, LEAST, ControlRow, RowRoom


class TilesBody(Widget):
    """`stand` what is on every page, then `show` a page of tiles above it."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grid = TileGrid(look=self.look)
        self.standing = ControlRow(look=self.look)
        self._free = Room(0, 0, 0)
        self.add_widget(self.grid)
        self.add_widget(self.standing)

    def stand(self, controls: Sequence[Control], box: Box, room: RowRoom) -> None:
        """Lay out `controls` at the lower edge of `box`; the tiles have what is above them."""
        tall = self.standing.arrange(controls, box, 1, room)
        rest = box.above(tall, self.look.gap) if controls else box
        if rest.height < self.look.target:  # rather higher than a hand likes than over what stands below
            rest = rest.lower(self.look.target)
        self.grid.pos, self.grid.size = (rest.x, rest.y), (rest.width, rest.height)
        self._free = Room(rest.width, rest.height, self.look.gap)

    def show(self, at: Journey, shown: Content, most_pages: int, room: RowRoom) -> int:
        """At most `most_pages` pages, if that can be; returns how many there are."""
        return self.grid.arrange(
            shown.tiles, self._free, at.page, shown.columns, most_pages, _least(shown, room)
        )

    def fits(self, shown: Content, most_pages: int, room: RowRoom) -> bool:
        """Whether there is a way to show the tiles on so many pages."""
        return self.grid.fits(shown.tiles, self._free, most_pages, _least(shown, room))


def _least(shown: Content, room: RowRoom) -> float:
    """Millimetres of the smallest capitals: those of a row, where each page more is one touch more."""
    return LAST if shown.most_pages == 1 and room in (RowRoom.TIGHT, RowRoom.LEAST) else LEAST
