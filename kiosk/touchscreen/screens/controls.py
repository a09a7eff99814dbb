"""A button that stands for a `Control`, and the grid that holds a page of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.pages import MOST_COLUMNS, NoRoom, Page, Place, Room, tiled
from kiosk.touchscreen.screens.growth import growths
from kiosk.touchscreen.shows import Control
from queue_display.widgets import BigButton

log = logging.getLogger(__name__)

TALLEST = 45.0
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

    short_side = NumericProperty(0)  # of the screen, in millimetres

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._known: dict[object, tuple[Page, ...]] = {}

    def arrange(self, controls: Sequence[Control], room: Room, page: int, columns: int = 0) -> int:
        """Lay out the tiles of `page`, from the grid's upper corner; the number of pages comes back.

        In `columns` if that is not 0 and one page holds them so.
        """
        tiles = self.hold(controls, centred=False, stacked=False)
        for tile in tiles:
            tile.centred = not (tile.icon and tile.words)
        pages = self._as_large_as_can_be(tiles, room, columns)
        if len(pages) > 1 and columns:
            pages = self._as_large_as_can_be(tiles, room, MOST_COLUMNS)
        shown = pages[page % len(pages)]
        self._show([tiles[n] for n in shown.tiles])
        for place in shown.places(room.gap):
            tile = tiles[place.tile]
            tile.stacked = shown.form.stacked
            tile.size = place.width, place.height
            tile.pos = self._left(place, room), self.top - place.top - place.height
        return len(pages)

    def has_room(self, controls: Sequence[Control], width: float, height: float) -> bool:
        """Whether the largest tile fits alone, with no word broken."""
        tiles = self.hold(controls)
        needs = (min(self._heights(tile, width), default=height + 1) for tile in tiles)
        return min(width, height) >= self.look.target and max(needs) <= height

    def _heights(self, tile: ControlButton, width: float) -> list[float]:
        tile.capital = tile.icon_mm = 0  # as large as usual
        needs = (tile.needs(width, stacked=stacked) for stacked in (False, True))
        return [need for need in needs if need is not None]

    def _as_large_as_can_be(
        self, tiles: Sequence[ControlButton], room: Room, columns: int
    ) -> tuple[Page, ...]:
        """The pages with the largest words that make no page more than words of the usual size."""
        fewest = len(self._tiled(tiles, room, columns, 1.0))
        ways = (self._tiled(tiles, room, columns, grow) for grow in growths(self.short_side))
        return next(pages for pages in ways if len(pages) <= fewest)

    def _tiled(
        self, tiles: Sequence[ControlButton], room: Room, columns: int, grow: float
    ) -> tuple[Page, ...]:
        scale = self.look.scale
        for tile in tiles:
            tile.capital = grow * (
                scale.title if len(tile.words) == 1 else scale.text
            )  # a digit stands alone
            tile.icon_mm = grow * scale.icon
        words = tuple((t.words, t.icon, t.script) for t in tiles)
        key = (words, room, columns, scale, grow, self.look.language)
        if key not in self._known:
            kept = list(self._known.items())[-KNOWN:]
            self._known = {**dict(kept), key: self._found(tiles, room, columns or MOST_COLUMNS)}
        return self._known[key]

    def _found(self, tiles: Sequence[ControlButton], room: Room, columns: int) -> tuple[Page, ...]:
        tallest = self.look.px(TALLEST)
        try:
            return tiled(
                len(tiles),
                room,
                self.look.target,
                lambda n, w, s: tiles[n].needs(w, stacked=s),
                tallest,
                columns,
            )
        except NoRoom:
            # A topic with a word wider than the screen: break the word rather than the kiosk.
            log.warning("a tile has a word that is wider than the screen")
            return tiled(len(tiles), room, 0.0, lambda n, w, s: room.height if w == room.width else None)

    def _left(self, place: Place, room: Room) -> float:
        if self.look.language in theme.RIGHT_TO_LEFT:
            return float(self.x + room.width - place.left - place.width)
        return float(self.x + place.left)
