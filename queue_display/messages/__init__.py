"""The language of kiosk and displays: what a display may ask, and what each role may see.

Pure data (msgspec structs, JSON on the wire). Each end says `Hello`; from then on the kiosk pushes the
view of the display's role, whole, each time it changes, and answers each `Do` with a `Done`.

A role's view holds what that role may see and no more: nothing in `BoardView` names a topic.

Values cross, sentences do not: whoever reads a name or a number says it in its own language. `bounds` says
how large each field may be, `roles` has a row for each role; `queue_display.codec` writes and reads messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import Enum
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

from assets.checks import Grade
from assets.conditions import Condition
from assets.dayparts import DayMoment, DayPart
from assets.findings import Finding
from assets.lengths import LENGTHS
from queue_display.messages.bounds import (
    LARGEST_NUMBER,
    LONGEST_NAME,
    MOST_COMING,
    MOST_DESKS,
    MOST_FINDINGS,
    Count,
    Desk,
    Identifier,
    Key,
    Labels,
    Name,
    Number,
    Piece,
    RecordedTopic,
    Values,
    WallTime,
    Word,
    cut,
)

LogRow = TypeVar("LogRow")

VERSION = 3
"""Of this language. Fields may be added within a version; what an older end cannot ignore makes a new one."""

OLDEST = 3
"""The oldest version that this end still speaks."""


class Role(Enum):
    AGENT = "agent"
    BOARD = "board"
    REFERENT = "referent"


# --- What an agent asks. The desk is the display's own, known from its `Hello`. -------------------


class Ask(msgspec.Struct, frozen=True, tag_field="ask", tag=str.lower):
    """One request; the base of the closed set below."""


class Open(Ask, frozen=True):
    """`day` is the one that the agent saw and chose; None from what shows nobody any."""

    day: date | None = None


class Close(Ask, frozen=True):
    day_over: bool


class CallNext(Ask, frozen=True):
    pass


class Call(Ask, frozen=True):
    number: Number


class Recall(Ask, frozen=True):
    number: Number


class PutBack(Ask, frozen=True):
    number: Number


class Absent(Ask, frozen=True):
    number: Number
    back_in_line: bool


class End(Ask, frozen=True):
    number: Number
    topic: Key | None = None


class Park(Ask, frozen=True):
    number: Number


class HandOver(Ask, frozen=True):
    """To another desk."""

    number: Number
    to: Desk


class TakeBack(Ask, frozen=True):
    """This desk's last end or absence, within seconds."""


class Cancel(Ask, frozen=True):
    number: Number


class Take(Ask, frozen=True):
    """A ticket for someone who cannot use the screen."""

    topic: Key
    priority: bool = False
    on_paper: bool = True


AnyAsk: TypeAlias = (
    Open
    | Close
    | CallNext
    | Call
    | Recall
    | PutBack
    | Park
    | HandOver
    | Absent
    | End
    | TakeBack
    | Cancel
    | Take
)


# --- What the referent asks ---------------------------------------------------------------------------


class PlanStops(Ask, frozen=True):
    """The calendar of stops, in pieces: the `part`-th of `parts`, from 1, in order. What is `packed` in them
    is the kiosk's own affair."""

    part: Number
    parts: Number
    packed: Piece


Asked: TypeAlias = AnyAsk | PlanStops
"""All that a display may ask, whatever its role."""


# --- What each role sees --------------------------------------------------------------------------


_WIDE = LARGEST_NUMBER

STEP = 30
"""People by whom a view grows on the wire: from none to so many it has one size, whoever is in the line."""


