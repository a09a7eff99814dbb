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
from queue_display.console import when
from queue_display.console.days import offered
from queue_display.console.model import (
    Attend,
    Blank,
    Console,
    DialogKind,
    InTurn,
    Opened,
    Peek,
    Press,
    Shrink,
)
from queue_display.messages import CallNext, End, HandOver, Open, Park, PutBack, Recall, TakeBack

Place: TypeAlias = Literal["top", "line", "free", "end", "visit", "undo", "help", "edge", "locked", "strip"]
"""Beside the state of the stop; above the line; on a free desk; with a visit: the large one, the others; what
can be taken back; beside who needs help; in the lower edge; alone on a screen that is locked;
in the strip."""

When: TypeAlias = Callable[[Console], bool]


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """A button. Several rows may have one `id`, its widget_id, where never more than one of them is `there`.

    `words` may name the days that are offered to whoever opens, `{day}` and `{other_day}`, who comes
    `{next}`, the other `{desk}`, and the seconds `{n}` in which something can be undone. A button that
    is `there` can be pressed when it is `usable`, the view is fresh and no command takes long; one that
    `settles`, not at once after who is at the desk has changed. `key` is the keyboard's, by Kivy's name.
    `held`: what it does while it is held down; `press` is then what it does when it is let go.
    `offline`: it needs no kiosk.
    """

    id: str
    words: Text
    icon: str
    press: Callable[[Console], Press]
    there: When
    usable: When = when.always
    settles: bool = False
    key: str = ""
    held: Press = None
    offline: bool = False


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


def _end_and_call(console: Console) -> Press:
    return InTurn(End(console.mine.number if console.mine else 0), CallNext())


def _hand_over(console: Console) -> Press:
    """To the other desk; where there are several, a dialog asks to which."""
    number = console.mine.number if console.mine else 0
    one = len(console.other_seats) == 1
    return HandOver(number, console.other_seats[0]) if one else Opened("hand_over", number)


def _somebody_needs_help(console: Console) -> bool:
    return bool(console.in_need)


_OF_A_FREE_DESK = (
    ButtonRow(
        "next",
        text("Appeler le {next}"),
        "bullhorn",
        _do(CallNext()),
        when.free_somebody,
        settles=True,
        key="spacebar",
    ),
    ButtonRow(
        "next",
        text("Appeler le suivant"),
        "bullhorn",
        _do(CallNext()),
        when.free_nobody,
        usable=when.never,
    ),
)
_OF_A_VISIT = (
    ButtonRow(
        "end_next",
        text("Terminer et appeler le {next}"),
        "check_bold",
        _end_and_call,
        when.visit_somebody,
        settles=True,
        key="s",
    ),
    ButtonRow(
        "end",
        text("Terminer la visite"),
        "check_bold",
        _ticket(End),
        when.visit_nobody,
        settles=True,
        key="t",
    ),
)

