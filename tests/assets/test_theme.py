"""The colours of both palettes: whatever the widgets may draw on each other is legible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assets.theme import CONTRAST, LIGHT, NO_FAMILY, Hue, Palette
from tests.assets.contrast import EDGE, PICTURE, TEXT, contrast

PALETTES = pytest.mark.parametrize("palette", [LIGHT, CONTRAST], ids=["light", "contrast"])


def pairs() -> Iterator[tuple[str, str]]:
    """Each text and what it may stand on, by their names in the palette."""
    for below in ("background", "surface", "tint", "tile"):
        for text in ("ink", "quiet", "accent"):
            yield text, below
    for below in ("band", "primary", "pressed", "good", "warn", "bad"):
        yield f"on_{below}", below


@PALETTES
@pytest.mark.parametrize(("text", "below"), list(pairs()))
def test_a_text_is_read_on_whatever_it_stands_on(palette: Palette, text: str, below: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, below)) >= TEXT


@PALETTES
@pytest.mark.parametrize("below", ["background", "surface", "tint"])
def test_the_edge_of_a_control_is_seen(palette: Palette, below: str) -> None:
    assert contrast(palette.edge, getattr(palette, below)) >= EDGE


@pytest.mark.parametrize("hue", [*LIGHT.hues.values(), NO_FAMILY], ids=[*LIGHT.hues, "none"])
def test_a_topic_is_read_in_the_hue_of_its_family(hue: Hue) -> None:
    assert min(contrast(ink, hue.face) for ink in (LIGHT.ink, LIGHT.quiet)) >= TEXT
    assert contrast(hue.sign, hue.disc) >= PICTURE
    assert contrast(hue.edge, LIGHT.background) >= EDGE


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
