"""The language of kiosk and displays: what a display may ask, and what each role may see.

Pure data (msgspec structs, JSON on the wire). A display says `Hello`; from then on the kiosk pushes the
view of the display's role, whole, each time it changes, and answers each `Do` with a `Done`.

A role's view holds what that role may see and no more: nothing in `BoardView` names a topic.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

import msgspec

VERSION = 1
"""Of this language. A kiosk and a display that share no version say so to each other and part."""


class Role(Enum):
    AGENT = "agent"
    BOARD = "board"
    REFERENT = "referent"


# --- What an agent asks. The desk is the display's own, known from its `Hello`. -------------------


class Ask(msgspec.Struct, frozen=True, tag_field="ask", tag=str.lower):
    """One request; the base of the closed set below."""


class OpenStop(Ask, frozen=True):
    pass


class CloseStop(Ask, frozen=True):
    day_over: bool


class Next(Ask, frozen=True):
    pass


class Call(Ask, frozen=True):
    number: int


class Recall(Ask, frozen=True):
    number: int


class PutBack(Ask, frozen=True):
    number: int


class Absent(Ask, frozen=True):
    number: int
    back_in_line: bool


class End(Ask, frozen=True):
    number: int
    topic: str | None = None


class Cancel(Ask, frozen=True):
    number: int


class TakeFor(Ask, frozen=True):
    """A ticket for someone who cannot use the screen."""

    topic: str
    priority: bool = False


AnyAsk: TypeAlias = OpenStop | CloseStop | Next | Call | Recall | PutBack | Absent | End | Cancel | TakeFor


# --- What each role sees --------------------------------------------------------------------------


class Topic(msgspec.Struct, frozen=True):
    """`key` is what commands carry, `label` what people read (in French)."""

    key: str
    label: str


class Waiting(msgspec.Struct, frozen=True):
    number: int
    topic: str  # its key
    waited: int  # whole minutes since the ticket was taken
    priority: bool
    came_back: bool  # after an absence


class AtDesk(msgspec.Struct, frozen=True):
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
    line: tuple[Waiting, ...]
    desks: tuple[AtDesk, ...]
    topics: tuple[Topic, ...]
    printer: Health
    record: Health
    visits_today: int


class Shown(msgspec.Struct, frozen=True):
    """A called ticket; `calls` grows at each recall, so that a board can draw the eye again."""

    number: int
    desk: int
    calls: int


class BoardView(msgspec.Struct, frozen=True, tag="board"):
    van: str
    stop: str
    called: tuple[Shown, ...]


AnyView: TypeAlias = AgentView | BoardView


# --- The envelopes --------------------------------------------------------------------------------


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """First message of each end. The display gives its role and, for an agent, its desk (1, 2, ...)."""

    version: int
    name: str
    role: Role | None = None
    desk: int | None = None


class Do(msgspec.Struct, frozen=True, tag="do"):
    """`identifier` is new for each press of a button and the same however often it is sent."""

    identifier: str
    ask: AnyAsk


class Done(msgspec.Struct, frozen=True, tag="done"):
    """`refused` is empty, or the name of a `kiosk.queue.Reason`, in lower case."""

    identifier: str
    refused: str = ""
    number: int | None = None


class See(msgspec.Struct, frozen=True, tag="see"):
    view: AnyView


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """Says only: I live."""
