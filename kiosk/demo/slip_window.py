"""A table on which the newest slip lies; `kiosk.demo.slips` opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.app import App
from kivy.clock import Clock
from kivy.core.image import Image as CoreImage
from kivy.core.window import Window
from kivy.graphics.texture import TextureRegion
from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.image import Image

from assets.wording import Wording
from printer.simulator.picture import TABLE
from queue_display.windows.look import Look
from queue_display.windows.texts import TextLabel

LOOK_EVERY = 0.2
"""Seconds between two looks into the folder, which another process fills."""

COMES_OUT = 0.7
"""Seconds in which the paper comes down into the window."""


RIM = 24
"""Pixels of the table left away on each side: made small, a picture's edge mixes with what is beyond it."""


def _drawn(slip: Path) -> TextureRegion:
    """Smooth at any size."""
    whole = CoreImage(str(slip), mipmap=True, nocache=True).texture
    return whole.get_region(RIM, RIM, whole.width - 2 * RIM, whole.height - 2 * RIM)


class SlipPicture(Image):
    """`text` is the name of its file."""

    widget_id = "slip"
    text = StringProperty("")


class SlipApp(App):
    """`newest` names the picture of the last slip; `moves`: the paper is seen to come."""

    def __init__(self, newest: Callable[[], Path | None], say: Wording, *, moves: bool) -> None:
        super().__init__()
        self.title = say("Halte, le ticket imprimé")
        self._newest, self._say, self._moves = newest, say, moves

    def build(self) -> FloatLayout:
        Window.clearcolor = (*(part / 255 for part in TABLE), 1)
        self._table = FloatLayout()
        look = Look(language=self._say.language)
        self._caption = TextLabel(look=look, words=self._say("Le ticket sortira ici."), align="center")
        self._slip = SlipPicture(fit_mode="contain", opacity=0)
        for widget in (self._caption, self._slip):
            self._table.add_widget(widget)
        Clock.schedule_interval(self._look, LOOK_EVERY)
        return self._table

    def open_settings(self, *_: object) -> None:
        """Kivy's own settings panel is not shown."""

    def _look(self, *_: Any) -> None:
        slip = self._newest()
        if slip and slip.stem != self._slip.text:
            self._show(slip)

    def _show(self, slip: Path) -> None:
        self._caption.opacity = 0
        self._slip.texture, self._slip.text, self._slip.opacity = _drawn(slip), slip.stem, 1
        if self._moves:
            self._slip.y = self._table.height
            Animation(y=0, duration=COMES_OUT, transition="out_quad").start(self._slip)
