"""The slip with a ticket's number, and how it arrives: as from a printer, within `ARRIVES` seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.graphics import PopMatrix, PushMatrix, ScissorPop, ScissorPush, Translate

from kiosk.touchscreen.screens.size import stepped
from queue_display.windows.papers import Floor, Surface
from queue_display.windows.shapes import Shape, shape
from queue_display.windows.texts import TextLabel

FILL = 0.8
"""The height of the number's digits, as a share of the room's: the rest is space above and below."""

LOW_ROOM = 45.0
"""Millimetres of height below which the number stands alone, without its title."""

NOTCH, DASH = 5.0, 1.6
"""Millimetres: across a notch, and along a dash between the two."""

ARRIVES = 0.25
"""Seconds."""


def left(gone: float) -> float:
    """The share of the way that is left after `gone` seconds: fast at first, then gently into its place."""
    return float((1 - min(gone / ARRIVES, 1)) ** 3)


class TicketCard(Floor, Surface):
    """The number, as large as it can be, on a white slip with notches where it would be torn off."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"paper": "tile", **kwargs})
        centre = {"look": self.look, "align": "center", "size_hint": (None, None)}
        self.title = TextLabel(strong=True, **centre)
        self.number = TextLabel(strong=True, ink="accent", widget_id="number", **centre)
        for part in (self.title, self.number):
            self.add_widget(part)
        self._frame, self._moved, self._gone = ScissorPush(), Translate(), 0.0
        for n, instruction in enumerate((self._frame, PushMatrix(), self._moved)):
            self.canvas.before.insert(n, instruction)
        for instruction in (PopMatrix(), ScissorPop()):
            self.canvas.after.add(instruction)

    def show(self, title: str, number: str, capital: float) -> None:
        """`capital`: of the title, in millimetres."""
        look = self.look
        self.border = "edge" if look.palette.outlined else ""
        pad = look.pad
        self.title.words = title if self.height >= look.px(LOW_ROOM) else ""
        self.title.capital, self.number.words = capital, number
        self.title.width = self.width - 2 * pad
        self.title.height = self.title.height_at(self.title.width) or 0
        top = self.title.height + (look.gap if self.title.words else 0)
        room = self.width - 2 * pad, self.height - 2 * pad - top
        self.number.size, self.number.pos = room, (self.x + pad, self.y + pad)
        self.number.capital = self._largest(room)
        self.title.pos = self.x + pad, self.y + self.height - pad - self.title.height
        self._fold = round(self.y + self.height - pad - self.title.height - look.gap / 2)
        self._frame.pos, self._frame.size = (0, 0), (round(self.right + self.x), round(self.top))
        self.repaint()

    # --- Drawing ----------------------------------------------------------------------------------

    def shapes(self) -> Iterator[Shape]:
        yield from super().shapes()
        if self.title.words and not self.border:
            yield from self._tear_line()

    def _tear_line(self) -> Iterator[Shape]:
        """Between title and number: a notch on each side, dashes between them."""
        look = self.look
        ground, wide, dash = look.palette.background, look.px(NOTCH), look.px(DASH)
        for middle in (self.x, self.right):
            yield shape((middle - wide / 2, self._fold - wide / 2), (wide, wide), wide, ground)
        left = self.x + wide
        while left + dash < self.right - wide:
            yield shape((left, self._fold), (dash, look.line), 0, look.palette.hairline)
            left += 2 * dash

    # --- Arriving ---------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Come down into its place from behind its upper edge. Nothing else moves, and the number is whole
        from the first frame on."""
        self._gone = 0.0
        Clock.unschedule(self._go_on)
        Clock.schedule_interval(self._go_on, 0)
        self._go_on(0.0)

    def _go_on(self, seconds: float) -> bool:
        self._gone += seconds
        self._moved.y = round(left(self._gone) * self._way)
        return self.arriving > 0

    @property
    def arriving(self) -> float:
        """How many pixels above its place it is."""
        return float(self._moved.y)

    @property
    def _way(self) -> float:
        """As far as the digits can go without being cut."""
        digits = self.look.px(self.number.capital)
        return float(min(self.top - self.number.center_y - digits / 2, self.height / 4))

    def _largest(self, room: tuple[float, float]) -> float:
        """Height of the capitals, in millimetres, of the largest number that fits."""
        label = CoreLabel(font_name=self.number.font_name, bold=True, font_size=100)
        wide, _ = label.get_extents(self.number.words)
        one_mm = self.look.font_size(1, "", self.look.px_per_mm, self.look.language)
        widest = 100 * room[0] / (wide + 4) / one_mm
        return stepped(min(widest, FILL * room[1] / self.look.px_per_mm))
