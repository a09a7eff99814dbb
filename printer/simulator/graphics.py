"""The pictures of ESC/POS: rasters, columns, and graphics kept in the printer's memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

from PIL import Image

from printer.simulator.paper import Roll

Reading: TypeAlias = Generator[None, int, None]
Taking: TypeAlias = Generator[None, int, bytes]


def take(count: int) -> Taking:
    """The next `count` bytes of the stream."""
    taken = bytearray()
    while len(taken) < count:
        byte = yield
        taken.append(byte)
    return bytes(taken)


class Pictures:
    """The part of an interpreter that draws; the interpreter has the paper, the memory and the voice."""

    roll: Roll
    align: str
    answer: Callable[[bytes], None]
    stored: dict[bytes, Image.Image]
    _drawn: Image.Image | None

    def finish_line(self) -> None:
        """Print what the line holds, without feeding on."""
        if self.roll.line_begun:
            self.roll.end_line(self.align, 0)

    def raster(self) -> Reading:
        _, mode, xl, xh, yl, yh = yield from take(6)
        width, height = xl + xh * 256, yl + yh * 256
        dots = bitmap(width * 8, height, (yield from take(width * height)))
        self._print_picture(dots, 2 if mode & 1 else 1, 2 if mode & 2 else 1)

    def columns(self, given: bytes) -> Reading:
        mode, low, high = given
        width, tall = low + high * 256, 3 if mode & 32 else 1
        data = yield from take(width * tall)
        upright = bitmap(tall * 8, width, data).transpose(Image.Transpose.TRANSPOSE)
        scale = (1 if mode & 1 else 2, 1 if tall == 3 else 3)
        self.roll.draw(upright.resize((upright.width * scale[0], upright.height * scale[1])))

    def _print_picture(self, dots: Image.Image, wide: int, high: int) -> None:
        self.finish_line()
        self.roll.draw(dots.resize((dots.width * wide, dots.height * high), Image.Resampling.NEAREST))
        self.roll.end_line(self.align, 0)

    def graphics(self, given: bytes) -> None:
        """GS ( L, m = 48: what is in memory (64, 66, 67, 69), what is sent for the next print (112, 50)."""
        kind = given[1] if len(given) > 1 else -1
        if kind == 64:
            self._tell_keys()
        elif kind == 66:
            self.stored.pop(given[2:4], None)
        elif kind == 67 and (dots := _described(given[6:10], given[11:])):
            self.stored[given[3:5]] = dots
        elif kind == 69 and len(given) >= 6 and given[2:4] in self.stored:
            self._print_picture(self.stored[given[2:4]], max(1, given[4]), max(1, given[5]))
        elif kind == 112:
            self._drawn = _described(given[6:10], given[10:])
        elif kind in (2, 50) and self._drawn:
            self._print_picture(self._drawn, 1, 1)

    def _tell_keys(self) -> None:
        """The key codes of stored graphics: header 37h, identifier 72h, status 40h, two bytes each, 00h."""
        self.answer(b"\x37\x72\x40" + b"".join(sorted(self.stored)) + b"\x00")


def _described(size: bytes, data: bytes) -> Image.Image | None:
    """A picture from its width and height in dots, two bytes each; None where `data` is too little for it."""
    width, height = int.from_bytes(size[:2], "little"), int.from_bytes(size[2:], "little")
    if not (width and height) or len(data) < -(-width // 8) * height:
        return None
    return bitmap(-(-width // 8) * 8, height, data).crop((0, 0, width, height))


def bitmap(width: int, height: int, data: bytes) -> Image.Image:
    """`data`, one bit a dot and 1 black, rows of whole bytes, as black on white."""
    if not (width and height):
        return Image.new("1", (max(1, width), max(1, height)), 1)
    inverted = bytes(byte ^ 0xFF for byte in data).ljust(width // 8 * height, b"\xff")
    return Image.frombytes("1", (width, height), inverted)
