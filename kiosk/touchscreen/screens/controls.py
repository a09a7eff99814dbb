"""A button that stands for a `Control`, and the grid that holds a page of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.pages import NoRoom, Room, Tiling, tiled
from kiosk.touchscreen.shows import Control
from queue_display.widgets import BigButton

log = logging.getLogger(__name__)

TALLEST = 60.0
"""Millimetres: a tile need not be taller."""


KNOWN = 32
"""Tilings kept: measuring every word again at each touch would make the touch wait."""


class ControlButton(BigButton):
    """`set` makes it another control; the screen finds by `control` what a touch on it means."""

    control = ObjectProperty(None, allownone=True)

    def set(self, control: Control, *, words: bool = True) -> None:
        """Show `control`, without its words where there is no room for them."""
        self.control = control
        self.widget_id, self.icon, self.kind = control.id, control.icon, control.kind
        self.script = control.language
        self.words = control.words if words else ""
        self.chosen = control.chosen


class Pool(Widget):
    """Keeps as many buttons as it has controls; buttons are used again, for Kivy gives up textures late."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.buttons: list[ControlButton] = []

    def hold(self, controls: Sequence[Control], *, words: bool = True, **style: Any) -> list[ControlButton]:
        while len(self.buttons) < len(controls):
            self.buttons.append(ControlButton(look=self.look, size_hint=(None, None)))
        held = self.buttons[: len(controls)]
        for button, control in zip(held, controls, strict=True):
            button.set(control, words=words)
            for name, value in style.items():
                setattr(button, name, value)
        self._show(held)
        return held

    def _show(self, held: list[ControlButton]) -> None:
        if held != list(reversed(self.children)):
            self.clear_widgets()
            for button in held:
                self.add_widget(button)


class TileGrid(Pool):
    """A page of tiles. `arrange` says on how many pages they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._known: dict[object, Tiling] = {}

    def arrange(self, controls: Sequence[Control], room: Room, page: int) -> Tiling:
        """Lay out the tiles of `page`, from the grid's upper corner. Raises `NoRoom`."""
        tiles = self.hold(controls, centred=False, stacked=False)
        for tile in tiles:
            tile.centred = not (tile.icon and tile.words)
        tiling = self._tiled(tiles, room)
        shown = tiling.pages[page % len(tiling.pages)]
        self._show([tiles[n] for n in shown])
        for place, n in enumerate(shown):
            tiles[n].stacked = tiling.stacked
            tiles[n].size = tiling.cell
            tiles[n].pos = self._corner(place, tiling, room)
        return tiling

    def _tiled(self, tiles: Sequence[ControlButton], room: Room) -> Tiling:
        key = (tuple((t.words, t.icon, t.script) for t in tiles), room, self.look.scale, self.look.language)
        if key not in self._known:
            found = self._found(tiles, room)
            needed = (t.needs(found.cell[0], stacked=found.stacked) or 0.0 for t in tiles)
            height = min(found.cell[1], max(self.look.px(TALLEST), *needed))
            self._known = {
                **dict(list(self._known.items())[-KNOWN:]),
                key: replace(found, cell=(found.cell[0], height)),
            }
        return self._known[key]

    def _found(self, tiles: Sequence[ControlButton], room: Room) -> Tiling:
        try:
            return tiled(len(tiles), room, self.look.target, lambda n, w, s: tiles[n].needs(w, stacked=s))
        except NoRoom:
            # A topic with a word wider than the screen: break the word rather than the kiosk.
            log.warning("a tile has a word that is wider than the screen")
            return tiled(len(tiles), room, 0.0, lambda n, w, s: room.height if w == room.width else None)

    def _corner(self, place: int, tiling: Tiling, room: Room) -> tuple[float, float]:
        row, column = divmod(place, tiling.columns)
        width, height = tiling.cell
        left = column * (width + room.gap)
        if self.look.language in theme.RIGHT_TO_LEFT:
            left = tiling.columns * (width + room.gap) - room.gap - left - width
        return self.x + left, self.top - row * (height + room.gap) - height
