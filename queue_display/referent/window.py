"""The referent's window in Kivy: it shows what `model` says, and hands over what is pressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from assets.wording import Wording
from queue_display.referent import model
from queue_display.referent.model import Act, PeriodCell, ReferentDesk
from queue_display.windows.look import Look
from queue_display.windows.papers import Screenful
from queue_display.windows.widgets import BigButton, NoticeBar, hold

MOST_YEARS = 6
"""Rows of periods: the log of a van that forgets after five years has no more."""


class YearRow(BoxLayout):
    """A year and its quarters, as buttons."""

    look = ObjectProperty(None, rebind=True, allownone=True)

    def __init__(self, choose: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._buttons = [BigButton(look=self.look) for _ in range(5)]
        self._cells: list[PeriodCell] = []
        for place, button in enumerate(self._buttons):
            button.bind(on_release=lambda _, place=place: choose(self._cells[place].key))
            self.add_widget(button)

    def show(self, desk: ReferentDesk, cells: list[PeriodCell], say: Wording) -> None:
        self._cells = cells
        for button, cell in zip(self._buttons, cells, strict=True):
            button.words, button.widget_id = model.cell_words(cell, say), f"period:{cell.key}"
            button.disabled = not cell.days or desk.busy is not None
            button.chosen = cell.key == desk.chosen
            button.icon = "check" if button.chosen else ""


class ReferentRoot(Screenful):
    """The whole window. `show` draws a `ReferentDesk`."""

    def __init__(
        self, look: Look, say: Wording, choose: Callable[[str], None], act: Callable[[Act], None]
    ) -> None:
        super().__init__(look=look)
        self._say = say
        self._rows = [YearRow(choose, look=look) for _ in range(MOST_YEARS)]
        self._notice = NoticeBar(look=look, widget_id="notice")
        self._buttons = {Act.REPORT: self.ids.report, Act.SHEET: self.ids.sheet, Act.PULL: self.ids.pull}
        for what, button in self._buttons.items():
            button.icon = model.BUTTONS[what][1]
            button.bind(on_release=lambda _, what=what: act(what))

    def show(self, desk: ReferentDesk) -> None:
        say, ids = self._say, self.ids
        ids.title.words, ids.days.words = model.title(desk, say), model.days(desk, say)
        ids.pulled.words = model.pulled(desk, say)
        ids.period.words, ids.detail.words = model.chosen(desk, say), model.detail(desk, say)
        ids.choose.words = say("Périodes")
        for what, button in self._buttons.items():
            button.words, button.disabled = model.button(desk, what, say), not desk.can(what)
        years = desk.overview.years[:MOST_YEARS] if desk.overview else []
        for row, cells in zip(self._rows, years, strict=False):
            row.show(desk, cells, say)
        hold(ids.years, self._rows[: len(years)])
        self._show_notice(desk)

    def _show_notice(self, desk: ReferentDesk) -> None:
        words, mood, icon = model.notice(desk, self._say)
        self._notice.words, self._notice.mood, self._notice.icon = words, mood, icon
        hold(self.ids.notices, [self._notice] if words else [])


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
