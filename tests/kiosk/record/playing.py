"""The record used as the van uses it: decisions of the engine, minute by minute, saved one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from assets.files import Disk, rebuild_file
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Command, Decision, State
from kiosk.record import log
from kiosk.record.counts import UNKNOWN, Counts, Days
from kiosk.record.record import DAY_FILE, Record
from kiosk.timing import roll, settle

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
DAY = START.date()
LOG_FILE = log.FILE


def at(minute: float, boot: str = "boot-1") -> Moment:
    """So many minutes after `START`."""
    return Moment(START + timedelta(minutes=minute), 1000.0 + 60 * minute, boot)


def next_day(minute: float = 0) -> Moment:
    """The same hour of the next day, after another start of the machine."""
    return Moment(START + timedelta(days=1, minutes=minute), 10.0 + 60 * minute, "boot-2")


def counts(topics: Mapping[str, int], minutes: Mapping[int | None, int]) -> Counts:
    """The counts of a day; minutes None: not known."""
    return Counts(topics, {m or UNKNOWN: n for m, n in minutes.items()})


def log_bytes(days: Days, folder: Path) -> bytes:
    """A log of these days, as Halte writes it."""
    file = folder / "made.sqlite"
    rebuild_file(Disk(), file, lambda new: log.write(new, None, days))
    content = file.read_bytes()
    file.unlink()
    return content


def save(record: Record, before: State, decision: Decision | None) -> State:
    """The state after the decision, which is on disk; `before` where there is none."""
    if decision is None:
        return before
    asyncio.run(record.save(before, decision))
    return decision.state


def play(record: Record, state: State, *commands: Command, minute: float = 0) -> State:
    """One command a minute."""
    for n, command in enumerate(commands):
        decision = decide(state, command, at(minute + n), f"press-{minute}-{n}")
        state = save(record, state, decision)
    return state


def settled(record: Record, state: State, now: Moment) -> State:
    """What can no longer be taken back at `now` is counted."""
    return save(record, state, settle(state, now))


def rolled(record: Record, state: State, now: Moment) -> State:
    return save(record, state, roll(state, now))


@contextmanager
def opened(data: Path, disk: Disk | None = None) -> Iterator[Record]:
    """The record of the folder, let go again at the end."""
    record = Record.open(data, disk)
    try:
        yield record
    finally:
        record.close()


def loaded(data: Path, now: Moment | None = None) -> State:
    """What a kiosk finds that starts now."""
    with opened(data) as record:
        return record.load(now or at(60))


def copied(data: Path, to: Path) -> Path:
    """The two files, as a cut would leave them now."""
    to.mkdir(exist_ok=True)
    for name in (DAY_FILE, LOG_FILE):
        (to / name).unlink(missing_ok=True)
        if (data / name).exists():
            (to / name).write_bytes((data / name).read_bytes())
    return to


def files(data: Path) -> dict[str, bytes]:
    """The two files, where they are there."""
    return {n: (data / n).read_bytes() for n in (DAY_FILE, LOG_FILE) if (data / n).exists()}
