"""The words of the queue: stop, ticket, state; the commands it is given; the events that come of them.

Everything here is a frozen value. `kiosk.engine` says what the words do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias

from kiosk.clock import Moment


class Stop(Enum):
    CLOSED = "closed"
    OPEN = "open"
    FINISHING = "finishing"  # no new tickets; those already given are served


class Status(Enum):
    """Of a ticket that is still in somebody's hand."""

    WAITING = "waiting"
    CALLED = "called"
    PARKED = "parked"  # its visit has begun; the person has gone to fetch something


class Gone(Enum):
    """How a ticket leaves the queue."""

    LEAVING = "leaving"  # for some seconds this can be taken back
    DONE = "done"  # its visit is counted
    DROPPED = "dropped"  # nothing is counted


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that is still in somebody's hand. One that is done or dropped is not kept anywhere."""

    number: int
    topic: str
    taken: Moment
    rank: int  # place in the line, lowest first; nobody else has it
    priority: bool = False
    status: Status = Status.WAITING
    absences: int = 0
    desk: int | None = None
    called: Moment | None = None
    calls: int = 0  # 1 at the first call, one more at each recall
    begun: bool = False  # parked or handed over: the visit has begun, and goes on at the next call
    served: float | None = 0.0  # seconds at desks before this call; None where they are not known
    for_desk: int | None = None  # handed over: only this desk calls it as its next
    help: bool = False  # somebody at the kiosk who does not manage alone

    @property
    def place(self) -> tuple[bool, bool, int, int]:
        """What sorts the line: those handed over, then by priority card, then by rank. The number is for what
        an older version kept, which gave a rank twice."""
        return self.for_desk is None, not self.priority, self.rank, self.number


NOBODY: Mapping[int, Ticket] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """What is recorded of a visit, and apart from each other: nothing else ever is. `minutes` is None when
    not known."""

    day: date
    topic: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a desk did last with a ticket that is done with, while that can still be taken back.

    `ticket` is as it was at the desk, `visit` what will be counted; None where nobody came. `waits`: it
    was absent, and is back in the line.
    """

    ticket: Ticket
    at: Moment
    visit: VisitEnded | None = None
    waits: bool = False


NONE_LEAVES: Mapping[int, Leaving] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """The queue of one day. `next_number` is None before the day's numbering has begun."""

    day: date
    stop: Stop = Stop.CLOSED
    next_number: int | None = None
    day_over: bool = False  # what the close under way (or the last one) said
    tickets: Mapping[int, Ticket] = field(default_factory=lambda: NOBODY)
    visits_today: int = 0  # finished visits already counted for `day`
    applied: tuple[str, ...] = ()  # identifiers of the last commands, oldest first
    leaving: Mapping[int, Leaving] = field(default_factory=lambda: NONE_LEAVES)  # by desk

    def waiting(self) -> Iterator[Ticket]:
        """Those who wait, in no order that means anything."""
        return (t for t in self.tickets.values() if t.status is Status.WAITING)

    def line(self) -> list[Ticket]:
        """Waiting tickets in the order in which they will be called."""
        return sorted(self.waiting(), key=lambda t: t.place)

    def next_for(self, desk: int) -> Ticket | None:
        """Whom this desk calls next: nobody who was handed over to another."""
        mine = (t for t in self.waiting() if t.for_desk in (None, desk))
        return min(mine, key=lambda t: t.place, default=None)

    def at_desk(self, desk: int) -> Ticket | None:
        return next((t for t in self.tickets.values() if t.desk == desk), None)

    def called(self) -> list[Ticket]:
        """Tickets at a desk, by desk."""
        called = (t for t in self.tickets.values() if t.status is Status.CALLED)
        return sorted(called, key=lambda t: t.desk or 0)

    def parked(self) -> list[Ticket]:
        """Tickets whose people will be back, by number."""
        return sorted((t for t in self.tickets.values() if t.status is Status.PARKED), key=lambda t: t.number)

    @property
    def quiet(self) -> bool:
        """The stop is closed and nothing can be taken back any more."""
        return self.stop is Stop.CLOSED and not self.leaving

    @property
    def over(self) -> bool:
        """Nothing of this day is to be kept but its counted visits."""
        return self.quiet and (self.day_over or self.next_number is None)


# --- Commands ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """What the queue is told. A command is made of the kinds below, which say what it names; the engine's
    guards follow from them (`kiosk.engine.specified`)."""


@dataclass(frozen=True)
class AtDesk(Command):
    """Comes from a desk of this van (1, 2, ...)."""

    desk: int


@dataclass(frozen=True)
class OnTicket(Command):
    """Names a ticket that is still in somebody's hand."""

    number: int


