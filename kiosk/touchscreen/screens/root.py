"""The kiosk's window: band, body, helps, and the question for more time, each in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from kivy.uix.widget import Widget

from kiosk.touchscreen.content.pager import pager
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.journey.state import Aid, Journey, Screen
from kiosk.touchscreen.screens.band import Band
from kiosk.touchscreen.screens.bodies import MessageBody, TicketBody
from kiosk.touchscreen.screens.box import Box
from kiosk.touchscreen.screens.controls import ControlButton, Memory, drawn
from kiosk.touchscreen.screens.question import Question
from kiosk.touchscreen.screens.rows import ROOMY, ControlRow, RowRoom
from kiosk.touchscreen.screens.tiles import TilesBody
from queue_display.windows.papers import Screenful
from queue_display.windows.widgets import walk

COMPACT = 100.0
"""Millimetres: a screen whose shorter side is less (7 inches) has its actions in the row of helps."""

MOST_PAGES, MOST_PAGES_COMPACT, MOST_PAGES_HELPED = 2, 3, 4
"""Pages of topics that somebody leafs through: before there are more, icons become smaller, and go. The last
is for *Plus gros* and *Plus bas*."""

MARGIN = 1.9
"""Millimetres between the edge of the glass and the first control: the lower half of a screen of 10.1 inches
then holds three rows of targets."""


class TouchSink(Protocol):
    """Is given each touch of the window."""

    def down(self, touch: Any) -> None: ...
    def move(self, touch: Any) -> None: ...
    def up(self, touch: Any) -> None: ...


class KioskRoot(Screenful):
    """`draw` shows a screen. Nothing in here takes a touch: see `control_at`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        look = self.look
        self.band = Band(look=look)
        self.tiles = TilesBody(look=look)
        self.ticket = TicketBody(look=look)
        self.message = MessageBody(look=look)
        self.helps = ControlRow(look=look)
        self.question = Question(look=look)
        self.pages = 1
        self._crowds = Memory()
        self.fingers: TouchSink | None = None
        self.moves = False  # until it is known that nobody minds
        self._drawn: Screen | None = None

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
        self._at = at
        shown = _with_about(shown, roomy=self._roomy(shown))
        self.clear_widgets()
        below = self._below_band(shown)
        if shown.tiles:
            self.pages = self._draw_tiles(at, shown, below, 1)
            if self.pages > 1:
                self.pages = self._draw_tiles(at, shown, below, self.pages)
        else:
            below_all = self.compact or not shown.helps
            box = self._draw_helps([*shown.helps, *(shown.actions if below_all else ())], below)
            body = self.ticket if shown.number else self.message
            self._place(body, box)
            wide, actions = self.wide, not below_all
            if body is self.ticket:
                self.ticket.show(shown, wide=wide, actions=actions, arrives=self._arrives(at))
            else:
                self.message.show(shown, wide=wide, actions=actions)
        if shown.asks:
            self._draw_question(shown)
        self._drawn = at.screen
        self.look.repaint()

    def _arrives(self, at: Journey) -> bool:
        """A number that has just come, for somebody who sees it and minds no movement."""
        return self.moves and at.screen is not self._drawn and Aid.SPOKEN not in at.aids.on

    @property
    def _low(self) -> bool:
        return Aid.LOW in self._at.aids.on

    @property
    def _room(self) -> RowRoom:
        if self._low:
            return RowRoom.LEAST
        if self.compact:
            return RowRoom.TIGHT
        return RowRoom.MUCH if min(self.millimetres) >= ROOMY else RowRoom.LITTLE

    def _roomy(self, shown: Content) -> bool:
        return self._room is RowRoom.MUCH if shown.tiles else not self.compact

    @property
    def _plain(self) -> bool:
        return not self._at.aids.on & {Aid.LARGER, Aid.LOW}

    def _place(self, widget: Widget, box: Box) -> None:
        widget.pos, widget.size = (box.x, box.y), (box.width, box.height)
        if widget.parent is None:
            self.add_widget(widget)

    def _below_band(self, shown: Content) -> Box:
        margin = self.look.px(MARGIN)
        glass = Box(0, 0, self.width, self.height)
        if not (shown.head or shown.tiles):  # a message to agents
            return Box(margin, margin, self.width - 2 * margin, self.height - 2 * margin)
        tall = self.band.tall(self.compact)
        self._place(self.band, glass.upper(tall))
        self.band.show(shown, shown.title if shown.tiles else "")
        below = glass.below(tall, self.look.gap)
        return Box(margin, margin, below.width - 2 * margin, below.height - margin)

    def _draw_helps(self, controls: Sequence[Control], box: Box) -> Box:
        """A small screen has its actions there too."""
        self._place(self.helps, box)
        rows = 1 if self.wide else 2
        tall = self.helps.arrange(controls, box, rows, self._room)
        return box.above(tall, self.look.gap) if controls else box

    def crowded(self, at: Journey, shown: Content) -> bool:
        """Whether its tiles would take more pages than may be. It measures with the widgets that it draws
        with: what it finds for the first time is drawn next."""
        self._at = at
        shown = _with_about(shown, roomy=self._roomy(shown))
        rows = (drawn(shown.tiles), drawn(shown.standing), drawn(shown.helps))
        key = (rows, tuple(self.size), self._low, self.look.scale, self.look.language)
        return self._crowds.recall(key, lambda: not self._spread(at, shown))

    def _spread(self, at: Journey, shown: Content) -> bool:
        below = self._below_band(shown)
        for pages in (1, self._most_pages(shown)):
            self._lay_out(at, shown, below, pages)
            if self.tiles.fits(shown, pages, self._room):
                return True
        return False

    def _most_pages(self, shown: Content) -> int:
        if shown.most_pages:
            return shown.most_pages
        if not self._plain:
            return MOST_PAGES_HELPED
        return MOST_PAGES_COMPACT if self.compact else MOST_PAGES

    def _draw_tiles(self, at: Journey, shown: Content, below: Box, pages: int) -> int:
        """Returns the number of pages."""
        self._lay_out(at, shown, below, pages)
        return self.tiles.show(at, shown, self._most_pages(shown), self._room)

    def _lay_out(self, at: Journey, shown: Content, below: Box, pages: int) -> None:
        """What stands round the tiles, with the way on if there are so many pages: it and the way back stand
        at the end of the helps on an upright screen, which has two rows of them, and on a small one; else
        below the tiles."""
        ways = [*shown.actions, *([pager(pages, at)] if pages > 1 else [])]
        upright = bool(shown.helps) and (self.compact or not self.wide)
        box = self._draw_helps([*shown.helps, *(ways if upright else ())], below)
        if self._low:
            box = box.lower(min(box.height, self.height / 2 - box.y))
        self._place(self.tiles, box)
        self.tiles.stand([*shown.standing, *([] if upright else ways)], box, self._room)

    def _draw_question(self, shown: Content) -> None:
        """Over the lower edge: any touch is an answer, and nothing of what it lies on moves."""
        margin = self.look.px(MARGIN)
        self._place(self.question, Box(margin, margin, self.width - 2 * margin, 0))
        self.question.show(shown)


def _with_about(shown: Content, *, roomy: bool) -> Content:
    """What there is to know of the van: after the topics, or where there are none, among the buttons.

    What gives way would cost topics their icons, or a message its words, where the screen is not `roomy`.
    """
    told = tuple(c for c in shown.about if roomy or not c.gives_way)
    paged = tuple(replace(c, kind="tile") for c in told) if shown.tiles else ()
    actions = shown.actions if shown.tiles else (*shown.actions, *told)
    return replace(shown, tiles=(*shown.tiles, *paged), actions=actions, about=(), controls={})
