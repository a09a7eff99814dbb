"""Tiles laid out in a grid, and on as many pages as it takes: never smaller than a finger or a word needs.

Pure: lengths in any one unit. Of all grids that hold every word whole, the one with the fewest pages is
taken, and of those the one with the largest tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Room:
    """Where the grid stands, and the gap between two tiles."""

    width: float
    height: float
    gap: float


@dataclass(frozen=True, slots=True)
class Tiling:
    """`pages` hold indices of tiles, row by row; `rows` is the number of rows of a full page."""

    columns: int
    rows: int
    stacked: bool  # the icon stands above the words
    pages: tuple[tuple[int, ...], ...]
    cell: tuple[float, float]  # width, height of a tile


Need = Callable[[int, float, bool], float | None]
"""Height that tile n needs at a width, its icon above (True) or beside; None if a word is too wide."""

MOST_COLUMNS = 6


class NoRoom(Exception):
    """Not even one tile fits."""


def tiled(count: int, room: Room, least: float, need: Need) -> Tiling:
    """The best grid of `count` tiles, each at least `least` wide and high. Raises NoRoom."""
    best = min(_all(count, room, least, need), key=_worse, default=None)
    if best is None:
        raise NoRoom
    return best


def _worse(tiling: Tiling) -> tuple[float, ...]:
    return len(tiling.pages), -min(tiling.cell), tiling.stacked, tiling.columns


def _all(count: int, room: Room, least: float, need: Need) -> Iterator[Tiling]:
    for columns in range(1, min(count, MOST_COLUMNS) + 1):
        width = (room.width - room.gap * (columns - 1)) / columns
        if width < least:
            return
        for stacked in (False, True):
            needs = [need(n, width, stacked) for n in range(count)]
            tallest = max([least, *(h for h in needs if h is not None)])
            if None not in needs and tallest <= room.height:
                yield _grid(count, columns, stacked, width, tallest, room)


def _grid(count: int, columns: int, stacked: bool, width: float, tallest: float, room: Room) -> Tiling:
    most = int((room.height + room.gap) / (tallest + room.gap) + 1e-9)
    pages = ceil(count / (columns * most))
    rows = ceil(ceil(count / pages) / columns)  # no page fuller than it must be
    height = (room.height - room.gap * (rows - 1)) / rows
    return Tiling(columns, rows, stacked, _cut(range(count), columns * rows), (width, height))


def _cut(tiles: Sequence[int], size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(tiles[i : i + size]) for i in range(0, len(tiles), size))
