"""What the board says: to visitors, and to whoever sets it up. Pure; French through `say`."""

from __future__ import annotations

from assets import dayparts
from assets.dayparts import DayPart
from assets.days import hour
from assets.wording import Wording
from queue_display.board.model import Board, moment, place

STOPS = 2
"""Next stops named at the foot of the board."""


def headline(board: Board, say: Wording) -> str:
    """What fills the board while nobody is called."""
    return {
        "idle": dayparts.title(moment(board).part, say) or say("Votre numéro s’affiche ici"),
        "closed": dayparts.title(moment(board).part, say),
        "waiting": say("Ce panneau ne marche pas") if board.ever else say("Un instant, s’il vous plaît"),
        "called": "",
    }[place(board)]


def advice(board: Board, say: Wording) -> str:
    """What a visitor has to know besides; beside calls, that no more tickets are given."""
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


def icon(board: Board) -> str:
    closed = dayparts.ICONS.get(moment(board).part, "door_closed")
    icons = {"idle": "ticket_confirmation_outline", "closed": closed, "waiting": "account_voice"}
    return icons.get(place(board), "")


# --- Band and foot -------------------------------------------------------------------------------


def van(board: Board) -> str:
    return board.view.van if board.view else "Halte"


def village(board: Board) -> str:
    return board.view.place if board.view and board.current else ""


def clock(board: Board, now: float, say: Wording) -> str:
    """The hour by the kiosk's clock, `now` in seconds on the board's; empty while nobody tells it."""
    if board.view is None or board.view.clock is None or not board.current:
        return ""
    told = board.view.clock
    minutes = (told.hour * 3600 + told.minute * 60 + told.second + int(now - board.at)) // 60
    return hour(minutes // 60 % 24, minutes % 60, say)


def people(board: Board, say: Wording) -> str:
    """How many people wait; empty where nobody does."""
    count = board.view.waiting if board.view and board.current else 0
    return say.count("{n} personne attend", "{n} personnes attendent", count) if count else ""


def stops(board: Board, say: Wording) -> tuple[str, str]:
    """A heading and the next stops below it, a line each; or without a heading the next one, as a sentence.
    None where the middle of the board has told it, and there is no other, or no room for one."""
    view = board.view
    if view is None or not board.current or not view.coming:
        return "", ""
    now = moment(board)
    if place(board) == "called" or now.part is DayPart.OPEN:
        return "", dayparts.next_stop(now, say) if now.stop else ""
    if len(view.coming) < STOPS or now.part is DayPart.FINISHING:
        return "", ""
    return say("Prochains arrêts"), "\n".join(dayparts.planned(stop, say) for stop in view.coming[:STOPS])


def staff(board: Board, say: Wording) -> str:
    """For whoever sets the board up: what is missing."""
    return {
        "unpaired": say("Pour l’équipe : ce panneau n’est pas encore associé à la borne."),
        "other_role": say("Pour l’équipe : cet écran est associé pour un autre usage."),
        "other_version": say("Pour l’équipe : la borne et ce panneau n’ont pas la même version."),
    }.get(board.link, "")
