"""The console's Kivy widgets: they show what `words` says and hand over what is pressed.

Widgets are made once and reused, since Kivy keeps the texture of each label that ever was. Setting a
property to what it is already draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.recycleboxlayout import RecycleBoxLayout
from kivy.uix.widget import Widget

from assets.wording import Wording
from queue_display.console import days, health, strip, words
from queue_display.console.buttons import Button, buttons
from queue_display.console.controls import BELOW_ROWS, Ringed
from queue_display.console.dialog_view import Act, DialogView
from queue_display.console.dialogs import dialog
from queue_display.console.model import Console, Opened
from queue_display.console.notices import MOST, Notice, notices
from queue_display.windows.look import Look
from queue_display.windows.papers import Card, Floor, Screenful, Surface
from queue_display.windows.shapes import Shape
from queue_display.windows.widgets import hold


class WaitingRow(Ringed, ButtonBehavior, Surface):
    """One who waits; a press opens what can be done about the ticket."""

    number = NumericProperty(0)
    number_words = StringProperty("")
    topic = StringProperty("")
    since = StringProperty("")
    marks = ObjectProperty(())
    long_wait = BooleanProperty(False)
    lit = BooleanProperty(False)
    act: Act = staticmethod(lambda press: None)

    def shapes(self) -> Iterator[Shape]:
        """Nothing, where it looks as the panel on which it stands."""
        if self.paper != BELOW_ROWS:
            yield from super().shapes()

    def on_release(self) -> None:
        self.act(Opened("ticket", int(self.number)))


class RowsBox(Floor, RecycleBoxLayout):
    """The rows in sight: they scroll, so they are drawn for themselves."""

    look = ObjectProperty(None, rebind=True, allownone=True)


class LinePanel(Card):
    """Who waits."""

    act = ObjectProperty(None, allownone=True)
    _ring = ""

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.title.words = words.line_title(console, say)
        self.ids.buttons.show(shown, console.ring)
        rows = words.rows(console, say, now)
        self._follow_ring([f"row:{row.number}" for row in rows], console.ring)
        self.ids.rows.data = [
            {
                "number": row.number,
                "number_words": str(row.number),
                "widget_id": f"row:{row.number}",
                "topic": row.topic,
                "since": row.since,
                "marks": row.marks,
                "long_wait": row.long,
                "lit": row.lit,
                "ringed": console.ring == f"row:{row.number}",
                "look": self.look,
                "act": self.act,
            }
            for row in rows
        ]

    def _follow_ring(self, rows: Sequence[str], ring: str) -> None:
        """Scroll to the row on which the keyboard is, when it has just come there."""
        moved, self._ring = ring != self._ring, ring
        if moved and ring in rows:
            place = rows.index(ring) / max(1, len(rows) - 1)
            self.ids.rows.scroll_y = 1 - place


class LostPanel(Card):
    """In place of the line while there is no link."""

    ink = StringProperty("on_warn")

    def show(self, lost: health.Lost) -> None:
        self.ids.icon.name, self.ids.title.words, self.ids.advice.words = lost.icon, lost.title, lost.advice
        self.paper, self.border = ("background", "") if lost.calm else ("warn", "on_warn")
        self.ink = "ink" if lost.calm else "on_warn"


class Stage(BoxLayout):
    """What the desk shows: one of the two below."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    act = ObjectProperty(None, allownone=True)


class FreeStage(Stage):
    """Nobody is at the desk: one large button, or two where a day is to be chosen."""

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.day.words = days.large(console, say)
        self.ids.words.words = words.desk_words(console, say, now)
        self.ids.buttons.show(shown, console.ring)


class ServingStage(Stage):
    """Somebody is at the desk, or called to it."""

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.number.words = words.number(console)
        self.ids.number.ink = "accent" if console.fresh else "quiet"
        self.ids.topic.words = words.desk_topic(console, say)
        self.ids.words.words = words.desk_words(console, say, now)
        self.ids.end.show(shown, console.ring)
        self.ids.buttons.show(shown, console.ring)


class UndoStrip(Stage):
    """What was ended last, for the seconds in which that can be taken back."""

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.words.words = words.undo_words(console, say, now)
        self.ids.buttons.show(shown, console.ring)


class LockedPanel(Card):
    """In place of all else while the agent is away."""

    act = ObjectProperty(None, allownone=True)

    def show(self, console: Console, say: Wording, shown: Sequence[Button]) -> None:
        self.ids.title.words = say("Écran verrouillé")
        self.ids.buttons.show(shown, console.ring)


