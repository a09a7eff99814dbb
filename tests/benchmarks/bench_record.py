"""A touch costs the same in year ten as on day one, and with a thousand waiting as with ten.

python -m pytest -q -s tests/benchmarks/bench_record.py

Each command is timed until it is durable, beside a bare SQLite commit of one row in the same folder, in turn.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import Moment
from kiosk.queue import CallNext, Command, End, Open, Take
from kiosk.queue_service import QueueService
from kiosk.record import log
from kiosk.record.counts import Counts, Days
from kiosk.record.record import Record
from tests import seeds
from tests.benchmarks.figures import head, note

ROUNDS = 60
LOGS = (0, 6_000, 100_000, 1_000_000)
WAITING = (10, 100, 1_000)
A_DAY = 200
"""Visits of a day of the log: a million fit into the years that there are."""

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOPICS = [f"topic-{n}" for n in range(16)]
VISITS_A_YEAR = 2_000


class Steady:
    """A clock that goes on by a minute when it is told to."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> Moment:
        return Moment(START + timedelta(minutes=self.minutes), 60.0 * self.minutes, "boot")


def days(visits: int) -> Days:
    rng, found = seeds.of(20261123), {}
    for n in range(visits // A_DAY):
        topics, minutes = rng.choices(TOPICS, k=A_DAY), rng.choices(range(1, 60), k=A_DAY)
        found[date(2024, 1, 1) - timedelta(days=n)] = Counts(Counter(topics), Counter(minutes))
    return found


def write_log(folder: Path, visits: int) -> None:
    """A log of so many visits in a data folder."""
    new_log(folder / log.FILE, None, days(visits))


def new_log(file: Path, old: Path | None, changed: Days) -> None:
    """A new log, which is made of an empty file."""
    file.touch(mode=0o600)
    log.write(file, old, changed)


def bare(folder: Path) -> Callable[[], None]:
    """One durable commit of one row."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("pragma synchronous = full")
    connection.execute("create table visits (day text, topic text, n integer)")

    def commit() -> None:
        connection.execute("insert into visits values ('2026-11-23', 'retraite', 1)")

    return commit


async def timed(folder: Path, waiting: int) -> dict[str, list[float]]:
    """Milliseconds of each command, and of the bare commit beside it."""
    clock = Steady()
    record = await asyncio.to_thread(Record.open, folder)
    state = await asyncio.to_thread(record.load, clock())
    service = QueueService(state, record, clock)
    took: dict[str, list[float]] = {"bare commit": [], "take": [], "call": [], "end": []}
    commit = bare(folder)
    await service.submit(Open())
    for n in range(waiting):
        await service.submit(Take(TOPICS[n % 16]))

    async def one(name: str, command: Command) -> None:
        begun = time.perf_counter()
        await service.submit(command, f"{clock.minutes}-{name}-press")
        took[name].append((time.perf_counter() - begun) * 1e3)
        begun = time.perf_counter()
        commit()
        took["bare commit"].append((time.perf_counter() - begun) * 1e3)

    for n in range(ROUNDS):
        clock.minutes += 1
        await one("take", Take(TOPICS[n % 16]))
        await one("call", CallNext(1))
        at_desk = service.state.at_desk(1)
        assert at_desk
        await one("end", End(1, at_desk.number))
    await asyncio.to_thread(record.close)
    return took


@pytest.mark.may_block("the yardstick is a commit in the same thread")
@pytest.mark.may_leave("the yardstick's file")
async def test_a_command_costs_the_same_whatever_the_log_and_the_line(tmp_path: Path) -> None:
    head("a command, until it is durable, beside a bare SQLite commit of one row")
    medians: dict[str, list[float]] = {"take": [], "call": [], "end": []}
    for n, (visits, waiting) in enumerate([*((v, 10) for v in LOGS), *((0, w) for w in WAITING[1:])]):
        folder = tmp_path / str(n)
        folder.mkdir(mode=0o700)
        if visits:
            await asyncio.to_thread(write_log, folder, visits)
        took = await timed(folder, waiting)
        yardstick = statistics.median(took.pop("bare commit"))
        for name, times in took.items():
            figure = statistics.median(times)
            medians[name].append(figure / yardstick)
            note(f"{name}: {visits:,} visits in the log, {waiting:,} waiting", figure, yardstick, "<= 3")
    for name, ratios in medians.items():
        note(f"{name}: the dearest of these beside the cheapest", max(ratios), min(ratios), "<= 1.3", "times")


def written() -> int:
    """Bytes that this process has had written to disk so far (proc(5), /proc/PID/io)."""
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("write_bytes")))


async def test_what_a_visit_writes(tmp_path: Path) -> None:
    head("bytes written to the card by a visit: take, call, end, counted")
    figures = []
    for visits in (0, 1_000_000):
        folder = tmp_path / str(visits)
        folder.mkdir(mode=0o700)
        if visits:
            await asyncio.to_thread(write_log, folder, visits)
            await asyncio.to_thread(os.sync)
        clock = Steady()
        record = await asyncio.to_thread(Record.open, folder)
        service = QueueService(await asyncio.to_thread(record.load, clock()), record, clock)
        await service.submit(Open())
        before = await asyncio.to_thread(written)
        for _ in range(20):
            await service.submit(Take("retraite"))
            await service.submit(CallNext(1))
            clock.minutes += 9
            at_desk = service.state.at_desk(1)
            assert at_desk
            await service.submit(End(1, at_desk.number))
            clock.minutes += 1
            await service.settle()
        figures.append((await asyncio.to_thread(written) - before) / 20 / 1024)
        note(f"{visits:,} visits in the log", figures[-1], unit="KiB a visit")
        await asyncio.to_thread(record.close)
    note("a million visits beside none", figures[1], figures[0], "the same", "KiB a visit")
    note(f"a year of {VISITS_A_YEAR:,} visits", figures[1] * VISITS_A_YEAR / 1024, unit="MiB a year")


@pytest.mark.may_block("the log is made here")
async def test_the_loop_is_not_held_up_by_the_log(tmp_path: Path) -> None:
    """The longest gap of the event loop while the record does what it does each minute, and at its start."""
    head("the event loop beside a log of a million visits")
    new_log(tmp_path / log.FILE, None, days(1_000_000))
    record = await asyncio.to_thread(Record.open, tmp_path)
    await asyncio.to_thread(record.load, Steady()())
    gaps: list[float] = []

    async def watch() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            gaps.append((time.perf_counter() - last) * 1e3)
            last = time.perf_counter()

    watching = asyncio.create_task(watch())
    await record.learn()
    for _ in range(5):
        await record.retry()
        await asyncio.sleep(0.02)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await asyncio.to_thread(record.close)
    note("longest gap of the loop", max(gaps), wanted="< 20")


def test_reading_a_few_rows_of_a_million(tmp_path: Path) -> None:
    head("what is read of a log of a million visits")
    new_log(tmp_path / log.FILE, None, days(1_000_000))
    for name, read in (
        ("the newest day", log.newest),
        ("one day", lambda db: log.of_day(db, date(2024, 1, 1))),
        ("how long visits took within a year", lambda db: log.lengths(db, date(2023, 1, 1))),
    ):
        with log.reading(tmp_path / log.FILE) as db:
            begun = time.perf_counter()
            read(db)
            note(name, (time.perf_counter() - begun) * 1e3)


def test_closing_a_day(tmp_path: Path) -> None:
    head("a day carried over to the log")
    for visits in (0, 6_000, 1_000_000):
        file = tmp_path / f"{visits}.sqlite"
        new_log(file, None, days(visits))
        begun = time.perf_counter()
        new_log(tmp_path / f"{visits}-new.sqlite", file, {START.date(): Counts({"retraite": 3}, {9: 3})})
        note(f"{visits:,} visits in the log", (time.perf_counter() - begun) * 1e3)
    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