@dataclass(frozen=True)
class ToDesk(Command):
    """Names another desk."""

    to: int


@dataclass(frozen=True)
class WithTopic(Command):
    """May name a topic, by its key."""

    topic: str | None


@dataclass(frozen=True)
class Open(Command):
    """Open the stop: the kiosk gives tickets. `day` is the one that the agent saw and chose (see
    `kiosk.opening`); None where nobody saw any."""

    day: date | None = None


@dataclass(frozen=True)
class Close(Command):
    """Give no more tickets; once nobody is left, close. A second close sends those waiting home.

    `day_over` also forgets the numbering, so that nothing of the day is left but its counted visits.
    """

    day_over: bool = True


@dataclass(frozen=True)
class Take(WithTopic):
    """`at_most` tickets a minute may be out before this one is refused; 0 sets no limit, as for an agent.

    `help`: its visitor needs somebody at the kiosk. Like `priority` it is never recorded.
    """

    topic: str
    priority: bool = False
    at_most: int = 0
    help: bool = False


@dataclass(frozen=True)
class CallNext(AtDesk):
    """Call the first of the line."""


@dataclass(frozen=True)
class Call(OnTicket, AtDesk):
    """Call a chosen ticket, whatever its place in the line, or one that was parked and is back."""


@dataclass(frozen=True)
class Recall(OnTicket, AtDesk):
    """Call once more."""


@dataclass(frozen=True)
class PutBack(OnTicket, AtDesk):
    """Undo a call: the ticket returns to its place in the line."""


@dataclass(frozen=True)
class Absent(OnTicket, AtDesk):
    """Nobody came. Back to the end of the line (once), or dropped."""

    back_in_line: bool = False


@dataclass(frozen=True)
class Park(OnTicket, AtDesk):
    """The visitor goes to fetch something: the visit goes on when they are back, before the line."""


@dataclass(frozen=True)
class HandOver(ToDesk, OnTicket, AtDesk):
    """The visit goes on at another desk: it waits at the head of that desk's line."""


@dataclass(frozen=True)
class TakeBack(AtDesk):
    """Undo this desk's last end or absence. Whoever was called since goes back to the line."""


@dataclass(frozen=True)
class End(WithTopic, OnTicket, AtDesk):
    """The visit is over. `topic` corrects what the visitor chose."""

    topic: str | None = None


@dataclass(frozen=True)
class Cancel(OnTicket):
    """Drop a ticket that waits, or that was parked: the visitor left."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What this van has: the keys of its topics and how many desks; None where any will do."""

    topics: frozenset[str] | None = None
    desks: int | None = None


# --- What a decision brings about, beside the new state --------------------------------------------


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """`ahead` people will be called before this ticket, as things stand."""

    number: int
    ahead: int


Event: TypeAlias = TicketTaken | VisitEnded


@dataclass(frozen=True, slots=True)
class Decision:
    """The state that comes of a command, and what is to be told or counted besides."""

    state: State
    events: tuple[Event, ...] = ()


class Reason(Enum):
    """Why a command is refused."""

    STOP_NOT_OPEN = "the stop gives no tickets now"
    STOP_OPEN = "the stop is open already"
    STOP_CLOSED = "the stop is closed"
    CLOCK_UNSURE = "the clock shows a day that cannot be"
    CLOCK_VOUCHED = "the kiosk's clock is right, and has another day"
    OTHER_DAY = "neither the kiosk nor the display has this day"
    DAY_UNDER_WAY = "the stop is still open on another day"
    VISIT_UNDER_WAY = "a visit is still under way at a desk"
    NO_SUCH_TICKET = "there is no such ticket"
    NOT_WAITING = "the ticket is not waiting"
    NOT_AT_THIS_DESK = "the ticket is not at this desk"
    OWN_DESK = "the ticket is at this desk already"
    NOTHING_TO_TAKE_BACK = "this desk has done nothing that can still be taken back"
    NOBODY_WAITS = "nobody is waiting"
    UNKNOWN_DESK = "this van has no such desk"
    DESK_BUSY = "this desk has a ticket already"
    ABSENT_BEFORE = "the ticket has been put back after an absence before"
    UNKNOWN_TOPIC = "there is no such topic"
    TOO_MANY_AT_ONCE = "too many tickets have been taken within the last minute"
    REPEATED = "the command has been carried out before"


class Refused(Exception):
    """The command does not fit the state; nothing was changed. `reason` says why."""

    def __init__(self, command: Command, reason: Reason) -> None:
        super().__init__(f"{type(command).__name__}: {reason.value}")
        self.command = command
        self.reason = reason
