"""The question whether somebody is there, over the lower edge of the screen that asks it."""

from __future__ import annotations

from typing import Any

from assets import theme
from kiosk.touchscreen.content.parts import Content
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.column import ButtonItem, Column, Item, TextItem
from queue_display.windows.papers import Floor, Surface


class Question(Floor, Surface):
    """Lies over the screen that asks; `show` gives it its height."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"paper": "tint", "border": "accent", **kwargs})
        self.asked, self.answer = Column(look=self.look), Column(look=self.look)
        self.add_widget(self.asked)
        self.add_widget(self.answer)

    def show(self, shown: Content) -> None:
        """Question and answer side by side, if that is lower."""
        asks: list[Item] = [TextItem(shown.asks, strong=True, id="asks")]
        button: list[Item] = [ButtonItem(shown.more_time)] if shown.more_time else []
        gap, whole = self.look.gap, self.width - 2 * self.look.pad
        half = (whole - gap) / 2
        whole_words = self._whole(asks, self.asked, half) and self._whole(button, self.answer, half)
        beside = max(self._tall(asks, self.asked, half), self._tall(button, self.answer, half))
        above = [self._tall(asks, self.asked, whole), self._tall(button, self.answer, whole)]
        inner = min(beside, sum(above) + gap) if whole_words else sum(above) + gap
        self.height = inner + 2 * gap
        box = Box(self.x + self.look.pad, self.y + gap, whole, inner)
        if inner == beside:
            turned = self.look.language in theme.RIGHT_TO_LEFT
            places = [box.left_part(half), box.right_part(half)][:: -1 if turned else 1]
        else:
            places = [box.upper(above[0]), box.lower(above[1])]
        for column, items, place in zip((self.asked, self.answer), (asks, button), places, strict=True):
            column.pos, column.size = (place.x, place.y), (place.width, place.height)
            column.show(items, "center")

    def _tall(self, items: list[Item], column: Column, width: float) -> float:
        column.width = width
        return column.tall(items) if items else 0.0

    def _whole(self, items: list[Item], column: Column, width: float) -> bool:
        column.width = width
        return column.holds(items)
