"""What the board knows: who is called, who was, and what is still to be announced. Pure.

    view ─▶ seen ─▶ Board.waiting ─▶ next_call: announced ─▶ quiet ─▶ next_call ...

Calls are announced one after the other, never two at once. What it says of them is in `words`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from assets.dayparts import DayMoment, DayPart
from queue_display.messages import BoardCall, BoardView, LinkWord
from queue_display.sound import calls

Place: TypeAlias = Literal["called", "idle", "closed", "waiting"]
"""What fills the board: a call, nobody called, the stop closed, no kiosk."""

PAST = 3
"""Numbers that stay, greyed, when their visits have ended: who looked up too late still finds theirs."""


@dataclass(frozen=True, slots=True)
class Board:
    view: BoardView | None = None
    link: LinkWord = "searching"
    ever: bool = False  # a kiosk has been there
    current: bool = False  # the view came over the link as it now is
    known: tuple[BoardCall, ...] = ()  # called tickets as last seen, also across a broken link
    order: tuple[int, ...] = ()  # numbers, the last announced first
    waiting: tuple[BoardCall, ...] = ()  # still to be announced, the oldest first
    announcing: BoardCall | None = None
    past: tuple[BoardCall, ...] = ()  # called before and no more, the last one first; in memory alone
    at: float = 0.0  # when the view came, in seconds on the board's steady clock

    @property
    def called(self) -> tuple[BoardCall, ...]:
        """Who is called now, the last announced first; empty while that may be out of date."""
        if self.view is None or not self.current:
            return ()
        return tuple(sorted(self.view.called, key=self._turn))

    @property
    def gone(self) -> tuple[BoardCall, ...]:
        """Who was called before, the last one first; empty while that may be out of date."""
        return self.past if self.current else ()

    def _turn(self, call: BoardCall) -> int:
        return self.order.index(call.number) if call.number in self.order else len(self.order)


def seen(board: Board, view: BoardView, now: float = 0.0) -> Board:
    """A view came, `now` in seconds on any steady clock. Its new calls wait to be announced; a ticket that
    already waits does so only once.

    A board that has just been switched on shows what it finds without announcing it.
    """
    called = view.called[::-1]
    waiting = calls.due(board.waiting, board.known, called) if board.ever else ()
    numbers = {c.number for c in called}
    order = tuple(n for n in board.order if n in numbers)
    past = _past(board, view)
    board = replace(board, view=view, current=True, ever=True, known=view.called, at=now)
    return replace(board, order=order, waiting=waiting, past=past)


def _past(board: Board, view: BoardView) -> tuple[BoardCall, ...]:
    """None is left over from a stop that has closed, nor from another day, whose numbers begin at 1 again."""
    if view.stop == "closed" or _day(board.view) != _day(view):
        return ()
    called = {c.number for c in view.called}
    gone = [c for c in (*board.known, *board.past) if c.number not in called]
    return tuple(c for n, c in enumerate(gone) if c.number not in {g.number for g in gone[:n]})[:PAST]


def _day(view: BoardView | None) -> date | None:
    return view.clock.date() if view and view.clock else None


def linked(board: Board, link: LinkWord) -> Board:
    """The link came or went; what was seen before may be out of date."""
    return replace(board, link=link, current=False, waiting=(), announcing=None)


def next_call(board: Board) -> Board:
    """Announce the call that has waited longest, if one waits."""
    if not board.waiting:
        return board
    call, *waiting = board.waiting
    order = (call.number, *(n for n in board.order if n != call.number))
    return replace(board, announcing=call, order=order, waiting=tuple(waiting))


def quiet(board: Board) -> Board:
    """The announcement is over; its number stays."""
    return replace(board, announcing=None)


def place(board: Board) -> Place:
    """What fills the board now."""
    if board.view is None or not board.current:
        return "waiting"
    if board.called:
        return "called"
    return "closed" if board.view.stop == "closed" else "idle"


def moment(board: Board) -> DayMoment:
    """Which moment of the van's day it is; one without a stop while there is no kiosk."""
    view = board.view
    return view.moment.of(view.stop) if view else DayMoment(DayPart.CLOSED)
