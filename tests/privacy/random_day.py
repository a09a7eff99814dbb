"""Random days at the van, for what they leave behind: the same visits by ever different ways.

A `Day` plays commands against the real record in a folder. `serve` makes a given list of visits happen, in
an order and with detours drawn at random: tickets taken and dropped, called, recalled, put back, absent; two
desks; topics corrected at the end; stops closed and opened again; crashes, restarts and failed writes.
"""

from __future__ import annotations

import asyncio
import errno
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from kiosk.record.database import Database
from kiosk.record.read import RecordFailed

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    Decision,
    End,
    Open,
    PutBack,
    Recall,
    State,
    Take,
    Ticket,
)
from kiosk.record.file import Disk
from kiosk.record.record import FILE, Record

MORNING = datetime(2026, 3, 2, 8, 0, 7, 262_144, tzinfo=timezone(timedelta(hours=1)))
DAY = MORNING.date()
TOPICS = ("retraite", "impots", "caf-msa", "logement", "petite-enfance")
DESKS = (1, 2)
DETOURS = 30
"""At most so many commands of a day that lead to no visit."""


@dataclass(frozen=True, order=True)
class Visit:
    topic: str
    minutes: int | None


def random_visits(rng: random.Random, most: int = 12) -> list[Visit]:
    lengths = (1, 4, 9, 9, 25, None)
    return [Visit(rng.choice(TOPICS), rng.choice(lengths)) for _ in range(rng.randint(3, most))]


class FastDisk(Disk):
    """Writes the same bytes and waits for no disk; fails the next write when told to."""

    def __init__(self) -> None:
        self.failing = False

    def force(self, handle: int) -> None:
        if self.failing:
            raise OSError(errno.EIO, "Input/output error")


