"""Random days at the van, for what they leave behind: the same visits by ever different ways.

A `Day` plays commands through the real queue service and record in a folder. `serve` makes a given list of
visits happen, in an order and with detours drawn at random: tickets taken and dropped, called, recalled, put
back, absent; ends and absences taken back; visits parked and handed over; two desks; topics corrected at the
end; stops closed and opened again, for good or until the next stop; a stop that nobody closed; crashes,
restarts and failed writes, of the day's file and of the log.
"""

from __future__ import annotations

import asyncio
import errno
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TypeAlias

from assets.files import Disk
from kiosk.clock import Moment, whole_minutes
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    Decision,
    End,
    HandOver,
    Leaving,
    Open,
    Park,
    PutBack,
    Recall,
    State,
    Status,
    Stop,
    Take,
    TakeBack,
    Ticket,
    VisitEnded,
)
from kiosk.queue_service import QueueService
from kiosk.record.log import FILE
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import DAY_FILE, Record
from kiosk.timing import TAKE_BACK, settled

MORNING = datetime(2026, 3, 2, 8, 0, 7, 262_144, tzinfo=timezone(timedelta(hours=1)))
DAY = MORNING.date()
TOPICS = ("retraite", "impots", "caf-msa", "logement", "petite-enfance")
CORRECTED = "autre"
"""The topic of a visitor's mistake, which the agent corrects at the end."""

LENGTHS = (1, 4, 9, 9, 25, None)
DESKS = (1, 2)
DETOURS = 30
"""At most so many commands of a day that lead to no visit."""

MARGIN = 0.002
"""Seconds before the end of a visit's last minute in which it is to be over."""


@dataclass(frozen=True, order=True)
class Visit:
    topic: str
    minutes: int | None


def random_visits(rng: random.Random, most: int = 12) -> list[Visit]:
    return [Visit(rng.choice(TOPICS), rng.choice(LENGTHS)) for _ in range(rng.randint(3, most))]


def paired_anew(visits: Sequence[Visit], rng: random.Random) -> list[Visit]:
    """The same topics and the same minutes, other ones together, in another order."""
    minutes = rng.sample([v.minutes for v in visits], len(visits))
    topics = rng.sample([v.topic for v in visits], len(visits))
    return [Visit(topic, m) for topic, m in zip(topics, minutes, strict=True)]


def ended(visits: Iterable[Visit], day: date = DAY) -> tuple[VisitEnded, ...]:
    return tuple(VisitEnded(day, v.topic, v.minutes) for v in visits)


class FastDisk(Disk):
    """Writes the same bytes and waits for no disk. Fails the next write of the day's file, or of the log, when
    told to. `after_each` is called after each step of a write."""

    def __init__(self) -> None:
        self.fails: str | None = None  # the file whose next write fails
        self.after_each: Callable[[], None] = lambda: None

    def force(self, handle: int) -> None:
        self.after_each()

    def force_folder(self, folder: Path) -> None:
        super().force_folder(folder)
        self.after_each()

    def rename(self, old: Path, new: Path) -> None:
        self._fail(new)
        super().rename(old, new)
        self.after_each()

    def remove(self, file: Path) -> None:
        self._fail(file)
        super().remove(file)
        self.after_each()

    def _fail(self, file: Path) -> None:
        if self.fails == file.name:
            self.fails = None
            raise OSError(errno.EIO, "Input/output error")


Make: TypeAlias = Callable[[Path, Disk], Record]


class Heard:
    """The record as the queue service uses it; notes what was counted, and what was being written."""

    def __init__(self, record: Record, day: Day) -> None:
        self._record = record
        self._day = day

    async def save(self, before: State, decision: Decision) -> None:
        self._day.on_disk = (before, decision.state)
        self._day.counting = [e for e in decision.events if isinstance(e, VisitEnded)]
        is_there = before
        try:
            await self._record.save(before, decision)
            is_there = decision.state
            self._day.counted += self._day.counting
        finally:
            self._day.on_disk = (is_there,)
            self._day.counting = []
        if decision.state.over:
            self._day.carried_over()

    async def counted(self, day: date) -> int:
        return await self._record.counted(day)


