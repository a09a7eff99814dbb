"""The console's buttons outside of its dialogs: the table is all that there is of a button. Pure.

A new button is a row in its place. Where the places are, and how buttons look there, is in window.kv.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from assets.days import WrittenDay
from assets.wording import Text, Wording, text
from queue_display.console.days import offered
from queue_display.console.model import Attend, Console, DialogKind, Opened, Press
from queue_display.messages import CallNext, End, Open, PutBack, Recall

Place: TypeAlias = Literal["top", "line", "free", "end", "visit", "edge"]
"""Beside the state of the stop; above the line; on a free desk; with a visit: the large one, the others; in
the lower edge."""

When: TypeAlias = Callable[[Console], bool]


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """A button. Several rows may have one `id`, its widget_id, where never more than one of them is `there`.

    `words` may name the days that are offered to whoever opens, `{day}` and `{other_day}`. A button that
    is `there` can be pressed when it is `usable`, the view is fresh and no command takes long; one that
    `settles`, not at once after who is at the desk has changed. `key` is the keyboard's, by Kivy's name.
    """

    id: str
    words: Text
    icon: str
    press: Callable[[Console], Press]
    there: When
    usable: When = lambda console: True
    settles: bool = False
    key: str = ""


def _do(press: Press) -> Callable[[Console], Press]:
    """What is the same at any time."""
    return lambda console: press


def _ticket(press: Callable[[int], Press]) -> Callable[[Console], Press]:
    """About the ticket at the desk; number 0 if there is none."""
    return lambda console: press(console.mine.number if console.mine else 0)


def _dialog(kind: DialogKind) -> Callable[[Console], Press]:
    """A dialog about the ticket at the desk."""
    return _ticket(lambda number: Opened(kind, number))


def _open_on(place: int) -> Callable[[Console], Press]:
    """Open on one of the days that are offered, or on no named day if there is none."""
    return lambda console: Open(next(iter(offered(console)[place:]), None))


def _always(console: Console) -> bool:
    return True


def _open(console: Console) -> bool:
    return console.stop == "open"


def _finishing(console: Console) -> bool:
    return console.stop == "finishing"


def _visit(console: Console) -> bool:
    return console.mine is not None


def _visit_but_closed(console: Console) -> bool:
    return console.stop == "closed" and _visit(console)


def _free_closed(console: Console) -> bool:
    return console.stop in ("closed", "") and not _visit(console)


def _one_day(console: Console) -> bool:
    return _free_closed(console) and len(offered(console)) < 2


def _two_days(console: Console) -> bool:
    return _free_closed(console) and not _one_day(console)


def _free(console: Console) -> bool:
    return not _free_closed(console) and not _visit(console)


def _somebody_waits(console: Console) -> bool:
    return bool(console.line)


def _somebody_needs_help(console: Console) -> bool:
    return bool(console.in_need)


BUTTONS: Mapping[Place, tuple[ButtonRow, ...]] = MappingProxyType(
    {
        "top": (
            ButtonRow("open", text("Rouvrir"), "door_open", _open_on(0), _finishing),
            ButtonRow("open", text("Ouvrir l’accueil"), "door_open", _open_on(0), _visit_but_closed),
            ButtonRow("close", text("Fermer l’accueil…"), "door_closed", _do(Opened("close")), _open),
            ButtonRow(
                "close",
                text("Fermer maintenant…"),
                "door_closed_lock",
                _do(Opened("close_again")),
                _finishing,
            ),
        ),
        "line": (
            ButtonRow(
                "take_for",
                text("Ticket pour quelqu’un…"),
                "ticket_account",
                _do(Opened("take")),
                _always,
                usable=_open,
                key="n",
            ),
            ButtonRow(
                "attend",
                text("J’y vais"),
                "account_question_outline",
                lambda console: Attend(next(iter(console.in_need), 0)),
                _somebody_needs_help,
                key="v",
            ),
        ),
        "free": (
            ButtonRow("open", text("Ouvrir l’accueil"), "door_open", _open_on(0), _one_day, settles=True),
            ButtonRow(
                "open",
                text("Ouvrir : {day} (borne)"),
                "door_open",
                _open_on(0),
                _two_days,
                settles=True,
                key="b",
            ),
            ButtonRow(
                "open_here",
                text("Ouvrir : {other_day} (cet écran)"),
                "monitor",
                _open_on(1),
                _two_days,
                settles=True,
                key="e",
            ),
            ButtonRow(
                "next",
                text("Appeler le suivant"),
                "bullhorn",
                _do(CallNext()),
                _free,
                usable=_somebody_waits,
                settles=True,
                key="spacebar",
            ),
        ),
        "end": (
            ButtonRow(
                "end", text("Terminer la visite"), "check_bold", _ticket(End), _visit, settles=True, key="t"
            ),
        ),
        "visit": (
            ButtonRow("recall", text("Appeler encore"), "bullhorn", _ticket(Recall), _visit, key="r"),
            ButtonRow("absent", text("Absence…"), "account_off_outline", _dialog("absent"), _visit, key="a"),
            ButtonRow("putback", text("Annuler l’appel"), "undo_variant", _ticket(PutBack), _visit, key="m"),
            ButtonRow(
                "end_other", text("Terminer, autre sujet…"), "swap_horizontal", _dialog("topic"), _visit
            ),
        ),
        "edge": (
            ButtonRow(
                "machine",
                text("État de la borne…"),
                "stethoscope",
                _do(Opened("machine")),
                _always,
                key="i",
            ),
        ),
    }
)

KEYS: Mapping[str, Text] = MappingProxyType({"spacebar": text("Espace")})
"""How a key is written where that is not its letter."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it is now. `usable`: a press makes sense; `hint`: its key as written."""

    id: str
    place: Place
    words: str
    icon: str
    press: Press
    usable: bool
    key: str
    hint: str


def buttons(console: Console, say: Wording, now: float) -> tuple[Button, ...]:
    """Every button outside of dialogs that has a place on the screen now, in their order."""
    return tuple(
        _shown(place, row, console, say, now)
        for place, rows in BUTTONS.items()
        for row in rows
        if row.there(console)
    )


def _shown(place: Place, row: ButtonRow, console: Console, say: Wording, now: float) -> Button:
    ready = console.fresh and not console.slow(now) and (console.settled(now) or not row.settles)
    hint = say(KEYS[row.key]) if row.key in KEYS else row.key.upper()
    words = say(row.words, **_days(console))
    return Button(
        row.id, place, words, row.icon, row.press(console), ready and row.usable(console), row.key, hint
    )


def _days(console: Console) -> Mapping[str, WrittenDay]:
    return dict(zip(("day", "other_day"), map(WrittenDay, offered(console)), strict=False))
