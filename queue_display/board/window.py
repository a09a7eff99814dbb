"""The board's Kivy widgets: they show what `words` says. Widgets are made once and reused."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from assets.wording import Wording
from queue_display.board import model, words
from queue_display.board.model import Board
from queue_display.messages import BoardCall
from queue_display.windows.fitting import FittingText  # noqa: F401  # for the .kv
from queue_display.windows.look import Look
from queue_display.windows.papers import Card, Screenful, Strip  # for the .kv
from queue_display.windows.widgets import hold

ROWS = 4
"""Calls below each other beside the last one; more of them stand in two columns."""

MOST_BESIDE = 2 * ROWS
"""One less than a van may have desks."""

SHARES = {(1, 2): 0.38, (1, 3): 0.52, (2, 2): 0.8, (2, 3): 1.0}
"""Width of so many columns of calls beside the last one, with numbers of so many digits, as a share of its
own; more digits are smaller."""

DIGITS = 2
"""Numbers have room for so many digits at least: then they do not change their size at 10."""


class DeskBlock(Card):
    """Where to go: the word above, the number as large as the block allows."""

    title = StringProperty("")
    number_words = StringProperty("")
    ink = StringProperty("ink")
    most_title = NumericProperty(8.0)
    share = NumericProperty(0.3)  # of the height, for the word


class FootPart(BoxLayout):
    """A sign, words, and more beside them."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")
    icon = StringProperty("")
    words = StringProperty("")
    more = StringProperty("")


class Foot(Strip):
    """What else there is to know; it is there only while there is something."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._people = FootPart(icon="account_group", widget_id="people")
        self._stops = FootPart(icon="calendar_blank", widget_id="stops", size_hint_x=1.9)
        self._staff = FootPart(icon="tools", widget_id="staff")

    def show(self, board: Board, say: Wording) -> None:
        self._people.words = words.people(board, say)
        self._stops.words, self._stops.more = words.stops(board, say)
        self._staff.words = words.staff(board, say)
        parts = [part for part in (self._people, self._stops, self._staff) if part.words or part.more]
        for part in parts:
            part.look = self.look
        hold(self, parts)


class CallCard(Card):
    """A call: its number, and in a block of its own the desk.

    `mood`: "lively" while it is announced, then "calm"; "gone" when its visit has ended.
    """

    number_words = StringProperty("")
    room_for = StringProperty("88")
    desk_title = StringProperty("")
    desk_words = StringProperty("")
    mood = StringProperty("calm")
    large = BooleanProperty(False)

    def show(self, call: BoardCall, say: Wording, mood: str, digits: int) -> None:
        """The number is as large as one with so many `digits` can be."""
        self.number_words, self.room_for = str(call.number), "8" * digits
        self.desk_title, self.desk_words = say("Bureau"), str(call.desk)
        self.mood = mood


class CalmStage(Card):
    """Nobody is called: what a visitor has to know then."""

    place = StringProperty("waiting")

    def show(self, board: Board, say: Wording) -> None:
        self.widget_id = self.place = model.place(board)
        self.ids.icon.name = words.icon(board)
        self.ids.headline.words, self.ids.advice.words = words.headline(board, say), words.advice(board, say)


class Beside(BoxLayout):
    """The other calls, below each other: those of the other desks, and greyed those that were before."""

    look = ObjectProperty(None, rebind=True, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._cards = [CallCard(look=self.look, widget_id=f"called:{n}") for n in range(1, MOST_BESIDE + 1)]
        self._empty = [Widget() for _ in range(ROWS)]
        self._columns = [BoxLayout(orientation="vertical"), BoxLayout(orientation="vertical")]

    def show(self, calls: list[tuple[BoardCall, str]], say: Wording, digits: int) -> None:
        """`calls` with their moods. Each row has its place, whatever comes or goes below it."""
        shown = self._cards[: len(calls)]
        for card, (call, mood) in zip(shown, calls, strict=True):
            card.show(call, say, mood, digits)
        columns = self._columns[: ceil(len(shown) / ROWS)]
        self.size_hint_x = SHARES[len(columns), min(digits, 3)]
        for n, column in enumerate(columns):
            column.spacing = self.spacing
            held: list[Widget] = list(shown[n * ROWS : (n + 1) * ROWS])
            hold(column, held + self._empty[: ROWS - len(held)] if n == len(columns) - 1 else held)
        hold(self, columns)


class BoardRoot(Screenful):
    """The whole window. `show` draws a `Board`."""

    def __init__(self, look: Look, say: Wording) -> None:
        super().__init__(look=look)
        self._say = say
        self._calm, self._call = CalmStage(look=look), CallCard(look=look, widget_id="called", large=True)
        self._beside = Beside(look=look)

    def show(self, board: Board, now: float) -> None:
        """`now` is in seconds on the clock by which the board's view came."""
        say, ids = self._say, self.ids
        ids.van.words, ids.village.words = words.van(board), words.village(board)
        ids.clock.words = words.clock(board, now, say)
        ids.foot.show(board, say)
        calls = model.place(board) == "called"
        ids.closing.words = words.advice(board, say) if calls else ""
        self._show_stage(board, calls)

    def _show_stage(self, board: Board, calls: bool) -> None:
        others = [*((call, "calm") for call in board.called[1:]), *((call, "gone") for call in board.gone)]
        others = others[:MOST_BESIDE]
        stage: Widget = self._call if calls else self._calm
        if calls:
            first = board.called[0]
            mood = "lively" if first == board.announcing else "calm"
            self._call.show(first, self._say, mood, _digits([first]))
        else:
            self._calm.show(board, self._say)
        if others:
            self._beside.show(others, self._say, _digits([call for call, _ in others]))
        hold(self.ids.stage, [stage, self._beside] if others else [stage])


def _digits(calls: list[BoardCall]) -> int:
    """Of the longest number."""
    return max(DIGITS, *(len(str(call.number)) for call in calls))


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
