"""The visual language of kiosk, console and board: every colour, size and font, in one file.

Sizes are millimetres on the glass, and text is measured by the height of its capitals, so that "5 mm" means
the same on every screen. Colours are "#RRGGBB". Nothing here draws; `queue_display.windows.widgets` does.

The rule is calm: a light ground, controls that stand on an edge, a deep blue; pale hues for the families of
topics alone; green, amber, red only beside an icon and words of the same sense.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

import assets


@dataclass(frozen=True, slots=True)
class Hue:
    """Of a family of topics: its tiles' face, what they stand on, the disc on them, the icon on that."""

    face: str
    edge: str
    disc: str
    sign: str


NO_FAMILY = Hue("#FFFFFF", "#697797", "#E0E8F8", "#16307A")

HUES: Mapping[str, Hue] = MappingProxyType(
    {
        "argent": Hue("#D6F0DC", "#36825A", "#FFFFFF", "#0B5A2E"),
        "sante": Hue("#FCDDE4", "#B34A70", "#FFFFFF", "#8C1040"),
        "travail": Hue("#FFE6BF", "#96640F", "#FFFFFF", "#6B3F00"),
        "maison": Hue("#D3EEF2", "#2F7F8D", "#FFFFFF", "#06525F"),
        "papiers": Hue("#E8DFFA", "#7653B8", "#FFFFFF", "#4E2394"),
    }
)
"""By the keys of the families in `topics.toml`. A family also has its place in the order, and each topic its
icon and words: nothing is told by a hue alone."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours. `on_x` is what is written on `x`; ink, quiet, accent go on the first four.

    Tests hold that each text is legible on whatever it stands on (contrast 7, WCAG 2.1, 1.4.6).
    """

    background: str = "#E9EEF6"  # the screen
    surface: str = "#F7F9FD"  # a band or a card on it
    tint: str = "#D3DFF4"  # what is chosen, or deserves attention
    tile: str = "#FFFFFF"  # a control
    ink: str = "#14171F"  # text
    quiet: str = "#39404F"  # text of less weight, as legible as the rest
    accent: str = "#16307A"  # the one deep blue: icons, numbers, what can be touched
    edge: str = "#697797"  # what a control stands on: the edge that is seen below it
    hairline: str = "#C3CCDD"  # a line that nothing depends on
    band: str = "#16307A"  # the head of a screen
    on_band: str = "#FFFFFF"
    primary: str = "#16307A"
    on_primary: str = "#FFFFFF"
    pressed: str = "#0B1B4D"
    on_pressed: str = "#FFFFFF"
    good: str = "#DDF1E3"
    on_good: str = "#0B4524"
    warn: str = "#FFEFC2"
    on_warn: str = "#573A00"
    bad: str = "#FCE3E0"
    on_bad: str = "#7D1410"
    hues: Mapping[str, Hue] = field(default_factory=lambda: HUES)
    plain_hue: Hue = NO_FAMILY
    outlined: bool = False  # a control is told by a line round it, not by its face

    def hue(self, family: str) -> Hue:
        """That of a family; of one that a van has made for itself, or of none, the plain one."""
        return self.hues.get(family, self.plain_hue)


LIGHT = Palette()

CONTRAST = Palette(
    background="#000000",
    surface="#000000",
    tint="#1F1F1F",
    tile="#000000",
    ink="#FFFFFF",
    quiet="#FFFFFF",
    accent="#FFE34D",
    edge="#FFFFFF",
    hairline="#FFFFFF",
    band="#000000",
    on_band="#FFE34D",
    primary="#FFE34D",
    on_primary="#000000",
    pressed="#FFFFFF",
    on_pressed="#000000",
    good="#000000",
    on_good="#FFFFFF",
    warn="#000000",
    on_warn="#FFE34D",
    bad="#000000",
    on_bad="#FFE34D",
    hues=MappingProxyType({}),
    plain_hue=Hue("#000000", "#FFFFFF", "#000000", "#FFE34D"),
    outlined=True,
)
"""White and yellow on black, for low sight and for a screen in the sun."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Heights of capitals, icons and gaps for one surface, in millimetres."""

    text: float
    title: float
    big: float  # the largest text of fixed size; a ticket's number grows to the room it has
    small: float
    icon: float
    gap: float
    pad: float
    target: float  # least width and height of what can be touched or clicked
    radius: float = 2.5
    line: float = 0.5
    lip: float = 0.9  # what is seen of the edge that a control stands on

    def times(self, factor: float) -> Scale:
        """Text and icons `factor` times as large; targets and gaps as before."""
        grown = {name: getattr(self, name) * factor for name in ("text", "title", "big", "small", "icon")}
        return replace(self, **grown)


