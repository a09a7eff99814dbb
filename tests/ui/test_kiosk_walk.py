"""Every widget of every screen, size, mode and language: large, clear, whole, apart from others, and spoken.

The measures are EN 301 549 V3.2.1's (5.1.4, 8.3) and the brief's: capitals at least 5 mm, 7.3 mm in *Plus
gros*; contrast 7:1 for text, 4.5:1 for pictures; targets 20 mm, 3 mm apart.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assets import theme
from assets.wording import visitors_languages
from kiosk.touchscreen.journey.inputs import (
    Broken,
    Choose,
    Code,
    Help,
    Knock,
    Language,
    NoPaper,
    OpenFamily,
    Priority,
    Show,
    Tick,
    Turn,
)
from kiosk.touchscreen.journey.state import Aid, Journey, Screen
from kiosk.touchscreen.journey.table import TABLE
from kiosk.touchscreen.screens.box import Box
from printer.status import Cause, PaperStatus
from tests.assets.contrast import PICTURE, TEXT, contrast
from tests.kiosk.fake_van import FakePrinter
from tests.ui.agents_screens import AGENTS_SCREENS
from tests.ui.kiosk_stage import SIZES, Stage

MODES: dict[str, tuple[Aid, ...]] = {
    "plain": (),
    "larger": (Aid.LARGER,),
    "contrast": (Aid.CONTRAST,),
    "low": (Aid.LOW,),
    "all": (Aid.LARGER, Aid.CONTRAST, Aid.LOW, Aid.SPOKEN),
}

MOST_PAGES, MOST_PAGES_COMPACT = 2, 3
"""Pages of topics at most, of families, and of the topics of one, in whatever mode: from 10 inches on, and
on 7."""

BADGE = "check_bold"
"""The icon of what is chosen: it sits on a corner, where no letter is."""

SAME = 0.6
"""Pixels: rounding."""

VOWELS = 2.0
"""Pixels above and below a line of Arabic that are kept for vowels, and stay empty: only voices read them."""

TARGET_GAP = 3.0
"""Least distance between two targets, in millimetres."""

Enter = Callable[[Stage], Awaitable[None]]


async def tiles(stage: Stage) -> None:
    for n in range(12):
        await stage.van.take("emploi", False, str(n), None)  # type: ignore[arg-type]
    stage.van.call(1)
    stage.van.call(2)


async def last_page(stage: Stage) -> None:
    pages = stage.screen.pages
    for _ in range(pages - 1):
        stage.app.conductor.do(Turn(pages))
    stage.app.conductor.do(Priority())


async def family(stage: Stage) -> None:
    """One of the largest, as it looks where families stand."""
    stage.app.conductor.do(OpenFamily("papiers"))


async def ticket(stage: Stage) -> None:
    stage.van.start_at(88)
    stage.app.conductor.do(Choose("autre"))
    await stage.settle()
    assert stage.app.conductor.at.screen is Screen.TICKET


async def asked(stage: Stage) -> None:
    await ticket(stage)
    at = stage.app.conductor.at
    stage.time += TABLE[at.screen].limit(at) or 0
    stage.app.conductor.do(Tick())
    assert stage.app.conductor.at.asking


async def no_paper(stage: Stage) -> None:
    stage.van.printer = FakePrinter(PaperStatus(Cause.NO_PAPER))
    await ticket(stage)


async def paper_stuck(stage: Stage) -> None:
    await ticket(stage)
    stage.app.conductor.do(NoPaper(stage.app.conductor.at.number or 0))


async def choosing_language(stage: Stage) -> None:
    stage.app.conductor.do(Show(Screen.LANGUAGES))


async def listening(stage: Stage) -> None:
    if Aid.SPOKEN not in stage.app.conductor.at.aids.on:
        stage.app.conductor.do(Help(Aid.SPOKEN))
    stage.app.conductor.do(Show(Screen.LISTENING))


async def failsafe(stage: Stage) -> None:
    stage.app.conductor.do(Broken())


async def please_wait(stage: Stage) -> None:
    """The seventh within a minute, who is asked to stay."""
    stage.van.rush(45)
    stage.app.conductor.do(Choose("autre"))
    await stage.settle()
    assert stage.app.conductor.at.wish


async def please_wait_long(stage: Stage) -> None:
    """Who comes after a child that hit the screen."""
    stage.van.rush(5)
    stage.app.conductor.do(Choose("autre"))
    await stage.settle()
    assert stage.app.conductor.at.screen is Screen.PLEASE_WAIT


async def taking(stage: Stage) -> None:
    """A disk that takes its time."""
    stage.van.delay = asyncio.Event().wait  # type: ignore[assignment]
    stage.app.conductor.do(Choose("autre"))
    stage.app.conductor.redraw()


async def closed(stage: Stage) -> None:
    stage.van.do(*_all_home(stage))


async def hours(stage: Stage) -> None:
    stage.app.conductor.do(Show(Screen.HOURS))


async def your_data(stage: Stage) -> None:
    """Its longest page."""
    stage.app.conductor.do(Show(Screen.YOUR_DATA))
    stage.app.conductor.do(Turn(2))


async def code(stage: Stage) -> None:
    stage.app.conductor.do(Knock())


async def service(stage: Stage) -> None:
    stage.app.conductor.do(Knock())
    stage.app.conductor.do(Code(True))


SCREENS: tuple[Enter, ...] = (
    tiles, last_page, family, ticket, asked, no_paper, paper_stuck, choosing_language, listening, failsafe,
    closed, please_wait, please_wait_long, taking, hours, your_data,
    code, service, *AGENTS_SCREENS,
)  # fmt: skip


def _all_home(stage: Stage) -> list[Any]:
    from kiosk.queue import Close, End

    at_desks = [End(t.desk or 0, t.number) for t in stage.van.state.called()]
    return [*at_desks, Close(), *([Close()] if stage.van.state.line() else [])]


async def walked(stage: Stage, size: str, mode: str, language: str) -> Iterator[str]:
    """What is wrong, over all screens of one size, mode and language."""
    from kivy.uix.widget import Widget

    wrong: list[str] = []
    walked_on: set[Screen] = set()
    await dressed(stage, mode, language)
    tiles = stage.app.conductor.at
    for enter in SCREENS:
        await enter(stage)
        await stage.settle()
        walked_on.add(stage.app.conductor.at.screen)
        widgets: list[Widget] = list(seen(stage))
        found = (
            *faults(stage, widgets, mode),
            *left_out(stage),
            *too_many_pages(stage),
            *not_in_sight(stage),
        )
        wrong += [f"{enter.__name__}: {fault}" for fault in found]
        await back(stage, tiles)
    await home(stage)
    wrong += [f"{screen.value}: nobody walked there" for screen in set(Screen) - walked_on]
    return iter(wrong)


async def dressed(stage: Stage, mode: str, language: str) -> None:
    """The tiles, as they are in this mode and language."""
    conductor = stage.app.conductor
    if language != "fr":
        conductor.do(Show(Screen.LANGUAGES))
        conductor.do(Language(language))
    for aid in MODES[mode]:
        if aid in stage.screen.aids_offered():
            conductor.do(Help(aid))
    assert conductor.at.screen is Screen.TILES
    await stage.settle()


AWAY = 400.0
"""Seconds after which nobody is there any more, from whatever screen."""


async def back(stage: Stage, tiles: Journey) -> None:
    """On the tiles again, dressed as before, with nobody in a hurry any more. Time leads there too, but takes
    off what was put on, and to dress a screen costs more than all that is measured on it."""
    mend(stage)
    stage.time += AWAY
    stage.van.seconds += AWAY
    stage.app.conductor.at = replace(tiles, touched=stage.time)
    stage.app.conductor.redraw()
    await stage.settle()


async def home(stage: Stage) -> None:
    """Time leads there, and forgets who was there."""
    mend(stage)
    await stage.later(AWAY)
    assert stage.app.conductor.at.screen is Screen.TILES
    assert stage.app.conductor.at.as_found


def mend(stage: Stage) -> None:
    """The stop is open, and the printer prints."""
    from kiosk.queue import Open, Stop

    if stage.van.state.stop is not Stop.OPEN:
        stage.van.do(Open())
    stage.van.printer = FakePrinter()
    stage.van.spares_paper, stage.van.delay = False, None


def seen(stage: Stage) -> Iterator[Any]:
    from queue_display.windows.widgets import walk

    return (w for w in walk(stage.screen) if w is not stage.screen)


def box(widget: Any) -> Box:
    return Box(*widget.pos, *widget.size)


def overlap(one: Box, other: Box, least: float) -> bool:
    """Whether they share more than `least` pixels in both directions; below 0, whether they are that near."""
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.top, other.top) - max(one.y, other.y)
    return wide > least and high > least


def drawn(widget: Any) -> Box:
    """Where the signs of a text or an icon are, whatever room its widget has."""
    width, height = widget.texture_size
    if getattr(widget, "widget_id", "") == "number":
        height = widget.capital * widget.look.px_per_mm  # digits reach neither above nor below it
    if getattr(widget, "language", "") in theme.RIGHT_TO_LEFT:
        height -= 2 * VOWELS
    text = Box(widget.center_x - width / 2, widget.center_y - height / 2, width, height)
    if getattr(widget, "words", ""):
        wide = min(width, widget.natural_width(width + 4))
        left = {"left": text.x, "right": text.right - wide}.get(widget.halign, widget.center_x - wide / 2)
        return Box(left, text.y, wide, height)
    return text


def faults(stage: Stage, widgets: list[Any], mode: str) -> Iterator[str]:
    from kiosk.touchscreen.screens.controls import ControlButton
    from queue_display.windows.papers import Surface
    from queue_display.windows.texts import Icon, TextLabel

    texts = [w for w in widgets if isinstance(w, TextLabel) and w.words]
    icons = [w for w in widgets if isinstance(w, Icon) and w.name]
    buttons = [w for w in widgets if isinstance(w, ControlButton)]
    yield from _texts(stage, texts, mode)
    yield from _icons(stage, icons)
    yield from _buttons(stage, buttons, mode)
    yield from _apart(stage, texts, icons, buttons)
    yield from _cards(stage, [w for w in widgets if isinstance(w, Surface) and w not in buttons], buttons)


def _texts(stage: Stage, texts: list[Any], mode: str) -> Iterator[str]:
    look = stage.screen.look
    for text in texts:
        least = _least(stage, text, mode)
        capital = text.font_size * theme.typeface(text.language).capital / look.px_per_mm
        if capital < least - 0.01:
            yield f"{text.words!r}: capitals of {capital:.1f} mm"
        if text.overflows or text.height_at(text.width) is None:
            yield f"{text.words!r}: a word is broken"
        ratio = contrast(ink(text), paper(text, look))
        if ratio < TEXT:
            yield f"{text.words!r}: contrast {ratio:.1f}"
        if not within(drawn(text), box(stage.screen)) or not within(drawn(text), _holder(text)):
            yield f"{text.words!r}: cut off {drawn(text)} {_holder(text)}"


def _least(stage: Stage, text: Any, mode: str) -> float:
    """Height of its capitals at least, in millimetres; where each millimetre counts, a word of a row of
    controls becomes smaller before it is broken, and families before they need one more page."""
    from kiosk.touchscreen.screens.column import Column
    from kiosk.touchscreen.screens.controls import TileGrid
    from kiosk.touchscreen.screens.rows import LAST, ControlRow
    from queue_display.windows.widgets import NoticeBar

    families = isinstance(text.parent.parent, TileGrid) and stage.app.conductor.shown.most_pages == 1
    tight = stage.screen.compact or mode in ("low", "all")
    if stage.screen.compact and isinstance(text.parent, Column | NoticeBar):
        return LAST
    if tight and (families or isinstance(text.parent.parent, ControlRow)):
        return LAST
    return 7.3 if Aid.LARGER in MODES[mode] and not _gives_way(text) else 5.0


def _gives_way(text: Any) -> bool:
    """In *Plus gros*: a word of a control becomes smaller before it goes, or makes more pages than may be; a
    title or a line that must be read, before it is left out."""
    from kiosk.touchscreen.screens.band import Band
    from kiosk.touchscreen.screens.column import Column
    from kiosk.touchscreen.screens.controls import ControlButton
    from queue_display.windows.widgets import NoticeBar

    return isinstance(text.parent, Band | ControlButton | Column | NoticeBar)


def _icons(stage: Stage, icons: list[Any]) -> Iterator[str]:
    look = stage.screen.look
    for icon in icons:
        ratio = contrast(ink(icon), paper(icon, look))
        if ratio < PICTURE:
            yield f"{icon.name}: contrast {ratio:.1f}"
        if not within(box(icon), _holder(icon)) and icon.name != BADGE:
            yield f"{icon.name}: cut off"


def _buttons(stage: Stage, buttons: list[Any], mode: str) -> Iterator[str]:
    look = stage.screen.look
    for button in buttons:
        control = button.control
        if min(button.size) < look.px(20) - SAME:
            yield f"{control.id}: {min(button.size) / look.px_per_mm:.1f} mm"
        if not within(box(button), box(stage.screen)):
            yield f"{control.id}: off the screen"
        if Aid.LOW in stage.app.conductor.at.aids.on and button.top > stage.screen.height / 2 + SAME:
            yield f"{control.id}: out of reach"
        if not control.said().strip() or stage.screen.control_named(control.id) != control:
            yield f"{control.id}: not spoken"
        if not (control.icon or control.words) or (control.chosen and not control.icon.startswith("check")):
            yield f"{control.id}: told by colour alone"
    for one, other in itertools.combinations(buttons, 2):
        if overlap(box(one), box(other), SAME - look.px(TARGET_GAP)) and not _asking(stage, one, other):
            yield f"{one.control.id} and {other.control.id}: too near"


def _asking(stage: Stage, *widgets: Any) -> bool:
    """While the screen asks, any touch answers: the question lies over what it covers."""
    return bool(stage.app.conductor.at.asking)


def _apart(stage: Stage, texts: list[Any], icons: list[Any], buttons: list[Any]) -> Iterator[str]:
    if stage.app.conductor.at.asking:
        return
    pieces = [(t.words, drawn(t)) for t in texts]
    pieces += [(i.name, box(i)) for i in icons if i.name != BADGE]
    for (name, one), (other_name, other) in itertools.combinations(pieces, 2):
        if overlap(one, other, SAME * 2):
            yield f"{name!r} lies over {other_name!r}"
    for button in buttons:
        for text in texts:
            if text.parent is not button and overlap(box(button), drawn(text), SAME * 2):
                yield f"{button.control.id} lies over {text.words!r}"


def _cards(stage: Stage, cards: list[Any], buttons: list[Any]) -> Iterator[str]:
    asking = stage.app.conductor.at.asking
    for card in cards:
        if not within(box(card), box(stage.screen)):
            yield f"a card is cut off {box(card)}"
        for button in () if asking else buttons:
            if overlap(box(button), box(card), SAME) and not within(box(button), box(card)):
                yield f"{button.control.id} lies over a card"


def _holder(widget: Any) -> Box:
    """The button or card that a text stands in, else the widget's own room."""
    from queue_display.windows.papers import Surface

    return box(widget.parent if isinstance(widget.parent, Surface) else widget)


