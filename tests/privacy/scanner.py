"""Reads every byte of every file for what must not be there, in each form the code could write it in."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.clock import Moment
from kiosk.queue import State
from tests.privacy.van_day import CORRECTED, TOPICS, Day, files, moments_of, tickets_of

LEAST = 10_000
"""Numbers and seconds below this are not looked for: as counts or minutes they may be anywhere."""


def forbidden(day: Day) -> Iterator[tuple[str, bytes]]:
    """What no file may hold any more, with what it is, as bytes; text in the form of a pattern for digits."""
    states = day.on_disk
    for number in set(day.numbers) - _numbers(states):
        if number >= LEAST:
            yield from (("number", form) for form in number_forms(number))
    alive = {moment for state in states for moment in moments_of(state)}
    said = b" ".join(form for moment in alive for form in moment_forms(moment))
    for moment in set(day.moments) - alive:
        yield from (("hour", form) for form in moment_forms(moment) if form not in said)
    for identifier in set(day.identifiers).difference(*(state.applied for state in states)):
        yield "identifier", identifier.encode()
    for seconds in set(day.served) - _served(states):
        yield from (("time at desks", form) for form in seconds_forms(seconds) if form not in said)


def _numbers(states: Iterable[State]) -> set[int]:
    """Those in a hand, those that can be taken back, the next; ranks are counted from the numbers."""
    found: set[int] = set()
    for state in states:
        found |= {n for t in tickets_of(state) for n in (t.number, t.rank)} | {state.next_number or 0}
    return found


def _served(states: Iterable[State]) -> set[float]:
    return {t.served for state in states for t in tickets_of(state) if t.served}


def number_forms(number: int) -> Iterator[bytes]:
    """Digits; 3, 4 and 8 bytes either way round; SQLite's varint."""
    yield str(number).encode()
    for width in (3, 4, 8):
        if number < 1 << 8 * width:
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
        yield from seconds_forms(seconds)
    yield from list(number_forms(int(wall.timestamp())))[:5]


def seconds_forms(seconds: float) -> Iterator[bytes]:
    """As text, and as 8 bytes either way round."""
    yield repr(seconds).encode()
    yield struct.pack(">d", seconds)
    yield struct.pack("<d", seconds)


def faces_of(moment: Moment) -> list[bytes]:
    """Hour and minute; two moments may share them."""
    return [moment.wall.strftime(face).encode() for face in ("%H:%M", "%Hh%M", "%H h %M", "T%H%M")]


def is_in(form: bytes, content: bytes) -> bool:
    """Whether it is there; digits that go on before or after are another number."""
    if form not in content:
        return False
    if not form[:1].isdigit() or not form[-1:].isdigit():
        return True
    return re.search(rb"(?<![\d.])" + re.escape(form) + rb"(?!\d)", content) is not None


def finds(day: Day, folders: Iterable[Path]) -> list[str]:
    """What is found that must not be: a line each; also topics beyond the counts and the queue."""
    said = []
    everything = {
        f"{folder.name}/{name}": content for folder in folders for name, content in files(folder).items()
    }
    wrong = list(forbidden(day))
    for name, content in everything.items():
        said += [f"{kind} {form!r} in {name}" for kind, form in wrong if is_in(form, content)]
    allowed = topics_allowed(day)
    for topic in (*TOPICS, CORRECTED):
        there = sum(content.count(topic.encode()) for content in everything.values())
        if there > allowed[topic]:
            said.append(f"topic {topic}: {there} times, {allowed[topic]} of them in its place")
    return said


def topics_allowed(day: Day) -> Counter[str]:
    """How often each may be written at most: once a ticket; of what can be taken back once as chosen and once
    as counted; once in the counts of the day; once in the log, and in the day's file too while it says what
    the log had before. While a file is written there are two of it.
    """
    allowed: Counter[str] = Counter()
    for state in day.on_disk:
        allowed.update(t.topic for t in state.tickets.values())
        for left in state.leaving.values():
            allowed.update([left.ticket.topic, *([left.visit.topic] if left.visit else [])])
    in_log = {v.topic for v in day.counted[: day.carried]}
    pending = {v.topic for v in day.counted[day.carried :] + day.counting}
    allowed.update(dict.fromkeys(in_log | pending if day.writing else pending, 1))
    allowed.update(dict.fromkeys(in_log, 1))
    if day.carrying or day.writing:
        allowed.update(dict.fromkeys(in_log, 1))
    if day.writing:
        allowed.update(dict.fromkeys(in_log | pending, 2))
    return allowed