KIOSK = Scale(text=5.0, title=6.5, big=12.0, small=5.0, icon=12.0, gap=3.0, pad=4.0, target=20.0)
"""Read standing, at about 600 mm, by people of 80."""

KIOSK_LARGER = replace(KIOSK, text=7.4, title=8.2, big=15.0, small=7.4, icon=15.0)
"""*Plus gros*. 7.3 mm is 0.7 degrees at 600 mm: EN 301 549 V3.2.1, 5.1.4."""

CONSOLE = Scale(
    text=2.8,
    title=3.6,
    big=9.0,
    small=2.4,
    icon=5.5,
    gap=2.4,
    pad=3.2,
    target=10.0,
    radius=1.6,
    line=0.3,
    lip=0.5,
)
"""Read sitting, at about 600 mm, for a working day."""

BOARD = Scale(
    text=9.0, title=12.0, big=30.0, small=7.0, icon=18.0, gap=6.0, pad=9.0, target=20.0, radius=3, line=0.6
)
"""Read from the other end of the van, 3 m; the numbers grow to the room there is."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """Files of one script, and the height of a capital (or of an alef) as a share of the font size."""

    name: str
    regular: str
    bold: str
    capital: float


def _font(name: str) -> str:
    return str(assets.path(f"fonts/{name}"))


ATKINSON = Typeface("Atkinson", _font("AtkinsonHalte-Regular.ttf"), _font("AtkinsonHalte-Bold.ttf"), 0.668)
"""Atkinson Hyperlegible, drawn by the Braille Institute so that no two signs are taken for each other. Latin
script only. Its zero has a slash, and from some metres 108 then reads 188: ours is its outline with an open
counter, as wide as the stems of its O leave it (tests/assets/test_digits.py)."""

NOTO = Typeface("Noto", _font("NotoSansHalte-Regular.ttf"), _font("NotoSansHalte-Bold.ttf"), 0.714)
"""Noto Sans for Latin, Cyrillic and Arabic in one file, because a line may mix them."""

TYPEFACES = {"uk": NOTO, "ar": NOTO}
"""By language, where the script is not Latin."""


RIGHT_TO_LEFT = frozenset({"ar"})


def typeface(language: str) -> Typeface:
    return TYPEFACES.get(language, ATKINSON)


def icon_face() -> Typeface:
    """Material Design Icons 7, from fonticon-materialdesignicons7; an icon fills the font size."""
    from fonticon_mdi7 import MDI7

    file = str(MDI7.__font_file__)
    return Typeface("Icons", file, file, 1.0)


def faces() -> tuple[Typeface, ...]:
    return ATKINSON, NOTO, icon_face()


UNKNOWN_ICON = "help_circle_outline"
"""Stands in for an icon that somebody named and the icon font lacks."""


def has_icon(name: str) -> bool:
    """Whether the icon font has a sign of this name."""
    return bool(_sign(name))


def icon(name: str) -> str:
    """The character of `name` in the icon font, such as "bus". Raises KeyError if it has none.

    The font's own names have "-" between their words, Python's have "_": either will do.
    """
    if not has_icon(name):
        raise KeyError(name)
    return _sign(name)


@cache
def _sign(name: str) -> str:
    """The character, empty if there is none."""
    from fonticon_mdi7 import MDI7

    word = name.replace("-", "_")
    # "import" and "lambda" are words of Python's own: the package has them with one more "_".
    found = (getattr(MDI7, spelt, None) for spelt in (word, f"{word}_"))
    signs = (value for value in found if isinstance(value, str) and value.startswith("mdi7."))
    return next(signs, "").removeprefix("mdi7.")


MILLIMETRES_PER_INCH = 25.4


def px_per_mm(size: tuple[int, int], diagonal: float) -> float:
    """Pixels in a millimetre of a screen of `size` pixels and `diagonal` inches."""
    width, height = size
    return float((width**2 + height**2) ** 0.5 / (diagonal * MILLIMETRES_PER_INCH))
