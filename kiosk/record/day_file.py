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
from kiosk.record.counts import LONGEST, MOST, Counts

HEAD = b"halte day 1 "
"""The form of the file; a change of what follows takes the next number."""

_BODY = len(HEAD) + 32 + 1
"""Where the JSON begins: after the head, the checksum in hexadecimal digits, and the end of the line."""

ROOM = 1 << 14
"""Bytes that are kept at hand for the file: some 45 tickets. It may be longer."""

_NOTHING = bytes(ROOM)

# What a file may hold: an odd one is damage, and must not make an odd kiosk.
Number: TypeAlias = Annotated[int, Meta(ge=1, le=999_999)]
Few: TypeAlias = Annotated[int, Meta(ge=0, le=9_999)]
Desk: TypeAlias = Annotated[int, Meta(ge=1, le=99)]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
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


class TicketRow(Strict, frozen=True):
    number: Number
    topic: Word
    taken: MomentRow
    rank: Annotated[int, Meta(ge=1, le=9_999_999)]
    priority: bool
    status: Status
    absences: Few
    desk: Desk | None
    called: MomentRow | None
    calls: Few
    begun: bool
    served: Seconds | None
    for_desk: Desk | None


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
    tickets: Annotated[tuple[TicketRow, ...], Meta(max_length=10_000)]
    leaving: Annotated[tuple[LeavingRow, ...], Meta(max_length=99)]


class DayContent(Strict, frozen=True):
    stop: StopRow | None
    pending: Annotated[tuple[PendingRow, ...], Meta(max_length=1_000)]


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
        _encoder.encode_into({"stop": stop, "pending": rows}, self._place, _BODY)
        with memoryview(self._place) as whole:
            whole[:_BODY] = HEAD + _checksum(whole[_BODY:]) + b"\n"
        self._place += b"\n"
        return self._place

    def wipe(self) -> None:
        """Nothing is left of the bytes made last; the place stays as long as it has become."""
        length = len(self._place)
        self._place[:] = _NOTHING if length <= ROOM else bytes(length)

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


def read(content: bytes | None) -> DayFile:
    """What a file holds; nothing where there is none. Raises Damaged."""
    if content is None:
        return EMPTY
    head, _, rest = content.partition(b"\n")
    body = rest.removesuffix(b"\n")
    if head != HEAD + _checksum(body):
        raise Damaged
    try:
        return _of(_decoder.decode(body))
    except (msgspec.MsgspecError, RecursionError, ValueError) as problem:
        raise Damaged from problem


def salvaged(content: bytes) -> DayFile:
    """What can still be read of a damaged file: the counts, and the stop if it is whole; never raises."""
    body = content.partition(b"\n")[2]
    before, _, after = body.rpartition(b',"pending":')
    stop = _part(before.removeprefix(b'{"stop":'), StopRow)
    pending = _part(after.rstrip(b"\n").removesuffix(b"}"), tuple[PendingRow, ...])
    try:
        return _of(DayContent(stop, pending or ()))
    except ValueError:
        return _of(DayContent(None, pending or ()))


def _part(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def _checksum(body: bytes | memoryview) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()


def _of(content: DayContent) -> DayFile:
    pending = {
        row.day: Pending(_counts_of(row.counts), _counts_of(row.before) if row.before else None)
        for row in content.pending
    }
    return DayFile(_state(content.stop) if content.stop else None, MappingProxyType(pending))


def _counts_of(row: CountsRow) -> Counts:
    return Counts(MappingProxyType(row.topics), MappingProxyType(row.minutes))


def _state(row: StopRow) -> State:
    tickets = {t.number: _ticket(t) for t in row.tickets}
    leaving = {left.ticket.desk: _leaving(left) for left in row.leaving if left.ticket.desk}
    return State(
        day=row.day,
        stop=row.stop,
        next_number=row.next_number,
        day_over=row.day_over,
        tickets=MappingProxyType(tickets),
        applied=row.applied,
        leaving=MappingProxyType(leaving),
    )


def _leaving(row: LeavingRow) -> Leaving:
    visit = VisitEnded(**_fields(row.visit)) if row.visit else None
    return Leaving(_ticket(row.ticket), _moment(row.at), visit, row.waits)


def _ticket(row: TicketRow) -> Ticket:
    called = _moment(row.called) if row.called else None
    if (row.status is Status.CALLED) is not (row.desk is not None):
        raise ValueError("a ticket is at a desk, or it is not called")
    return Ticket(**{**_fields(row), "taken": _moment(row.taken), "called": called})


def _moment(row: MomentRow) -> Moment:
    return Moment(**_fields(row))


def _fields(row: Strict) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
