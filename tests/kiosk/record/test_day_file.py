"""The file of the day: what is written is read, bytes are a function of what they hold, and an odd file is
damage, never an odd kiosk."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    End,
    HandOver,
    Open,
    Park,
    PutBack,
    Recall,
    Refused,
    State,
    Status,
    Stop,
    Take,
    TakeBack,
)
from kiosk.record import day_file
from kiosk.record.counts import MOST, UNKNOWN, Counts
from kiosk.record.day_file import EMPTY, Damaged, DayFile, Pending, TooNew, Writer, framed, read, salvaged
from kiosk.timing import settle
from tests import seeds
from tests.kiosk.record.playing import DAY, at

PENDING = {
    date(2026, 3, 1): Pending(Counts({"caf": 2}, {UNKNOWN: 1, 7: 1}), Counts({"impots": 1}, {3: 1})),
    DAY: Pending(Counts({"caf": 1, "à part": 2}, {1: 3})),
}


def after(*commands: Command, state: State | None = None, minute: float = 0) -> State:
    state = state or State(DAY)
    for n, command in enumerate(commands):
        state = decide(state, command, at(minute + n), f"press-{minute}-{n}").state
    return state


def busy() -> State:
    """A ticket of each kind, and an end that can be taken back."""
    state = after(Open(), *[Take("caf", priority=n == 3) for n in range(8)])
    state = after(CallNext(1), Park(1, 4), CallNext(1), HandOver(1, 1, 2), CallNext(1), state=state, minute=9)
    return after(Call(2, 3), Absent(2, 3, back_in_line=True), Call(2, 5), End(2, 5), state=state, minute=20)


def written(state: State, pending: Any = MappingProxyType({})) -> bytes:
    content = Writer().written(state, pending)
    assert content
    return bytes(content)


def rows(content: bytes) -> dict[str, Any]:
    """What the file holds, to be changed by a test."""
    found: dict[str, Any] = json.loads(content.partition(b"\n")[2])
    return found


def made(content: Any) -> bytes:
    """A file with the right checksum that holds this."""
    body = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return framed(body)


def test_what_is_written_is_read() -> None:
    assert {t.status for t in busy().tickets.values()} == set(Status)
    assert busy().leaving
    assert read(written(busy(), PENDING)) == DayFile(busy(), MappingProxyType(PENDING))
    assert written(busy(), PENDING).startswith(b"halte day 2 ")


def test_a_file_from_before_there_was_help_is_read() -> None:
    """Version 1: the same, without that mark."""
    body = written(busy(), PENDING).partition(b"\n")[2].removesuffix(b"\n")
    older = framed(body.replace(b',"help":false', b""), version=1)
    assert b"help" not in older
    assert read(older) == DayFile(busy(), MappingProxyType(PENDING))


def test_where_nothing_is_to_be_kept_there_is_no_file() -> None:
    for over in (State(DAY), State(DAY, next_number=7, day_over=True)):
        assert Writer().written(over, {}) is None
        assert read(written(over, PENDING)) == DayFile(None, MappingProxyType(PENDING))
    assert read(None) == EMPTY


def test_the_numbers_of_a_closed_stop_are_kept_for_the_next() -> None:
    closed = State(DAY, next_number=7)
    assert read(written(closed)).state == closed


COMMANDS: list[Callable[[random.Random], Command]] = [
    lambda rng: Open(),
    lambda rng: Close(day_over=rng.random() < 0.5),
    lambda rng: Take(rng.choice(["caf", "impots"]), rng.random() < 0.2),
    lambda rng: Take(rng.choice(["caf", "impots"])),
    lambda rng: CallNext(rng.randint(1, 2)),
    lambda rng: Call(rng.randint(1, 2), rng.randint(1, 9)),
    lambda rng: Recall(rng.randint(1, 2), rng.randint(1, 9)),
    lambda rng: PutBack(rng.randint(1, 2), rng.randint(1, 9)),
    lambda rng: Absent(rng.randint(1, 2), rng.randint(1, 9), rng.random() < 0.5),
    lambda rng: Park(rng.randint(1, 2), rng.randint(1, 9)),
    lambda rng: HandOver(rng.randint(1, 2), rng.randint(1, 9), rng.randint(1, 2)),
    lambda rng: TakeBack(rng.randint(1, 2)),
    lambda rng: End(rng.randint(1, 2), rng.randint(1, 9)),
    lambda rng: Cancel(rng.randint(1, 9)),
]


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_bytes_are_a_function_of_state_and_pending(seed: int) -> None:
    """Whatever the writer has kept of former states, and whether it was started anew in between."""
    rng, writer, state = seeds.chance(seed), Writer(), State(DAY)
    for n in range(120):
        now = at(n / 7)
        if due := settle(state, now):
            state = due.state
        try:
            state = decide(state, rng.choice(COMMANDS)(rng), now, f"press-{n}").state
        except Refused:
            continue
        pending = rng.choice([{}, PENDING])
        made = writer.written(state, pending)
        content = None if made is None else bytes(made)
        assert made == Writer().written(state, pending)
        found = read(content)
        assert found.pending == pending
        if content and not state.over:
            assert found.state == replace(state, visits_today=0)
            assert (
                bytes(Writer().written(found.state or state, found.pending) or b"") == content
            )  # as after a restart
        if rng.random() < 0.1:
            writer = Writer()


def turned(some: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(reversed(list(some.items())))


def test_no_order_of_what_it_was_given_leaves_a_trace() -> None:
    state = busy()
    other = replace(
        state,
        tickets=MappingProxyType(turned(state.tickets)),
        leaving=MappingProxyType(turned(state.leaving)),
    )
    pending = {
        day: Pending(Counts(turned(p.counts.topics), turned(p.counts.minutes)), p.before)
        for day, p in turned(PENDING).items()
    }
    assert written(state, PENDING) == written(other, pending)


def test_a_failed_write_leaves_nothing_in_the_writer() -> None:
    """A decision that was not written is followed by another from the same state."""
    writer, state = Writer(), busy()
    writer.written(after(Take("impots"), state=state, minute=40), {})
    assert bytes(writer.written(state, {}) or b"") == written(state)
    other = after(Take("caf"), state=state, minute=41)
    assert bytes(writer.written(other, {}) or b"") == written(other)


# --- Damage ------------------------------------------------------------------------------------------


def test_every_flipped_bit_is_damage() -> None:
    content = written(busy(), PENDING)
    rng = seeds.chance(20261123)
    for at_byte in [*range(60), *rng.sample(range(60, len(content)), 400)]:
        flipped = bytearray(content)
        flipped[at_byte] ^= 1 << rng.randrange(8)
        with pytest.raises(Damaged):
            read(bytes(flipped))


@pytest.mark.parametrize("cut", [0, 1, 12, 44, 45, 46, 200, -2, -1])
def test_a_file_cut_short_is_damage(cut: int) -> None:
    with pytest.raises(Damaged):
        read(written(busy(), PENDING)[:cut])


def test_a_file_of_a_later_version_is_told_from_damage() -> None:
    with pytest.raises(TooNew):
        read(framed(b'{"unknown":1}', version=3))
    with pytest.raises(Damaged):
        read(written(busy()).replace(b"day 2", b"day 3", 1))


def test_what_is_readable_of_a_damaged_file_is_kept() -> None:
    content = written(busy(), PENDING)
    head = content.index(b"\n") - 1
    wrong = content[:head] + b"?" + content[head + 1 :]
    assert salvaged(wrong) == DayFile(busy(), MappingProxyType(PENDING))
    broken_stop = content.replace(b'"stop":"open"', b'"stop":"o\xffen"', 1)
    assert salvaged(broken_stop) == DayFile(None, MappingProxyType(PENDING))
    broken_counts = content.replace(b'"counts":{', b'"counts":[', 1)
    assert salvaged(broken_counts) == DayFile(busy(), MappingProxyType({}))


@pytest.mark.parametrize("length", [0, 1, 7, 100, 5000])
def test_noise_is_damage_and_nothing_is_made_of_it(length: int) -> None:
    rng = seeds.chance(length)
    for noise in (rng.randbytes(length), bytes(length), b"halte day 2 " + rng.randbytes(length)):
        assert salvaged(noise) == EMPTY
        with pytest.raises(Damaged):
            read(noise)


# --- Odd content, with the right checksum -----------------------------------------------------------


def change(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def do(content: dict[str, Any]) -> None:
        place: Any = content
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return do


def twice(*path: str) -> Callable[[dict[str, Any]], None]:
    def do(content: dict[str, Any]) -> None:
        place: Any = content
        for step in path:
            place = place[step]
        place.append(place[0])

    return do


def odd_desks(content: dict[str, Any]) -> None:
    """Two tickets at one desk: a second one is called to the desk of the first."""
    called = next(t for t in content["stop"]["tickets"] if t["status"] == "called")
    waits = next(t for t in content["stop"]["tickets"] if t["status"] == "waiting")
    waits |= {"status": "called", "desk": called["desk"], "called": called["called"], "calls": 1}


def no_desk(content: dict[str, Any]) -> None:
    next(t for t in content["stop"]["tickets"] if t["status"] == "called")["desk"] = None


def no_moment(content: dict[str, Any]) -> None:
    next(t for t in content["stop"]["tickets"] if t["status"] == "called")["called"] = None


STOP = ("stop",)
TICKET = ("stop", "tickets", 0)
LEAVING = ("stop", "leaving", 0)
COUNT = ("pending", 0, "counts")
ODD: dict[str, Callable[[dict[str, Any]], None]] = {
    "next number -5": change(*STOP, "next_number", to=-5),
    "next number 2^62": change(*STOP, "next_number", to=2**62),
    "next number 2^80": change(*STOP, "next_number", to=2**80),
    "next number below a ticket's": change(*STOP, "next_number", to=2),
    "next number missing": change(*STOP, "next_number", to=None),
    "next number as text": change(*STOP, "next_number", to="9"),
    "a stop of no kind": change(*STOP, "stop", to="half open"),
    "a closed stop with tickets": change(*STOP, "stop", to="closed"),
    "no such day": change(*STOP, "day", to="2026-02-30"),
    "day 0": change(*STOP, "day", to="0000-01-01"),
    "10,000 identifiers": change(*STOP, "applied", to=["x"] * 10_000),
    "a long identifier": change(*STOP, "applied", to=["x" * 10_000]),
    "a topic of 10,000 letters": change(*TICKET, "topic", to="x" * 10_000),
    "a topic with a zero": change(*TICKET, "topic", to="a\0b"),
    "no topic": change(*TICKET, "topic", to=""),
    "ticket number -1": change(*TICKET, "number", to=-1),
    "rank 2^62": change(*TICKET, "rank", to=2**62),
    "absences -1": change(*TICKET, "absences", to=-1),
    "served for ever": change(*TICKET, "served", to=1e300),
    "served negative": change(*TICKET, "served", to=-1.0),
    "desk 2^62": change(*TICKET, "for_desk", to=2**62),
    "a time without zone": change(*TICKET, "taken", "wall", to="2026-03-02T09:00:00"),
    "a time of no day": change(*TICKET, "taken", "wall", to="2026-02-30T09:00:00Z"),
    "a steady clock out of bounds": change(*TICKET, "taken", "steady", to=1e300),
    "a field too many": change(*TICKET, "name", to="Dupont"),
    "tickets that are no list": change(*STOP, "tickets", to={"1": 2}),
    "a ticket twice": twice("stop", "tickets"),
    "called without a desk": no_desk,
    "called without a moment": no_moment,
    "two tickets at one desk": odd_desks,
    "two leavings of one desk": twice("stop", "leaving"),
    "leaving no desk": change(*LEAVING, "ticket", "desk", to=None),
    "leaving of a number to come": change(*LEAVING, "ticket", "number", to=99),
    "leaving with an odd topic": change(*LEAVING, "visit", "topic", to="\n"),
    "leaving after 10^12 minutes": change(*LEAVING, "visit", "minutes", to=10**12),
    "a count of 10^12": change(*COUNT, "topics", "caf", to=10**12),
    "a count of 0": change(*COUNT, "topics", "caf", to=0),
    "a count of -1": change(*COUNT, "minutes", "7", to=-1),
    "a count of a half": change(*COUNT, "minutes", "7", to=0.5),
    "minutes of a month": change(*COUNT, "minutes", to={"43200": 1}),
    "minutes as words": change(*COUNT, "minutes", to={"seven": 1}),
    "a counted topic of 10,000 letters": change(*COUNT, "topics", to={"x" * 10_000: 1}),
    "a counted topic with a zero": change(*COUNT, "topics", to={"a\0b": 1}),
    "a day counted twice": twice("pending"),
    "pending that is no list": change("pending", to=7),
    "no stop at all": lambda content: content.pop("stop"),
    "something besides": change("more", to=1),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_damage(name: str) -> None:
    content = rows(written(busy(), PENDING))
    assert read(made(content)).state == busy()
    ODD[name](content)
    with pytest.raises(Damaged):
        read(made(content))
    found = salvaged(made(content))
    if found.state:
        assert read(written(found.state)).state == found.state  # what is kept of it can be kept on
    for pending in found.pending.values():
        assert all(0 < n <= MOST for n in [*pending.counts.topics.values(), *pending.counts.minutes.values()])


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"stop":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"stop":null,"pending":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"stop":NaN,"pending":[]}',
        b'{"stop":null,"pending":[],"pending":[]',
        b"null",
        b"",
        b"\xff\xfe",
        b'{"stop":null,"pending":[{"day":"2026-03-02","counts":{"topics":{"\\ud800":1},"minutes":{}},"before":null}]}',
    ],
    ids=range(9),
)
def test_json_that_is_odd_as_such_is_damage(body: bytes) -> None:
    with pytest.raises(Damaged):
        read(made(body))
    assert salvaged(made(body)).state is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar(day: date) -> None:
    """They cannot be, but they are days: the queue goes on with them, and no reckoning with them fails."""
    wall = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    state = decide(State(day), Open(), Moment(wall, 1.0, "boot")).state
    state = decide(state, Take("caf"), Moment(wall, 2.0, "boot")).state
    assert read(written(state, {day: Pending(Counts({"caf": 1}, {1: 1}))})).state == state


def test_more_people_than_ever_waited_are_read() -> None:
    one = next(busy().waiting())
    many = {n: replace(one, number=n, rank=n) for n in range(100, 10_101)}
    state = replace(busy(), tickets=MappingProxyType(many), next_number=10_101)
    content = written(state)
    assert len(content) < day_file.LARGEST
    assert read(content).state == state


def test_many_days_that_wait_for_the_log_are_read() -> None:
    pending = {date(2020, 1, 1) + timedelta(days=n): Pending(Counts({"caf": 1}, {1: 1})) for n in range(2000)}
    assert read(written(State(DAY), pending)).pending == pending


def test_as_many_recalls_as_an_agent_may_press() -> None:
    state = after(Open(), Take("caf"), CallNext(1))
    often = replace(state.tickets[1], calls=123_456)
    state = replace(state, tickets=MappingProxyType({1: often}))
    assert read(written(state)).state == state


@pytest.mark.parametrize("stop", list(Stop))
def test_each_state_of_the_stop(stop: Stop) -> None:
    state = State(DAY, stop=stop, next_number=3)
    assert read(written(state)).state == state
