"""A button that stands for a `Control`, and the grid that holds a page of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar, cast

from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.screens.pages import MOST_COLUMNS, NoRoom, Page, Place, Room, tiled
from kiosk.touchscreen.screens.size import growths
from queue_display.windows.widgets import BigButton

log = logging.getLogger(__name__)

TALLEST = 45.0
"""Millimetres: a tile, or a button beside the tiles, need not be taller."""


KNOWN = 64
"""How many answers a `Memory` keeps: some for each screen, size of words and language."""


class ControlButton(BigButton):
    """`set` makes it another control; the screen finds by `control` what a touch on it means."""

    control = ObjectProperty(None, allownone=True)

    def set(self, control: Control, *, words: bool = True) -> None:
        """Show `control`, without its words where there is no room for them."""
        self.control = control
        self.widget_id, self.icon, self.kind = control.id, control.icon, control.kind
        self.script = control.language
        self.words = control.words if words else ""
        self.chosen, self.second, self.family = control.chosen, control.second, control.family


class Pool(Widget):
    """Shows one button for each control. Buttons are used again: Kivy frees the textures of old ones late."""

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


Made = TypeVar("Made")


class Memory:
    """The last `KNOWN` answers that take long to find: measuring every word again would delay a touch."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, find: Callable[[], Made]) -> Made:
        if key not in self._known:
            self._known[key] = find()
            if len(self._known) > KNOWN:
                del self._known[next(iter(self._known))]
        return cast(Made, self._known[key])


def drawn(controls: Sequence[Control]) -> tuple[Hashable, ...]:
    """What of `controls` decides how much room they need."""
    return tuple((c.words, c.icon, c.language) for c in controls)


class TileGrid(Pool):
    """A page of tiles. `arrange` says on how many pages they are."""

    short_side = NumericProperty(0)  # of the screen, in millimetres

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._memory = Memory()

    def arrange(self, controls: Sequence[Control], room: Room, page: int, columns: int = 0) -> int:
        """Lay out the tiles of `page`, from the grid's upper corner; returns the number of pages.

        They stand in `columns`, if that is not 0 and they all fit on one page then. Words are as large as
        they can be without making more pages.
        """
        grow, pages = self._grown(controls, room, columns)
        shown = pages[page % len(pages)]
        tiles = self.hold(controls, centred=False, stacked=shown.form.stacked)
        self._show([tiles[n] for n in shown.tiles])
        for tile in tiles:
            tile.centred = not (tile.icon and tile.words)
            self._size(tile, grow)
        for place in shown.places(room.gap):
            tiles[place.tile].size = place.width, place.height
            tiles[place.tile].pos = self._left(place, room), self.top - place.top - place.height
        return len(pages)

    def pages(self, controls: Sequence[Control], room: Room, columns: int = 0) -> int:
        """On how many pages they would be."""
        return len(self._tiled(controls, room, columns, 1.0))

    def has_room(self, controls: Sequence[Control], width: float, height: float) -> bool:
        """Whether the largest tile fits alone, with no word broken."""
        tiles = self.hold(controls)
        needs = (min(self._heights(tile, width), default=height + 1) for tile in tiles)
        return min(width, height) >= self.look.target and max(needs) <= height

    def _heights(self, tile: ControlButton, width: float) -> list[float]:
        self._size(tile, 1.0)
        needs = (tile.needs(width, stacked=stacked) for stacked in (False, True))
        return [need for need in needs if need is not None]

    def _grown(self, controls: Sequence[Control], room: Room, columns: int) -> tuple[float, tuple[Page, ...]]:
        fewest = self.pages(controls, room, columns)
        ways = ((grow, self._tiled(controls, room, columns, grow)) for grow in growths(self.short_side))
        return next(way for way in ways if len(way[1]) <= fewest)

    def _tiled(self, controls: Sequence[Control], room: Room, columns: int, grow: float) -> tuple[Page, ...]:
        key = (drawn(controls), room, columns, grow, self.look.scale, self.look.language)
        return self._memory.recall(key, lambda: self._measured(controls, room, columns, grow))

    def _measured(
        self, controls: Sequence[Control], room: Room, columns: int, grow: float
    ) -> tuple[Page, ...]:
        tiles = self.hold(controls)
        for tile in tiles:
            self._size(tile, grow)
        found = self._found(tiles, room, columns or MOST_COLUMNS)
        return found if len(found) == 1 or not columns else self._found(tiles, room, MOST_COLUMNS)

    def _size(self, tile: ControlButton, grow: float) -> None:
        scale = self.look.scale
        tile.capital = grow * (scale.title if len(tile.words) == 1 else scale.text)  # a digit stands alone
        tile.icon_mm = grow * scale.icon

    def _found(self, tiles: Sequence[ControlButton], room: Room, columns: int) -> tuple[Page, ...]:
        def need(n: int, width: float, stacked: bool) -> float | None:
            return tiles[n].needs(width, stacked=stacked)

        try:
            return tiled(len(tiles), room, self.look.target, need, self.look.px(TALLEST), columns)
        except NoRoom:
            # A topic has a word wider than the screen: the word is broken, and the kiosk goes on.
            log.warning("a tile has a word that is wider than the screen")
            return tiled(len(tiles), room, 0.0, lambda n, w, s: room.height if w == room.width else None)

    def _left(self, place: Place, room: Room) -> float:
        if self.look.language in theme.RIGHT_TO_LEFT:
            return float(self.x + room.width - place.left - place.width)
        return float(self.x + place.left)