@dataclass
class Day:
    """`after_each` is called after each command that was carried out, and after each restart; `at_each_step`
    after each step of a write. `reopens`: the day may be closed for good, and be opened again."""

    folder: Path
    rng: random.Random
    make: Make = Record.open
    after_each: Callable[[Day], None] = lambda day: None
    at_each_step: Callable[[Day], None] = lambda day: None
    first_number: int | None = None
    detours: int = DETOURS
    faults: float = 0.05  # how often a write fails before it succeeds
    restarts: float = 0.05  # how often the kiosk starts anew after a command
    reopens: bool = True
    seconds: float = 0.0
    lost: bool = False  # the clock has lost its way: minutes are not known
    moments: list[Moment] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    wanted: dict[int, Visit | None] = field(default_factory=dict)
    counted: list[VisitEnded] = field(default_factory=list)
    counting: list[VisitEnded] = field(default_factory=list)  # what is being counted
    carried: int = 0  # how many of those counted are in the log
    carrying: bool = False  # the log could not be written: the day's file has what it held before
    on_disk: tuple[State, ...] = ()  # what the day's file may hold: before and after, while it is written
    ways: set[str] = field(default_factory=set)  # the names of what happened

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.disk = FastDisk()
        self.start()
        self.disk.after_each = lambda: self.at_each_step(self)
        if self.first_number:
            state = replace(self.state, next_number=self.first_number)
            self.loop.run_until_complete(self.record.save(self.state, Decision(state)))
            self.record.close()
            self.start()

    def start(self) -> None:
        self.on_disk *= 2  # what is there is written once more
        self.record = self.make(self.folder, self.disk)
        self.service = QueueService(self.record.load(self.now()), Heard(self.record, self), self.now)
        self.on_disk = (self.state,)

    @property
    def writing(self) -> bool:
        """A file is being written."""
        return len(self.on_disk) > 1

    def stop(self) -> None:
        self.record.close()
        self.loop.close()

    @property
    def state(self) -> State:
        return self.service.state

    def now(self) -> Moment:
        wall, steady = MORNING + timedelta(seconds=self.seconds), round(5000.123 + self.seconds, 3)
        return Moment(wall, steady, "lost" if self.lost else "5f0c-boot-of-the-day", sure=not self.lost)

    def do(self, command: Command) -> Decision:
        """Carry it out, perhaps after a write that failed, and perhaps restart."""
        identifier = f"{self.rng.getrandbits(64):016x}"
        self.moments.append(self.now())
        self.identifiers.append(identifier)
        self.ways.add(type(command).__name__)
        if self.rng.random() < self.faults:
            self._fail(command, identifier)
        decision = self.loop.run_until_complete(self.service.submit(command, identifier))
        self.numbers += [e.number for e in decision.events if hasattr(e, "number")]
        self._looked_at()
        if self.rng.random() < self.restarts:
            self.restart()
        return decision

    def _looked_at(self) -> None:
        self.served += [t.served for t in self.state.tickets.values() if t.served]
        self.after_each(self)

    def _fail(self, command: Command, identifier: str) -> None:
        self.ways.add("failed write")
        self.disk.fails = DAY_FILE
        try:
            self.loop.run_until_complete(self.service.submit(command, identifier))
        except RecordFailed:
            return
        finally:
            self.disk.fails = None
        raise AssertionError("a write that failed was not told")

    def settle(self) -> None:
        self.loop.run_until_complete(self.service.settle())
        self._looked_at()

    def restart(self) -> None:
        """As after a crash: half a file may lie about, and nothing but the disk is remembered."""
        if not self.restarts:
            return
        self.ways.add("restart")
        self.record.close()
        for name in (DAY_FILE, FILE):
            if self.rng.random() < 0.3:
                (self.folder / f"{name}.new").write_bytes(b"half a file")
        before = self.state
        self.start()
        forgotten = replace(State(before.day), visits_today=before.visits_today)
        assert self.state == (forgotten if before.over else before)
        self._looked_at()

    # --- The same visits, one way or another -------------------------------------------------------

    def serve(self, visits: list[Visit]) -> None:
        """Make `visits` happen and nothing else be counted, then end the day."""
        todo = self.rng.sample(visits, len(visits))
        self.do(Open())
        while todo or self.state.tickets:
            if not todo and self.state.stop is Stop.OPEN and self.rng.random() < 0.1:
                self.do(Close())
            self._step(todo)
        self._end_of_day()
        assert sorted(map(repr, self.counted)) == sorted(map(repr, ended(visits)))

    def _end_of_day(self) -> None:
        """Closed by an agent, whose last touch may still be taken back; or by the next day."""
        if self.rng.random() < 0.2:
            self.ways.add("next day")
            self.seconds += 24 * 3600
            self.loop.run_until_complete(self.service.roll())
        else:
            if self.state.stop is Stop.OPEN:
                self._close(day_over=True)
            elif not self.state.day_over:
                self.do(Open())
                self._close(day_over=True)
            self._past_taking_back()
        self._carried()

    def _close(self, *, day_over: bool) -> None:
        if self.rng.random() < 4 * self.faults:
            self.ways.add("log not written")
            self.disk.fails = FILE
        self.do(Close(day_over))

    def _past_taking_back(self) -> None:
        self.seconds = round(self.seconds + TAKE_BACK + 1, 3)
        self.settle()

    def _carried(self) -> None:
        """What the van does each minute: write again what could not be written."""
        self.disk.fails = None
        self.loop.run_until_complete(self.record.retry())
        if self.state.over:
            self.carried_over()
        self._looked_at()

    def carried_over(self) -> None:
        self.carrying = bool(self.record.trouble)
        if not self.carrying:
            self.carried = len(self.counted)

    def _step(self, todo: list[Visit]) -> None:
        steps: list[Callable[[], object]] = []
        if todo and self.state.stop is Stop.OPEN:
            steps.append(lambda: self._take(todo.pop()))
        if self.state.called():
            steps += [self._end_or_drop] * 2
        if self.state.line() or self.state.parked():
            steps += [self._call] * 2
        if self.detours:
            steps += [self._detour] * 2
        if self.state.stop is Stop.CLOSED:  # it was closed with its last ticket, and that is taken back
            steps = [partial(self.do, Open())]
        self.rng.choice(steps)()
        self._wait()

    def _wait(self) -> None:
        """Let some time go by, but no visit last longer than it is to; then count what is due."""
        most = min([40.0, *(self._due(t) - self.seconds for t in self.state.called())])
        self.seconds = round(self.seconds + self.rng.uniform(0, max(0.0, most - MARGIN)), 3)
        if self.rng.random() < 0.7:
            self.settle()

    def _due(self, ticket: Ticket) -> float:
        """Seconds into the day at which the visit's last minute is over."""
        assert ticket.called
        visit = self.wanted[ticket.number]
        minutes = visit.minutes if visit else None
        called = (ticket.called.wall - MORNING).total_seconds()
        return called + 60 * (minutes or 400) - (ticket.served or 0.0) - MARGIN

    def _take(self, visit: Visit | None) -> None:
        topic = visit.topic if visit else self.rng.choice(TOPICS)
        if self.rng.random() < 0.1:
            topic = CORRECTED
        number = self.state.next_number or 1
        self.wanted[number] = visit
        self.do(Take(topic, self.rng.random() < 0.1))

    def _call(self) -> None:
        free = [desk for desk in DESKS if not self.state.at_desk(desk)]
        if not free:
            return
        desk = self.rng.choice(free)
        steps: list[Command] = [Call(desk, t.number) for t in [*self.state.line(), *self.state.parked()]]
        if self.state.next_for(desk):
            steps += [CallNext(desk)] * len(steps)
        self.do(self.rng.choice(steps))

    def _end_or_drop(self) -> None:
        ticket = min(self.state.called(), key=self._due)
        visit, desk = self.wanted[ticket.number], ticket.desk or 0
        if visit is None:
            self.do(Absent(desk, ticket.number))
            return
        if visit.minutes is not None:
            due = self._due(ticket)
            self.seconds = round(self.rng.uniform(max(self.seconds, due - 59), due), 3)
        self.lost = visit.minutes is None
        try:
            self.do(End(desk, ticket.number, visit.topic))
        finally:
            self.lost = False

    def _detour(self) -> None:
        self.detours -= 1
        steps: list[Callable[[], object]] = [self.restart]
        if self.state.stop is Stop.OPEN:
            steps.append(lambda: self._take(None))
        for t in [*self.state.line(), *self.state.parked()]:
            if self._may_leave_the_line(t):
                steps.append(partial(self.do, Cancel(t.number)))
        for t in self.state.called():
            steps += self._detours_at_desk(t, t.desk or 0)
        for left in self.state.leaving.values():
            if self._may_take_back(left):
                steps += [partial(self.do, TakeBack(left.ticket.desk or 0))] * 3
        if not self.state.tickets and self.state.stop is Stop.OPEN:
            steps.append(self._another_stop)
        self.rng.choice(steps)()

    def _detours_at_desk(self, t: Ticket, desk: int) -> list[Callable[[], object]]:
        steps: list[Command] = [Recall(desk, t.number), PutBack(desk, t.number)]
        if not t.absences:
            steps.append(Absent(desk, t.number, back_in_line=True))
        if self.wanted[t.number]:
            steps += [Park(desk, t.number), *(HandOver(desk, t.number, to) for to in DESKS if to != desk)]
        return [partial(self.do, step) for step in steps]

    def _may_leave_the_line(self, t: Ticket) -> bool:
        """Whether it leaves nothing, or just what it is to leave."""
        visit = self.wanted[t.number]
        if t.begun and visit:
            return (visit.topic, visit.minutes) == (t.topic, whole_minutes(t.served))
        return not visit

    def _may_take_back(self, left: Leaving) -> bool:
        """Whether it can, and its visit can still take as long as it is to."""
        waits = self.state.tickets.get(left.ticket.number)
        there = not left.waits or (waits is not None and waits.status is Status.WAITING)
        return there and not settled(left, self.now()) and self.seconds < self._due(left.ticket)

    def _another_stop(self) -> None:
        day_over = self.reopens and self.rng.random() < 0.5
        self.ways.add("closed for good and opened again" if day_over else "another stop")
        self._close(day_over=day_over)
        if self.rng.random() < 0.7:
            self._past_taking_back()
        if day_over and self.rng.random() < 0.5:
            self._carried()
        self.do(Open())


def moments_of(state: State) -> set[Moment]:
    """The moments that a file may hold in this state."""
    tickets = [*state.tickets.values(), *(left.ticket for left in state.leaving.values())]
    found = {left.at for left in state.leaving.values()} | {t.taken for t in tickets}
    return found | {t.called for t in tickets if t.called}


def files(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, whatever its name."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def dates(folder: Path) -> dict[str, float]:
    """When each file and folder was last changed, as far as a program can say (st_mtime)."""
    return {str(f.relative_to(folder)): f.stat().st_mtime for f in [folder, *sorted(folder.rglob("*"))]}


