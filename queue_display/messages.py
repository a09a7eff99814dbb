"""The language of kiosk and displays: what a display may ask, and what each role may see.

Pure data (msgspec structs, JSON on the wire). Each end says `Hello`; from then on the kiosk pushes the
view of the display's role, whole, each time it changes, and answers each `Do` with a `Done`.

A role's view holds what that role may see and no more: nothing in `BoardView` names a topic.

`queue_display.codec` writes and reads it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

VERSION = 1
"""Of this language. Fields may be added within a version; what an older end cannot ignore makes a new one."""

OLDEST = 1
"""The oldest version that this end still speaks."""

# Bounds keep a small message small, and a hostile one harmless.
LARGEST_NUMBER = 999_999
"""Of a ticket; no other count in a message has more digits."""
LONGEST_NAME = 64
"""Signs of a name that a kiosk or a display gives itself."""
MOST_DESKS = 9
"""Desks of a van, at most; how many of them there are is in the van's settings."""

Number: TypeAlias = Annotated[int, Meta(ge=1, le=LARGEST_NUMBER)]
Desk: TypeAlias = Annotated[int, Meta(ge=1, le=MOST_DESKS)]
Key: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
Name: TypeAlias = Annotated[str, Meta(max_length=LONGEST_NAME)]
Identifier: TypeAlias = Annotated[str, Meta(min_length=8, max_length=64)]


class Role(Enum):
    AGENT = "agent"
    BOARD = "board"
    REFERENT = "referent"


# --- What an agent asks. The desk is the display's own, known from its `Hello`. -------------------


class Ask(msgspec.Struct, frozen=True, tag_field="ask", tag=str.lower):
    """One request; the base of the closed set below."""


class Open(Ask, frozen=True):
    pass


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


class Cancel(Ask, frozen=True):
    number: Number


class Take(Ask, frozen=True):
    """A ticket for someone who cannot use the screen."""

    topic: Key
    priority: bool = False


AnyAsk: TypeAlias = Open | Close | CallNext | Call | Recall | PutBack | Absent | End | Cancel | Take


# --- What each role sees --------------------------------------------------------------------------


class TopicLabel(msgspec.Struct, frozen=True):
    """`key` is what commands carry, `label` what people read (in French)."""

    key: str
    label: str


class WaitingTicket(msgspec.Struct, frozen=True):
    number: int
    topic: str  # its key
    waited: int  # whole minutes since the ticket was taken
    priority: bool
    came_back: bool  # after an absence


class DeskTicket(msgspec.Struct, frozen=True):
    desk: int
    number: int
    topic: str
    calls: int
    minutes: int  # whole minutes since the call
    may_come_back: bool  # an absence may still send it back in line


class Health(msgspec.Struct, frozen=True):
    """In words of `printer.status.Paper` and friends; `said` is a French sentence, empty when all is well."""

    state: str  # "ok", "low", "out", "open", "offline", "unknown"
    said: str = ""


class AgentView(msgspec.Struct, frozen=True, tag="agent"):
    van: str
    place: str  # name of the stop, empty when not known
    stop: str  # "closed", "open", "finishing"
    line: tuple[WaitingTicket, ...]
    desks: tuple[DeskTicket, ...]
    topics: tuple[TopicLabel, ...]
    printer: Health
    record: Health
    visits_today: int


class BoardCall(msgspec.Struct, frozen=True):
    """A called ticket; `calls` grows at each recall, so that a board can draw the eye again."""

    number: int
    desk: int
    calls: int


class BoardView(msgspec.Struct, frozen=True, tag="board"):
    van: str
    stop: str
    called: tuple[BoardCall, ...]


class VisitRow(msgspec.Struct, frozen=True):
    """`count` finished visits with the same day, topic and whole minutes (None where not known)."""

    day: date
    topic: str
    minutes: int | None
    count: int


class LogView(msgspec.Struct, frozen=True, tag="referent"):
    """The multiset of finished visits, sorted by day, topic and minutes: the order tells nothing."""

    van: str
    visits: tuple[VisitRow, ...]


AnyView: TypeAlias = AgentView | BoardView | LogView


# --- The envelopes --------------------------------------------------------------------------------


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """First message of each end: the versions it speaks, its name, and its clock (with UTC offset).

    The display gives its role and, for an agent, its desk (1, 2, ...). The kiosk may take the day from
    a paired display's clock when its own has none.
    """

    version: int
    name: Name
    role: Role | None = None
    desk: Desk | None = None
    oldest: int = OLDEST
    clock: datetime | None = None


class Do(msgspec.Struct, frozen=True, tag="do"):
    """`identifier` is new for each press of a button and the same however often it is sent."""

    identifier: Identifier
    ask: AnyAsk


class Done(msgspec.Struct, frozen=True, tag="done"):
    """`refused` is empty, or the name of a `kiosk.queue.Reason` in lower case, or one of those below."""

    identifier: str
    refused: str = ""
    number: int | None = None


class See(msgspec.Struct, frozen=True, tag="see"):
    view: AnyView


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """Says only: I live."""


class Bye(msgspec.Struct, frozen=True, tag="bye"):
    """Last message before an end closes the link for good: why, as one of the constants below."""

    why: str


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
