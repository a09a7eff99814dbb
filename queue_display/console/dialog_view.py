"""A dialog over the console: what `dialogs` asks, drawn, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from kivy.input.motionevent import MotionEvent
from kivy.lang import Builder
from kivy.properties import ListProperty, NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.modalview import ModalView

from queue_display.console.controls import KeyButton
from queue_display.console.dialogs import Choice, Dialog
from queue_display.console.model import Press
from queue_display.console.summary import VisitsTable
from queue_display.windows.look import Look
from queue_display.windows.papers import Card, Floor
from queue_display.windows.widgets import hold

Act = Callable[[Press], None]

DOUBLE = 0.5
"""Seconds between the two halves of a double click, at most: the usual setting of Windows."""

SAME_PLACE = 4.0
"""Millimetres that a hand moves between them, at most."""

TouchedAt: TypeAlias = tuple[float, float, float]
"""Where the window was touched, in pixels, and when, in seconds."""

TABLES = 2
"""Side by side, at most."""

CLEAR = (0, 0, 0, 0)
SCRIM = (0.05, 0.07, 0.12, 0.55)
"""What lies over the window beneath a dialog."""


class ChoicesGrid(Floor, GridLayout):
    """The choices: they scroll, so they are drawn for themselves."""

    look = ObjectProperty(None, rebind=True, allownone=True)


class TableColumn(BoxLayout):
    """A table of the dialog: its rows as lines of two texts."""

    look = ObjectProperty(None, rebind=True, allownone=True)

    def show(self, table: VisitsTable) -> None:
        self.ids.title.words = table.title
        self.ids.names.words = "\n".join(name for name, _ in table.rows)
        self.ids.visits.words = "\n".join(str(visits) for _, visits in table.rows)


class DialogCard(Floor, Card):
    """A question and its choices; buttons are kept for the next dialog."""

    columns = NumericProperty(1)
    room = ListProperty([100, 100])
    more = NumericProperty(0)  # height of tables and what stands below them

    def __init__(self, act: Act, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._act = act
        self._buttons: list[KeyButton] = []
        self._parts = list(reversed(self.children))
        self._place = self._parts[2]
        self._tables = [TableColumn(look=self.look) for _ in range(TABLES)]
        self._opened_by: TouchedAt = (0.0, 0.0, 0.0)

    def show(self, shown: Dialog, ring: str) -> None:
        self.ids.title.words, self.ids.text.words = shown.title, shown.text
        self.columns, self._parts[3].words = shown.columns, shown.below
        for column, table in zip(self._tables, shown.tables, strict=False):
            column.show(table)
        hold(self._place, self._tables[: len(shown.tables)])
        title, text, tables, below, scroll = self._parts
        hold(self, [title, text, *([tables, below] if shown.tables else []), scroll])
        while len(self._buttons) < len(shown.choices):
            self._buttons.append(KeyButton(look=self.look, on_release=lambda b: self._act(b.does)))
        pairs = list(zip(self._buttons, shown.choices, strict=False))
        keys = [*shown.keyed(), *[""] * len(pairs)]
        for key, (button, choice) in zip(keys, pairs, strict=False):
            self._fill(button, choice)
            self._mark(button, ring)
            button.hint = key.upper()
        hold(self.ids.choices, [button for button, _ in pairs])

    def _mark(self, button: KeyButton, ring: str) -> None:
        on_it = button.widget_id == ring
        if on_it and not button.ringed and button.parent:
            self.ids.scroll.scroll_to(button, animate=False)
        button.ringed = on_it

    def appear(self, opened_by: TouchedAt) -> None:
        """`opened_by`: the touch before it came."""
        self._opened_by = opened_by

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """The second half of the double click that opened it chooses nothing; any other touch does."""
        return self._doubled(touch) or bool(super().on_touch_down(touch))

    def _doubled(self, touch: MotionEvent) -> bool:
        x, y, at = self._opened_by
        near: bool = max(abs(touch.x - x), abs(touch.y - y)) <= self.look.px(SAME_PLACE)
        return near and bool(touch.time_start - at < DOUBLE)

    def _fill(self, button: KeyButton, choice: Choice) -> None:
        button.widget_id = f"choice:{choice.id}"
        button.words, button.icon, button.kind = choice.words, choice.icon, choice.kind
        button.centred = bool(choice.icon)
        button.does, button.disabled, button.chosen = choice.press, not choice.usable, choice.chosen


class DialogView(ModalView):
    """Lies over the window while there is something to ask; `act` is given the choice."""

    def __init__(self, act: Act, look: Look) -> None:
        super().__init__(background="", background_color=CLEAR, overlay_color=SCRIM, auto_dismiss=False)
        self._card = DialogCard(act, look=look)
        self.add_widget(self._card)

    def show(self, shown: Dialog | None, room: tuple[float, float], opened_by: TouchedAt, ring: str) -> None:
        """`room`: the pixels that the dialog may take, width and height."""
        if shown is None:
            if self.parent:
                self.dismiss(animation=False)
            return
        self._card.room = list(room)
        self._card.show(shown, ring)
        if not self.parent:
            self.open(animation=False)
            self._card.appear(opened_by)


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
