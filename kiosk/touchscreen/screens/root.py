"""The kiosk's window: header, body, helps, and the question for more time, each in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from assets import theme
from kiosk.touchscreen.content.pager import pager
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.journey.state import Aid, Journey
from kiosk.touchscreen.screens.bodies import MessageBody, TicketBody
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.column import ButtonItem, Column, Item, TextItem
from kiosk.touchscreen.screens.controls import ControlButton
from kiosk.touchscreen.screens.helps import HelpRow
from kiosk.touchscreen.screens.tiles import TilesBody
from queue_display.windows.papers import Screenful, Surface
from queue_display.windows.texts import TextLabel
from queue_display.windows.widgets import walk

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

COMPACT = 100.0
"""Millimetres: a screen whose shorter side is less (7 inches) has helps without words at its lower edge."""

MARGIN = 1.9
"""Millimetres between the edge of the glass and the first control: the lower half of a screen of 10.1 inches
then holds three rows of targets."""


class TouchSink(Protocol):
    """Is given each touch of the window."""

    def down(self, touch: Any) -> None: ...
    def move(self, touch: Any) -> None: ...
    def up(self, touch: Any) -> None: ...


class TitleLabel(TextLabel):
    """What to do on this screen."""


class CalledLabel(TextLabel):
    """Who is being called."""


class Header(Widget):
    """What to do, and who is being called: on one line, so that nothing below it ever moves."""

    look = ObjectProperty(None)

    def show(self, shown: Content) -> None:
        title, called = self.ids.title, self.ids.called
        title.words, title.role = shown.title, "title"
        if title.natural_width(10**6) > self.width:
            title.role = "text"
        title.width = title.natural_width(self.width)
        title.height = called.height = self.height
        room = self.width - title.width - 2 * self.look.gap
        called.words = self._as_many_as_fit(shown, room)
        called.width = called.natural_width(room) if called.words else 0
        turned = self.look.language in theme.RIGHT_TO_LEFT
        title.pos = (self.right - title.width if turned else self.x), self.y
        called.pos = (self.x if turned else self.right - called.width), self.y

    def tall(self) -> float:
        """Height of its one line, in pixels."""
        label = self.ids.title
        label.words, label.role = label.words or "É", "title"
        return float(label.height_at(10**6) or 0)

    def _as_many_as_fit(self, shown: Content, room: float) -> str:
        label = self.ids.called
        for title in (shown.called_title + " ", ""):
            for count in range(len(shown.called), 0, -1):
                label.words = title + "  ·  ".join(shown.called[:count])
                if label.natural_width(10**6) <= room:
                    return str(label.words)
        return ""


class KioskRoot(Screenful):
    """`draw` shows a screen. Nothing in here takes a touch: see `control_at`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        look = self.look
        self.header = Header(look=look)
        self.tiles = TilesBody(look=look)
        self.ticket = TicketBody(look=look)
        self.message = MessageBody(look=look)
        self.helps = HelpRow(look=look)
        self.question = Surface(look=look, paper="tint", border="accent")
        self.question_column = Column(look=look)
        self.question.add_widget(self.question_column)
        self.pages = 1
        self.fingers: TouchSink | None = None

    def on_touch_down(self, touch: Any) -> bool:
        if self.fingers:
            self.fingers.down(touch)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if self.fingers:
            self.fingers.move(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if self.fingers:
            self.fingers.up(touch)
        return True

    def do_layout(self, *_: object) -> None:
        """Everything is placed by `draw`."""

    @property
    def millimetres(self) -> tuple[float, float]:
        return self.width / self.look.px_per_mm, self.height / self.look.px_per_mm

    @property
    def compact(self) -> bool:
        return min(self.millimetres) < COMPACT

    @property
    def wide(self) -> bool:
        return bool(self.width > self.height)

    def aids_offered(self) -> frozenset[Aid]:
        """All helps; *Plus bas* only on a larger screen, since on a small one everything can be reached."""
        return frozenset(Aid) - ({Aid.LOW} if self.compact else frozenset())

    def buttons(self) -> list[ControlButton]:
        """Every button on the screen; what is drawn last comes last."""
        return [w for w in walk(self) if isinstance(w, ControlButton)]

    def control_at(self, x: float, y: float) -> ControlButton | None:
        """The button at a place of the window, in pixels."""
        return next((b for b in reversed(self.buttons()) if b.collide_point(x, y)), None)

    def control_named(self, identifier: str) -> Control | None:
        return next((b.control for b in self.buttons() if b.control.id == identifier), None)

    # --- Drawing ----------------------------------------------------------------------------------

    def draw(self, at: Journey, shown: Content, facts: Facts) -> None:
        """Show a screen. What does not change between two screens stays where it is."""
        self._at, shown = at, _with_standing(shown)
        for body in (self.ticket, self.message, self.tiles.grid):
            body.short_side = min(self.millimetres)
        self.clear_widgets()
        box = self._inside()
        if shown.tiles:
            box = self._draw_tiles(at, shown, box)
        else:
            box = self._draw_bar(self._bar(shown), box, agents=not shown.helps)
            rest = box.above(self._draw_question(shown, box), self.look.gap) if shown.asks else box
            (self._draw_ticket if shown.number else self._draw_message)(shown, facts, rest)
            return
        if shown.asks:
            self._draw_question(shown, box)

    def _bar(self, shown: Content) -> list[Control]:
        """The buttons at the lower edge. A small screen, or one without helps, has its actions there too, but
        those that stand beside tiles; it has none while it asks whether somebody is there, since any touch is
        an answer."""
        if (shown.helps or shown.tiles) and not self.compact:
            return list(shown.helps)
        return [] if shown.asks else [*shown.helps, *shown.actions]

    @property
    def _low(self) -> bool:
        return Aid.LOW in self._at.aids.on

    def _inside(self) -> Box:
        margin = self.look.px(MARGIN)
        return Box(margin, margin, self.width - 2 * margin, self.height - 2 * margin)

    def _place(self, widget: Widget, box: Box) -> None:
        widget.pos, widget.size = (box.x, box.y), (box.width, box.height)
        if widget.parent is None:
            self.add_widget(widget)

    def _draw_header(self, shown: Content, box: Box) -> Box:
        if self.compact and Aid.LARGER in self._at.aids.on:
            return box  # its room is given to what can be touched; the title is still spoken
        tall = self.header.tall()
        self._place(self.header, box.upper(tall))
        self.header.show(shown)
        return box.below(tall, self.look.gap)

    def _draw_bar(self, controls: list[Control], box: Box, *, agents: bool = False) -> Box:
        """`agents`: a screen of the agents, which has more buttons and no helps."""
        rows = 1 if self.compact else (1 if self.wide else 2) + agents
        words = agents or not self.compact
        self._place(self.helps, box)
        tall = self.helps.arrange(controls, box.x, box.y, box.width, rows, words=words)
        return box.above(tall, self.look.gap) if controls else box

    def _draw_ticket(self, shown: Content, facts: Facts, box: Box) -> None:
        self._place(self.ticket, box)
        self.ticket.show(shown, beside=self.wide, actions=not self.compact and not shown.asks, low=self._low)

    def _draw_message(self, shown: Content, facts: Facts, box: Box) -> None:
        frame = Content(facts.van, called=shown.called, called_title=shown.called_title)
        box = self._draw_header(frame, box)
        self._place(self.message, box)
        actions = bool(shown.helps) and not self.compact and not shown.asks
        self.message.show(shown, actions=actions, low=self._low)

    def _draw_question(self, shown: Content, box: Box) -> float:
        """Height of the question, at the lower edge of `box`."""
        items: list[Item] = [TextItem(shown.asks, strong=True, id="asks")]
        items += [ButtonItem(shown.more_time)] if shown.more_time else []
        column, pad = self.question_column, self.look.pad
        column.width = box.width - 2 * pad
        column.height = column.tall(items)
        self._place(self.question, box.lower(column.height + 2 * pad))
        column.pos = self.question.x + pad, self.question.y + pad
        column.show(items, "center")
        return float(self.question.height)

    def _draw_tiles(self, at: Journey, shown: Content, box: Box) -> Box:
        bar = self._bar(replace(shown, asks="", controls={}))
        rest = self._draw_page(at, shown, box, bar)
        if self.compact and self.pages > 1:
            # The pager takes room below, so that there may be one page more.
            rest = self._draw_page(at, shown, box, [*bar, pager(self.pages, at)])
            self._draw_bar([*bar, pager(self.pages, at)], box)
        return rest

    def _draw_page(self, at: Journey, shown: Content, box: Box, bar: list[Control]) -> Box:
        rest = self._draw_header(shown, self._draw_bar(bar, box))
        if self._low:
            rest = rest.lower(min(rest.height, self.height / 2 - rest.y))
        self._place(self.tiles, rest)
        self.pages = self.tiles.show(at, shown, rest, side=not self.compact)
        return rest


def _with_standing(shown: Content) -> Content:
    """What stands on every page, among the tiles, and what is switched on and off, beside them."""
    tiles = tuple(c for c in shown.standing if c.id != "priority")
    actions = tuple(c for c in shown.standing if c.id == "priority")
    if shown.tiles:
        tiles += shown.about
    else:
        actions += shown.about
    return replace(
        shown,
        tiles=tuple(replace(c, kind="tile") for c in (*shown.tiles, *tiles)),
        actions=(*(replace(c, kind="plain") for c in actions), *shown.actions),
        standing=(),
        about=(),
        controls={},
    )
