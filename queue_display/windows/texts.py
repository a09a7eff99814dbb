"""Text and icons. What is written is made into a texture once, in white, and tinted: another colour, or the
same words on the next screen, cost nothing.

Where no graphics card helps, each pixel of a texture is felt: it holds the rows with ink alone and is drawn
pixel for pixel; what says nothing draws nothing.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import Any, NamedTuple

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import (
    AliasProperty,
    BooleanProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from assets import theme
from assets.wording import FRENCH
from queue_display.windows import text_lines as lines

LINE = 0.88
"""From one line to the next, as a share of what the font says: its own is for longer texts."""

KEPT = 2_000_000
"""Pixels of the textures that are kept for the next time: those of about three screens."""

LARGE = 60_000
"""Pixels: a larger text, such as a ticket's number, is not kept. It is hardly ever written twice."""


class Writing(NamedTuple):
    """What decides how a text is drawn."""

    text: str
    font: str
    bold: bool
    size: float
    halign: str
    most: float = 0.0  # width to which it is shortened, if not 0
    shorten_from: str = "right"


class InkedRows(NamedTuple):
    """The rows of a text that hold ink, in pixels: `below` others are below them, of `high` in all."""

    texture: Any
    below: int
    high: int


class Written:
    """The textures of what was written last."""

    def __init__(self) -> None:
        self._known: OrderedDict[Writing, InkedRows | None] = OrderedDict()
        self._pixels = 0

    def rows(self, writing: Writing) -> InkedRows | None:
        """None where there is no ink."""
        if writing in self._known:
            self._known.move_to_end(writing)
            return self._known[writing]
        made = _written(writing)
        if _pixels(made) <= LARGE:
            self._known[writing] = made
            self._pixels += _pixels(made)
            while self._pixels > KEPT:
                self._pixels -= _pixels(self._known.popitem(last=False)[1])
        return made


def _pixels(rows: InkedRows | None) -> int:
    return int(rows.texture.width * rows.texture.height) if rows else 0


class _Sheet:
    """Stands where Kivy's label expects a texture, and takes what is written."""

    image: Any = None

    def blit_data(self, image: Any) -> None:
        self.image = image


def _written(writing: Writing) -> InkedRows | None:
    label = _label(writing)
    label.texture = sheet = _Sheet()
    label.render(real=True)
    return _inked(sheet.image) if sheet.image else None


def _inked(image: Any) -> InkedRows | None:
    """`image` is RGBA from its upper row on; where there is no ink, all of a pixel is 0."""
    row = 4 * image.width
    first = len(image.data) - len(image.data.lstrip(b"\0"))
    if first == len(image.data):
        return None
    top, end = first // row, -(-len(image.data.rstrip(b"\0")) // row)
    texture = Texture.create(size=(image.width, end - top), colorfmt=image.fmt)
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(image.data[top * row : end * row], colorfmt=image.fmt)
    texture.flip_vertical()
    return InkedRows(texture, image.height - end, image.height)


def _label(writing: Writing) -> CoreLabel:
    """Kivy's label, which has measured what it is to write."""
    label = CoreLabel(
        text=writing.text,
        font_name=writing.font,
        bold=writing.bold,
        font_size=writing.size,
        halign=writing.halign,
        line_height=LINE,
        text_size=(writing.most or None, None),
        shorten=bool(writing.most),
        shorten_from=writing.shorten_from,
    )
    label.resolve_font_name()
    label._size = label.render()  # as its `refresh` does, which keeps the empty rows too
    return label


written = Written()
"""This process's: a window has one context of OpenGL."""


@lru_cache(maxsize=4096)
def width_of(text: str, font: str, bold: bool, size: float) -> float:
    return float(CoreLabel(font_name=font, bold=bold, font_size=size).get_extents(text)[0])


@lru_cache(maxsize=64)
def height_of(font: str, bold: bool, size: float) -> float:
    return float(CoreLabel(font_name=font, bold=bold, font_size=size).get_extents("Ég")[1])


