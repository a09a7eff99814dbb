"""Rounded areas in whole pixels, and what of a window has to be filled for them: hardly a pixel twice, and
most of them never, since the window is cleared in the colour that covers most of it. Pure.

    face = shape((10, 15), (200, 90), 12, "#FFFFFF")
    clear, fills = filled([edge_below(face, 5, "#697797"), face], Ground(1280, 800, "#E8EDF5"))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias


class Shape(NamedTuple):
    """A rounded area, in whole pixels; `colour` is "#RRGGBB"."""

    x: int
    y: int
    width: int
    height: int
    radius: int
    colour: str
    lip: int = 0  # if not 0, only what shows of it below another of its width, which stands so much higher


def shape(pos: Sequence[float], size: Sequence[float], radius: float, colour: str) -> Shape:
    """The nearest one in whole pixels: between two of them an edge would blur."""
    x, y = round(pos[0]), round(pos[1])
    width, height = round(pos[0] + size[0]) - x, round(pos[1] + size[1]) - y
    return Shape(x, y, width, height, max(0, min(round(radius), width // 2, height // 2)), colour)


def inset(outer: Shape, by: float, colour: str) -> Shape:
    """The area that is left within a border of that width."""
    n = max(1, round(by))
    x, y, width, height, radius, *_ = outer
    return Shape(x + n, y + n, max(0, width - 2 * n), max(0, height - 2 * n), max(0, radius - n), colour)


def edge_below(face: Shape, lip: int, colour: str) -> Shape:
    """What a face stands on: as wide, and `lip` pixels lower."""
    return face._replace(y=face.y - lip, colour=colour, lip=lip)


class PixelBox(NamedTuple):
    """A rectangle, in pixels from the lower left of the window."""

    left: int
    low: int
    right: int
    top: int


WORTH_IT = 8
"""Fewer pixels than this part of the window are not worth the rectangles around all that stands on it."""

Fill: TypeAlias = tuple[PixelBox, str]
"""A rectangle and its colour."""


class Ground(NamedTuple):
    """A window's size in pixels, and the colour of what nothing stands on."""

    width: int
    height: int
    colour: str


def fills(shapes: Sequence[Shape]) -> list[Fill]:
    """The shapes without their corners, from below."""
    return [(rows, one.colour) for one in shapes for rows in _rows(one)]


def filled(shapes: Sequence[Shape], ground: Ground) -> tuple[str, list[Fill]]:
    """The colour in which to clear the window, and what is to be filled then, from below."""
    lying = list(_lying(shapes))
    clear = _most([shapes[n] for n in lying], ground)
    spared = {n for n in lying if shapes[n].colour == clear}
    rest = fills([one for n, one in enumerate(shapes) if n not in spared])
    if clear == ground.colour:
        return clear, rest
    bare = [*_around([_box(shapes[n]) for n in lying], ground)]
    bare += [rows for n in lying for rows in _corners(shapes[n])]
    return clear, [*((rows, ground.colour) for rows in bare), *rest]


def _lying(shapes: Sequence[Shape]) -> Iterator[int]:
    """Which of them lie on nothing but the ground."""
    below: list[PixelBox] = []
    for n, one in enumerate(shapes):
        box = _box(one)
        if not one.lip and not any(_meet(box, other) for other in below):
            yield n
        below.append(box)


def _most(lying: Sequence[Shape], ground: Ground) -> str:
    """The colour of far more pixels than the ground's bare ones, which would have to be filled then; or else
    the ground's."""
    covered: dict[str, int] = {}
    for one in lying:
        covered[one.colour] = covered.get(one.colour, 0) + one.width * one.height
    whole = ground.width * ground.height
    bare = whole - sum(covered.values())
    most = max(covered, key=lambda colour: covered[colour], default=ground.colour)
    return most if covered.get(most, 0) > bare + whole / WORTH_IT else ground.colour


def _box(one: Shape) -> PixelBox:
    """Around a shape, or around what shows of it below its face."""
    return PixelBox(one.x, one.y, one.x + one.width, one.y + (one.lip or one.height))


def _meet(one: PixelBox, other: PixelBox) -> bool:
    return one.left < other.right and other.left < one.right and one.low < other.top and other.low < one.top


def _around(boxes: Sequence[PixelBox], ground: Ground) -> Iterator[PixelBox]:
    """The window without those boxes, in rectangles."""
    edges = {y for box in boxes for y in (box.low, box.top) if 0 < y < ground.height}
    for low, top in pairwise(sorted({0, ground.height, *edges})):
        left = 0
        for box in sorted(box for box in boxes if box.low <= low and box.top >= top):
            if box.left > left:
                yield PixelBox(left, low, box.left, top)
            left = max(left, box.right)
        if left < ground.width:
            yield PixelBox(left, low, ground.width, top)


def _rows(one: Shape) -> Iterator[PixelBox]:
    """Up to three rectangles: below, between and above the corners."""
    x, y, width, height, radius, _, lip = one
    right, top, side = x + width, y + height, y + radius
    if lip:  # below the face, and on both sides beside its lower corners
        found = (
            PixelBox(x + radius, y, right - radius, y + lip),
            PixelBox(x, side, x + radius, side + lip),
            PixelBox(right - radius, side, right, side + lip),
        )
    else:
        found = (
            PixelBox(x + radius, y, right - radius, side),
            PixelBox(x, side, right, top - radius),
            PixelBox(x + radius, top - radius, right - radius, top),
        )
    yield from (rows for rows in found if rows.right > rows.left and rows.top > rows.low)


def _corners(one: Shape) -> Iterator[PixelBox]:
    """The squares in which the corners are."""
    if r := one.radius:
        for left in (one.x, one.x + one.width - r):
            for low in (one.y, one.y + one.height - r):
                yield PixelBox(left, low, left + r, low + r)
