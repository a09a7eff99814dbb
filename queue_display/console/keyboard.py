"""The console by keyboard alone: what each key does. Pure.

Tab, arrows      go from one control to the next; Enter and Space press it
a letter         presses the button that names it; in a dialog, letter or digit choose
digits, Enter    call that number
Escape           takes the digits back, or closes the dialog
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from assets.wording import Wording
from queue_display.console import words
from queue_display.console.buttons import Place, buttons
from queue_display.console.dialogs import dialog
from queue_display.console.model import GONE, Console, Opened, Press
from queue_display.messages import Call

LONGEST_TYPED = 6
"""Digits of a number, at most: see `queue_display.messages.bounds.LARGEST_NUMBER`."""

Pressed: TypeAlias = tuple[Press, ...]
"""What a key presses: nothing, or one thing."""

Result: TypeAlias = tuple[Console, Pressed]

STEPS: Mapping[str, int] = {"tab": 1, "down": 1, "right": 1, "up": -1, "left": -1}
"""Which way a key goes from one control to the next."""

BEFORE_THE_LINE: tuple[Place, ...] = ("top", "line")
"""The places that stand before the rows of the line, in the order in which one reads."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """What can be pressed now, by its widget_id."""

    id: str
    press: Press


def controls(console: Console, say: Wording, now: float) -> tuple[Reachable, ...]:
    """All that can be reached, in the order in which one reads; while a dialog is open, its choices."""
    if shown := dialog(console, say):
        return tuple(Reachable(f"choice:{c.id}", c.press) for c in shown.choices if c.usable)
    there = [b for b in buttons(console, say, now) if b.usable]
    first = [Reachable(b.id, b.held or b.press) for b in there if b.place in BEFORE_THE_LINE]
    last = [Reachable(b.id, b.held or b.press) for b in there if b.place not in BEFORE_THE_LINE]
    rows = () if console.locked or console.strip else words.rows(console, say, now)
    line = [Reachable(f"row:{row.number}", Opened("ticket", row.number)) for row in rows]
    return (*first, *line, *last)


def keyed(console: Console, name: str, say: Wording, now: float, *, back: bool = False) -> Result:
    """What a key does, by Kivy's name for it; `back`: Shift is held, which turns Tab around."""
    name = name.removeprefix("numpad")
    if name == "escape":
        return (replace(console, typed=""), ()) if console.typed else (console, (None,))
    if name in STEPS:
        return replace(console, ring=_along(console, say, now, -1 if back else STEPS[name])), ()
    if name == "enter" and console.typed:
        return _call(replace(console, typed=""), int(console.typed), now)
    if name in ("enter", "spacebar"):
        return _press(console, say, now)
    shown = dialog(console, say)
    if shown:
        choice = shown.keyed().get(name)
        return console, (choice.press,) if choice and choice.usable else ()
    return _typed(console, name) or (console, _shortcut(console, name, say, now))


def _along(console: Console, say: Wording, now: float, step: int) -> str:
    """The control one step on from the ringed one, round and round; the first or last from nowhere."""
    there = [control.id for control in controls(console, say, now)]
    if console.ring not in there:
        return next(iter(there if step > 0 else reversed(there)), "")
    return there[(there.index(console.ring) + step) % len(there)]


def _press(console: Console, say: Wording, now: float) -> Result:
    """The ringed control, or else the large button of a free desk; never one that ends a visit."""
    ringed = tuple(c.press for c in controls(console, say, now) if c.id == console.ring)
    return console, ringed or (() if console.opened else _shortcut(console, "spacebar", say, now))


def _shortcut(console: Console, name: str, say: Wording, now: float) -> Pressed:
    there = [b for b in buttons(console, say, now) if b.usable and b.key == name]
    return tuple(b.held or b.press for b in there[:1])


def _typed(console: Console, name: str) -> Result | None:
    if name == "backspace":
        return replace(console, typed=console.typed[:-1]), ()
    if name in "0123456789" and len(name) == 1 and not (console.locked or console.strip):
        return replace(console, typed=(console.typed + name)[-LONGEST_TYPED:]), ()
    return None


def _call(console: Console, number: int, now: float) -> Result:
    """Call it; where the desk is busy, say so in the ticket's dialog."""
    if console.waiting(number) is None:
        return replace(console, trouble=GONE, trouble_at=now), ()
    return console, (Opened("ticket", number) if console.mine else Call(number),)
