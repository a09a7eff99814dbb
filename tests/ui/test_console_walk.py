"""Every widget of the console in every state, size and language: legible, whole, apart from the others.

The measures: capitals of 2.4 mm at least, for who sits at 600 mm; contrast 7:1 for text, 4.5:1 for pictures
(WCAG 2.1, 1.4.6 and 1.4.11); what is pressed by mouse 8 mm high (WCAG 2.2, 2.5.8: 24 pixels).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from assets import theme
from kiosk.touchscreen.screens.box import Box
from queue_display.console.keyboard import controls
from queue_display.console.model import Console
from tests.assets.contrast import PICTURE, TEXT, contrast
from tests.ui.console_stage import NOW, SIZES, ConsoleStage
from tests.ui.console_states import STATES
from tests.ui.test_kiosk_walk import drawn, ink, overlap, paper, within

LEAST = 2.4
"""Height of capitals, in millimetres."""

PRESSED = 7.9
"""Height of what is pressed, in millimetres."""

SAME = 1.2
"""Pixels: rounding."""


def in_window(widget: Any, box: Box) -> Box:
    x, y = widget.to_window(box.x, box.y)
    return Box(x, y, box.width, box.height)


def place(widget: Any) -> Box:
    return in_window(widget.parent or widget, Box(*widget.pos, *widget.size))


def written(text: Any) -> Box:
    return in_window(text.parent, drawn(text))


def scroller(widget: Any) -> Any:
    """The list that the widget scrolls in, if there is one."""
    from queue_display.console.controls import SharpScrollView

    while widget is not None and not isinstance(widget, SharpScrollView):
        widget = widget.parent if widget.parent is not widget else None
    return widget


def in_sight(widget: Any) -> bool:
    """Whole, where it is one of a list that scrolls."""
    inside = scroller(widget.parent)
    return inside is None or within(place(widget), place(inside))


def on_top(stage: ConsoleStage) -> list[Any]:
    """What an agent can see and press: of an open dialog, only that."""
    from queue_display.windows.widgets import walk

    return [w for w in walk(stage.window.children[0]) if w.opacity and in_sight(w)]


def faults(stage: ConsoleStage, console: Console) -> Iterator[str]:
    from queue_display.console.controls import KeyButton
    from queue_display.console.window import WaitingRow
    from queue_display.windows.texts import Icon, TextLabel

    there = on_top(stage)
    texts = [w for w in there if isinstance(w, TextLabel) and w.words]
    icons = [w for w in there if isinstance(w, Icon) and w.name]
    pressed = [w for w in there if isinstance(w, KeyButton | WaitingRow)]
    yield from itertools.chain.from_iterable(map(_text, texts))
    yield from (f"{i.name}: contrast" for i in icons if contrast(ink(i), paper(i, i.look)) < PICTURE)
    yield from _pressed(stage, pressed)
    yield from _apart([*((t.words, written(t)) for t in texts), *((i.name, place(i)) for i in icons)])
    yield from _reached(stage, console, pressed)


def _text(text: Any) -> Iterator[str]:
    look = text.look
    capital = text.font_size * theme.typeface(text.language).capital / look.px_per_mm
    if capital < LEAST - 0.01:
        yield f"{text.words!r}: capitals of {capital:.1f} mm"
    if not text.shorten and (text.overflows or text.height_at(text.width) is None):
        yield f"{text.words!r}: a word is broken"
    ratio = contrast(ink(text), paper(text, look))
    if ratio < TEXT:
        yield f"{text.words!r}: contrast {ratio:.1f}"
    if not within(written(text), _room(text)):
        yield f"{text.words!r}: cut off {written(text)} {_room(text)}"


def _room(text: Any) -> Box:
    """The button or card that a text stands in, else the widget's own room, as far as the window goes."""
    from queue_display.windows.papers import Card, Surface

    holder = text.parent if isinstance(text.parent, Surface) and not isinstance(text.parent, Card) else text
    return place(holder)


def _pressed(stage: ConsoleStage, pressed: Iterable[Any]) -> Iterator[str]:
    window = Box(0, 0, *stage.window.size)
    for widget in pressed:
        name = widget.widget_id
        if widget.height < widget.look.px(PRESSED):
            yield f"{name}: {widget.height / widget.look.px_per_mm:.1f} mm high"
        if not within(place(widget), window):
            yield f"{name}: off the window"
    for one, other in itertools.combinations(pressed, 2):
        if overlap(place(one), place(other), SAME):
            yield f"{one.widget_id} lies over {other.widget_id}"


def _apart(pieces: list[tuple[str, Box]]) -> Iterator[str]:
    for (name, one), (other_name, other) in itertools.combinations(pieces, 2):
        if overlap(one, other, SAME * 2):
            yield f"{name!r} lies over {other_name!r}"


def _reached(stage: ConsoleStage, console: Console, pressed: Iterable[Any]) -> Iterator[str]:
    """Each control in sight that can be pressed is one that Tab comes to."""
    by_key = {control.id for control in controls(console, stage.say, NOW)}
    by_mouse = {w.widget_id for w in pressed if not w.disabled}
    yield from (f"{name}: not by keyboard" for name in by_mouse - by_key)
    yield from (f"{name}: not by mouse" for name in by_key - by_mouse if not name.startswith(SCROLLED))


SCROLLED = ("row:", "choice:")
"""Of a list that is longer than its room, the end is scrolled to."""


async def walked(stage: ConsoleStage, states: Mapping[str, Console]) -> list[str]:
    wrong = []
    for name, console in states.items():
        await stage.show(console)
        wrong += [f"{name}: {fault}" for fault in faults(stage, console)]
    return wrong


WHOLE = bool(os.environ.get("WHOLE"))
QUICK = ("serving_topics", "all_amiss", "undo_serving", "dialog_take")
"""WHOLE=1 walks every state, at every size and in every language: `make walk`."""


@pytest.mark.parametrize(("size", "language"), list(itertools.product(SIZES, ("fr", "en"))))
async def test_every_widget_can_be_read_and_pressed(size: tuple[int, int], language: str) -> None:
    states = STATES if WHOLE else {name: STATES[name] for name in QUICK}
    async with ConsoleStage(size, language) as stage:
        wrong = await walked(stage, states)
    assert not wrong, "\n".join(wrong)
