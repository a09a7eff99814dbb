"""Texts one below the other, in the middle of their room; if it is small, what matters least is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget
from msgspec import Struct

from assets import theme
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.screens.controls import ControlButton
from queue_display.windows.texts import Icon, TextLabel
from queue_display.windows.widgets import NoticeBar


class TextItem(Struct, frozen=True):
    """One text. The item with the highest `spare` is left out first; one with 0 never is."""

    words: str
    role: str = "text"
    strong: bool = False
    ink: str = "ink"
    spare: int = 0
    id: str = ""


class SignItem(Struct, frozen=True):
    icon: str
    mm: float
    spare: int = 9


class NoticeItem(Struct, frozen=True):
    words: str
    icon: str
    mood: str
    id: str = ""
    spare: int = 0


class ButtonItem(Struct, frozen=True):
    control: Control
    spare: int = 0


Item = TextItem | SignItem | NoticeItem | ButtonItem


STEADY = 120.0
"""Millimetres of a button whose words change while it is there."""

NOTICE_SIGN = 0.75
"""The size of a notice's sign, as a share of a tile's icon."""


class Column(Widget):
    """`show` fills it. Its widgets are used again: Kivy keeps the rules of a widget that is thrown away.

    `grow`: how many times as large as usual texts and signs are, on a screen that has the room.
    """

    look = ObjectProperty(None)
    grow = NumericProperty(1.0)
    steady = BooleanProperty(False)  # buttons are as wide whatever their words are

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stock: dict[type, list[Widget]] = {}
        self._kept: dict[Item, Widget] = {}

    def show(self, items: Sequence[Item], align: str, *, low: bool = False) -> None:
        """Lay out as many of `items` as there is room for; `low`: at the lower end of the column."""
        self._keep(items, align)
        chosen = self._chosen(list(items))
        self.clear_widgets()
        height, air = self._height(chosen), self._air(chosen)
        top = (self.y if low else self.center_y - (height + air) / 2) + height + air
        for before, item in zip((None, *chosen), chosen, strict=False):
            widget = self._kept[item]
            top -= air if isinstance(item, ButtonItem) and not isinstance(before, ButtonItem) else 0
            widget.pos = self._left(widget, align), top - widget.height
            top = widget.y - self.look.gap
            self.add_widget(widget)

    def tall(self, items: Sequence[Item]) -> float:
        """Height of all of `items`, in pixels, at the column's width."""
        self._keep(items, "center")
        return self._height(items)

    def holds(self, items: Sequence[Item]) -> bool:
        """Whether no word of `items` is wider than its room at the column's width."""
        self._keep(items, "center")
        return all(self._whole(item) for item in items)

    def _whole(self, item: Item) -> bool:
        widget = self._kept[item]
        if isinstance(item, ButtonItem):
            return widget.needs(self.width, stacked=False) is not None
        label = widget.label if isinstance(item, NoticeItem) else widget
        return isinstance(item, SignItem) or not label.overflows

    def _keep(self, items: Sequence[Item], align: str) -> None:
        self._kept = {}
        for item in items:
            used = sum(type(other) is type(item) for other in self._kept)
            stock = self._stock.setdefault(type(item), [])
            if used == len(stock):
                stock.append(_WIDGETS[type(item)](look=self.look, size_hint=(None, None)))
            self._kept[item] = stock[used]
            self._fill(item, stock[used])
            self._size(item, stock[used], align)

    def _fill(self, item: Item, widget: Widget) -> None:
        if isinstance(item, ButtonItem):
            widget.set(item.control)
        elif isinstance(item, SignItem):
            widget.name, widget.mm = item.icon, item.mm * self.grow
        elif isinstance(item, NoticeItem):
            widget.words, widget.icon = item.words, item.icon
            widget.mood, widget.widget_id = item.mood, item.id
            widget.capital = self.look.scale.text * self.grow
            widget.icon_mm = self.look.scale.icon * NOTICE_SIGN * self.grow
        else:
            widget.words, widget.role, widget.strong = item.words, item.role, item.strong
            widget.ink, widget.widget_id = item.ink, item.id
            widget.capital = self.look.capital(self.look.scale, item.role) * self.grow

    def _chosen(self, items: list[Item]) -> list[Item]:
        spares = sorted((i for i in items if i.spare), key=lambda i: i.spare)
        while spares and self._height(items) > self.height:
            items.remove(spares.pop())
        return items

    def _height(self, items: Sequence[Item]) -> float:
        heights = sum(self._kept[item].height for item in items)
        return float(heights + self.look.gap * max(0, len(items) - 1))

    def _air(self, items: Sequence[Item]) -> float:
        """Space between texts and buttons, beside the usual gap; 0 if there is none to spare."""
        spare = max(0.0, self.height - self._height(items))
        texts = any(not isinstance(item, ButtonItem) for item in items)
        return min(2 * self.look.gap, spare) if texts and isinstance(items[-1], ButtonItem) else 0.0

    def _left(self, widget: Widget, align: str) -> float:
        if align == "center":
            return float(self.center_x - widget.width / 2)
        turned = self.look.language in theme.RIGHT_TO_LEFT
        return float(self.right - widget.width if turned else self.x)

    def _size(self, item: Item, widget: Widget, align: str) -> None:
        if isinstance(item, TextItem):
            widget.align = align
        if isinstance(item, ButtonItem):
            wanted = widget.label.natural_width(self.width) + 2 * self.look.gap + widget.sign.drawn
            wide = STEADY if self.steady else 60
            widget.width = min(self.width, max(wanted + 2 * self.look.gap, self.look.px(wide)))
            widget.height = max(self.look.target, widget.needs(widget.width, stacked=False) or 0)
        elif not isinstance(item, SignItem):
            widget.width = self.width
            if isinstance(widget, NoticeBar):
                widget.settle()
            else:
                widget.height = widget.height_at(self.width) or widget.height


_WIDGETS: dict[type, Callable[..., Widget]] = {
    TextItem: TextLabel,
    SignItem: Icon,
    NoticeItem: NoticeBar,
    ButtonItem: ControlButton,
}
