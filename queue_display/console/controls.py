"""The console's own small controls. How they look is in window.kv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kivy.effects.scroll import ScrollEffect
from kivy.graphics import (
    BindTexture,
    Color,
    InstructionGroup,
    ScissorPop,
    ScissorPush,
    SmoothLine,
    StencilPop,
)
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.gridlayout import GridLayout
from kivy.uix.recycleview import RecycleView
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from assets.wording import Wording
from queue_display.console.buttons import Button
from queue_display.console.health import Light
from queue_display.console.words import Mood
from queue_display.windows.papers import Surface
from queue_display.windows.widgets import BigButton, hold

BELOW_ROWS = "background"
"""What the panel of the line is made of: a row that looks the same needs no filling."""


def _at_least_one(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return box[0], box[1], max(1, box[2]), max(1, box[3])


class SharpScrollView(ScrollView):
    """Scrolls by whole pixels: between two of them text would blur.

    What is out of sight is cut off by scissors: where no graphics card helps, Kivy's own stencil costs as
    much as all the rest of the window.
    """

    widget_id = StringProperty("")
    effect_cls = ObjectProperty(ScrollEffect)  # stops at the ends, as a list on a desk does

    def on_kv_post(self, base_widget: Widget) -> None:
        """Kivy's rules have been applied."""
        super().on_kv_post(base_widget)
        self._scissors = ScissorPush(width=1, height=1)
        self._without_stencil()
        self.canvas.before.add(self._scissors)
        self.canvas.after.insert(0, ScissorPop())
        for name in ("pos", "size"):
            self.fbind(name, self._cut)
        self._cut()

    def _without_stencil(self) -> None:
        """Take away what the rule of Kivy's StencilView has drawn: all before, and what comes first after."""
        self.canvas.before.clear()
        for instruction in self.canvas.after.children[:]:
            if not isinstance(instruction, BindTexture):  # goes with the rectangle that brought it
                self.canvas.after.remove(instruction)
            if isinstance(instruction, StencilPop):
                return

    def _cut(self, *_: object) -> None:
        """To the pixels of the window: nothing that it stands on moves it."""
        x, y = round(self.x), round(self.y)
        self._scissors.x, self._scissors.y = x, y
        self._scissors.width = max(1, round(self.right) - x)
        self._scissors.height = max(1, round(self.top) - y)

    def update_from_scroll(self, *args: object) -> None:
        super().update_from_scroll(*args)
        self.g_translate.xy = tuple(round(offset) for offset in self.g_translate.xy)


class SharpRecycleView(RecycleView, SharpScrollView):
    """A list that makes widgets only for the rows in sight."""


class Ringed(Widget):
    """What shows with a ring that the keyboard is on it: a dark line, and a light one within."""

    ringed = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._ring = InstructionGroup()
        super().__init__(**kwargs)
        self.canvas.after.add(self._ring)
        for name in ("ringed", "pos", "size", "look"):
            self.fbind(name, self._draw_ring)
        self._draw_ring()

    def _draw_ring(self, *_: object) -> None:
        """Lines cost much, also where they cannot be seen: there are none where there is no ring."""
        self._ring.clear()
        if self.ringed and self.look:
            palette, line, radius = self.look.palette, self.look.line, self.look.radius
            inner = self.x + 2 * line, self.y + 2 * line, self.width - 4 * line, self.height - 4 * line
            for colour, box in (
                (palette.background, inner),
                (palette.ink, self.inner_edge(self.pos, self.size)),
            ):
                self._ring.add(Color(*get_color_from_hex(colour)))
                self._ring.add(SmoothLine(rounded_rectangle=(*_at_least_one(box), radius), width=line))


class KeyButton(Ringed, BigButton):
    """A button with its key on the keyboard written small at its end, which its words leave free."""

    hint = StringProperty("")
    key_width = NumericProperty(0)
    does = ObjectProperty(None, allownone=True)
    holds = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("hint", "key_width"):
            self.fbind(name, self._soon)

    def show(self, button: Button) -> None:
        self.disabled = not button.usable
        self.words, self.icon = button.words, button.icon
        self.hint, self.does, self.holds = button.hint, button.press, button.held
        self.always_release = button.held is not None

    def reserved(self) -> float:
        return float(self.key_width + self.look.gap * 0.5) if self.hint else 0.0


class ButtonPlace(GridLayout):
    """A place of the window for buttons: holds those of `buttons.BUTTONS` that are there now, each made once.

    `kind`, `role`, `icon_mm` and `centred` are those of each button in it.
    """

    look = ObjectProperty(None, rebind=True, allownone=True)
    place = StringProperty("")
    act = ObjectProperty(None, allownone=True)
    kind = StringProperty("plain")
    role = StringProperty("text")
    icon_mm = NumericProperty(0)
    centred = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._made: dict[str, KeyButton] = {}

    def show(self, shown: Iterable[Button], ring: str = "") -> None:
        """`ring`: the id of the button on which the keyboard is."""
        hold(self, [self._button(button) for button in shown if button.place == self.place])
        for widget_id, button in self._made.items():
            button.ringed = widget_id == ring

    def _button(self, button: Button) -> KeyButton:
        if button.id not in self._made:
            self._made[button.id] = self._new(button.id)
        self._made[button.id].show(button)
        return self._made[button.id]

    def _new(self, widget_id: str) -> KeyButton:
        return KeyButton(
            look=self.look,
            widget_id=widget_id,
            kind=self.kind,
            role=self.role,
            icon_mm=self.icon_mm,
            centred=self.centred,
            on_press=lambda button: self.act(button.holds) if button.holds else None,
            on_release=lambda button: self.act(button.does),
        )


class Mark(Surface):
    """A small sign with a word in a row of the list."""

    words = StringProperty("")
    icon = StringProperty("")


MOOD_ICONS: Mapping[Mood, str] = {
    "good": "check_circle_outline",
    "warn": "alert_outline",
    "bad": "close_circle_outline",
    "unknown": "help_circle_outline",
}
"""How a part is, as an icon: its colour never stands alone."""


class LightChip(Surface):
    """How one part of the van is, in a word."""

    words = StringProperty("")
    icon = StringProperty("")
    mood = StringProperty("warn")
    ink = StringProperty("on_warn")

    def show(self, light: Light, say: Wording, *, worded: bool) -> None:
        """`worded`: there is room for its state in words; its icon says it too."""
        said = say("{part} : {state}", part=light.name, state=light.words)
        self.words = said if worded else light.name
        self.icon, self.mood = light.icon if worded else MOOD_ICONS[light.mood], light.mood
