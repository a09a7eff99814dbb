"""What an agent's console knows and how that changes. Pure: no Kivy, no clock of its own, no network.

    view or link changes ─▶ seen, linked ─┐
    a press ─▶ pressed ─▶ (Console, ask?) ├─▶ Console ─▶ queue_display.console.words: what is on the screen
    the kiosk's answer ─▶ answered ───────┘

Topics are hidden: whoever sits beside the agent reads the same screen. They show while an agent asks for
them (`Peek`), and never by themselves. `Blank` blanks the rest too.

`now` is in seconds on any steady clock. One command is under way at a time: a second press of a button
before the first is answered does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from assets.checks import Grade
from assets.findings import Finding, of_condition, worst_first
from queue_display.messages import (
    AgentView,
    AnyAsk,
    DeskTicket,
    Done,
    Health,
    LinkWord,
    Take,
    WaitingTicket,
)

SHOWN_BUSY = 0.3
"""Seconds after which a button under way is shown as such; most answers come sooner and it would flicker."""

VIEW_LATE = 1.0
"""Seconds that an accepted command waits for the view that shows what it did."""

TROUBLE_SHOWN = 15.0
"""Seconds that the reason for a refusal stays on the screen."""

SETTLE = 0.6
"""Seconds after who is at the desk has changed in which neither "next" nor "end" can be pressed: they stand
in the same place, and the second half of a double click must not undo what the first did."""

TOLD_SHOWN = 10.0
"""Seconds that what was done is told, and that the row of a ticket for somebody is lit."""

PEEK_LONGEST = 10.0
"""Seconds after which topics are hidden though their key is held: it may be stuck."""

SHORT_BREAK = 10.0
"""Seconds without a link after which an agent no longer expects the dialog that was open."""

GONE = "gone"
"""Trouble of the console's own: the ticket of an open dialog went elsewhere meanwhile."""

