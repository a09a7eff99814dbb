"""What fills the screen between band and helps: a ticket's number, or a message.

Buttons stand at the lower end, in a place that depends on nothing but the buttons: whatever text comes or
goes, no button moves under a finger. A text that must be read is never left out: others are, or all become
smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.content.parts import Content, NoticeText, TextLine
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.column import ButtonItem, Column, Item, NoticeItem, SignItem, TextItem
from kiosk.touchscreen.screens.rows import LAST
from kiosk.touchscreen.screens.size import shrinks
from kiosk.touchscreen.screens.ticket_card import LOW_ROOM, TicketCard
from queue_display.windows.papers import Surface

CARD_SHARE = 0.5
"""Of the width, for the card with the number, beside its texts."""

CARD_HEIGHT = 0.5
"""Of the height, for the card above its texts."""

MESSAGE_WIDTH = 230.0
"""Millimetres, where texts are as large as usual: longer lines are hard to follow."""

MANY_LINES = 3
"""A message to agents with more lines than this may lose its title where there is little room."""

Placed: TypeAlias = tuple[Column, float, Sequence[ButtonItem]]
"""A column of buttons, its width in pixels, and what stands in it."""

LEAST = 5.0
"""Millimetres of a capital, in *Plus gros* too, where a text that must be read had no room otherwise; where
even that is too much, on 7 inches, they are those of a row of controls there: `LAST`."""


class Body(Widget):
    """Texts in the room there is, and the buttons below them."""

    look = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = Column(look=self.look)
        self.buttons, self.beside = Column(look=self.look), Column(look=self.look)
        for part in (self.column, self.buttons, self.beside):
            self.add_widget(part)

    def _write(self, box: Box, texts: Sequence[Item], shown: Content, align: str, actions: bool) -> None:
        """As large as lets all that must be read stay; if it can be, all."""
        buttons = [ButtonItem(control) for control in shown.actions if actions]
        rest = self._press(box, buttons, align)
        column = self.column
        column.pos, column.size = (rest.x, rest.y), (rest.width, rest.height)
        must = [item for item in texts if not item.spare]
        text = self.look.scale.text
        for grow in (1.0, *shrinks(text, LEAST), LAST / text):
            column.grow = grow
            if column.tall(must) <= column.height:
                break
        column.show(texts, align)

    def _press(self, box: Box, buttons: Sequence[ButtonItem], align: str) -> Box:
        """The buttons at the lower end of `box`, two that weigh the same beside each other; returns the room
        above them."""
        for column in (self.buttons, self.beside):
            column.grow, column.steady = 1.0, True
        places = self._abreast(box, buttons) or [(self.buttons, box.width, buttons), (self.beside, 0.0, ())]
        tall = max(column.tall(items) for column, _, items in places)
        place = box.lower(tall)
        x = place.x
        for column, width, items in places:
            column.pos, column.size = (x, place.y), (width, place.height)
            column.show(items, align)
            x += width + self.look.gap
        return box.above(tall, 2 * self.look.gap) if buttons else box

    def _abreast(self, box: Box, buttons: Sequence[ButtonItem]) -> list[Placed]:
        """Each of two in its half of the width; empty where they are not two, or a word has no room."""
        if len(buttons) != 2 or any(item.control.kind == "primary" for item in buttons):
            return []
        half = (box.width - self.look.gap) / 2
        order = buttons[::-1] if self.look.language in theme.RIGHT_TO_LEFT else buttons
        placed = list(zip((self.buttons, self.beside), order, strict=True))
        for column, _ in placed:
            column.width = half
        if not all(column.holds([item]) for column, item in placed):
            return []
        return [(column, half, [item]) for column, item in placed]


class TicketBody(Body):
    """The number, and beside it (below it on an upright screen) what the visitor needs to know."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.card = TicketCard(look=self.look, size_hint=(None, None))
        self.add_widget(self.card)

    def show(self, shown: Content, *, wide: bool, actions: bool, arrives: bool = False) -> None:
        """`wide`: the screen is wider than high; `actions`: the buttons stand here; `arrives`: the number is
        new, and comes in as from a printer."""
        box, gap = Box(self.x, self.y, self.width, self.height), 2 * self.look.gap
        if wide:
            share = box.width * CARD_SHARE
            turned = self.look.language in theme.RIGHT_TO_LEFT
            card = box.right_part(share) if turned else box.left_part(share)
            rest = (
                box.left_part(box.width - share - gap) if turned else box.right_part(box.width - share - gap)
            )
        else:
            card, rest = box.upper(box.height * CARD_HEIGHT), box.below(box.height * CARD_HEIGHT, gap)
        self.card.pos, self.card.size = (card.x, card.y), (card.width, card.height)
        self.card.show(shown.title, shown.number, self.look.scale.text)
        if arrives:
            self.card.arrive()
        self._write(rest, _beside_number(shown), shown, "start" if wide else "center", actions)


def _beside_number(shown: Content) -> list[Item]:
    items: list[Item] = []
    if shown.notice:
        items.append(_notice(shown.notice))
    if shown.take:
        arrow = _ARROWS.get(shown.take.place, "ticket_confirmation_outline")
        items.append(NoticeItem(shown.take.words, arrow, "good", "take"))
    return items + [_line(line) for line in shown.lines]


_ARROWS = {"below": "arrow_down_bold", "right": "arrow_right_bold", "left": "arrow_left_bold"}


def _notice(notice: NoticeText) -> NoticeItem:
    return NoticeItem(notice.words, notice.icon, notice.mood, "notice")


_RANKS = {"ahead": 2, "confidential": 3, "wait": 4, "french": 5}
"""In what order the lines beside a number are left out where there is no room for all: the last one first."""


def _line(line: TextLine) -> Item:
    strong, ink = line.id == "ahead", "quiet" if line.id == "confidential" else "ink"
    spare = _RANKS.get(line.id, 0 if line.must else 1)
    return TextItem(line.words, strong=strong, ink=ink, spare=spare, id=line.id)


class MessageBody(Body):
    """A sign, a sentence, and what more there is to know: for visitors on a sheet, where there is room."""

    def __init__(self, **kwargs: Any) -> None:
        self.sheet = Surface(look=kwargs["look"], paper="tile", size_hint=(None, None))
        super().__init__(**kwargs)
        self.add_widget(self.sheet, index=len(self.children))  # below the others

    def show(self, shown: Content, *, wide: bool, actions: bool) -> None:
        items: list[Item] = [SignItem(shown.icon, self.look.scale.icon * 1.8)] if shown.icon else []
        role = "title" if self.height >= self.look.px(1.5 * LOW_ROOM) else "text"
        spare = 0 if shown.helps or len(shown.lines) <= MANY_LINES else 9
        items.append(TextItem(shown.title, role=role, strong=True, id="title", spare=spare))
        items += [
            TextItem(line.words, id=f"line:{n}", spare=0 if line.must else n + 2)
            for n, line in enumerate(shown.lines)
        ]
        width = min(self.width, self.look.px(MESSAGE_WIDTH))
        box = Box(self.x + (self.width - width) / 2, self.y, width, self.height)
        self._write(box, items, shown, "center", actions)
        self._lay_sheet(bool(shown.helps) and role == "title")

    def _lay_sheet(self, there: bool) -> None:
        """From edge to edge, behind the texts."""
        low = self.column.y - self.look.gap if self.column.y > self.y else self.y
        self.sheet.border = "edge" if self.look.palette.outlined and there else ""
        self.sheet.pos = self.x, low
        self.sheet.size = (self.width, self.top - low) if there else (0, 0)