@dataclass
class Day:
    """`after_each` is called after each command that was carried out, and after each restart."""

    folder: Path
    rng: random.Random
    make: Callable[[], Database] = Database
    after_each: Callable[[Day], None] = lambda day: None
    first_number: int | None = None
    detours: int = DETOURS
    faults: float = 0.05  # how often a write fails before it succeeds
    seconds: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    wanted: dict[int, Visit | None] = field(default_factory=dict)
    ended: list[tuple[int, Visit]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.disk = FastDisk()
        self.start()
        if self.first_number:
            self._save(Decision(replace(self.state, next_number=self.first_number), ()))

    def start(self) -> None:
        self.database = self.make()
        self.record = Record.open(self.folder, self.disk, lambda: self.database)
        self.state: State = self.record.load(self.now())

    def stop(self) -> None:
        self.record.close()
        self.loop.close()

    def now(self) -> Moment:
        return Moment(
            MORNING + timedelta(seconds=self.seconds), 5000.123 + self.seconds, "5f0c-boot-of-the-day"
        )

    def do(self, command: Command, now: Moment | None = None) -> Decision:
        """Carry it out, perhaps after a write that failed, and perhaps restart."""
        now = now or self.now()
        identifier = f"{self.rng.getrandbits(64):016x}"
        decision = decide(self.state, command, now, identifier)
        self.moments.append(now)
        self.identifiers.append(identifier)
        self.numbers += [e.number for e in decision.events if hasattr(e, "number")]
        if self.rng.random() < self.faults:
            self._fail(decision)
        self._save(decision)
        if self.rng.random() < 0.05:
            self.restart()
        self.after_each(self)
        return decision

    def _save(self, decision: Decision) -> None:
        self.loop.run_until_complete(self.record.save(self.state, decision))
        self.state = decision.state

    def _fail(self, decision: Decision) -> None:
        self.disk.failing = True
        try:
            self.loop.run_until_complete(self.record.save(self.state, decision))
        except RecordFailed:
            self.disk.failing = False
            return
        raise AssertionError("a write that failed was not told")

    def restart(self) -> None:
        """As after a crash: half a file may lie about, and nothing but the disk is remembered."""
        self.record.close()
        if self.rng.random() < 0.5:
            (self.folder / f"{FILE}.new").write_bytes(b"half a file")
        before = self.state
        self.start()
        kept = replace(before, next_number=None, day_over=False) if nothing_kept(before) else before
        assert self.state == kept

    # --- The same visits, one way or another -------------------------------------------------------

    def serve(self, visits: list[Visit]) -> None:
        """Make `visits` happen and nothing else be counted, then close for the day."""
        todo = self.rng.sample(visits, len(visits))
        self.do(Open())
        while todo or self.state.tickets:
            self._step(todo)
        self.do(Close())

    def _step(self, todo: list[Visit]) -> None:
        steps: list[Callable[[], object]] = []
        if todo:
            steps.append(lambda: self._take(todo.pop()))
        if self.state.called():
            steps += [self._end_or_drop] * 2
        if self.state.line():
            steps += [self._call] * 2
        if self.detours:
            steps += [self._detour]
        self.rng.choice(steps)()
        self._wait()

    def _wait(self) -> None:
        """Let some time go by, but no visit last longer than it is to."""
        most = min([40.0, *(self._due(t) - self.seconds for t in self.state.called())])
        self.seconds += self.rng.uniform(0, max(0.0, most))

    def _due(self, ticket: Ticket) -> float:
        """Seconds into the day at which the visit's last minute is over."""
        assert ticket.called
        visit = self.wanted[ticket.number]
        minutes = visit.minutes if visit else None
        called = (ticket.called.wall - MORNING).total_seconds()
        return called + 60 * (minutes or 400) - 0.001

    def _take(self, visit: Visit | None) -> None:
        topic = visit.topic if visit else self.rng.choice(TOPICS)
        if self.rng.random() < 0.1:
            topic = "autre"  # the visitor's mistake, which the agent will correct
        number = self.state.next_number or 1
        self.wanted[number] = visit
        self.do(Take(topic, self.rng.random() < 0.1))

    def _call(self) -> None:
        free = [desk for desk in DESKS if not self.state.at_desk(desk)]
        line = self.state.line()
        if free and line:
            desk = self.rng.choice(free)
            chosen = Call(desk, self.rng.choice(line).number)
            self.do(CallNext(desk) if self.rng.random() < 0.7 else chosen)

    def _end_or_drop(self) -> None:
        ticket = min(self.state.called(), key=self._due)
        visit, desk = self.wanted[ticket.number], ticket.desk or 0
        if visit is None:
            self.do(Absent(desk, ticket.number))
            return
        due = self._due(ticket)
        now = replace(self.now(), boot="lost", sure=False)
        if visit.minutes is not None:
            self.seconds = self.rng.uniform(max(self.seconds, due - 59), due)
            now = self.now()
        self.do(End(desk, ticket.number, visit.topic), now)
        self.ended.append((ticket.number, visit))

    def _detour(self) -> None:
        self.detours -= 1
        line, called = self.state.line(), self.state.called()
        steps: list[Callable[[], object]] = [lambda: self._take(None), self.restart]
        steps += [partial(self.do, Cancel(t.number)) for t in line if not self.wanted[t.number]]
        for t in called:
            at = (t.desk or 0, t.number)
            steps += [partial(self.do, Recall(*at)), partial(self.do, PutBack(*at))]
            if not t.absences:
                steps.append(partial(self.do, Absent(*at, back_in_line=True)))
        if not self.state.tickets:
            steps.append(self._another_stop)
        self.rng.choice(steps)()

    def _another_stop(self) -> None:
        self.do(Close(day_over=False))
        self.do(Open())


class QuickDay(Day):
    """A day on the working database alone: quicker by the file's every writing but the last."""

    def start(self) -> None:
        self.database = self.make()
        self.state = State(DAY)

    def stop(self) -> None:
        (self.folder / FILE).write_bytes(self.database.image())
        self.database.close()
        self.loop.close()

    def _save(self, decision: Decision) -> None:
        self.database.apply(self.state, decision)
        self.state = decision.state

    def _fail(self, decision: Decision) -> None:
        pages = self.database.pages()
        self.database.apply(self.state, decision)
        self.database.go_back(pages)

    def restart(self) -> None:
        pass


def nothing_kept(state: State) -> bool:
    return state.stop.value == "closed" and (state.day_over or state.next_number is None)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, whatever its name."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