BUTTONS: Mapping[Place, tuple[ButtonRow, ...]] = MappingProxyType(
    {
        "top": (
            ButtonRow("open", text("Rouvrir"), "door_open", _open_on(0), when.finishing, key="o"),
            ButtonRow(
                "open", text("Ouvrir l’accueil"), "door_open", _open_on(0), when.visit_but_closed, key="o"
            ),
            ButtonRow(
                "close",
                text("Fermer l’accueil…"),
                "door_closed",
                _do(Opened("close")),
                when.is_open,
                key="f",
            ),
            ButtonRow(
                "close",
                text("Fermer maintenant…"),
                "door_closed_lock",
                _do(Opened("close_again")),
                when.finishing,
                key="f",
            ),
        ),
        "line": (
            ButtonRow(
                "peek",
                text("Voir les sujets"),
                "eye_outline",
                _do(Peek(on=False)),
                when.hidden,
                key="v",
                held=Peek(on=True),
            ),
            ButtonRow(
                "peek",
                text("Cacher les sujets"),
                "eye_off_outline",
                _do(Peek(on=False)),
                when.shown,
                key="v",
                held=Peek(on=True),
            ),
            ButtonRow(
                "take_for",
                text("Ticket pour quelqu’un…"),
                "ticket_account",
                _do(Opened("take")),
                when.day_goes_on,
                usable=when.is_open,
                key="n",
            ),
            ButtonRow(
                "summary",
                text("Bilan du jour…"),
                "chart_box_outline",
                _do(Opened("summary")),
                when.day_over,
                key="d",
            ),
        ),
        "free": (
            ButtonRow(
                "open",
                text("Ouvrir l’accueil"),
                "door_open",
                _open_on(0),
                when.one_day,
                settles=True,
                key="o",
            ),
            ButtonRow(
                "open",
                text("Ouvrir : {day} (borne)"),
                "door_open",
                _open_on(0),
                when.two_days,
                settles=True,
                key="b",
            ),
            ButtonRow(
                "open_here",
                text("Ouvrir : {other_day} (cet écran)"),
                "monitor",
                _open_on(1),
                when.two_days,
                settles=True,
                key="e",
            ),
            *_OF_A_FREE_DESK,
        ),
        "end": (*_OF_A_VISIT,),
        "visit": (
            ButtonRow("recall", text("Appeler encore"), "bullhorn", _ticket(Recall), when.visit, key="r"),
            ButtonRow(
                "end",
                text("Terminer la visite"),
                "check_bold",
                _ticket(End),
                when.visit_somebody,
                settles=True,
                key="t",
            ),
            ButtonRow(
                "absent", text("Absence…"), "account_off_outline", _dialog("absent"), when.visit, key="a"
            ),
            ButtonRow(
                "putback", text("Annuler l’appel"), "undo_variant", _ticket(PutBack), when.visit, key="m"
            ),
            ButtonRow("park", text("Mettre de côté"), "account_clock", _ticket(Park), when.visit, key="c"),
            ButtonRow(
                "hand_over",
                text("Passer au bureau {desk}"),
                "account_arrow_right",
                _hand_over,
                when.one_other_desk,
                key="p",
            ),
            ButtonRow(
                "hand_over",
                text("Passer à un autre bureau…"),
                "account_arrow_right",
                _hand_over,
                when.other_desks,
                key="p",
            ),
            ButtonRow(
                "end_other",
                text("Terminer, autre sujet…"),
                "swap_horizontal",
                _dialog("topic"),
                when.visit,
                key="u",
            ),
        ),
        "undo": (
            ButtonRow(
                "undo", text("Annuler ({n} s)"), "undo_variant", _do(TakeBack()), when.undoable, key="z"
            ),
        ),
        "help": (
            ButtonRow(
                "attend",
                text("J’y vais"),
                "account_question_outline",
                lambda console: Attend(next(iter(console.in_need), 0)),
                _somebody_needs_help,
                key="j",
            ),
        ),
        "edge": (
            ButtonRow(
                "machine",
                text("État de la borne…"),
                "stethoscope",
                _do(Opened("machine")),
                when.always,
                key="i",
            ),
            ButtonRow(
                "strip",
                text("Petite fenêtre"),
                "dock_window",
                _do(Shrink(on=True)),
                when.always,
                key="g",
                offline=True,
            ),
            ButtonRow(
                "lock",
                text("Verrouiller"),
                "lock_outline",
                _do(Blank(on=True)),
                when.always,
                key="l",
                offline=True,
            ),
        ),
        "locked": (
            ButtonRow(
                "unlock",
                text("Déverrouiller"),
                "lock_open_outline",
                _do(Blank(on=False)),
                when.always,
                key="l",
                offline=True,
            ),
        ),
        "strip": (
            *_OF_A_VISIT,
            *_OF_A_FREE_DESK,
            ButtonRow(
                "whole",
                text("Grande fenêtre"),
                "dock_window",
                _do(Shrink(on=False)),
                when.always,
                key="g",
                offline=True,
            ),
        ),
    }
)

ALONE: Mapping[Place, When] = MappingProxyType(
    {"locked": lambda console: console.locked, "strip": lambda console: console.strip and not console.locked}
)
"""Places that have the window to themselves, and when they do."""

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
    held: Press


def next_press(console: Console, say: Wording, now: float) -> Press:
    """What brings the next person to this desk, from wherever it is pressed; None where nothing can."""
    there = (b for b in buttons(console, say, now) if b.usable and b.id in ("next", "end_next"))
    return next((button.press for button in there), None)


def buttons(console: Console, say: Wording, now: float) -> tuple[Button, ...]:
    """Every button outside of dialogs that has a place on the screen now, in their order."""
    return tuple(
        _shown(place, row, console, say, now)
        for place, rows in BUTTONS.items()
        for row in rows
        if row.there(console) and _shows(place, console)
    )


def _shows(place: Place, console: Console) -> bool:
    alone = next((name for name, so in ALONE.items() if so(console)), None)
    return place == alone if alone else place not in ALONE


def _shown(place: Place, row: ButtonRow, console: Console, say: Wording, now: float) -> Button:
    ready = row.offline or (console.fresh and not console.slow(now))
    ready = ready and (console.settled(now) or not row.settles)
    hint = say(KEYS[row.key]) if row.key in KEYS else row.key.upper()
    usable = ready and row.usable(console)
    words = say(row.words, **_named(console, now))
    return Button(row.id, place, words, row.icon, row.press(console), usable, row.key, hint, row.held)


def _named(console: Console, now: float) -> Mapping[str, object]:
    """What a button's words may name."""
    days = zip(("day", "other_day"), map(WrittenDay, offered(console)), strict=False)
    coming = console.next.number if console.next else ""
    desk = next(iter(console.other_seats), "")
    return {"next": coming, "desk": desk, "n": console.undo_left(now), **dict(days)}
