"""Every text of the board in every state, on each size of screen: large, clear, whole, and in its card.

The measures: all numbers are read from 5 m (`tests.assets.test_digits` tells digits of that size apart), what
else there is to know from 3 m; contrast 7:1 (WCAG 2.1, 1.4.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
import pytest

from assets import theme
from assets.wording import wording
from queue_display.board import model
from queue_display.board.model import Board
from queue_display.messages import BoardCall, BoardMoment, BoardView, StopHours
from queue_display.messages.bounds import LARGEST_NUMBER, LONGEST_NAME, MOST_DESKS
from tests.assets.contrast import PICTURE, TEXT, contrast
from tests.assets.test_digits import SIGHTS
from tests.ui.kiosk_stage import kivy
from tests.ui.test_kiosk_walk import box, drawn, within

kivy()

SIZES = ((1280, 720), (1366, 768), (1920, 1080), (800, 480))
NUMBER, DESK, WORD = SIGHTS["board, the calls before the last"].digits, 10.0, 5.0
"""Least millimetres of a capital on a screen of 22 inches: of a number, a desk's, and of any word."""

SOON = StopHours("Saint-Josse-sur-Mer", date(2026, 12, 23), time(9, 30), time(12, 30))
LONG = StopHours("Sainte-Marie-Kerque-lès-Montreuil", date(2026, 12, 24), time(13, 30), time(16, 45))
OPEN = BoardView(
    "Agglo Mobile",
    "open",
    (),
    BoardMoment("open", SOON),
    place="Saint-Josse-sur-Mer",
    waiting=123,
    coming=(SOON, LONG),
    clock=datetime(2026, 11, 30, 20, 48, tzinfo=UTC),
)


def calls(desks: int, first: int) -> tuple[BoardCall, ...]:
    return tuple(BoardCall(first + n, n, 1) for n in range(1, desks + 1))


def seen(*views: BoardView) -> Board:
    board = model.linked(Board(), "up")
    for view in views:
        board = model.seen(board, view)
    return board


def _with(**values: Any) -> BoardView:
    return msgspec.structs.replace(OPEN, **values)


def _called(desks: int, first: int, stop: str = "open") -> BoardView:
    return _with(called=calls(desks, first), stop=stop, moment=BoardMoment(stop, SOON))


BOARDS: dict[str, Board] = {
    "starting": Board(),
    "unpaired": model.linked(Board(), "unpaired"),
    "lost": model.linked(seen(OPEN), "lost"),
    "idle": seen(OPEN),
    "idle, and three before": seen(_called(3, 114), OPEN),
    "finishing": seen(_with(stop="finishing", moment=BoardMoment("finishing", SOON))),
    "closed": seen(_with(stop="closed", moment=BoardMoment("closed", SOON))),
    "closed, nothing known": seen(_with(stop="closed", moment=BoardMoment("closed"), coming=())),
    "late": seen(_with(stop="closed", moment=BoardMoment("late", SOON))),
    "thanks": seen(_with(stop="closed", moment=BoardMoment("closed", LONG, over=True))),
    "before": seen(_called(5, 114), _called(2, 100)),
    "the last ones": seen(_called(2, 114), _called(2, 117, "finishing")),
    "a long name": seen(_with(van="Maison mobile de la Communauté d’agglomération", called=calls(2, 8))),
    **{f"{desks} desks": seen(_called(desks, 888)) for desks in range(1, MOST_DESKS + 1)},
    "twos": seen(_called(5, 20)),
}


WALKS = [*((size, "fr") for size in SIZES), (SIZES[1], "en")]


@pytest.mark.parametrize(("size", "language"), WALKS)
def test_the_board_is_readable_in_every_state(size: tuple[int, int], language: str) -> None:
    root = window(size, language)
    assert not [f"{name}: {fault}" for name, board in BOARDS.items() for fault in faults(root, board)]


def test_whatever_may_cross_the_link_stays_in_its_card() -> None:
    name, number = "n" * LONGEST_NAME, LARGEST_NUMBER
    called = tuple(BoardCall(number - n, 9, 1) for n in range(MOST_DESKS))
    widest = _with(van=name, place=name, waiting=number, called=called)
    found = faults(window(SIZES[1], "fr"), seen(widest))
    assert not [fault for fault in found if "out of" in fault]


def window(size: tuple[int, int], language: str) -> Any:
    from kivy.core.window import Window

    from queue_display.board.app import SCREEN, SCREEN_PX_PER_MM
    from queue_display.board.window import BoardRoot
    from queue_display.windows.look import Look

    scale = min(size[0] / SCREEN[0], size[1] / SCREEN[1])
    look = Look(scale=theme.BOARD, language=language, px_per_mm=scale * SCREEN_PX_PER_MM)
    root = BoardRoot(look, wording(language))
    root.size = Window.size = size
    return root


def faults(root: Any, board: Board) -> Iterator[str]:
    """What is wrong with what `root` shows of `board`."""
    from queue_display.windows.widgets import walk

    root.show(board, board.at)
    _settle()
    for widget in walk(root):
        if getattr(widget, "text", "") and all(w.opacity for w in (widget, widget.parent)):
            yield from _wrong(widget, root)


def _settle() -> None:
    from kivy.clock import Clock

    for _ in range(8):
        Clock.tick()


def _wrong(text: Any, root: Any) -> Iterator[str]:
    words = getattr(text, "words", "") or text.name
    palette = text.look.palette
    ratio = contrast(getattr(palette, text.ink), getattr(palette, _paper(text)))
    if ratio < (TEXT if hasattr(text, "words") else PICTURE):
        yield f"{words!r}: contrast {ratio:.1f}"
    if not hasattr(text, "words"):
        return
    if text.capital < _least(text):
        yield f"{words!r}: capitals of {text.capital:.1f} mm"
    if text.overflows:
        yield f"{words!r}: a word is broken"
    place = drawn(text)
    if text.bare:
        high = text.capital * text.look.px_per_mm
        place = place.__class__(place.x, text.center_y - high / 2, place.width, high)
    for holder in (text.parent, root):
        if not within(place, box(holder)):
            yield f"{words!r}: out of its card {place} {box(holder)}"


def _least(text: Any) -> float:
    from queue_display.board.window import CallCard, DeskBlock

    if not text.bare or isinstance(text.parent, DeskBlock):
        return DESK if text.words.isdigit() else WORD
    return NUMBER if isinstance(text.parent, CallCard) else WORD


def _paper(text: Any) -> str:
    while not getattr(text, "paper", ""):
        text = text.parent
    return str(text.paper)