DialogKind: TypeAlias = Literal[
    "ticket", "absent", "topic", "hand_over", "close", "close_again", "take", "machine", "finding", "summary"
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A dialog: about a ticket (`number`), or a check of the kiosk's machine (`check`), or with a mark
    (`priority`, `on_paper`) that its choices will carry."""

    kind: DialogKind
    number: int = 0
    priority: bool = False
    check: str = ""
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class Attend:
    """This agent goes to the kiosk, to whoever has this number and does not manage there."""

    number: int


@dataclass(frozen=True, slots=True)
class InTurn:
    """Two things asked of the kiosk with one press, the second only once the first is done."""

    first: AnyAsk
    then: AnyAsk

    @property
    def steps(self) -> tuple[AnyAsk, ...]:
        return self.first, self.then


@dataclass(frozen=True, slots=True)
class Peek:
    """Topics show from now on, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """The screen is blank from now on, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Shrink:
    """The window is the strip in a corner from now on, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Keep:
    """The day's summary becomes a file on this computer."""


Asked: TypeAlias = AnyAsk | InTurn
Press: TypeAlias = Asked | Opened | Peek | Blank | Shrink | Attend | Keep | None
"""What a button does: ask the kiosk, open a dialog or close the one that is open (None), show or hide."""


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
    link_here: datetime | None = None  # what this display's clock showed then
    opened: Opened | None = None
    peeking: bool = False  # topics are asked for
    locked: bool = False
    strip: bool = False  # small, in a corner: nothing of a topic, nor of the line
    desktop_key: bool | None = None  # whether next is a key of the whole desktop; None: not known yet
    ring: str = ""  # widget_id of the control on which the keyboard is
    typed: str = ""  # digits of a number to be called
    newest: int = 0  # the highest number that has been seen in the line
    asked: Asked | None = None  # under way
    asked_at: float = 0.0
    answered: bool = False
    shown: bool = False  # a view has come since `asked`
    call_lacks: str = ""  # of what it calls itself: as `AgentView.board_sound`
    attended: frozenset[int] = frozenset()  # numbers to whose help this agent has gone
    trouble: str = ""  # `Done.refused` of the last command, or GONE
    trouble_at: float = 0.0
    done: Asked | None = None  # the last that was carried out, and the number in its answer
    done_number: int = 0
    done_at: float = 0.0
    kept: str = ""  # what became of the file that was last asked for
    kept_at: float = 0.0

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
    def topics_shown(self) -> bool:
        return self.peeking and not self.locked and not self.strip

    @property
    def other_seats(self) -> tuple[int, ...]:
        """The other desks that the van has."""
        seats = self.view.seats if self.view else 0
        return tuple(desk for desk in range(1, seats + 1) if desk != self.desk)

    @property
    def next(self) -> WaitingTicket | None:
        """Whom this desk calls next, as things stand: nobody who was handed over to another."""
        return next((w for w in self.line if w.for_desk in (None, self.desk)), None)

    @property
    def parked(self) -> tuple[WaitingTicket, ...]:
        return self.view.parked if self.view else ()

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
        """What is amiss or good about the kiosk, the worst first: of printer and record as they tell
        themselves, of its machine as the doctor found it, nothing before his first look."""
        if self.view is None:
            return []
        parts = ("printer", self.view.printer), ("record", self.view.record)
        told = [of_condition(check, part.condition, _grade(part)) for check, part in parts if part.cause]
        return worst_first([*told, *(one.finding for one in self.view.machine)])

    def waiting(self, number: int) -> WaitingTicket | None:
        """In the line, or parked."""
        return next((w for w in (*self.line, *self.parked) if w.number == number), None)

    def undo_left(self, now: float) -> int:
        """Seconds in which this desk's last end or absence can still be taken back."""
        undo = self.view.undo if self.view and self.fresh else None
        return max(0, undo.seconds - int(now - self.seen_at)) if undo else 0

    def lit(self, now: float) -> int:
        """The number of a ticket that was just taken for somebody; 0 if there is none."""
        fresh = isinstance(self.done, Take) and now - self.done_at < TOLD_SHOWN
        return self.done_number if fresh else 0

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
    console = replace(console, newest=_newest(console))
    if console.opened and not _still_there(console, console.opened):
        console = replace(console, opened=None, trouble=GONE, trouble_at=now)
    return _settled(console)


def _grade(part: Health) -> Grade:
    """How bad it is; what a newer Halte says is bad until this one knows it."""
    return {"ok": Grade.SEE_TO, "low": Grade.SEE_TO, "unknown": Grade.UNKNOWN}.get(part.state, Grade.WRONG)


def _newest(console: Console) -> int:
    """Of this day: after a night numbers begin anew."""
    numbers = [w.number for w in (*console.line, *console.parked)]
    numbers += [d.number for d in console.desks]
    return max(numbers, default=0) if console.stop == "closed" else max([console.newest, *numbers])


HELP_RINGS = 2
"""Who needs somebody at the kiosk is heard twice: an agent tells it from who only comes."""


def rings(before: Console, after: Console) -> int:
    """How often it rings for what has come since `before`."""
    if before.fresh and set(after.in_need) - set(before.in_need):
        return HELP_RINGS
    return int(somebody_came(before, after))


def somebody_came(before: Console, after: Console) -> bool:
    """Somebody has taken a ticket since `before`; not one that was taken here."""
    mine = isinstance(before.asked, Take) or isinstance(before.done, Take)
    return before.fresh and before.newest < after.newest and not mine


def _number(at_desk: DeskTicket | None) -> int | None:
    return at_desk.number if at_desk else None


def _still_there(console: Console, opened: Opened) -> bool:
    match opened.kind:
        case "ticket":
            return console.waiting(opened.number) is not None
        case "absent" | "topic" | "hand_over":
            return console.mine is not None and console.mine.number == opened.number
        case "close" | "take":
            return console.view is not None and console.view.stop == "open"
        case "close_again":
            return console.view is not None and console.view.stop == "finishing"
        case "machine" | "finding":
            return True
        case "summary":
            return console.view is not None and console.view.summary is not None


def linked(console: Console, link: LinkWord, now: float, here: datetime | None = None) -> Console:
    """The link came up or went: what was seen over another one may be old. `here`: see `seen`.

    An open dialog is hidden until the next view; after a short break it comes back if it still makes sense.
    """
    if link == console.link:
        return console
    short = link != "up" or now - console.link_at < SHORT_BREAK
    opened = console.opened if short else None
    small = console.strip and link != "unpaired"  # to be paired it has a code to show
    console = replace(console, link=link, link_at=now, link_here=here, strip=small)
    return replace(console, current=False, opened=opened, peeking=False)


def pressed(console: Console, press: Press, now: float) -> tuple[Console, Asked | None]:
    """A button was pressed; also what is to be asked of the kiosk, once."""
    if isinstance(press, Peek):
        return replace(console, peeking=press.on), None
    if isinstance(press, Blank):
        return replace(console, locked=press.on, peeking=False, opened=None), None
    if isinstance(press, Shrink):
        return replace(console, strip=press.on, peeking=False, opened=None, typed="", ring=""), None
    if console.locked:
        return console, None
    if press is None:
        return replace(console, opened=None), None
    if not console.fresh or console.busy(now):
        return console, None
    if isinstance(press, Keep):
        return replace(console, opened=None), None
    if isinstance(press, Attend):
        return replace(console, attended=console.attended | {press.number}), None
    if isinstance(press, Opened):
        return replace(console, opened=press, trouble=""), None
    console = replace(console, opened=None, trouble="", asked=press, asked_at=now)
    return replace(console, answered=False, shown=False, done=None), press


def half_done(console: Console) -> Console:
    """The first of two things is done: the view that shows it is not yet the one awaited."""
    return replace(console, shown=False)


def answered(console: Console, answer: Done, now: float) -> Console:
    """The kiosk's answer to the command under way."""
    if answer.refused:
        return replace(console, asked=None, trouble=answer.refused, trouble_at=now)
    told = replace(console, done=console.asked, done_number=answer.number or 0, done_at=now)
    return _settled(replace(told, answered=True))


def kept(console: Console, told: str, now: float) -> Console:
    """`told`: where the file is, or why there is none."""
    return replace(console, kept=told, kept_at=now)


def _settled(console: Console) -> Console:
    """Free for the next command once the last is both answered and to be seen."""
    return replace(console, asked=None) if console.answered and console.shown else console


def trouble(console: Console, now: float) -> str:
    """The name of what went wrong, as long as it is worth telling."""
    return console.trouble if now - console.trouble_at < TROUBLE_SHOWN else ""


def lately(console: Console, now: float) -> Asked | None:
    """What this desk did last, as long as it is worth telling."""
    return console.done if now - console.done_at < TOLD_SHOWN else None