def within(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - SAME
        and inner.y >= outer.y - SAME
        and inner.right <= outer.right + SAME
        and inner.top <= outer.top + SAME
    )


def ink(widget: Any) -> str:
    """The colour in which a text or an icon is drawn."""
    return str(widget.ink if widget.ink.startswith("#") else getattr(widget.look.palette, widget.ink))


def left_out(stage: Stage) -> Iterator[str]:
    """Words that each screen must show, and does not."""
    from queue_display.windows.texts import TextLabel

    root, at = stage.screen, stage.app.conductor.at
    written = {w.words for w in seen(stage) if isinstance(w, TextLabel)}
    shown = stage.app.conductor.shown
    must = [line.words for line in shown.lines if line.must]
    must += [shown.title] if shown.helps and not shown.number else []
    must += [shown.take.words] if shown.take else []
    must += [shown.notice.words, shown.number] if shown.notice else [shown.number]
    yield from (f"{words!r} is left out" for words in must if words and words not in written)
    for button in root.buttons():
        if not button.label.words and button.control.words:
            yield f"{button.control.id}: no words"
    if at.screen is Screen.TILES:
        there = {button.control.id for button in root.buttons()}
        yield from (f"{c.id} is not in sight" for c in shown.standing if c.id not in there)


def too_many_pages(stage: Stage) -> Iterator[str]:
    most = MOST_PAGES_COMPACT if stage.screen.compact else MOST_PAGES
    if stage.app.conductor.at.screen in (Screen.TILES, Screen.FAMILY) and stage.screen.pages > most:
        yield f"{stage.screen.pages} pages of topics, not {most}"


