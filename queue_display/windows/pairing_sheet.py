"""A display that no kiosk knows shows its code and where to type it, in place of all that it cannot do yet.

Importing this file imports Kivy: set Kivy up before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kivy.app import App
from kivy.core.window import Window
from kivy.lang import Builder

from assets import theme
from assets.wording import Wording
from queue_display.pairing import sheet
from queue_display.pairing.sheet import PairingShown
from queue_display.windows import texts as _texts_of_the_layout  # noqa: F401 — the .kv names its classes
from queue_display.windows.look import Look
from queue_display.windows.papers import Screenful, Surface
from queue_display.windows.shapes import Shape, shape

DRAWN_FOR, PX_PER_MM = (1366, 768), 3.95
"""A laptop of 15.6 inches; other windows show the same, larger or smaller."""

LEAST_PX_PER_MM = 2.2

KEYS = 3, 4
"""Columns and rows of the drawn keypad, as on the kiosk."""


class KioskDrawing(Surface):
    """A kiosk with its keypad, and a hand's breadth of code above it."""

    def shapes(self) -> Iterator[Shape]:
        look, palette = self.look, self.look.palette
        height = min(self.height, self.width * 1.35)
        width = height / 1.35
        x, y = self.center_x - width / 2, self.center_y - height / 2
        yield shape((x, y), (width, height), look.radius * 3, palette.ink)
        rim = width * 0.05
        yield shape(
            (x + rim, y + rim), (width - 2 * rim, height - 2 * rim), look.radius * 2, palette.background
        )
        inner = width - 4 * rim
        yield from self._signs(x + 2 * rim, y + height - width * 0.26, inner, palette.primary)
        yield from self._keys(x + 2 * rim, y + 2 * rim, inner, height - width * 0.36 - 2 * rim)

    def _signs(self, x: float, y: float, width: float, colour: str) -> Iterator[Shape]:
        """The six digits, as they stand above the keypad."""
        side = width / 8
        for n in range(6):
            gap = side if n > 2 else 0  # a code is read in two halves
            yield shape((x + side / 2 + n * side + gap, y), (side * 0.6, side * 0.9), side * 0.2, colour)

    def _keys(self, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
        across, down = width / KEYS[0], height / KEYS[1]
        for n in range(KEYS[0] * KEYS[1]):
            column, row = n % KEYS[0], n // KEYS[0]
            at = x + (column + 0.08) * across, y + (row + 0.1) * down
            yield shape(at, (across * 0.84, down * 0.8), self.look.radius, self.look.palette.tint)


class PairingSheet(Screenful):
    """The whole window."""

    def show(self, shown: PairingShown, say: Wording) -> None:
        self.ids.title.words, self.ids.code.words = sheet.title(say), sheet.code(shown)
        for n, words in enumerate(sheet.steps(say), 1):
            self.ids[f"step{n}"].words = words
        self.ids.who.words, self.ids.note.words = sheet.who(shown, say), sheet.note(shown, say)


class Curtain:
    """The sheet in the place of an app's own screen, for as long as there is something to show."""

    def __init__(self, app: App, say: Wording) -> None:
        self._app, self._say = app, say
        self._look = Look(scale=theme.CONSOLE, language=say.language)
        self._shown: PairingShown | None = None
        self._sheet: PairingSheet | None = None
        self._open = False  # the app's own screen is there to be replaced
        app.bind(on_start=self._opened)

    def show(self, shown: PairingShown | None) -> None:
        """None: the app's own screen again."""
        self._shown = shown
        if self._open:
            self._draw()

    def _opened(self, *_: object) -> None:
        self._open = True
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            self._draw_back()
            return
        if self._sheet is None:
            self._sheet = self._drawn()
        self._sheet.show(self._shown, self._say)

    def _drawn(self) -> PairingSheet:
        sheet = PairingSheet(look=self._look)
        self._fit()
        Window.bind(size=self._fit)
        Window.remove_widget(self._app.root)
        Window.add_widget(sheet)
        return sheet

    def _draw_back(self) -> None:
        if self._sheet is None:
            return
        Window.unbind(size=self._fit)
        Window.remove_widget(self._sheet)
        Window.add_widget(self._app.root)
        self._sheet = None

    def _fit(self, *_: object) -> None:
        scale = min(Window.width / DRAWN_FOR[0], Window.height / DRAWN_FOR[1])
        self._look.px_per_mm = max(LEAST_PX_PER_MM, scale * PX_PER_MM)


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
