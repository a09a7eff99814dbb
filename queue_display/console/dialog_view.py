"""A dialog over the console: what `dialogs` asks, drawn, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.input.motionevent import MotionEvent
from kivy.lang import Builder
from kivy.properties import ListProperty, NumericProperty, ObjectProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.modalview import ModalView

from queue_display.console.controls import KeyButton
from queue_display.console.dialogs import Choice, Dialog
from queue_display.console.model import Press
from queue_display.windows.look import Look
from queue_display.windows.papers import Card, Floor
from queue_display.windows.widgets import hold

Act = Callable[[Press], None]

FADE = 0.35
"""Seconds in which a dialog appears: longer than between the two halves of a double click."""

CLEAR = (0, 0, 0, 0)
SCRIM = (0.05, 0.07, 0.12, 0.55)
"""What lies over the window beneath a dialog."""


class ChoicesGrid(Floor, GridLayout):
    """The choices: they scroll, so they are drawn for themselves."""

    look = ObjectProperty(None, rebind=True, allownone=True)


class DialogCard(Floor, Card):
    """A question and its choices; buttons are kept for the next dialog."""

    columns = NumericProperty(1)
    room = ListProperty([100, 100])

    def __init__(self, act: Act, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._act = act
        self._buttons: list[KeyButton] = []

    def show(self, shown: Dialog) -> None:
        self.ids.title.words, self.ids.text.words = shown.title, shown.text
        self.columns = shown.columns
        while len(self._buttons) < len(shown.choices):
            self._buttons.append(KeyButton(look=self.look, on_release=lambda b: self._act(b.does)))
        pairs = list(zip(self._buttons, shown.choices, strict=False))
        for place, (button, choice) in enumerate(pairs, 1):
            self._fill(button, choice)
            button.hint = str(place) if place <= 9 else ""
        hold(self.ids.choices, [button for button, _ in pairs])

    def appear(self) -> None:
        """Fade in; until it is there, it takes no touch: half of a double click chooses nothing."""
        self.opacity = 0
        Animation(opacity=1, duration=FADE).start(self)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        return self.opacity < 1 or bool(super().on_touch_down(touch))

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

    def show(self, shown: Dialog | None, room: tuple[float, float]) -> None:
        """`room`: the pixels that the dialog may take, width and height."""
        if shown is None:
            if self.parent:
                self.dismiss(animation=False)
            return
        self._card.room = list(room)
        self._card.show(shown)
        if not self.parent:
            self.open(animation=False)
            self._card.appear()


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
