"""What an agent's console knows and how that changes. Pure: no Kivy, no clock of its own, no network.

    view or link changes ─▶ seen, linked ─┐
    a press ─▶ pressed ─▶ (Console, ask?) ├─▶ Console ─▶ queue_display.console.words: what is on the screen
    the kiosk's answer ─▶ answered ───────┘

`now` is in seconds on any steady clock. One command is under way at a time: a second press of a button
before the first is answered does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from assets.findings import Finding, worst_first
from queue_display.messages import AgentView, AnyAsk, DeskTicket, Done, LinkWord, WaitingTicket

SHOWN_BUSY = 0.3
"""Seconds after which a button under way is shown as such; most answers come sooner and it would flicker."""

VIEW_LATE = 1.0
"""Seconds that an accepted command waits for the view that shows what it did."""

TROUBLE_SHOWN = 15.0
"""Seconds that the reason for a refusal stays on the screen."""

SETTLE = 0.6
"""Seconds after who is at the desk has changed in which neither "next" nor "end" can be pressed: they stand
in the same place, and the second half of a double click must not undo what the first did."""

SHORT_BREAK = 10.0
"""Seconds without a link after which an agent no longer expects the dialog that was open."""

GONE = "gone"
"""Trouble of the console's own: the ticket of an open dialog went elsewhere meanwhile."""

DialogKind: TypeAlias = Literal[
    "ticket", "absent", "topic", "close", "close_again", "take", "machine", "finding"
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A dialog: about a ticket (`number`), or a check of the kiosk's machine (`check`), or with a mark
    (`priority`) that its choices will carry."""

    kind: DialogKind
    number: int = 0
    priority: bool = False
    check: str = ""


@dataclass(frozen=True, slots=True)
class Attend:
    """This agent goes to the kiosk, to whoever has this number and does not manage there."""

    number: int


Press: TypeAlias = AnyAsk | Opened | Attend | None
"""What a button does: ask the kiosk, open a dialog, say here that one goes to help, or close a dialog."""


@dataclass(frozen=True, slots=True)
class Console:
    desk: int
    view: AgentView | None = None
    seen_at: float = 0.0
    here: datetime | None = None  # what this display's clock showed when the view came
    mine_at: float = -SETTLE  # when who is at this desk last changed
    current: bool = False  # the view came over the link as it now is
    link: LinkWord = "searching"
    link_at: float = 0.0  # when it came to be so
    opened: Opened | None = None
    asked: AnyAsk | None = None  # under way
    asked_at: float = 0.0
    answered: bool = False
    shown: bool = False  # a view has come since `asked`
    attended: frozenset[int] = frozenset()  # numbers to whose help this agent has gone
    trouble: str = ""  # `Done.refused` of the last command, or GONE
    trouble_at: float = 0.0

    @property
    def fresh(self) -> bool:
        """Whether the view is what the kiosk has now."""
        return self.view is not None and self.link == "up" and self.current

    @property
    def stop(self) -> str:
        """Its state; empty before the first view."""
        return self.view.stop if self.view else ""

    @property
    def mine(self) -> DeskTicket | None:
        return next((d for d in self.desks if d.desk == self.desk), None)

    @property
    def others(self) -> tuple[DeskTicket, ...]:
        return tuple(d for d in self.desks if d.desk != self.desk)

    @property
    def desks(self) -> tuple[DeskTicket, ...]:
        return self.view.desks if self.view else ()

    @property
    def line(self) -> tuple[WaitingTicket, ...]:
        return self.view.line if self.view else ()

    @property
    def in_need(self) -> tuple[int, ...]:
        """The numbers of those who wait for help at the kiosk, and to whom this agent has not gone yet."""
        line = self.line if self.fresh else ()
        return tuple(w.number for w in line if w.help and w.number not in self.attended)

    @property
    def machine(self) -> list[Finding]:
        """What the doctor found of the kiosk's machine, the worst first; none before the first look."""
        return worst_first(one.finding for one in self.view.machine) if self.view else []

    def waiting(self, number: int) -> WaitingTicket | None:
        return next((w for w in self.line if w.number == number), None)

    def busy(self, now: float) -> bool:
        """A command is under way: no other is taken."""
        return self.asked is not None and not (self.answered and now - self.asked_at > VIEW_LATE)

    def slow(self, now: float) -> bool:
        """A command has been under way for so long that it should be seen."""
        return self.busy(now) and now - self.asked_at > SHOWN_BUSY

    def settled(self, now: float) -> bool:
        """Who is at this desk has been so for long enough to press what ends or begins it."""
        return now - self.mine_at >= SETTLE

    def passed(self, now: float) -> int:
        """Whole minutes since the view came: its own minutes have grown by as many."""
        return max(0, int((now - self.seen_at) // 60))


def seen(console: Console, view: AgentView, now: float, here: datetime | None = None) -> Console:
    """The kiosk pushed a view; `here` is what this display's clock shows, with its UTC offset."""
    before = _number(console.mine)
    waits = {waiting.number for waiting in view.line}
    console = replace(console, attended=console.attended & waits)
    console = replace(console, view=view, seen_at=now, here=here, current=True, shown=True)
    if _number(console.mine) != before:
        console = replace(console, mine_at=now)
    if console.opened and not _still_there(console, console.opened):
        console = replace(console, opened=None, trouble=GONE, trouble_at=now)
    return _settled(console)


def _number(at_desk: DeskTicket | None) -> int | None:
    return at_desk.number if at_desk else None


def _still_there(console: Console, opened: Opened) -> bool:
    match opened.kind:
        case "ticket":
            return console.waiting(opened.number) is not None
        case "absent" | "topic":
            return console.mine is not None and console.mine.number == opened.number
        case "close" | "take":
            return console.view is not None and console.view.stop == "open"
        case "close_again":
            return console.view is not None and console.view.stop == "finishing"
        case "machine" | "finding":
            return True


def linked(console: Console, link: LinkWord, now: float) -> Console:
    """The link came up or went: what was seen over another one may be old.

    An open dialog is hidden until the next view; after a short break it comes back if it still makes sense.
    """
    if link == console.link:
        return console
    short = link != "up" or now - console.link_at < SHORT_BREAK
    opened = console.opened if short else None
    return replace(console, link=link, link_at=now, current=False, opened=opened)


def pressed(console: Console, press: Press, now: float) -> tuple[Console, AnyAsk | None]:
    """A button was pressed; also what is to be asked of the kiosk, once."""
    if press is None:
        return replace(console, opened=None), None
    if not console.fresh or console.busy(now):
        return console, None
    if isinstance(press, Attend):
        return replace(console, attended=console.attended | {press.number}), None
    if isinstance(press, Opened):
        return replace(console, opened=press, trouble=""), None
    console = replace(console, opened=None, trouble="", asked=press, asked_at=now)
    return replace(console, answered=False, shown=False), press


def answered(console: Console, done: Done, now: float) -> Console:
    """The kiosk's answer to the command under way."""
    if done.refused:
        return replace(console, asked=None, trouble=done.refused, trouble_at=now)
    return _settled(replace(console, answered=True))


def _settled(console: Console) -> Console:
    """Free for the next command once the last is both answered and to be seen."""
    return replace(console, asked=None) if console.answered and console.shown else console


def trouble(console: Console, now: float) -> str:
    """The name of what went wrong, as long as it is worth telling."""
    return console.trouble if now - console.trouble_at < TROUBLE_SHOWN else ""
