"""A logo for the head of the ticket, prepared once and sent in the cheapest way the printer knows.

Where the profile allows, it is stored in the printer's own memory, once in its life, and each ticket names
it in 11 bytes. Elsewhere it goes with each ticket as one raster, if the line carries that fast enough: whole,
else at half the resolution for a quarter of the bytes, else not at all.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.errors import Trouble
from printer.profiles import Profile

if TYPE_CHECKING:  # imported where it is used: a van without a logo starts sooner
    from PIL import Image

HEIGHT = 160
"""Dots that a logo may be high: 2 cm."""

MOST_DOTS = 16_000_000
"""Of a picture that is made into a logo: four bytes of memory each, on a machine that may have little."""

_BELOW = 12  # of them white, between it and the text

WIRE = 0.25
"""Seconds of each ticket that a raster may take on a serial line."""

ASK_KEYS = b"\x1d(L\x04\x00\x30\x40KC"
"""Which graphics are stored: GS ( L, function 64. The answer is 37h 72h 40h, two bytes a key, 00h."""

ACKNOWLEDGE = b"\x06"


class BadLogo(Trouble):
    """The file of the logo is no picture."""


@dataclass(frozen=True, slots=True)
class Logo:
    """`dots` are black on white; `key` is two printable characters that follow from the dots."""

    dots: Image.Image
    key: bytes

    def define(self) -> bytes:
        """Store it in the printer, GS ( L function 67, or GS 8 L where it is too large for that."""
        width, height = self.dots.size
        body = b"\x30\x43\x30" + self.key + b"\x01" + _u16(width) + _u16(height) + b"\x31" + _bits(self.dots)
        if len(body) > 0xFFFF:
            return b"\x1d8L" + len(body).to_bytes(4, "little") + body
        return b"\x1d(L" + _u16(len(body)) + body

    def recall(self) -> bytes:
        """Print the stored one: GS ( L function 69, 11 bytes."""
        return b"\x1d(L\x06\x00\x30\x45" + self.key + b"\x01\x01"

    def raster(self, bytes_a_second: float) -> bytes:
        """GS v 0, as fine as the line allows within `WIRE`; empty where even half as fine is too much."""
        for shrink, mode in ((1, 0), (2, 3)):
            dots = self.dots.resize((max(8, self.dots.width // shrink), max(1, self.dots.height // shrink)))
            data = _bits(dots)
            if len(data) <= bytes_a_second * WIRE:
                return b"\x1dv0" + bytes((mode,)) + _u16(-(-dots.width // 8)) + _u16(dots.height) + data
        return b""


def load(file: Path, profile: Profile) -> Logo:
    """The picture in `file`, in black dots, for the paper of `profile`. Raises BadLogo."""
    if not _is_file(file):
        raise BadLogo("Le logo {file} n’existe pas : corrigez son chemin dans les réglages.", file=file)
    from PIL import Image

    try:
        with Image.open(file) as picture:
            width, height = picture.size
            if width * height <= MOST_DOTS:
                return prepare(picture, profile.dots)
    except Exception as error:  # of many kinds, by what the file holds: OSError, ValueError, SyntaxError, ...
        raise BadLogo(
            "Le logo {file} n’est pas une image lisible : donnez un fichier PNG.", file=file
        ) from error
    raise BadLogo(
        "Le logo {file} est trop grand ({width} x {height} points) : réduisez-le.",
        file=file,
        width=width,
        height=height,
    )


def _is_file(file: Path) -> bool:
    """Whether it can be read: what is no file, as a pipe, might never end."""
    try:
        return file.is_file()
    except OSError:  # a name too long, a folder that is closed to us
        return False


def prepare(picture: Image.Image, width: int) -> Logo:
    """`picture` in black dots on white, at most two thirds of `width` dots wide and `HEIGHT` high."""
    from PIL import Image, ImageOps

    shades = Image.new("RGBA", picture.size, "white")
    shades.alpha_composite(picture.convert("RGBA"))
    grey = ImageOps.autocontrast(shades.convert("L"))
    drawn = ImageOps.invert(grey).getbbox() or (0, 0, *grey.size)  # without the margins around it
    fitted = ImageOps.contain(grey.crop(drawn), (width * 2 // 3, HEIGHT - _BELOW))
    dots = Image.new("1", (fitted.width, fitted.height + _BELOW), 1)
    dots.paste(fitted.convert("1"), (0, 0))
    digest = hashlib.sha256(dots.tobytes() + bytes(dots.size[0].to_bytes(2, "big"))).digest()
    return Logo(dots, bytes(33 + byte % 94 for byte in digest[:2]))


def _bits(dots: Image.Image) -> bytes:
    """One bit a dot, 1 black, rows of whole bytes."""
    from PIL import ImageOps

    return ImageOps.invert(dots.convert("L")).convert("1").tobytes()


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")
