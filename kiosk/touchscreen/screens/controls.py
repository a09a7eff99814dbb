"""A button that stands for a `Control`, and the grid that holds a page of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.screens.pages import MOST_COLUMNS, NoRoom, Page, Place, Room, tiled
from kiosk.touchscreen.screens.size import shrinks
from queue_display.windows.widgets import BigButton

log = logging.getLogger(__name__)

TALLEST = 60.0
"""Millimetres: a tile, or a button beside the tiles, need not be taller."""


KNOWN = 64
"""How many answers a `Memory` keeps: some for each screen, size of words and language."""


class ControlButton(BigButton):
    """`set` makes it another control; the screen finds by `control` what a touch on it means."""

    control = ObjectProperty(None, allownone=True)

    def set(self, control: Control) -> None:
        """Show `control`."""
        self.control = control
        self.widget_id, self.icon, self.kind = control.id, control.icon, control.kind
        self.script = control.language
        self.words = control.words
        self.chosen, self.second, self.family = control.chosen, control.second, control.family


class Pool(Widget):
    """Shows one button for each control. Buttons are used again: Kivy frees the textures of old ones late."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.buttons: list[ControlButton] = []

    def hold(self, controls: Sequence[Control], **style: Any) -> list[ControlButton]:
        while len(self.buttons) < len(controls):
            self.buttons.append(ControlButton(look=self.look, size_hint=(None, None)))
        held = self.buttons[: len(controls)]
        for button, control in zip(held, controls, strict=True):
            button.set(control)
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
    return tuple(
        (frozenset({c.words, c.may_say}), c.short, c.second, c.icon.removeprefix("check "), c.language)
        for c in controls
    )


class Size(NamedTuple):
    """Of the words of tiles, in usual sizes, and of their icons, in millimetres; 0: there is none."""

    words: float
    icon: float


ICONS = (1.0, 0.75, 0.6, 0.5, 0.0)
"""Sizes of a tile's icon, in usual ones: it becomes smaller, and goes, before there are too many pages."""

LEAST = 5.0
"""Millimetres of a capital, to which the words become smaller where even that leaves too many pages."""


class TileGrid(Pool):
    """A page of tiles. `arrange` says on how many pages they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._memory = Memory()

    def arrange(
        self,
        controls: Sequence[Control],
        room: Room,
        page: int,
        columns: int = 0,
        most_pages: int = 1,
        least: float = LEAST,
    ) -> int:
        """Lay out the tiles of `page`, from the grid's upper corner; returns the number of pages.

        They stand in `columns`, if that is not 0 and they all fit on one page then. Words and icons are as
        large as they can be without making more pages than `most_pages`, if they can be so few; capitals of
        words, in millimetres, `least`.
        """
        size, pages = self._best(controls, room, columns, most_pages, least)
        shown = pages[page % len(pages)]
        tiles = self.hold(controls, centred=False, stacked=shown.form.stacked)
        self._show([tiles[n] for n in shown.tiles])
        for tile in tiles:
            self._dress(tile, size)
            tile.centred = not (tile.icon and tile.words)
        places = list(shown.places(room.gap))
        told = all(self._tells(tiles[place.tile], place, shown.form.stacked) for place in places)
        for place in places:
            tile = tiles[place.tile]
            tile.told = told
            tile.size = place.width, place.height
            tile.pos = self._left(place, room), self.top - place.top - place.height
        return len(pages)

    def _tells(self, tile: ControlButton, place: Place, stacked: bool) -> bool:
        """Whether there is room for its second line."""
        need = tile.needs(place.width, stacked=stacked, told=True)
        return need is not None and need <= place.height

    def _best(
        self, controls: Sequence[Control], room: Room, columns: int, most: int, least: float
    ) -> tuple[Size, tuple[Page, ...]]:
        key = (drawn(controls), room, columns, most, least, self.look.scale, self.look.language)
        return self._memory.recall(key, lambda: self._searched(controls, room, columns, most, least))

    def _searched(
        self, controls: Sequence[Control], room: Room, columns: int, most: int, least: float
    ) -> tuple[Size, tuple[Page, ...]]:
        """The largest on as many pages as may be; else those on the fewest."""
        found: list[tuple[Size, tuple[Page, ...]]] = []
        for size in self._sizes(least):
            try:
                found.append((size, self._measured(controls, room, columns, size)))
            except NoRoom:
                continue
            if len(found[-1][1]) <= most:
                return found[-1]
        if not found:
            return size, self._broken(len(controls), room)
        return min(found, key=lambda way: len(way[1]))

    def _broken(self, count: int, room: Room) -> tuple[Page, ...]:
        """A topic has a word wider than the screen: the word is broken, and the kiosk goes on."""
        log.warning("a tile has a word that is wider than the screen")
        least = Room(room.width, max(room.height, self.look.target), room.gap)
        return tiled(count, least, 0.0, lambda n, w, s: least.height if w == least.width else None)

    def fits(self, controls: Sequence[Control], room: Room, most: int, least: float = LEAST) -> bool:
        """Whether they fit on `most` pages, be it with the smallest words and without icons."""
        *_, smallest = self._sizes(least)
        try:
            return len(self._measured(controls, room, 0, smallest)) <= most
        except NoRoom:
            return False

    def _sizes(self, least: float) -> Iterator[Size]:
        """Where words may become smaller than usual, they do so before the icons go."""
        icon, text = self.look.scale.icon, self.look.scale.text
        *icons, none = (share * icon for share in ICONS)
        yield from (Size(1.0, each) for each in icons)
        if least < LEAST:
            yield from (Size(step, icons[-1]) for step in shrinks(text, least))
        yield from (Size(step, none) for step in (1.0, *shrinks(text, least)))

    def _measured(
        self, controls: Sequence[Control], room: Room, columns: int, size: Size
    ) -> tuple[Page, ...]:
        tiles = self.hold(controls)
        for tile in tiles:
            self._dress(tile, size)
        found = self._found(tiles, room, columns or MOST_COLUMNS)
        return found if len(found) == 1 or not columns else self._found(tiles, room, MOST_COLUMNS)

    def _dress(self, tile: ControlButton, size: Size) -> None:
        scale = self.look.scale
        tile.capital = size.words * (
            scale.title if len(tile.words) == 1 else scale.text
        )  # a digit stands alone
        bare = not size.icon and tile.words and not tile.chosen
        tile.icon = "" if bare else tile.control.icon
        tile.icon_mm = size.icon or scale.icon * ICONS[-2]

    def _found(self, tiles: Sequence[ControlButton], room: Room, columns: int) -> tuple[Page, ...]:
        def need(n: int, width: float, stacked: bool) -> float | None:
            return tiles[n].needs(width, stacked=stacked)

        return tiled(len(tiles), room, self.look.target, need, self.look.px(TALLEST), columns)

    def _left(self, place: Place, room: Room) -> float:
        if self.look.language in theme.RIGHT_TO_LEFT:
            return float(self.x + room.width - place.left - place.width)
        return float(self.x + place.left)
