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
from kiosk.touchscreen.screens.rows import ControlRow, RowRoom


class TilesBody(Widget):
    """`show` returns the number of pages."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grid = TileGrid(look=self.look)
        self.standing = ControlRow(look=self.look)
        self.add_widget(self.grid)
        self.add_widget(self.standing)

    def show(
        self, at: Journey, shown: Content, box: Box, on: Sequence[Control], room: RowRoom, most_pages: int
    ) -> int:
        """`on`: the way to the next page, if it stands here; at most `most_pages` pages, if that can be."""
        controls = [*shown.standing, *shown.actions, *on]
        tall = self.standing.arrange(controls, box, 1, room)
        rest = box.above(tall, self.look.gap) if controls else box
        if rest.height < self.look.target:  # rather higher than a hand likes than over what stands below
            rest = rest.lower(self.look.target)
        self.grid.pos, self.grid.size = (rest.x, rest.y), (rest.width, rest.height)
        free = Room(rest.width, rest.height, self.look.gap)
        return self.grid.arrange(shown.tiles, free, at.page, shown.columns, most_pages)
