"""The board's Kivy widgets: they show what `model` says. Widgets are made once and reused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.lang import Builder
from kivy.properties import AliasProperty, BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from assets.wording import Wording
from queue_display.board import model
from queue_display.board.model import Board
from queue_display.messages import BoardCall
from queue_display.windows.look import Look
from queue_display.windows.papers import Card, Screenful
from queue_display.windows.widgets import hold

DIGIT = 0.95
"""Width of a digit, in heights of a capital letter: a little more than the typeface's, for space."""
LETTER = 0.86
"""Width of a letter in the middle of a word, likewise."""


class CallCard(Card):
    """One call: number, arrow, desk, as large as the room allows. `lively` while it is announced."""

    number_words = StringProperty("")
    desk_words = StringProperty("")
    lively = BooleanProperty(False)
    ring = NumericProperty(0)

    def _capital(self) -> float:
        if not self.look:
            return 10.0
        digits = max(2, len(self.number_words))
        most = min(self.height * 0.58, self.width * 0.37 / (digits * DIGIT))
        return float(most / self.look.px_per_mm)

    def _desk_capital(self) -> float:
        if not self.look:
            return 10.0
        one_line = self.width * 0.43 / (max(8, len(self.desk_words)) * LETTER)
        return float(min(self.height * 0.3, one_line) / self.look.px_per_mm)

    capital = AliasProperty(_capital, bind=["size", "look", "number_words"])
    desk_capital = AliasProperty(_desk_capital, bind=["size", "look", "desk_words"])

    def show(self, call: BoardCall, say: Wording, lively: bool) -> None:
        self.number_words, self.desk_words = str(call.number), model.desk(call, say)
        if lively and not self.lively:
            self._draw_the_eye()
        self.lively = lively

    def _draw_the_eye(self) -> None:
        Animation.cancel_all(self, "ring")
        self.ring = 0
        breath = Animation(ring=0.9, d=0.5, t="in_out_sine") + Animation(ring=0, d=0.9, t="in_out_sine")
        (breath + breath + breath).start(self)


class CalmStage(BoxLayout):
    """Nobody is called: one line that says why."""

    look = ObjectProperty(None, rebind=True, allownone=True)
    widget_id = StringProperty("")

    def show(self, board: Board, say: Wording) -> None:
        self.widget_id = model.place(board)
        self.ids.icon.name = model.icon(board)
        self.ids.headline.words, self.ids.advice.words = model.headline(board, say), model.advice(board, say)


class CallStage(BoxLayout):
    """The last call, very large; those before it below."""

    look = ObjectProperty(None, rebind=True, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._others = [CallCard(look=self.look, widget_id=f"called:{n}") for n in range(1, model.MOST + 1)]

    def show(self, board: Board, say: Wording) -> None:
        first, *others = board.called
        self.ids.first.show(first, say, first == board.announcing)
        for card, call in zip(self._others, others, strict=False):
            card.show(call, say, lively=False)
        hold(self.ids.others, self._others[: len(others)])


class BoardRoot(Screenful):
    """The whole window. `show` draws a `Board`."""

    def __init__(self, look: Look, say: Wording) -> None:
        super().__init__(look=look)
        self._say = say
        self._calm, self._calls = CalmStage(look=look), CallStage(look=look)

    def show(self, board: Board) -> None:
        self.ids.van.words = board.view.van if board.view else "Halte"
        calls = model.place(board) == "called"
        stage = self._calls if calls else self._calm
        stage.show(board, self._say)
        self.ids.foot.words = model.foot(board, self._say)
        hold(self.ids.stage, [stage])


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
