"""What fills the screen between header and helps: a number, or a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.touchscreen.content.parts import Content, TextLine
from kiosk.touchscreen.screens.column import ButtonItem, Column, Item, NoticeItem, SignItem, TextItem
from kiosk.touchscreen.screens.size import growths, stepped
from queue_display.windows.texts import TextLabel

NUMBER_SHARE = 0.62
"""The largest share of the width that a number takes beside its texts."""

LEAST_SHARE = 0.4
"""The least share of the width that a number has, if its texts need more."""

SMALLEST_SHARE = 0.3
"""The same, if the text that needs more must not be left out."""

FILL = 0.86
"""The height of the number's digits, as a share of the room's: the rest is space above and below."""

LOW_ROOM = 45.0
"""Millimetres of height below which the number stands alone, without its title."""

MANY_LINES = 3
"""A message with more lines than this may lose its title where there is little room: they say enough."""

MESSAGE_WIDTH = 230.0
"""Millimetres, where texts are as large as usual: longer lines are hard to follow."""


class TicketBody(Widget):
    """The number, as large as it can be, and beside or below it what the visitor needs to know."""

    look = ObjectProperty(None)
    short_side = NumericProperty(0)  # of the screen, in millimetres

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.title = TextLabel(look=self.look, strong=True, align="center", size_hint=(None, None))
        self.number = TextLabel(look=self.look, strong=True, ink="accent", align="center", widget_id="number")
        self.column = Column(look=self.look)
        self._ruler = TextLabel(look=self.look, strong=True)  # never shown
        for part in (self.title, self.number, self.column):
            self.add_widget(part)

    def show(self, shown: Content, *, beside: bool, actions: bool, low: bool) -> None:
        """`beside`: the texts stand beside the number; `actions`: so do the buttons."""
        items = _texts(shown, actions)
        self.title.words = shown.title if self.height >= self.look.px(LOW_ROOM) else ""
        self.number.words = shown.number
        for grow in growths(self.short_side):
            self.column.grow = grow
            self.title.capital = self.look.scale.text * grow
            self._ruler.capital = self.look.scale.text * grow
            (self._beside if beside else self._above)(items, low)
            if len(self.column.children) == len(items):
                return

    def _beside(self, items: list[Item], low: bool) -> None:
        gap = self.look.gap * 2
        widest = max((self._widest(i) for i in items), default=0)
        width = min(self.width * NUMBER_SHARE, self.width - gap - widest)
        width = self._leaving_room(items, width, gap)
        self._place_number(self.x, self.y, width, self.height)
        used = self.number.natural_width(10**6)
        width = min(width, max(used + gap, self.title.natural_width(width), self.width * LEAST_SHARE))
        self._place_number(self.x, self.y, width, self.height)
        self.column.pos = self.x + width + gap, self.y
        self.column.size = self.width - width - gap, self.height
        self.column.show(items, "start", low=low)

    def _leaving_room(self, items: list[Item], width: float, gap: float) -> float:
        """Width of the number, at most `width`, that leaves the texts the room they need, if any does."""
        for wanted in _fewer_and_fewer(items):
            share = LEAST_SHARE if any(item.spare for item in wanted) else SMALLEST_SHARE
            for part in range(11):
                tried = width - part / 10 * max(0.0, width - self.width * share)
                self.column.width = self.width - tried - gap
                if self.column.tall(wanted) <= self.height:
                    return float(tried)
        return float(min(width, self.width * SMALLEST_SHARE))

    def _above(self, items: list[Item], low: bool) -> None:
        self.column.width = self.width
        needed = self.column.tall([item for item in items if not item.spare])
        most = max(self.height * (0.58 if len(items) < 6 else 0.64), needed + self.look.gap)
        texts = min(most, self.column.tall(items) + self.look.gap)  # the number gets the rest
        self.column.pos, self.column.height = self.pos, texts - self.look.gap
        self._place_number(self.x, self.y + texts, self.width, self.height - texts)
        self.column.show(items, "center", low=low)

    def _widest(self, item: Item) -> float:
        """Width of the longest word, which must not be broken."""
        words = item.words if isinstance(item, TextItem | NoticeItem) else ""
        label = self._ruler
        icon = self.look.px(self.look.scale.icon + 2 * self.look.scale.pad) + self.look.gap
        extra = icon if isinstance(item, NoticeItem) else 0
        return max((label.natural_width(10**6) for label.words in words.split()), default=0.0) + extra + 4

    def _place_number(self, x: float, y: float, width: float, height: float) -> None:
        self.title.width = width
        self.title.height = self.title.height_at(width) or 0
        self.number.pos, self.number.size = (x, y), (width, height - self.title.height)
        self.number.capital = self._largest(self.number.size)
        digits = self.number.capital * self.look.px_per_mm
        spare = self.number.height - digits / FILL
        self.title.pos = x, y + height - self.title.height - spare / 2  # close to its number

    def _largest(self, room: tuple[float, float]) -> float:
        """Height of the capitals, in millimetres, of the largest number that fits."""
        wide, _ = CoreLabel(font_name=self.number.font_name, bold=True, font_size=100).get_extents(
            self.number.text
        )
        one_mm = self.look.font_size(1, "", self.look.px_per_mm, self.look.language)
        widest = 100 * room[0] / (wide + 4) / one_mm
        return stepped(min(widest, FILL * room[1] / self.look.px_per_mm))


def _fewer_and_fewer(items: list[Item]) -> Iterator[list[Item]]:
    """All items, then without what matters least, down to those that must stay."""
    wanted = list(items)
    yield list(wanted)
    for item in sorted((i for i in items if i.spare), key=lambda i: -i.spare):
        wanted.remove(item)
        yield list(wanted)


def _texts(shown: Content, actions: bool) -> list[Item]:
    items: list[Item] = [_beside_number(line) for line in shown.lines]
    if shown.take:
        items.insert(0, TextItem(shown.take.words, strong=True, id="take", spare=1))
    if shown.notice:
        notice = shown.notice
        items.insert(0, NoticeItem(notice.words, notice.icon, notice.mood, "notice"))
    return items + [ButtonItem(control) for control in shown.actions if actions]


_RANKS = {"next": 1, "ahead": 2, "confidential": 3, "wait": 4, "french": 5}
"""In what order the lines beside a number are left out where there is no room for all: the last one first."""


def _beside_number(line: TextLine) -> Item:
    strong, ink = line.id == "ahead", "quiet" if line.id == "confidential" else "ink"
    spare = _RANKS.get(line.id, 0 if line.must else 1)
    return TextItem(line.words, strong=strong, ink=ink, spare=spare, id=line.id)


class MessageBody(Widget):
    """A sign, a sentence, and what more there is to know."""

    look = ObjectProperty(None)
    short_side = NumericProperty(0)  # of the screen, in millimetres

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = Column(look=self.look)
        self.add_widget(self.column)

    def show(self, shown: Content, *, actions: bool, low: bool) -> None:
        items: list[Item] = [SignItem(shown.icon, self.look.scale.icon * 1.8)] if shown.icon else []
        role = "title" if self.height >= self.look.px(1.5 * LOW_ROOM) else "text"
        spare = 9 if len(shown.lines) > MANY_LINES else 0
        items.append(TextItem(shown.title, role=role, strong=True, id="title", spare=spare))
        items += [
            TextItem(line.words, id=f"line:{n}", spare=_spare(n, shown)) for n, line in enumerate(shown.lines)
        ]
        items += [ButtonItem(control) for control in shown.actions if actions]
        for grow in growths(self.short_side):
            self.column.grow = grow
            self.column.width = min(self.width, self.look.px(MESSAGE_WIDTH) * grow)
            if self.column.tall(items) <= self.height:
                break
        self.column.height = self.height
        self.column.pos = self.center_x - self.column.width / 2, self.y
        self.column.show(items, "center", low=low)


def _spare(n: int, shown: Content) -> int:
    """0 for the line that is never left out: the only one, or the second, since the first announces it."""
    return 0 if n == 1 or len(shown.lines) == 1 else n + 2
