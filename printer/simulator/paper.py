"""The paper of the simulated printer: dots burnt in lines, cut into slips, and the text they spell."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

DOTS_A_MM = 8
"""203 dots an inch, as most thermal printers have."""

LINE_SPACING = 30
"""Dots from line to line after ESC @: 1/6 inch, rounded as such printers do."""

_SHEET_COLUMNS = 32
_CELL = {"a": (12, 24), "b": (9, 17)}
_LEADING = LINE_SPACING - _CELL["a"][1]  # kept below enlarged text as well
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look; `wide` and `high` enlarge 1 to 8 times."""

    font: str = "a"
    wide: int = 1
    high: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    smooth: bool = False

    @property
    def cell(self) -> tuple[int, int]:
        width, height = _CELL[self.font]
        return width * self.wide, height * self.high


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of paper that left the printer: black dots on white, and its lines as text."""

    dots: Image.Image
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


@dataclass
class Roll:
    """The roll in the printer; `width` in dots. `slips` are finished pieces, `hanging()` is what is not."""

    width: int
    slips: list[Slip] = field(default_factory=list)
    keep: bool = True  # finished pieces; one that prints for days would fill the memory
    fed: int = 0  # dots, ever
    _pieces: list[tuple[int, int, Image.Image]] = field(default_factory=list)  # x, y, dots
    _lines: list[str] = field(default_factory=list)
    _y: int = 0
    _line: list[tuple[int, Image.Image]] = field(default_factory=list)
    _text: str = ""
    _x: int = 0

    def put(self, character: str, style: Style) -> bool:
        """Add a character to the line that is being put together; False where it has no room left."""
        if self._x + style.cell[0] > self.width:
            return False
        self._place(glyph(character, style), character)
        return True

    def draw(self, dots: Image.Image) -> None:
        """Add a picture to the line; what is wider than the paper is lost."""
        self._place(dots.crop((0, 0, max(1, min(dots.width, self.width - self._x)), dots.height)), "")

    def _place(self, dots: Image.Image, text: str) -> None:
        self._line.append((self._x, dots))
        self._x += dots.width
        self._text += text

    @property
    def x(self) -> int:
        """Dots already taken of the line."""
        return self._x

    @property
    def line_begun(self) -> bool:
        return bool(self._line)

    def forget_line(self) -> None:
        self._line, self._text, self._x = [], "", 0

    def move_to(self, x: int) -> None:
        """Go on at `x` dots from the left, as HT and ESC $ do."""
        if x <= self.width:
            self._text += " " * max(1, (x - self._x) // _CELL["a"][0]) if self._text else ""
            self._x = x

    def end_line(self, align: str, spacing: int) -> None:
        """Burn the line, its characters on a common baseline, and feed."""
        height = max((dots.height for _, dots in self._line), default=0)
        room = self.width - self._x
        left = {"left": 0, "center": room // 2, "right": room}[align]
        for x, dots in self._line:
            self._pieces.append((left + x, self._y + height - dots.height, dots))
        if self._line:
            self._lines.append(self._text)
        self.forget_line()
        self.feed(max(height + (_LEADING if spacing and height > _CELL["a"][1] else 0), spacing))

    def feed(self, dots: int) -> None:
        self._y += dots
        self.fed += dots

    def cut(self) -> None:
        """Part what hangs out from the roll; nothing happens to blank paper that was never fed."""
        if self._y and self.keep:
            self.slips.append(self.hanging())
        self._pieces, self._lines, self._y = [], [], 0

    def hanging(self) -> Slip:
        dots = Image.new("1", (self.width, max(1, self._y)), 1)
        for x, y, piece in self._pieces:
            dots.paste(piece, (x, y))
        return Slip(dots, tuple(self._lines))

    @property
    def printed_on(self) -> bool:
        return bool(self._pieces)


@cache
def _sheet(font: str) -> tuple[Image.Image, str]:
    characters = (_HERE / "font.txt").read_text("utf-8")
    with Image.open(_HERE / f"font_{font}.png") as sheet:
        return sheet.convert("1"), characters


@cache
def glyph(character: str, style: Style) -> Image.Image:
    """The dots of one character, black on white."""
    sheet, characters = _sheet(style.font)
    width, height = _CELL[style.font]
    at = characters.find("\u0020" if character == "\u00a0" else character)
    at = at if at >= 0 else characters.index("■")
    x, y = at % _SHEET_COLUMNS * width, at // _SHEET_COLUMNS * height
    dots = sheet.crop((x, y, x + width, y + height))
    if style.bold:
        dots = ImageChops.darker(dots.convert("L"), ImageChops.offset(dots.convert("L"), 1, 0)).convert("1")
    return _dressed(_enlarged(dots, style), style)


def _enlarged(dots: Image.Image, style: Style) -> Image.Image:
    """Dots made blocks; smoothed where GS b asks for it, as far as the size is a power of two."""
    wide, high = style.wide, style.high
    while style.smooth and wide % 2 == 0 and high % 2 == 0:
        dots, wide, high = _rounder(dots), wide // 2, high // 2
    return dots.resize((dots.width * wide, dots.height * high), Image.Resampling.NEAREST)


def _rounder(dots: Image.Image) -> Image.Image:
    """Twice the size with stairs filled in: the Scale2x rule, by Andrea Mazzoleni, on shifted copies."""
    grown = Image.new("L", (dots.width + 2, dots.height + 2), 255)
    grown.paste(dots.convert("L"), (1, 1))
    up, down, left, right = (ImageChops.offset(grown, *by) for by in ((0, 1), (0, -1), (1, 0), (-1, 0)))
    twice = Image.new("L", (dots.width * 2, dots.height * 2), 255)
    for (dx, dy), (a, b, c, d) in {
        (0, 0): (left, up, down, right),
        (1, 0): (up, right, left, down),
        (0, 1): (down, left, right, up),
        (1, 1): (right, down, up, left),
    }.items():
        corner = _corner(grown, a, b, c, d).crop((1, 1, dots.width + 1, dots.height + 1))
        spread = corner.resize((dots.width * 2, dots.height * 2), Image.Resampling.NEAREST)
        twice.paste(spread, (0, 0), _every_other(twice.size, dx, dy))
    return twice.convert("1")


def _corner(
    middle: Image.Image, a: Image.Image, b: Image.Image, c: Image.Image, d: Image.Image
) -> Image.Image:
    """`a` where a == b, a != c and b != d, else `middle`."""
    same = ImageChops.invert(ImageChops.difference(a, b))
    corner = ImageChops.darker(
        ImageChops.darker(same, ImageChops.difference(a, c)), ImageChops.difference(b, d)
    )
    return Image.composite(a, middle, corner)


@cache
def _every_other(size: tuple[int, int], dx: int, dy: int) -> Image.Image:
    mask = Image.new("1", size, 0)
    draw = ImageDraw.Draw(mask)
    draw.point([(x, y) for x in range(dx, size[0], 2) for y in range(dy, size[1], 2)], 1)
    return mask


def _dressed(dots: Image.Image, style: Style) -> Image.Image:
    if style.underline:
        draw = ImageDraw.Draw(dots)
        draw.rectangle((0, dots.height - style.underline, dots.width, dots.height), fill=0)
    return ImageChops.invert(dots.convert("L")).convert("1") if style.inverse else dots
