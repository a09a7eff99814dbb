"""What the board knows and shows: numbers and desks. Pure; French through `say`.

    view ─▶ seen ─▶ Board.waiting ─▶ next_call: announced ─▶ quiet ─▶ next_call ...

Calls are announced one after the other, never two at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assets import dayparts
from assets.dayparts import DayMoment, DayPart
from assets.wording import Wording
from queue_display.messages import BoardCall, BoardView, LinkWord

Place: TypeAlias = Literal["called", "idle", "closed", "waiting"]
"""What fills the board: a call, nobody called, the stop closed, no kiosk."""

MOST = 4
"""Calls shown below the first: more than any van has desks."""


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

    @property
    def called(self) -> tuple[BoardCall, ...]:
        """Who is called now, the last announced first; empty while that may be out of date."""
        if self.view is None or not self.current:
            return ()
        return tuple(sorted(self.view.called, key=self._turn))

    def _turn(self, call: BoardCall) -> int:
        return self.order.index(call.number) if call.number in self.order else len(self.order)


def seen(board: Board, view: BoardView) -> Board:
    """A view came. Its new calls wait to be announced; a ticket that already waits does so only once.

    A board that has just been switched on shows what it finds without announcing it.
    """
    news = [c for c in reversed(view.called) if _is_news(board, c)] if board.ever else []
    numbers = {c.number for c in view.called}
    kept = tuple(c for c in board.waiting if c.number in numbers and c.number not in {n.number for n in news})
    order = tuple(n for n in board.order if n in numbers)
    board = replace(board, view=view, current=True, ever=True, known=view.called)
    return replace(board, order=order, waiting=(*kept, *news))


def _is_news(board: Board, call: BoardCall) -> bool:
    before = next((c for c in board.known if (c.number, c.desk) == (call.number, call.desk)), None)
    return before is None or call.calls > before.calls


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


# --- Words ---------------------------------------------------------------------------------------


def place(board: Board) -> Place:
    if board.view is None or not board.current:
        return "waiting"
    if board.called:
        return "called"
    return "closed" if board.view.stop == "closed" else "idle"


def moment(board: Board) -> DayMoment:
    """Which moment of the van's day it is; one without a stop while there is no kiosk."""
    view = board.view
    return view.moment.of(view.stop) if view else DayMoment(DayPart.CLOSED)


def headline(board: Board, say: Wording) -> str:
    return {
        "idle": dayparts.title(moment(board).part, say) or say("Votre numéro s’affiche ici"),
        "closed": dayparts.title(moment(board).part, say),
        "waiting": say("Ce panneau ne marche pas") if board.ever else say("Un instant, s’il vous plaît"),
        "called": "",
    }[place(board)]


def advice(board: Board, say: Wording) -> str:
    stop = board.view.stop if board.view else ""
    now = moment(board)
    told = "\n".join(filter(None, (dayparts.farewell(now, say), *dayparts.lines(now, say))))
    return {
        "idle": told or say("Gardez votre ticket : nous appelons votre numéro."),
        "closed": told,
        "waiting": say("Nous appelons votre numéro à voix haute."),
        "called": say("Nous recevons encore toutes les personnes qui ont un ticket.")
        if stop == "finishing"
        else "",
    }[place(board)]


def foot(board: Board, say: Wording) -> str:
    """The small line: for visitors beneath a call, else for whoever sets the board up."""
    return {
        "unpaired": say("Pour l’équipe : ce panneau n’est pas encore associé à la borne."),
        "other_role": say("Pour l’équipe : cet écran est associé pour un autre usage."),
        "other_version": say("Pour l’équipe : la borne et ce panneau n’ont pas la même version."),
    }.get(board.link, advice(board, say) if place(board) == "called" else "")


def icon(board: Board) -> str:
    closed = dayparts.ICONS.get(moment(board).part, "door_closed")
    icons = {"idle": "ticket_outline", "closed": closed, "waiting": "account_voice"}
    return icons.get(place(board), "")


def desk(call: BoardCall, say: Wording) -> str:
    return say("Bureau {n}", n=call.desk)


def spoken(call: BoardCall, say: Wording) -> str:
    """What a voice says of a call: a number and a desk, and nothing else."""
    return say("Numéro {number} : venez au bureau {desk}.", number=call.number, desk=call.desk)
