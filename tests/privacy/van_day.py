"""A day at the van, through the real queue service and record in a folder, with faults and restarts drawn at
random; and what every test of this folder needs besides: visits, files, dates.
"""

from __future__ import annotations

import asyncio
import errno
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TypeAlias

from assets.files import Disk
from kiosk.clock import Moment
from kiosk.queue import (
    Command,
    Decision,
    State,
    Stop,
    Ticket,
    VisitEnded,
)
from kiosk.queue_service import QueueService
from kiosk.record.log import FILE
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import DAY_FILE, Record

MORNING = datetime(2026, 3, 2, 8, 0, 7, 262_144, tzinfo=timezone(timedelta(hours=1)))
DAY = MORNING.date()
TOPICS = ("retraite", "impots", "caf-msa", "logement", "petite-enfance")
CORRECTED = "autre"
"""The topic of a visitor's mistake, which the agent corrects at the end."""

LENGTHS = (1, 4, 9, 9, 25, None)


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
    """Writes the same bytes and waits for no disk. Fails the next write of the day's file, or of the log,
    when told to. `after_each` is called after each step of a write."""

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
    after each step of a write."""

    folder: Path
    rng: random.Random
    make: Make = Record.open
    after_each: Callable[[Day], None] = lambda day: None
    at_each_step: Callable[[Day], None] = lambda day: None
    first_number: int | None = None
    faults: float = 0.05  # how often a write fails before it succeeds
    restarts: float = 0.05  # how often the kiosk starts anew after a command
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

    def carried_over(self) -> None:
        self.carrying = bool(self.record.trouble)
        if not self.carrying:
            self.carried = len(self.counted)

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


def closed_day(folder: Path, visits: Iterable[Visit], make: Make = Record.open) -> None:
    """Have a record count these visits, one after the other, and close the day."""
    record = make(folder, FastDisk())
    state = State(DAY, Stop.OPEN, next_number=1)

    async def counted() -> None:
        for visit in ended(visits):
            await record.save(state, Decision(state, (visit,)))
        await record.save(state, Decision(State(DAY)))

    asyncio.run(counted())
    record.close()


def tickets_of(state: State) -> list[Ticket]:
    """Those that a file may hold in this state, as they are there."""
    return [*state.tickets.values(), *(left.ticket for left in state.leaving.values())]


def moments_of(state: State) -> set[Moment]:
    """The moments that a file may hold in this state."""
    found = {left.at for left in state.leaving.values()}
    for ticket in tickets_of(state):
        found |= {ticket.taken} | ({ticket.called} if ticket.called else set())
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, whatever its name."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def dates(folder: Path) -> dict[str, float]:
    """When each file and folder was last changed, as far as a program can say (st_mtime)."""
    return {str(f.relative_to(folder)): f.stat().st_mtime for f in [folder, *sorted(folder.rglob("*"))]}
