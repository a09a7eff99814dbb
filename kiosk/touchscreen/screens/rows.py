"""Rows of controls that are always in the same places: helps, and what stands on every page of topics.

Their words stay, whatever the size of the screen and of the words: where they have no room, they become
smaller, down to `LEAST`; before that, their signs go beside the words, or go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from math import ceil
from typing import Any

from assets import theme
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.controls import ControlButton, Memory, Pool, drawn
from kiosk.touchscreen.screens.size import shrinks

LEAST = 5.0
"""Millimetres of a capital, in *Plus gros* too."""

LAST = 4.2
"""The same on the smallest screens, and where all stands low: 24 minutes of arc at 600 mm (ISO 9241-303 asks
for 20)."""

SIGN = 0.6
"""The size of a sign beside or above words, as a share of a tile's icon."""

ROOMY = 150.0
"""Millimetres of a screen's shorter side from which a row has `MUCH` room."""


class RowRoom(Enum):
    """How high a row may be, in targets."""

    LEAST = 1.01  # all that can be touched is in the lower half
    LITTLE = 1.2
    TIGHT = 1.21  # as little, and words may have to become as small as `LAST`
    MUCH = 1.6  # second lines have room


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How the buttons of the rows are made: capitals in millimetres, where the sign is."""

    capital: float
    sign: str  # above, beside, none
    told: bool
    short: bool


@dataclass(frozen=True, slots=True)
class MadeRows:
    """In pixels: the widths of the buttons of each row, the lowest row first, and the height of all rows."""

    style: RowStyle
    widths: list[list[float]]
    height: float


class ControlRow(Pool):
    """Buttons of one height, on as few rows as hold all their words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._memory = Memory()

    def arrange(self, controls: Sequence[Control], box: Box, rows: int, room: RowRoom) -> float:
        """Lay them out at the lower edge of `box`, on at most `rows` rows if that can be; returns the height.

        The first row of helps is the lowest: the help that speaks is in the lower left corner, where a mark
        on the cabinet leads a hand.
        """
        buttons = self.hold(controls, centred=True)
        if not buttons:
            return 0.0
        key = (drawn(controls), box.width, rows, room, self.look.scale, self.look.language)
        made = self._memory.recall(key, lambda: self._made(buttons, box.width, rows, room))
        self._dress(buttons, made.style)
        rest = list(buttons)
        count = len(made.widths)
        for n, widths in enumerate(made.widths):
            line, rest = rest[: len(widths)], rest[len(widths) :]
            place = n if _speaks(buttons) else count - 1 - n
            self._lay(line, widths, box.x, box.y + place * (made.height + self.look.gap), made.height)
        return float(len(made.widths) * (made.height + self.look.gap) - self.look.gap)

    def _made(self, buttons: list[ControlButton], width: float, rows: int, room: RowRoom) -> MadeRows:
        style, lines = self._best(buttons, width, rows, room)
        self._dress(buttons, style)
        widths = [self._widths(line, width, style, room) or self._equal(line, width) for line in lines]
        height = max([float(self.look.target), *self._heights(lines, widths, style)])
        return MadeRows(style, widths, height)

    def _best(
        self, buttons: list[ControlButton], width: float, rows: int, room: RowRoom
    ) -> tuple[RowStyle, list[list[ControlButton]]]:
        for count in (*range(1, rows + 1), *range(rows + 1, len(buttons))):
            lines = _split(buttons, count)
            for style in self._styles(room):
                self._dress(buttons, style)
                if all(self._widths(line, width, style, room) for line in lines):
                    return style, lines
        return RowStyle(LAST, "none", told=False, short=True), _split(buttons, len(buttons))

    def _styles(self, room: RowRoom) -> Iterator[RowStyle]:
        text = self.look.scale.text
        last = (LAST / text,) if room in (RowRoom.TIGHT, RowRoom.LEAST) else ()
        for step in (1.0, *shrinks(text, LEAST), *last):
            capital = text * step
            for short in (False, True):
                yield from (
                    RowStyle(capital, sign, told=True, short=short)
                    for sign in ("beside",)
                    if room is RowRoom.MUCH
                )
                yield from (RowStyle(capital, sign, told=False, short=short) for sign in _SIGNS)

    def _dress(self, buttons: list[ControlButton], style: RowStyle) -> None:
        for button in buttons:
            words = button.control.short if style.short else ""
            button.words = words or button.control.words
            button.capital = style.capital
            button.icon = button.control.icon.removeprefix("check ") if style.sign != "none" else ""
            button.badged = button.chosen
            button.icon_mm = self.look.scale.icon * SIGN * style.capital / self.look.scale.text
            button.stacked = style.sign == "above"
            button.told = style.told

    def _widths(
        self, line: list[ControlButton], width: float, style: RowStyle, room: RowRoom
    ) -> list[float] | None:
        """All equal, if their words fit so; else each as wide as it must be; None if that is too wide."""
        most = self.look.target * room.value
        equal = self._equal(line, width)
        if all(self._fits(b, w, style, most) for b, w in zip(line, equal, strict=True)):
            return equal
        wanted = [self._narrowest(button, width, style, most) for button in line]
        spare = width - sum(wanted) - self.look.gap * (len(line) - 1)
        return [w + spare / len(line) for w in wanted] if spare >= 0 else None

    def _equal(self, line: list[ControlButton], width: float) -> list[float]:
        return [(width - self.look.gap * (len(line) - 1)) / len(line)] * len(line)

    def _fits(self, button: ControlButton, width: float, style: RowStyle, most: float) -> bool:
        need = self._need(button, width, style)
        return width >= self.look.target and need is not None and need <= most

    def _narrowest(self, button: ControlButton, width: float, style: RowStyle, most: float) -> float:
        low, high = float(self.look.target), width
        if self._fits(button, low, style, most):
            return low
        if not self._fits(button, high, style, most):
            return width + 1
        while high - low > 1:
            middle = (low + high) / 2
            fits = self._fits(button, middle, style, most)
            low, high = (low, middle) if fits else (middle, high)
        return high

    def _heights(
        self, lines: list[list[ControlButton]], widths: list[list[float]], style: RowStyle
    ) -> Iterator[float]:
        for line, wide in zip(lines, widths, strict=True):
            for button, width in zip(line, wide, strict=True):
                yield self._need(button, width, style) or 0.0

    def _need(self, button: ControlButton, width: float, style: RowStyle) -> float | None:
        """The height that its words need, and those that may come in their place."""
        now, needs = button.words, list[float]()
        for words in filter(None, (button.control.may_say, now)):
            button.words = words
            need = button.needs(width, stacked=style.sign == "above", told=style.told)
            if need is None:
                button.words = now
                return None
            needs.append(need)
        return max(needs, default=0.0)

    def _lay(
        self, line: list[ControlButton], widths: list[float], left: float, y: float, height: float
    ) -> None:
        pairs = list(zip(line, widths, strict=True))
        if self.look.language in theme.RIGHT_TO_LEFT:
            stays = _speaks(line)
            pairs = [*pairs[:stays], *reversed(pairs[stays:])]
        for button, width in pairs:
            button.size, button.pos = (width, height), (left, y)
            left += width + self.look.gap


_SIGNS = ("above", "beside", "none")


def _speaks(line: list[ControlButton]) -> int:
    """1 if the help that speaks is the first: in each language a hand looks for it on the left."""
    return int(line[0].control.id == "help:spoken")


def _split(buttons: list[ControlButton], rows: int) -> list[list[ControlButton]]:
    per = ceil(len(buttons) / rows)
    return [buttons[i : i + per] for i in range(0, len(buttons), per)]
