"""What is filled of a window, painted by hand pixel by pixel: it looks as if all had been painted in turn."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from queue_display.windows.shapes import Fill, Ground, Shape, edge_below, filled, fills, inset, shape

GROUND = Ground(24, 16, "ground")

anywhere = st.tuples(st.integers(-3, 20), st.integers(-3, 12))
sizes = st.tuples(st.integers(0, 30), st.integers(0, 20))
colours = st.sampled_from(["white", "blue", "ground"])
shapes_anywhere = st.lists(st.builds(shape, anywhere, sizes, st.integers(0, 4), colours), max_size=6)


def painted(clear: str, flats: Sequence[Fill]) -> list[list[str]]:
    pixels = [[clear] * GROUND.width for _ in range(GROUND.height)]
    for (left, low, right, top), colour in flats:
        for y in range(max(0, low), min(GROUND.height, top)):
            for x in range(max(0, left), min(GROUND.width, right)):
                pixels[y][x] = colour
    return pixels


def area(flats: Sequence[Fill]) -> int:
    return sum((right - left) * (top - low) for (left, low, right, top), _ in flats)


def tiles() -> list[Shape]:
    faces = [shape((x, y), (11, 6), 2, "white") for x in (0, 12) for y in (1, 9)]
    return [one for face in faces for one in (edge_below(face, 1, "blue"), face)]


@given(shapes_anywhere)
def test_whatever_the_window_is_cleared_in_it_looks_the_same(shapes: list[Shape]) -> None:
    assert painted(*filled(shapes, GROUND)) == painted(GROUND.colour, fills(shapes))


def test_what_covers_most_is_not_filled() -> None:
    clear, flats = filled(tiles(), GROUND)
    assert clear == "white"
    assert "white" not in {colour for _, colour in flats}
    assert painted(clear, flats) == painted(GROUND.colour, fills(tiles()))


def test_little_is_filled_twice() -> None:
    clear, flats = filled(tiles(), GROUND)
    pixels = [pixel for row in painted(clear, flats) for pixel in row]
    assert area(flats) == len(pixels) - pixels.count("white") + pixels.count("blue")  # below an edge too


def test_on_a_border_it_is_filled() -> None:
    outer = shape((0, 0), (24, 16), 3, "blue")
    clear, flats = filled([outer, inset(outer, 1, "white")], GROUND)
    assert clear == "blue"
    assert area([fill for fill in flats if fill[1] == "white"]) == 22 * 14 - 4 * 2 * 2


def test_what_stands_on_the_ground_in_its_colour_is_not_filled() -> None:
    assert filled([shape((2, 2), (6, 6), 1, "ground")], GROUND) == ("ground", [])