class Hand(NamedTuple):
    """What decides how wide a text is."""

    language: str
    font: str
    bold: bool
    size: float

    @property
    def leaning(self) -> frozenset[str]:
        return lines.LEANING if self.language == FRENCH else frozenset()

    def measure(self, line: str) -> float:
        return width_of(lines.drawn(line, self.language), self.font, self.bold, self.size)


@lru_cache(maxsize=4096)
def count_at(words: str, width: float, hand: Hand) -> int:
    """How many lines a text has at a width; 0 if one of its words is wider. A layout is looked for by asking
    the same again and again."""
    broken = lines.filled(words, width, hand.measure, hand.leaning)
    return len(broken) if lines.fits(broken, width, hand.measure) else 0


@lru_cache(maxsize=1024)
def broken_at(words: str, width: float, hand: Hand) -> tuple[str, ...]:
    """A text's lines, as even as can be."""
    return tuple(lines.broken(words, width, hand.measure, hand.leaning))


class Inked(Widget):
    """What is drawn as one tinted texture. `ink` names a colour, or is one ("#RRGGBB")."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    ink = StringProperty("ink")
    text = StringProperty("")  # as drawn, from left to right
    font_name = StringProperty("")
    font_size = NumericProperty(15.0)
    halign = StringProperty("center")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: InkedRows | None = None  # as it is drawn
        self._tint, self._quad = Color(), Rectangle(size=(0, 0))
        for name in ("text", "font_name", "font_size", "halign"):
            self.fbind(name, self._stale)
        for name in ("pos", "size"):
            self.fbind(name, self._place)
        for name in ("ink", "look"):
            self.fbind(name, self.recolour)
        self.fbind("look", self._looks)
        self._looks()

    def _looks(self, *_: object) -> None:
        if self.look:
            self.look.dress(self)
            self.recolour()
            self.restyle()
            self._stale()

    def restyle(self, *_: object) -> None:
        """Font and size as the look has them."""

    def _stale(self, *_: object) -> None:
        if self.look:
            self.look.stale(self)

    def recolour(self, *_: object) -> None:
        if self.look:
            colour = self.ink if self.ink.startswith("#") else getattr(self.look.palette, self.ink)
            self._tint.rgba = get_color_from_hex(colour)

    @property
    def texture_size(self) -> tuple[int, int]:
        """Width and height of what is drawn, in pixels, with the empty rows that a line of text has."""
        return (self.rows.texture.width, self.rows.high) if self.rows else (0, 0)

    def _writing(self) -> Writing:
        return Writing(self.text, self.font_name, False, self.font_size, self.halign)

    def renew(self) -> None:
        """Called by the look before the next frame, if something has changed."""
        self._draw(written.rows(self._writing()) if self.text else None)
        self._place()

    def _draw(self, rows: InkedRows | None) -> None:
        if bool(rows) != bool(self.rows):
            (self._begin if rows else self.canvas.clear)()
        self.rows = rows
        if rows:
            self._quad.texture, self._quad.size = rows.texture, rows.texture.size

    def _begin(self) -> None:
        self.canvas.add(self._tint)
        self.canvas.add(self._quad)

    def _place(self, *_: object) -> None:
        if not self.rows:
            return
        width, height = self.texture_size
        # Not `right` and `center`: while `pos` is told, Kivy still remembers what they were before.
        free = self.width - width
        left = self.x + {"left": 0, "right": free}.get(self.halign, free / 2)
        self._quad.pos = round(left), round(self.y + (self.height - height) / 2) + self.rows.below


class TextLabel(Inked):
    """Text. `words` is what it says; `role` names a size of the scale, or `capital` gives it in millimetres.

    `fit`: take the height the text needs at the width given; otherwise fill the room there is. `script` is
    the language of the words where it is not the look's. `overflows`: a word is wider than the label.
    """

    words = StringProperty("")
    script = StringProperty("")
    role = OptionProperty("text", options=["text", "title", "big", "small"])
    capital = NumericProperty(0)
    strong = BooleanProperty(False)
    align = OptionProperty("start", options=["start", "center", "end"])
    fit = BooleanProperty(False)
    overflows = BooleanProperty(False)
    shorten = BooleanProperty(False)
    shorten_from = StringProperty("right")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("capital", "role", "script"):
            self.fbind(name, self.restyle)
        for name in ("words", "width", "font_size", "font_name", "strong", "script", "fit"):
            self.fbind(name, self._break)
        for name in ("align", "script"):
            self.fbind(name, self._aligned)
        self.restyle()
        self._break()

    @property
    def language(self) -> str:
        return self.script or (self.look.language if self.look else FRENCH)

    @property
    def drawn(self) -> float:
        """Height of the text as drawn, in pixels; 0 if there is none."""
        return self._high(self.text.count("\n") + 1) if self.words else 0.0

    def natural_width(self, most: float) -> float:
        """Width of the text on as few lines as fit into `most` pixels."""
        hand = self._hand()
        broken = broken_at(self.words, most - 2, hand)
        return min(most, 2 + max(map(hand.measure, broken), default=0.0))

    def height_at(self, width: float) -> float | None:
        """Height of the text at a width, in pixels; None if a word is wider."""
        return self.height_of(self.words, width)

    def height_of(self, words: str, width: float) -> float | None:
        """Height that `words` would have here, at a width, in pixels; None if one of them is wider."""
        if not words:
            return 0.0
        count = count_at(words, width - 2, self._hand())
        return self._high(count) if count else None

    def _high(self, count: int) -> float:
        # Kivy draws the first line in full.
        high = height_of(self.font_name, self.strong, self.font_size)
        return float(1 + (count - 1) * LINE) * high

    def _hand(self) -> Hand:
        return Hand(self.language, self.font_name, self.strong, self.font_size)

    def restyle(self, *_: object) -> None:
        look = self.look
        if look:
            face = theme.typeface(self.language)
            self.font_name = face.name
            millimetres = self.capital or look.capital(look.scale, self.role)
            self.font_size = look.font_size(millimetres, self.script, look.px_per_mm, look.language)
            self._aligned()

    def _aligned(self, *_: object) -> None:
        """Where lines begin: Arabic starts on the right."""
        start, end = ("right", "left") if self.language in theme.RIGHT_TO_LEFT else ("left", "right")
        self.halign = {"start": start, "end": end}.get(self.align, self.align)

    def _break(self, *_: object) -> None:
        if not self.font_name:
            return
        room = max(1.0, self.width - 1)
        hand = self._hand()
        broken = [self.words] if self.shorten else list(broken_at(self.words, room, hand))
        self.overflows = not (self.shorten or lines.fits(broken, room, hand.measure))
        self.text = "\n".join(lines.drawn(line, hand.language) for line in broken)
        if self.fit:
            self.size_hint_y, self.height = None, self.drawn
        if self.shorten:
            self._stale()

    def _writing(self) -> Writing:
        most = self.width if self.shorten else 0.0
        how = self.font_name, self.strong, self.font_size, self.halign
        return Writing(self.text, *how, most, self.shorten_from)


class Icon(Inked):
    """A sign of the icon font: `name` as in Material Design Icons, `mm` its height (default: the scale's).

    Several names, with spaces between, are drawn side by side.
    """

    name = StringProperty("")
    mm = NumericProperty(0)
    ink = StringProperty("accent")
    drawn = AliasProperty(lambda self: self.font_size if self.name else 0, bind=["name", "font_size"])
    broad = AliasProperty(lambda self: self.font_size * len(self.character), bind=["name", "font_size"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"size_hint": (None, None), **kwargs})
        for name in ("name", "mm"):
            self.fbind(name, self.restyle)
        self.restyle()

    @property
    def character(self) -> str:
        return "".join(map(theme.icon, self.name.split()))

    def restyle(self, *_: object) -> None:
        look = self.look
        if look:
            self.font_name = look.icons
            self.font_size = (self.mm or look.scale.icon) * look.px_per_mm
            self.text = self.character
            self.size = self.font_size * max(1, len(self.text)), self.font_size