def _in_steps(people: int) -> int:
    """For how many people there is room in a view of `people`: a whole number of steps, one at least."""
    return max(1, -(-people // STEP)) * STEP


class View(msgspec.Struct, frozen=True):
    """All that one role sees; the base of the closed set below.

    Each has a `widest`: itself as it would be if every field that could give something away, such as a topic
    or a number, were as long as it can be, with room for `STEP` people though nobody waits. Its
    length is the length on the wire: see `queue_display.codec`.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "widest" not in cls.__dict__:
            raise TypeError(f"{cls.__name__} does not say how wide it may be")

    def widest(self) -> View:
        raise NotImplementedError


class TopicLabel(msgspec.Struct, frozen=True):
    """`key` is what commands carry, `label` what people read, by language."""

    key: Key
    label: Labels

    def name(self, language: str) -> str:
        """The label in `language`, else in French, else the key."""
        return self.label.get(language) or self.label.get("fr") or self.key


class WaitingTicket(msgspec.Struct, frozen=True):
    """`topic` is None where it is no business of the desk whose view this is."""

    number: Number
    topic: Key | None
    waited: Count  # whole minutes since the ticket was taken
    priority: bool
    came_back: bool  # after an absence
    for_desk: Desk | None = None  # handed over: only this desk calls it as its next
    help: bool = False  # somebody at the kiosk does not manage alone


class DeskTicket(msgspec.Struct, frozen=True):
    """`topic` is None unless it is the desk whose view this is."""

    desk: Desk
    number: Number
    topic: Key | None
    calls: Count
    minutes: Count  # whole minutes since the call
    may_come_back: bool  # an absence may still send it back in line


class Health(msgspec.Struct, frozen=True):
    """How a part of the van is: `state` at a glance, and why, as in `assets.conditions`; no `cause` when all
    is well."""

    state: Word  # "ok", "low", "out", "open", "offline", "unknown"
    cause: Word = ""
    values: Values = {}

    @property
    def condition(self) -> Condition:
        return Condition(self.cause, self.values)


class MachineFinding(msgspec.Struct, frozen=True):
    """What the kiosk's doctor found of its machine, as in `assets.findings`; nothing in it is of a visit."""

    check: Word
    name: Word
    grade: Word
    values: Values = {}

    @classmethod
    def of(cls, found: Finding) -> MachineFinding:
        values = {name: cut(v, LONGEST_NAME) if isinstance(v, str) else v for name, v in found.values.items()}
        return cls(found.check, found.name, found.grade.value, values)

    @property
    def finding(self) -> Finding:
        """A grade that only a newer Halte knows is told as one that is not known."""
        known = {grade.value: grade for grade in Grade}
        return Finding(self.check, self.name, known.get(self.grade, Grade.UNKNOWN), self.values)


class Undoable(msgspec.Struct, frozen=True):
    """The last end or absence of a desk, as long as it can be taken back."""

    number: Number
    seconds: Count  # that are left for it


class DaySummary(msgspec.Struct, frozen=True):
    """What was counted of a day that is over: by topic and, apart, by the classes of `assets.lengths`.

    An agent gets it once nobody can be at a desk: before, what is new in it would tell the other's topic.
    """

    day: date
    topics: Annotated[dict[RecordedTopic, Count], Meta(max_length=999)]
    lengths: Annotated[dict[Word, Count], Meta(max_length=99)]

    @property
    def visits(self) -> int:
        return sum(self.topics.values())

    @classmethod
    def widest(cls, topics: Iterable[str]) -> DaySummary:
        """With visits of each of `topics`, and of each length."""
        return cls(date.max, dict.fromkeys(topics, _WIDE), dict.fromkeys(LENGTHS, _WIDE))


class AgentView(View, frozen=True, tag="agent"):
    """What an agent at one desk sees: of another desk, no topic."""

    van: Name
    place: Name  # name of the stop, empty when not known
    stop: Word  # "closed", "open", "finishing"
    line: tuple[WaitingTicket, ...]
    desks: Annotated[tuple[DeskTicket, ...], Meta(max_length=MOST_DESKS)]
    topics: Annotated[tuple[TopicLabel, ...], Meta(max_length=999)]
    printer: Health
    record: Health
    visits_today: Count
    day: date | None = None  # visits count for it, or would if the stop were opened; None: it cannot be right
    clock: WallTime | None = None  # the kiosk's, to the second
    vouched: bool = False  # something vouches for that clock
    machine: Annotated[tuple[MachineFinding, ...], Meta(max_length=MOST_FINDINGS)] = ()  # none: not looked at
    parked: tuple[WaitingTicket, ...] = ()  # whose people will be back
    undo: Undoable | None = None
    seats: Annotated[int, Meta(ge=0, le=MOST_DESKS)] = 0  # desks of the van; 0: the kiosk does not say
    summary: DaySummary | None = None
    board_sound: Word = ""  # what the calls of a board lack, one of `SOUNDS`

    def widest(self) -> AgentView:
        key = max((*(topic.key for topic in self.topics), None), key=_written)
        waits = WaitingTicket(_WIDE, key, _WIDE, priority=False, came_back=False)
        called = DeskTicket(_WIDE, _WIDE, key, _WIDE, _WIDE, may_come_back=False)
        return msgspec.structs.replace(
            self,
            stop="finishing",
            line=(waits,) * _in_steps(len(self.line) + len(self.parked)),
            parked=(),
            desks=(called,) * MOST_DESKS,
            visits_today=_WIDE,
            day=date.max,
            vouched=False,
            undo=Undoable(_WIDE, _WIDE),
            summary=DaySummary.widest({topic.key for topic in self.topics}),
        )


class BoardCall(msgspec.Struct, frozen=True):
    """A called ticket; `calls` grows at each recall, so that a board can draw the eye again."""

    number: Number
    desk: Desk
    calls: Count


class StopHours(msgspec.Struct, frozen=True):
    """Where the van stands, on which day, and its local hours there."""

    place: Name
    day: date
    opens: time
    closes: time


class BoardMoment(msgspec.Struct, frozen=True):
    """The moment of the day, as in `assets.dayparts`."""

    part: Word = ""  # empty: the kiosk does not say
    stop: StopHours | None = None
    today: bool = False
    here: bool = False
    over: bool = False

    def of(self, stop: str) -> DayMoment:
        """Where `stop`, of the queue, is so. A part that only a newer Halte knows is told as closed."""
        known = {part.value: part for part in DayPart}
        part = known.get(self.part or stop, DayPart.CLOSED)
        return DayMoment(part, self.stop, self.today, self.here, self.over)


class BoardView(View, frozen=True, tag="board"):
    van: Name
    stop: Word
    called: Annotated[tuple[BoardCall, ...], Meta(max_length=MOST_DESKS)]
    moment: BoardMoment = BoardMoment()
    place: Name = ""  # name of the stop, empty when not known
    waiting: Count = 0  # tickets in the line
    coming: Annotated[
        tuple[StopHours, ...], Meta(max_length=MOST_COMING)
    ] = ()  # next stops, the nearest first
    clock: WallTime | None = None  # the kiosk's, to the second

    def widest(self) -> BoardView:
        return msgspec.structs.replace(
            self,
            stop="finishing",
            called=(BoardCall(_WIDE, _WIDE, _WIDE),) * MOST_DESKS,
            waiting=_WIDE,
        )


class TopicVisits(msgspec.Struct, frozen=True):
    """So many finished visits of a day had this topic."""

    day: date
    topic: RecordedTopic
    visits: Count


class MinutesVisits(msgspec.Struct, frozen=True):
    """So many finished visits of a day took so many whole minutes; None: nobody knows how many."""

    day: date
    minutes: Count | None
    visits: Count


ROWS_IN_A_PIECE = 4000
"""Rows of a log that go into one message: at their widest some 600 kB, of the 4 MB that it may have."""


class LogView(View, frozen=True, tag="referent"):
    """The two multisets of finished visits, apart from each other, sorted: the order tells nothing.

    A long log comes in `parts` pieces, of which this is the `part`-th, from 1.
    """

    van: Name
    topics: tuple[TopicVisits, ...]
    minutes: tuple[MinutesVisits, ...]
    part: Count = 1
    parts: Count = 1

    def pieces(self) -> Sequence[LogView]:
        """In the order of the rows, topics first; at least one."""
        size = ROWS_IN_A_PIECE
        if len(self.topics) + len(self.minutes) <= size:
            return (self,)
        topics = [LogView(self.van, rows, ()) for rows in _cut_up(self.topics, size)]
        minutes = [LogView(self.van, (), rows) for rows in _cut_up(self.minutes, size)]
        found = [*topics, *minutes]
        return [
            msgspec.structs.replace(piece, part=number, parts=len(found))
            for number, piece in enumerate(found, 1)
        ]

    def widest(self) -> LogView:
        key = _longest(row.topic for row in self.topics)
        return LogView(
            self.van,
            (TopicVisits(date.max, key, _WIDE),) * len(self.topics),
            (MinutesVisits(date.max, _WIDE, _WIDE),) * len(self.minutes),
            self.part,
            self.parts,
        )


def _cut_up(rows: tuple[LogRow, ...], size: int) -> list[tuple[LogRow, ...]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _longest(keys: Iterable[str]) -> str:
    """The key that takes the most bytes as JSON; empty if there is none."""
    return max(keys, key=_written, default="")


def _written(key: str | None) -> int:
    """Bytes that it takes as JSON."""
    return len(msgspec.json.encode(key))


AnyView: TypeAlias = AgentView | BoardView | LogView


def pieces(view: AnyView) -> Sequence[AnyView]:
    """The view as messages that each fit: itself, where it always does."""
    return view.pieces() if isinstance(view, LogView) else (view,)


# --- The envelopes --------------------------------------------------------------------------------


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """First message of each end: the versions it speaks, its name, and its clock (with UTC offset).

    The display gives its role and, for an agent, its desk (1, 2, ...). The kiosk may go by the clock of an
    agent's display, where an agent has chosen so. The kiosk gives a mark of the `machine` that it runs on:
    two machines with copies of one card have the same keys.
    """

    version: int
    name: Name
    role: Role | None = None
    desk: Desk | None = None
    oldest: int = OLDEST
    clock: WallTime | None = None
    machine: Word = ""


class Do(msgspec.Struct, frozen=True, tag="do"):
    """`identifier` is new for each press of a button and the same however often it is sent."""

    identifier: Identifier
    ask: Asked


class Done(msgspec.Struct, frozen=True, tag="done"):
    """`refused` is empty, or the name of a `kiosk.queue.Reason` in lower case, or one of those below."""

    identifier: Identifier
    refused: Word = ""
    number: Count | None = None


class See(msgspec.Struct, frozen=True, tag="see"):
    view: AnyView


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """Says: I live. `twin`, from a display: of late two machines with this kiosk's keys have come. `sound`,
    from a board: what its calls lack, one of `SOUNDS`; empty for nothing."""

    twin: bool = False
    sound: Word = ""


SILENT = "silent"
"""`Beat.sound`, and `AgentView.board_sound`: neither chime nor voice is heard."""
UNSPOKEN = "unspoken"
"""The same: a chime, and no voice, though there should be one."""

SOUNDS = (SILENT, UNSPOKEN)
"""The worst first; a call that lacks nothing has no word."""


class Bye(msgspec.Struct, frozen=True, tag="bye"):
    """Last message before an end closes the link for good: why, as one of the constants below."""

    why: Word


NOT_SENT = "not_sent"
"""`Done.refused`: the link was down for too long; the command never left this display."""
UNANSWERED = "unanswered"
"""`Done.refused`: the link broke after the command had left; the next view tells what became of it."""
NOT_ALLOWED = "not_allowed"
"""`Done.refused`: not a command for this display's role."""
NOT_UNDERSTOOD = "not_understood"
"""`Done.refused`: the kiosk is of an earlier version and does not know the command."""
FAILED = "failed"
"""`Done.refused`: the kiosk could not carry it out (its disk, for one); nothing was changed."""
REPEATED = "repeated"
"""`Done.refused`: carried out before under this identifier, as a kiosk says that was restarted in between."""

OTHER_VERSION = "other_version"
"""`Bye.why`: the two ends share no version of this language."""
OTHER_ROLE = "other_role"
"""`Bye.why`: the display gives itself a role that it was not paired for."""
UNKNOWN_DESK = "unknown_desk"
"""`Bye.why`, and `Done.refused`: the van has no desk of this number."""

BUSY = "busy"
"""`Bye.why`: the display serves another kiosk at present."""

TWIN = "twin"
"""`Bye.why`: the display serves another machine with the same keys: somebody copied the kiosk's card."""

PARTINGS = (OTHER_VERSION, OTHER_ROLE, UNKNOWN_DESK, BUSY, TWIN)

LinkWord: TypeAlias = Literal[
    "searching", "up", "lost", "other_version", "other_role", "unknown_desk", "unpaired"
]
"""Values of `queue_display.link.display_end.Link`."""

FromDisplay: TypeAlias = Hello | Do | Beat | Bye
FromKiosk: TypeAlias = Hello | Done | See | Beat | Bye


def shared_version(mine: Hello, theirs: Hello) -> int | None:
    """The newest version that both ends speak, or None."""
    version = min(mine.version, theirs.version)
    return version if version >= max(mine.oldest, theirs.oldest) else None