STANDING = {"tile:autre", "tile:non-precise", "priority", "help-me"}


def not_in_sight(stage: Stage) -> Iterator[str]:
    """What is to be touched on each page of topics, be it of all, of families or of one of them."""
    if stage.app.conductor.at.screen in (Screen.TILES, Screen.FAMILY):
        yield from (f"{name} is not in sight" for name in STANDING - set(stage.ids()))


def paper(widget: Any, look: Any) -> str:
    """The colour behind a widget."""
    from queue_display.windows.widgets import BigButton

    holder = widget.parent
    if isinstance(holder, BigButton) and widget is holder.badge:
        return str(look.palette.good)
    if isinstance(holder, BigButton) and widget is holder.sign and (hue := holder.hue()):
        return str(hue.disc)
    if isinstance(holder, BigButton):
        return holder.face()
    from queue_display.windows.papers import Screenful, Surface

    while widget is not None and not isinstance(widget, Surface | Screenful):
        widget = widget.parent
    return str(getattr(look.palette, widget.paper if widget else "background"))


QUICK = [
    ("7 inches", "plain", "fr"),
    ("7 inches upright", "larger", "uk"),
    ("10 inches", "plain", "fr"),
    ("10 inches", "larger", "ar"),
    ("10 inches upright", "all", "en"),
    ("15 inches", "low", "en"),
    ("15 inches upright", "contrast", "uk"),
]


CASES = list(itertools.product(SIZES, MODES, visitors_languages())) if os.environ.get("WHOLE") else QUICK
"""WHOLE=1 walks every size in every mode and language."""


@pytest.mark.parametrize(("size", "mode", "language"), CASES)
async def test_every_widget_can_be_read_touched_and_heard(size: str, mode: str, language: str) -> None:
    async with Stage(size) as stage:
        wrong = list(await walked(stage, size, mode, language))
    assert not wrong, "\n".join(wrong)
