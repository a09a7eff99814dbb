"""The console's own small controls. How they look is in window.kv."""

from __future__ import annotations

from kivy.effects.scroll import ScrollEffect
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.recycleview import RecycleView
from kivy.uix.scrollview import ScrollView

from assets.wording import Wording
from queue_display.console.health import Light
from queue_display.console.words import Button
from queue_display.windows.widgets import BigButton, Surface


class SharpScrollView(ScrollView):
    """Scrolls by whole pixels: between two of them text would blur."""

    widget_id = StringProperty("")
    effect_cls = ObjectProperty(ScrollEffect)  # stops at the ends, as a list on a desk does

    def update_from_scroll(self, *args: object) -> None:
        super().update_from_scroll(*args)
        self.g_translate.xy = tuple(round(offset) for offset in self.g_translate.xy)


class SharpRecycleView(RecycleView, SharpScrollView):
    """A list that makes widgets only for the rows in sight."""


class KeyButton(BigButton):
    """A button with its key on the keyboard written small in the corner."""

    hint = StringProperty("")
    does = ObjectProperty(None, allownone=True)

    def show(self, button: Button | None) -> None:
        self.disabled = button is None or not button.usable
        if button:
            self.words, self.icon = button.words, button.icon
            self.hint, self.does = button.hint, button.press


class Mark(Surface):
    """A small sign with a word in a row of the list."""

    words = StringProperty("")
    icon = StringProperty("")


class LightChip(Surface):
    """How one part of the van is, in a word."""

    words = StringProperty("")
    icon = StringProperty("")
    mood = StringProperty("warn")

    def show(self, light: Light, say: Wording) -> None:
        self.words = say("{part} : {state}", part=light.name, state=light.words)
        self.icon, self.mood = light.icon, light.mood
