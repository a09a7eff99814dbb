"""The band at the head of each screen: on one line of one height, so that nothing below it ever moves.

It says what to do, or whose van this is; beside it who is being called, or how one touches while listening,
or else where the van stands and the hour: as much of it as there is room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assets import theme
from kiosk.touchscreen.content.parts import Content
from kiosk.touchscreen.screens.size import shrinks
from queue_display.windows.papers import Surface
from queue_display.windows.shapes import Shape, shape
from queue_display.windows.texts import TextLabel

LEAST = 5.0
"""Millimetres of a capital, where a title had no room otherwise."""

BETWEEN = "  ·  "

AIR = 0.55
"""Space above and below the title, in heights of its capitals."""


class TitleLabel(TextLabel):
    """What to do on this screen."""


class CalledLabel(TextLabel):
    """Who is being called."""


class HeadLabel(TextLabel):
    """Whose van this is, where it stands, what time it is."""


class Band(Surface):
    """`show` fills it; its place is given to it before."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"paper": "band", "size_hint": (None, None), **kwargs})
        ink = {"look": self.look, "ink": "on_band", "strong": True}
        self.title = TitleLabel(widget_id="title", **ink)
        self.called = CalledLabel(widget_id="called", **ink)
        self.head = HeadLabel(widget_id="head", **{**ink, "strong": False})
        for label in (self.title, self.called, self.head):
            self.add_widget(label)
        self._capital = LEAST

    def shapes(self) -> Iterator[Shape]:
        """From edge to edge, without round corners."""
        palette = self.look.palette
        yield shape(self.pos, self.size, 0, palette.band)
        if palette.outlined:
            yield shape(self.pos, (self.width, self.look.hair), 0, palette.edge)

    def tall(self, compact: bool) -> float:
        """Height, in pixels, whatever it shows; less on a `compact` screen, which needs it for controls."""
        self._capital = LEAST if compact else self.look.scale.title
        for label in (self.called, self.head):
            label.capital = min(self._capital, self.look.scale.text)
        return float(self.look.px(self._capital) * (1 + 2 * AIR))

    def show(self, shown: Content, title: str) -> None:
        """`title` is empty where the title stands below, in the middle of the screen."""
        head = shown.head
        van = [head.van] if head else []
        self.title.words = title or (head.van if head else "")
        width = self.width - 2 * self.look.pad
        for capital in self._capitals():
            self.title.capital = capital
            if self.title.natural_width(10**6) <= width:
                break
        self.title.width = self.title.natural_width(width)
        room = width - self.title.width - 2 * self.look.gap
        self._beside(shown, [*(van if title else []), *([head.place, head.hour] if head else [])], room)
        self._place()

    def _capitals(self) -> Iterator[float]:
        """Of the title, in millimetres; the smallest last."""
        usual = self._capital
        yield from (usual * step for step in (1.0, *shrinks(usual, LEAST)))

    def _beside(self, shown: Content, about: Sequence[str], room: float) -> None:
        called = shown.listening or _first(self.called, _calls(shown), room)
        self.called.words = called if self._fits(self.called, called, room) else ""
        self.head.words = "" if self.called.words else _first(self.head, _abouts(about), room)

    def _fits(self, label: TextLabel, words: str, room: float) -> bool:
        return bool(words) and words == _first(label, [words], room)

    def _place(self) -> None:
        turned = self.look.language in theme.RIGHT_TO_LEFT
        near, far = self.x + self.look.pad, self.x + self.width - self.look.pad
        for label, first in ((self.title, True), (self.called, False), (self.head, False)):
            label.width = label.natural_width(10**6) if label.words else 0
            label.height = self.height
            label.pos = (near if first != turned else far - label.width), self.y


def _first(label: TextLabel, choices: Sequence[str] | Iterator[str], room: float) -> str:
    """The first of `choices` for which there is room."""
    for words in choices:
        label.words = words
        if label.natural_width(10**6) <= room:
            return words
    return ""


def _calls(shown: Content) -> Iterator[str]:
    for title in (f"{shown.called_title} ", ""):
        for count in range(len(shown.called), 0, -1):
            yield title + BETWEEN.join(shown.called[:count])


def _abouts(about: Sequence[str]) -> Iterator[str]:
    """All that is known, then without what stands first."""
    known = [words for words in about if words]
    for first in range(len(known)):
        yield BETWEEN.join(known[first:])
