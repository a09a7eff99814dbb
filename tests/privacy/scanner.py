"""Reads every byte of every file for what must not be there, in each form the code could write it in."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.clock import Moment
from kiosk.queue import State
from tests.privacy.random_day import Day, files


def forbidden(day: Day) -> Iterator[tuple[str, bytes]]:
    """What is gone from the queue, with what it is, as bytes."""
    alive = list(_moments(day.state))
    places = {ticket.rank for ticket in day.state.tickets.values()}  # counted from the numbers
    for number in set(day.numbers) - set(day.state.tickets) - {day.state.next_number} - places:
        yield from (("number", form) for form in number_forms(number))
    faces = {face for moment in alive for face in faces_of(moment)}
    for moment in day.moments:
        if moment not in alive:
            yield from (("hour", form) for form in moment_forms(moment) if form not in faces)
    for identifier in set(day.identifiers) - set(day.state.applied):
        yield "identifier", identifier.encode()


def _moments(state: State) -> Iterator[Moment]:
    for ticket in state.tickets.values():
        yield ticket.taken
        if ticket.called:
            yield ticket.called


def number_forms(number: int) -> Iterator[bytes]:
    """Digits; 4 and 8 bytes either way round; SQLite's varint."""
    yield str(number).encode()
    for width in (4, 8):
        yield number.to_bytes(width, "big")
        yield number.to_bytes(width, "little")
    yield varint(number)


def varint(number: int) -> bytes:
    """SQLite's file format, section 1.6, for numbers below 2**56."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def moment_forms(moment: Moment) -> Iterator[bytes]:
    """ISO text, clock faces, seconds of either clock as text and as 8 bytes, and as whole seconds."""
    wall = moment.wall
    yield wall.isoformat().encode()
    yield from faces_of(moment)
    for seconds in (wall.timestamp(), moment.steady):
        yield repr(seconds).encode()
        yield struct.pack(">d", seconds)
        yield struct.pack("<d", seconds)
    yield from list(number_forms(int(wall.timestamp())))[:3]


def faces_of(moment: Moment) -> list[bytes]:
    """Hour and minute; two moments may share them."""
    return [moment.wall.strftime(face).encode() for face in ("%H:%M", "%Hh%M", "%H h %M", "T%H%M")]


def finds(day: Day, folders: Iterable[Path]) -> list[str]:
    """What is found that must not be: a line each; also topics beyond the multiset and the queue."""
    said = []
    everything = {
        f"{folder.name}/{name}": content for folder in folders for name, content in files(folder).items()
    }
    for name, content in everything.items():
        said += [f"{kind} {form!r} in {name}" for kind, form in forbidden(day) if form in content]
    rows = day.record.visits()
    for topic in {v.topic for v in rows} | {v.topic for _, v in day.ended} | {"autre"}:
        allowed = sum(v.topic == topic for v in rows) + sum(
            t.topic == topic for t in day.state.tickets.values()
        )
        there = sum(content.count(topic.encode()) for content in everything.values())
        if there > allowed:
            said.append(f"topic {topic}: {there} times, {allowed} of them in its place")
    return said
