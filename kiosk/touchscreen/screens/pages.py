"""Tiles laid out in rows, on as many pages as they need: none is smaller than a finger or its words need.

Pure: lengths in any one unit. A page has columns of equal width; its rows are as high as their words need,
and then, as far as there is room, all of one height. Of all layouts that break no word, one with the fewest
pages is taken; among those, one whose pages look alike; among those, one whose pages are evenly filled, with
the largest tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from operator import itemgetter
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace


class Room(Struct, frozen=True):
    """Where the tiles stand, and the gap between two of them."""

    width: float
    height: float
    gap: float


class Form(Struct, frozen=True):
    """How the tiles of a page are made."""

    columns: int
    width: float  # of a tile
    stacked: bool  # the icon stands above the words


class Place(Struct, frozen=True):
    """Of one tile; `left` and `top` are distances from the upper left corner of the room."""

    tile: int
    left: float
    top: float
    width: float
    height: float


class Page(Struct, frozen=True):
    """Tiles `first` and those that follow, row by row; `heights` are those of the rows."""

    first: int
    count: int
    form: Form
    heights: tuple[float, ...]

    @property
    def tiles(self) -> range:
        return range(self.first, self.first + self.count)

    def places(self, gap: float) -> Iterator[Place]:
        for n, tile in enumerate(self.tiles):
            row, column = divmod(n, self.form.columns)
            top = sum(self.heights[:row]) + row * gap
            left = column * (self.form.width + gap)
            yield Place(tile, left, top, self.form.width, self.heights[row])


Need = Callable[[int, float, bool], float | None]
"""Height that tile n needs at a width, its icon above (True) or beside; None if a word is too wide."""

MOST_COLUMNS = 6


class NoRoom(Exception):
    """There is a tile that does not fit."""


def tiled(
    count: int, room: Room, least: float, need: Need, tallest: float = inf, columns: int = MOST_COLUMNS
) -> tuple[Page, ...]:
    """The best pages for `count` tiles, each at least `least` wide and high, in at most `columns` columns.

    A row is made higher than `tallest` only if its words need it. Raises NoRoom.
    """
    best = _best(count, room, _needs(count, room, least, need, columns))
    if not best:
        raise NoRoom
    return tuple(replace(page, heights=_filled(page.heights, room, tallest)) for page in best)


_Needs: TypeAlias = dict[Form, list[float | None]]


def _needs(count: int, room: Room, least: float, need: Need, most: int) -> _Needs:
    """For each form there may be, the height that each tile needs."""
    needs: _Needs = {}
    for columns in range(1, min(count, most) + 1):
        width = (room.width - room.gap * (columns - 1)) / columns
        if width < least:
            break
        for stacked in (False, True):
            needs[Form(columns, width, stacked)] = [
                None if (height := need(n, width, stacked)) is None else max(least, height)
                for n in range(count)
            ]
    return needs


_Cost: TypeAlias = tuple[int, int, int, float, int, tuple[int, ...]]
"""Of some pages, in the order in which it counts: how many, changes of form, squares of the numbers of tiles
(uneven pages cost more), the smallest side of a tile, pages with icons above, the numbers of tiles. The
lowest cost is best, so what should be large is counted negative."""

_NOTHING: _Cost = (0, 0, 0, -inf, 0, ())


class _Way(Struct, frozen=True):
    """Pages from one tile to the last, and what they cost."""

    cost: _Cost
    pages: tuple[Page, ...]


_END = _Way(_NOTHING, ())
"""After the last tile."""


def _best(count: int, room: Room, needs: _Needs) -> tuple[Page, ...]:
    """From the last tile to the first: the cheapest pages from each tile on, by the form of the first."""
    after: dict[int, dict[Form, _Way]] = {}
    for first in reversed(range(count)):
        after[first] = {}
        for form, heights in needs.items():
            ways = [
                (cost, page, way)
                for page in _pages(first, count, form, heights, room)
                for cost, way in _continued(page, count, after, room)
            ]
            if ways:
                cost, page, way = min(ways, key=itemgetter(0))
                after[first][form] = _Way(cost, (page, *way.pages))
    found = after.get(0, {}).values()
    return min(found, key=lambda way: way.cost, default=_END).pages


def _pages(first: int, count: int, form: Form, needs: list[float | None], room: Room) -> Iterator[Page]:
    """The pages that may begin with tile `first`: with one row, with two, as long as they fit."""
    heights: list[float] = []
    for start in range(first, count, form.columns):
        row = needs[start : start + form.columns]
        known = [height for height in row if height is not None]
        heights.append(max(known, default=inf))
        if len(known) < len(row) or _tall(heights, room) > room.height + 1e-6:
            return
        yield Page(first, min(count, start + form.columns) - first, form, tuple(heights))


def _continued(
    page: Page, count: int, after: dict[int, dict[Form, _Way]], room: Room
) -> Iterator[tuple[_Cost, _Way]]:
    """The ways on from a page, and what it costs with each."""
    following = page.first + page.count
    ways = after[following] if following < count else {page.form: _END}
    side = -min(page.form.width, _level(page.heights, room))
    for form, way in ways.items():
        pages, changes, squares, largest, stacked, counts = way.cost
        cost = (
            pages + 1,
            changes + (form != page.form),
            squares + page.count**2,
            max(side, largest),
            stacked + page.form.stacked,
            (-page.count, *counts),
        )
        yield cost, way


def _tall(heights: tuple[float, ...] | list[float], room: Room) -> float:
    return sum(heights) + room.gap * (len(heights) - 1)


def _filled(heights: tuple[float, ...], room: Room, tallest: float) -> tuple[float, ...]:
    level = min(tallest, _level(heights, room))
    return tuple(max(height, level) for height in heights)


def _level(heights: tuple[float, ...], room: Room) -> float:
    """The height to which lower rows can be raised, so that the page fills the room."""
    free = room.height - room.gap * (len(heights) - 1)
    lower = sorted(heights)
    while len(lower) > 1 and lower[-1] > free / len(lower):
        free -= lower.pop()
    return free / len(lower)
