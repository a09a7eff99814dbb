"""Which day it is, by the kiosk's clock and by this display's, and what the agent who opens can choose. Pure.

Nothing here puts a clock right: the agent who opens chooses, and the kiosk decides.
"""

from __future__ import annotations

from datetime import date

from assets.days import can_be, hour, long_day
from assets.wording import Wording
from queue_display.console.model import Console


def here(console: Console) -> date | None:
    """The day that this display has, where the kiosk is; None where it cannot be right."""
    if console.here is None or not can_be(console.here.date()):
        return None
    zone = console.view.clock.tzinfo if console.view and console.view.clock else console.here.tzinfo
    return console.here.astimezone(zone).date()


def offered(console: Console) -> tuple[date, ...]:
    """The days on which the agent can open: the kiosk's, and after it this display's if that is another.

    One of the two alone where the other cannot be right, or where the kiosk's clock is vouched for.
    """
    view = console.view
    if view is None:
        return ()
    both = (view.day, None if view.vouched else here(console))
    return tuple(dict.fromkeys(day for day in both if day is not None))


def in_sight(console: Console, say: Wording, now: float) -> str:
    """The day that visits count for and the kiosk's hour, small, beside the stop's place."""
    view = console.view
    if view is None:
        return ""
    day = long_day(view.day, say, year=False) if view.day else say("Jour inconnu")
    if view.clock is None or not console.fresh:
        return day
    hours, minutes = divmod(view.clock.hour * 60 + view.clock.minute + console.passed(now), 60)
    return f"{day} · {hour(hours % 24, minutes, say)}"


def large(console: Console, say: Wording) -> str:
    """What stands large beside the button that opens: the day, or the question which it is."""
    if not console.fresh or console.stop != "closed":
        return ""
    days = offered(console)
    if len(days) > 1:
        return say("La borne et cet écran n’ont pas le même jour. Lequel est le bon ?")
    return "".join(long_day(day, say) for day in days)


def advice(console: Console, say: Wording) -> str:
    """The line under it: what opening does."""
    days = offered(console)
    if len(days) > 1:
        return say("Les visites sont comptées pour le jour choisi.")
    if console.view and console.view.day:
        return say("Ouvrez l’accueil : la borne donnera des tickets.")
    if days:
        return say("La borne n’est pas à l’heure : en ouvrant, elle prend l’heure de cet écran.")
    return say("Ni la borne ni cet ordinateur ne sont à l’heure : mettez cet ordinateur à l’heure.")
