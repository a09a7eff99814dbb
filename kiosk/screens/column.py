"""Texts below each other, in the middle of the room they have; what matters least goes where it is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.screens.controls import ControlButton
from kiosk.shows import Control
from queue_display.widgets import Icon, Notice, TextLabel


@dataclass(frozen=True, slots=True)
class Text:
    """One line. The highest `spare` is left out first; 0 never is."""

    words: str
    role: str = "text"
    strong: bool = False
    ink: str = "ink"
    spare: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    icon: str
    mm: float
    spare: int = 9


@dataclass(frozen=True, slots=True)
class Telling:
    words: str
    icon: str
    mood: str
    id: str = ""
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    control: Control
    spare: int = 0


Item = Text | Sign | Telling | Act


class Column(Widget):
    """`show` fills it; `align` as in a TextLabel."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._kept: dict[Item, Widget] = {}

    def show(self, items: Sequence[Item], align: str) -> None:
        """Lay out as many of `items` as there is room for."""
        self._keep(items, align)
        chosen = self._chosen(list(items))
        self.clear_widgets()
        top = self.center_y + self._height(chosen) / 2
        for item in chosen:
            widget = self._kept[item]
            widget.pos = self._left(widget, align), top - widget.height
            top = widget.y - self.look.gap
            self.add_widget(widget)

    def tall(self, items: Sequence[Item]) -> float:
        """Height of all of `items`, in pixels, at the column's width."""
        self._keep(items, "center")
        return self._height(items)

    def _keep(self, items: Sequence[Item], align: str) -> None:
        self._kept = {item: self._kept.get(item) or self._made(item) for item in items}
        for item, widget in self._kept.items():
            self._size(item, widget, align)

    def _chosen(self, items: list[Item]) -> list[Item]:
        spares = sorted((i for i in items if i.spare), key=lambda i: i.spare)
        while spares and self._height(items) > self.height:
            items.remove(spares.pop())
        return items

    def _height(self, items: Sequence[Item]) -> float:
        heights = sum(self._kept[item].height for item in items)
        return float(heights + self.look.gap * max(0, len(items) - 1))

    def _left(self, widget: Widget, align: str) -> float:
        if align == "center":
            return float(self.center_x - widget.width / 2)
        turned = self.look.language in theme.RIGHT_TO_LEFT
        return float(self.right - widget.width if turned else self.x)

    def _made(self, item: Item) -> Widget:
        if isinstance(item, Text):
            return TextLabel(
                look=self.look, words=item.words, role=item.role, strong=item.strong, ink=item.ink,
                widget_id=item.id, size_hint=(None, None),
            )  # fmt: skip
        if isinstance(item, Sign):
            return Icon(look=self.look, name=item.icon, mm=item.mm)
        if isinstance(item, Telling):
            return Notice(
                look=self.look, words=item.words, icon=item.icon, mood=item.mood, widget_id=item.id,
                size_hint=(None, None),
            )  # fmt: skip
        button = ControlButton(look=self.look, size_hint=(None, None))
        button.set(item.control)
        return button

    def _size(self, item: Item, widget: Widget, align: str) -> None:
        if isinstance(item, Text):
            widget.align = align
        if isinstance(item, Act):
            wanted = widget.ids.label.natural_width(self.width) + 2 * self.look.gap + widget.ids.icon.drawn
            widget.width = min(self.width, max(wanted + 2 * self.look.gap, self.look.px(60)))
            widget.height = max(self.look.target, widget.needs(widget.width, stacked=False) or 0)
        elif not isinstance(item, Sign):
            widget.width = self.width
            if isinstance(widget, Notice):
                widget.settle()
            else:
                widget.height = widget.height_at(self.width) or widget.height
