"""The file of the day under way: the stop, its tickets, and the visits that are not in the log yet.

It is small and replaced whole at each command. One line names its form and the checksum of the rest; the
rest is JSON. Its bytes depend on what it holds alone: every list in it is sorted, nothing counts the writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.clock import Moment
from kiosk.queue import Leaving, State, Status, Stop, Ticket, VisitEnded
from kiosk.record.counts import LONGEST, LONGEST_TOPIC, MOST, Counts, is_topic

HEAD = b"halte day "
VERSION = 2
"""The form of the file; a change of what follows takes the next number. The first had no mark for help."""

LARGEST = 8 * 1024 * 1024
"""Bytes of a file that are read, and written, at most: those of 20,000 people who wait."""

ROOM = 1 << 14
"""Bytes that are kept at hand for the file: some 45 tickets. It may be longer."""

_NOTHING = bytes(ROOM)

# What a file may hold: an odd one is damage, and must not make an odd kiosk.
Number: TypeAlias = Annotated[int, Meta(ge=1, le=9_999_999)]
Few: TypeAlias = Annotated[int, Meta(ge=0, le=999_999)]
Desk: TypeAlias = Annotated[int, Meta(ge=1, le=99)]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST_TOPIC)]
Wall: TypeAlias = Annotated[datetime, Meta(tz=True)]
Seconds: TypeAlias = Annotated[float, Meta(ge=0.0, le=1e12)]
Visits: TypeAlias = Annotated[int, Meta(ge=1, le=MOST)]
Minutes: TypeAlias = Annotated[int, Meta(ge=0, le=LONGEST)]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as the file holds it; its fields have the names of what it stands for."""


class MomentRow(Strict, frozen=True):
    wall: Wall
    steady: Annotated[float, Meta(ge=-1e12, le=1e12)]
    boot: Word
    sure: bool = True
    exact: bool = True


class TicketRow(Strict, frozen=True):
    number: Number
    topic: Word
    taken: MomentRow
    rank: Number
    priority: bool
    status: Status
    absences: Few
    desk: Desk | None
    called: MomentRow | None
    calls: Few
    begun: bool
    served: Seconds | None
    for_desk: Desk | None
    help: bool = False


class EndedRow(Strict, frozen=True):
    day: date
    topic: Word
    minutes: Minutes | None


class LeavingRow(Strict, frozen=True):
    ticket: TicketRow
    at: MomentRow
    visit: EndedRow | None
    waits: bool


class CountsRow(Strict, frozen=True):
    topics: dict[Word, Visits]
    minutes: dict[Minutes, Visits]


class PendingRow(Strict, frozen=True):
    """Visits of a day that are not in the log yet. `before`: what the log had of that day when their writing
    was begun; until that is done it has this, or this and them."""

    day: date
    counts: CountsRow
    before: CountsRow | None


class StopRow(Strict, frozen=True):
    day: date
    stop: Stop
    next_number: Number | None
    day_over: bool
    applied: Annotated[tuple[Word, ...], Meta(max_length=64)]
    tickets: tuple[TicketRow, ...]
    leaving: tuple[LeavingRow, ...]


