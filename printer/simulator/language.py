"""ESC/POS as a printer reads it: bytes in, dots on the roll and answers out. Knows nothing of our encoder.

Written from Epson's "ESC/POS Command Reference". A command that receipt printers know but that leaves
nothing on paper is read and passed over; so are unknown bytes, as printers do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from PIL import Image

from printer.simulator.graphics import Pictures, Reading, take
from printer.simulator.models import Model
from printer.simulator.paper import LINE_SPACING, Roll, Style

PAGES = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    19: "cp858",
    40: "iso8859_15",
}
"""ESC t n of Epson's printers, as far as Western Europe goes."""

CUT_FEED = 8 * 14
"""Dots from the print head to the cutter."""

TAB = 8
"""Columns between tab stops after ESC @."""

_ALIGNMENTS = {0: "left", 1: "center", 2: "right"}


@dataclass
class Interpreter(Pictures):
    """Reads bytes as a printer does. `answer` is called with what it sends back, `on_cut` when it cuts."""

    roll: Roll
    model: Model
    answer: Callable[[bytes], None] = lambda data: None
    on_cut: Callable[[], bool] = lambda: True  # False: the cutter is stuck
    stored: dict[bytes, Image.Image] = field(default_factory=dict)  # survives being switched off

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """As after being switched on: default modes, nothing half read."""
        self._initialise(b"")
        self._drawn: Image.Image | None = None
        self._reading = self._read()
        next(self._reading)

    def forget(self) -> None:
        """Drop a command half read and a line half put together, keep the modes."""
        self.roll.forget_line()
        self._reading = self._read()
        next(self._reading)

    def feed(self, byte: int) -> None:
        self._reading.send(byte)

    # --- Reading ---------------------------------------------------------------------------------

    def _read(self) -> Reading:
        while True:
            byte = yield
            if byte == 0x1B:
                yield from self._argued(_ESC)
            elif byte == 0x1D:
                yield from self._group()
            elif byte in (0x1C, 0x10):
                yield from self._passed_over(byte)
            elif byte in _CONTROLS:
                _CONTROLS[byte](self)
            elif byte >= 0x20:
                self._character(byte)

    def _argued(self, table: Mapping[int, tuple[int, Command | None]]) -> Reading:
        byte = yield
        count, does = table.get(byte, (0, None))
        given = yield from take(count)
        if byte == 0x2A and table is _ESC:  # ESC *: bit image in columns
            yield from self.columns(given)
        elif does:
            does(self, given)

    def _group(self) -> Reading:
        byte = yield
        if byte == 0x28:  # GS (: function, length, that many bytes
            function, low, high = yield from take(3)
            self._extended(function, (yield from take(low + high * 256)))
        elif byte == 0x76:  # GS v 0
            yield from self.raster()
        elif byte == 0x56:  # GS V
            kind = (yield from take(1))[0]
            feed = (yield from take(1))[0] if kind in (65, 66, 97, 98, 103, 104) else -1
            self._cut(feed)
        else:
            count, does = _GS.get(byte, (0, None))
            given = yield from take(count)
            if does:
                does(self, given)

    def _passed_over(self, lead: int) -> Reading:
        """FS commands take one argument or none; DLE ones were acted on when they arrived."""
        byte = yield
        count = {(0x10, 0x04): 1, (0x10, 0x05): 1, (0x10, 0x14): 1, (0x1C, 0x21): 1, (0x1C, 0x2D): 1}
        given = yield from take(count.get((lead, byte), 0))
        if (lead, byte) == (0x10, 0x14):
            yield from take({1: 2, 2: 2, 3: 5, 8: 7}.get(given[0], 0))

    # --- Text ------------------------------------------------------------------------------------

    def _character(self, byte: int) -> None:
        character = bytes((byte,)).decode(self.page, errors="replace")
        if not self.roll.put(character, self.style):
            self.end_line()
            self.roll.put(character, self.style)

    def end_line(self) -> None:
        self.roll.end_line(self.align, self.spacing)

    def _tab(self) -> None:
        step = TAB * self.style.cell[0]
        self.roll.move_to((self.roll.x // step + 1) * step)

    def _initialise(self, given: bytes) -> None:
        self.style, self.align, self.spacing = Style(), "left", LINE_SPACING
        self.page = PAGES[0]
        self.roll.forget_line()

    def _both_styles(self, given: bytes) -> None:
        n = given[0]
        self.style = replace(
            self.style,
            font="b" if n & 1 else "a",
            bold=bool(n & 8),
            high=2 if n & 16 else 1,
            wide=2 if n & 32 else 1,
            underline=1 if n & 128 else 0,
        )

    def _size(self, given: bytes) -> None:
        wide, high = (given[0] >> 4 & 7) + 1, (given[0] & 7) + 1
        self.style = replace(self.style, wide=wide, high=high)

    def _feed_lines(self, given: bytes) -> None:
        self.finish_line()
        self.roll.feed(given[0] * self.spacing)

    def _feed_dots(self, given: bytes) -> None:
        self.finish_line()
        self.roll.feed(given[0])

    def _cut(self, feed: int) -> None:
        self.finish_line()
        if self.model.cuts:
            self.roll.feed(max(feed, 0) + (CUT_FEED if feed >= 0 else 0))
            if self.on_cut():
                self.roll.cut()

    def _extended(self, function: int, given: bytes) -> None:
        if function == 0x48 and given[:1] in (b"\x30", b"0") and self.model.confirms:
            self.answer(b"\x37\x22" + given[2:6] + b"\x00")
        elif function == 0x4C and self.model.stores:
            self.graphics(given)


Command: TypeAlias = Callable[[Interpreter, bytes], None]


def _styled(**change: str) -> Command:
    """Set fields of the style from bits of the argument: `bold="1"` takes bit 0 as a truth value."""

    def does(printer: Interpreter, given: bytes) -> None:
        values: dict[str, object] = {name: bool(given[0] & int(mask)) for name, mask in change.items()}
        printer.style = replace(printer.style, **values)  # type: ignore[arg-type]

    return does


def _underlined(printer: Interpreter, given: bytes) -> None:
    printer.style = replace(printer.style, underline={1: 1, 49: 1, 2: 2, 50: 2}.get(given[0], 0))


def _font(printer: Interpreter, given: bytes) -> None:
    printer.style = replace(printer.style, font="b" if given[0] in (1, 49) else "a")


def _aligned(printer: Interpreter, given: bytes) -> None:
    if not printer.roll.line_begun:
        printer.align = _ALIGNMENTS.get(given[0] % 48, printer.align)


def _paged(printer: Interpreter, given: bytes) -> None:
    printer.page = PAGES.get(given[0], printer.page)


def _named(printer: Interpreter, given: bytes) -> None:
    if given == b"C" and printer.model.says:
        printer.answer(b"\x5f" + printer.model.says.encode() + b"\x00")


def _spaced(printer: Interpreter, given: bytes) -> None:
    printer.spacing = given[0] if given else LINE_SPACING


def _moved(printer: Interpreter, given: bytes) -> None:
    printer.roll.move_to(given[0] + given[1] * 256)


def _plain_cut(printer: Interpreter, given: bytes) -> None:
    printer._cut(-1)


_CONTROLS: Mapping[int, Callable[[Interpreter], None]] = {
    0x0A: Interpreter.end_line,
    0x09: Interpreter._tab,
}

_ESC: Mapping[int, tuple[int, Command | None]] = {
    ord("@"): (0, Interpreter._initialise),
    ord("!"): (1, Interpreter._both_styles),
    ord("E"): (1, _styled(bold="1")),
    ord("G"): (1, _styled(bold="1")),
    ord("-"): (1, _underlined),
    ord("M"): (1, _font),
    ord("a"): (1, _aligned),
    ord("t"): (1, _paged),
    ord("d"): (1, Interpreter._feed_lines),
    ord("J"): (1, Interpreter._feed_dots),
    ord("2"): (0, _spaced),
    ord("3"): (1, _spaced),
    ord("$"): (2, _moved),
    ord("i"): (0, _plain_cut),
    ord("m"): (0, _plain_cut),
    ord("*"): (3, None),
    **dict.fromkeys(b" %=?KRTUVer{", (1, None)),
    ord("\\"): (2, None),
    ord("c"): (2, None),
    ord("p"): (3, None),
    ord("B"): (2, None),
}

_GS: Mapping[int, tuple[int, Command | None]] = {
    ord("!"): (1, Interpreter._size),
    ord("B"): (1, _styled(inverse="1")),
    ord("b"): (1, _styled(smooth="1")),
    **dict.fromkeys(b"/HTafhrw", (1, None)),
    **dict.fromkeys(b"LPW$\\", (2, None)),
    ord("g"): (3, None),
    ord("I"): (1, _named),
}
