"""Text as large as its box allows: on a board nothing is known of it but the room that there is.

Importing this file imports Kivy: set Kivy's environment before.
"""

from __future__ import annotations

from math import floor, log
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from queue_display.windows.texts import TextLabel

STEP = 1.08
"""From one size to the next: Kivy keeps 64 fonts, one for each size."""


AIR = 1.2
"""Height of a box that bare digits fill, in heights of theirs."""


class FittingText(TextLabel):
    """As large as fits into its box, between `least` and `most` millimetres of a capital.

    `room_for`: the words for which it must have room, if not its own: then texts of one kind have one size.
    `bare`: digits, which reach neither above capitals nor below the line, and may fill the box with them.
    """

    most = NumericProperty(100.0)
    least = NumericProperty(4.0)
    room_for = StringProperty("")
    bare = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("words", "size", "most", "least", "room_for", "look", "strong"):
            self.fbind(name, self._fitted)
        self._fitted()

    def _looks(self, *_: object) -> None:
        super()._looks()
        if self.look:
            self.look.bind(px_per_mm=self._fitted)

    def _fitted(self, *_: object) -> None:
        if not (self.look and self.words and self.width > 1 and self.height > 1):
            return
        size = STEP ** floor(log(self.most, STEP))
        while size / STEP >= self.least and not self._fits(size):
            size /= STEP
        self.capital = size

    def _fits(self, capital: float) -> bool:
        self.capital = capital
        tall = [self.height_of(words, self.width) for words in (self.words, self.room_for)]
        if None in tall:
            return False
        return max(self.look.px(capital) * AIR if self.bare else t or 0 for t in tall) <= self.height