class DayContent(Strict, frozen=True):
    stop: StopRow | None
    pending: tuple[PendingRow, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """As `PendingRow`."""

    counts: Counts
    before: Counts | None = None


@dataclass(frozen=True, slots=True)
class DayFile:
    """What the file held. `state` is None where nothing but counts was kept of the day."""

    state: State | None = None
    pending: Mapping[date, Pending] = field(default_factory=lambda: MappingProxyType({}))


EMPTY = DayFile()


class Damaged(Exception):
    """The bytes are not what Halte wrote."""


class TooNew(Exception):
    """The file is of a later version of Halte."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(DayContent)


class Writer:
    """Makes the bytes of the file. A ticket that has not changed since is not written out anew: a touch costs
    the same with a hundred waiting as with one.

    What Python frees it does not overwrite. So the bytes are made in one place, which is used again each time
    and wiped by `wipe` after use, and those of a ticket in a place of their own, wiped once it has changed.
    """

    def __init__(self) -> None:
        self._tickets: dict[int, tuple[Ticket, bytearray]] = {}
        self._place = bytearray(ROOM)

    def written(self, state: State, pending: Mapping[date, Pending]) -> bytearray | None:
        """The bytes, until `wipe` is called; None where nothing is to be kept, and there is no file."""
        self._know(state.tickets)
        stop = None if state.over else self._stop(state)
        if stop is None and not pending:
            return None
        rows = [
            {"day": day, "counts": _counts(pending[day].counts), "before": _counts(pending[day].before)}
            for day in sorted(pending)
        ]
        form = _form(VERSION)
        start = len(form) + _CHECKSUM + 1
        _encoder.encode_into({"stop": stop, "pending": rows}, self._place, start)
        with memoryview(self._place) as whole:
            whole[:start] = form + _checksum(form, whole[start:]) + b"\n"
        self._place += b"\n"
        return self._place

    def wipe(self) -> None:
        """Nothing is left of the bytes made last; the place stays as long as it has become."""
        length = len(self._place)
        nothing = _NOTHING if length <= ROOM else bytes(length)
        try:
            self._place[:] = nothing
        except BufferError:  # the failure of a write still holds the bytes, which cannot become more or fewer
            with memoryview(self._place) as whole:
                whole[:] = nothing[:length]
            self._place = bytearray(ROOM)

    def _know(self, tickets: Mapping[int, Ticket]) -> None:
        """Have the bytes of these tickets and of no others."""
        for number, (ticket, content) in list(self._tickets.items()):
            if tickets.get(number) is not ticket:
                content[:] = bytes(len(content))
                del self._tickets[number]
        for number, ticket in tickets.items():
            if number not in self._tickets:
                self._tickets[number] = ticket, self._ticket(ticket)

    def _ticket(self, ticket: Ticket) -> bytearray:
        _encoder.encode_into(ticket, self._place)
        content = bytearray(self._place)
        self.wipe()
        return content

    def _stop(self, state: State) -> dict[str, Any]:
        return {
            "day": state.day,
            "stop": state.stop,
            "next_number": state.next_number,
            "day_over": state.day_over,
            "applied": state.applied,
            "tickets": [msgspec.Raw(self._tickets[number][1]) for number in sorted(state.tickets)],
            "leaving": [state.leaving[desk] for desk in sorted(state.leaving)],
        }


def _counts(counts: Counts | None) -> dict[str, Any] | None:
    if counts is None:
        return None
    return {"topics": dict(sorted(counts.topics.items())), "minutes": dict(sorted(counts.minutes.items()))}


def framed(body: bytes, version: int = VERSION) -> bytes:
    """The bytes of a file with this content: a line with its form and checksum, and a line with the rest."""
    form = _form(version)
    return form + _checksum(form, body) + b"\n" + body + b"\n"


def _form(version: int) -> bytes:
    return HEAD + str(version).encode() + b" "


_CHECKSUM = 32
"""Hexadecimal digits of a checksum."""


def _checksum(form: bytes, body: bytes | memoryview) -> bytes:
    checksum = blake2b(form, digest_size=_CHECKSUM // 2)
    checksum.update(body)
    return checksum.hexdigest().encode()


def read(content: bytes | None) -> DayFile:
    """What a file holds; nothing where there is none. Raises Damaged, TooNew."""
    if content is None:
        return EMPTY
    body = content.partition(b"\n")[2].removesuffix(b"\n")
    version = _version(content)
    if content != framed(body, version):
        raise Damaged
    if version > VERSION:
        raise TooNew
    try:
        found = _decoder.decode(body)
        _check_counts(found)
        return _of(found)
    except (msgspec.MsgspecError, RecursionError, ValueError) as problem:
        raise Damaged from problem


def _version(content: bytes) -> int:
    word = content.removeprefix(HEAD)[:4].partition(b" ")[0]
    return int(word) if word.isdigit() else VERSION


def _check_counts(content: DayContent) -> None:
    """Raises ValueError where a day or a topic is one that Halte did not write."""
    counts = [part for row in content.pending for part in (row.counts, row.before) if part]
    if len({row.day for row in content.pending}) < len(content.pending):
        raise ValueError("a day stands twice")
    if not all(is_topic(topic) for part in counts for topic in part.topics):
        raise ValueError("no topic")


def salvaged(content: bytes) -> DayFile:
    """What can still be read of a damaged file: the counts, and the stop if it is whole; never raises."""
    body = content.partition(b"\n")[2]
    before, _, after = body.rpartition(b',"pending":')
    stop = _part(before.removeprefix(b'{"stop":'), StopRow)
    pending = _part(after.rstrip(b"\n").removesuffix(b"}"), tuple[PendingRow, ...])
    try:
        return _of(DayContent(stop, pending or ()))
    except ValueError:  # the stop makes no sense
        return _of(DayContent(None, pending or ()))


def _part(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _of(content: DayContent) -> DayFile:
    pending = {
        row.day: Pending(_counts_of(row.counts), _counts_of(row.before) if row.before is not None else None)
        for row in content.pending
    }
    return DayFile(state_of(content.stop) if content.stop else None, MappingProxyType(pending))


def _counts_of(row: CountsRow) -> Counts:
    topics = {topic: visits for topic, visits in row.topics.items() if is_topic(topic)}
    return Counts(MappingProxyType(topics), MappingProxyType(row.minutes))


def state_of(row: StopRow) -> State:
    """The state that the row says. Raises ValueError where no queue can be in it."""
    tickets = {t.number: _ticket(t) for t in row.tickets}
    leaving = {left.ticket.desk: _leaving(left) for left in row.leaving if left.ticket.desk}
    _check_stop(row, tickets, len(leaving))
    return State(
        day=row.day,
        stop=row.stop,
        next_number=row.next_number,
        day_over=row.day_over,
        tickets=MappingProxyType(tickets),
        applied=row.applied,
        leaving=MappingProxyType(leaving),
    )


def _check_stop(row: StopRow, tickets: Mapping[int, Ticket], leaving: int) -> None:
    at_desks = [t.desk for t in tickets.values() if t.desk]
    last = max([0, *tickets, *(left.ticket.number for left in row.leaving)])
    if len(tickets) < len(row.tickets) or leaving < len(row.leaving):
        raise ValueError("a number stands twice, or something leaves no desk")
    if len(set(at_desks)) < len(at_desks):
        raise ValueError("two tickets at one desk")
    if last and (row.next_number is None or row.next_number <= last):
        raise ValueError("a number would be given twice")
    if row.stop is not Stop.CLOSED and row.next_number is None:
        raise ValueError("a stop without numbers")
    if row.stop is Stop.CLOSED and tickets:
        raise ValueError("tickets of a closed stop")


def _leaving(row: LeavingRow) -> Leaving:
    if row.visit and not is_topic(row.visit.topic):
        raise ValueError("no topic")
    visit = VisitEnded(**_fields(row.visit)) if row.visit else None
    return Leaving(_ticket(row.ticket), _moment(row.at), visit, row.waits)


def _ticket(row: TicketRow) -> Ticket:
    called = _moment(row.called) if row.called else None
    if len({row.status is Status.CALLED, row.desk is not None, row.called is not None}) > 1:
        raise ValueError("a ticket is called, to a desk, at a moment; or it is not")
    if not is_topic(row.topic):
        raise ValueError("no topic")
    return Ticket(**{**_fields(row), "taken": _moment(row.taken), "called": called})


def _moment(row: MomentRow) -> Moment:
    return Moment(**_fields(row))


def _fields(row: Strict) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