class StripPanel(Surface):
    """In place of all else while the window is small."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    act = ObjectProperty(None, allownone=True)
    mood = StringProperty("good")

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.number.words = strip.number(console, say)
        self.ids.first.words = strip.first(console, say)
        self.ids.second.words, self.mood = strip.second(console, say, now)
        self.ids.buttons.show(shown, console.ring)


class DeskPanel(Card):
    """My desk, and the other one in a line."""

    def __init__(self, act: Act, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._free = FreeStage(look=self.look, act=act)
        self._serving = ServingStage(look=self.look, act=act)
        self._undo = UndoStrip(look=self.look, act=act)

    def show(self, console: Console, say: Wording, now: float, shown: Sequence[Button]) -> None:
        self.ids.title.words = words.desk_title(console, say)
        self.ids.others.words = words.other_desks(console, say, now)
        self.ids.note.words = health.note(console, say)
        stage = self._serving if console.mine else self._free
        stage.show(console, say, now, shown)
        hold(self.ids.stage, [stage])
        self._undo.show(console, say, now, shown)
        hold(self.ids.undo_place, [self._undo] if words.undo_words(console, say, now) else [])


class NoticeLine(BoxLayout):
    """A notice, and the button that goes with it where there is one."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    act = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._bar, self._buttons = reversed(self.children)

    def show(self, notice: Notice, shown: Sequence[Button], ring: str) -> None:
        bar = self._bar
        bar.words, bar.mood, bar.icon, bar.widget_id = notice.words, notice.mood, notice.icon, notice.id
        there = [button for button in shown if button.place == "help"] if notice.id == "help" else []
        self._buttons.show(there, ring)
        hold(self, [bar, self._buttons] if there else [bar])


class ConsoleRoot(Screenful):
    """The whole window. `show` draws a `Console` at a moment."""

    act = ObjectProperty(None, allownone=True)

    def __init__(self, look: Look, say: Wording, act: Act) -> None:
        super().__init__(look=look, act=act)
        self._say = say
        self._line = LinePanel(look=look, act=act)
        self._lost = LostPanel(look=look)
        self._desk = DeskPanel(act, look=look)
        self._notices = [NoticeLine(look=look, act=act) for _ in range(MOST)]
        self._locked = LockedPanel(look=look, act=act)
        self._strip = StripPanel(look=look, act=act)
        self._parts = list(reversed(self.children))
        self._pressed_at = (0.0, 0.0, 0.0)
        self._dialog = DialogView(act, look)

    def show(self, console: Console, now: float) -> None:
        say, shown = self._say, buttons(console, self._say, now)
        if console.locked:
            self._locked.show(console, say, shown)
        if console.strip:
            self._strip.show(console, say, now, shown)
        hold(self, self._whole(console))
        self._show_top(console, now, shown)
        self._line.show(console, say, now, shown)
        self._desk.show(console, say, now, shown)
        lost = health.lost(console, say, now)
        if lost:
            self._lost.show(lost)
        hold(self.ids.body, [self._lost if lost else self._line, self._desk])
        self._show_state(console, now, shown)
        pad = 2 * self.look.pad
        room = self.width - pad, self.height - pad
        self._dialog.show(dialog(console, say), room, self._pressed_at, console.ring)

    def _whole(self, console: Console) -> list[Widget]:
        """What the window has."""
        if console.locked:
            return [self._locked]
        return [self._strip] if console.strip else self._parts

    def on_touch_down(self, touch: MotionEvent) -> bool:
        self._pressed_at = (touch.x, touch.y, touch.time_start)
        return bool(super().on_touch_down(touch))

    def _show_top(self, console: Console, now: float, shown: Sequence[Button]) -> None:
        ids = self.ids
        ids.place.words = words.place(console)
        ids.day.words = days.in_sight(console, self._say, now)
        ids.stop.words, ids.stop.mood, ids.stop.icon = words.stop_words(console, self._say)
        ids.buttons.show(shown, console.ring)
        ids.edge.show(shown, console.ring)

    def _show_state(self, console: Console, now: float, shown: Sequence[Button]) -> None:
        lights = health.lights(console, self._say)
        worst = health.worst(lights)
        for light in lights:
            self.ids[f"light_{light.id}"].show(light, self._say, worded=light is worst)
        told = notices(console, self._say, now)
        for line, notice in zip(self._notices, told, strict=False):
            line.show(notice, shown, console.ring)
        hold(self.ids.notices, self._notices[: len(told)])


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
