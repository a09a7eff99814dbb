"""Killed at each system call of all that the record does: both files are before or after, never between.

strace lists the system calls of a thread (the event loop's, or the record's) from the moment the command is
asked until the process ends. Then, for each of them, a new process is killed as it enters that call. What a
new start finds is judged, the same press is made again, and the same day is opened, served and closed for
good once more: each visit is counted once, and the bytes are those of a record to which nothing happened.

In the suite every STRIDE-th call is tried, and of the end of a visit and of the way of a day into the log all
that change the disk; `make crash-sweep` tries all of all (HALTE_CRASH_STRIDE=1). A wait for the other thread
may come once less in another run: such a point is then not counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.queue import CallNext, Close, Command, End, Open, Refused, State, Stop, Take, VisitEnded
from kiosk.queue_service import QueueService
from kiosk.record.counts import Days, counted
from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE, Record
from tests.children import program
from tests.faults.crash_child import CASES, GO, Case, at, work
from tests.kiosk.record.playing import files, log_bytes, opened

STRIDE = int(os.environ.get("HALTE_CRASH_STRIDE", "7"))
ON_DISK = (
    "mkdir",
    "openat",
    "write",
    "pwrite64",
    "utimensat",
    "fsync",
    "close",
    "rename",
    "unlink",
    "flock",
)
"""Calls that change the disk, or wait for it: the same in every run."""

CHANGES = ("write", "pwrite64", "fsync", "rename", "unlink")
"""Those between which the disk is another: in the suite never passed over where a day goes into the log."""

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (Debian: strace)")


class Child:
    """The process of `crash_child`."""

    def __init__(self) -> None:
        self.server = subprocess.Popen(
            program("tests.faults.crash_child"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.points = 0

    def traced(self, data: Path, name: str, thread: str, *how: str) -> tuple[bool, bool]:
        """Carry `name` out with strace on the thread: whether it said that it was done, and was killed."""
        self._write(f"{data}\t{name}\n")
        strace = _strace(self._read()["ready"], thread, *how)
        self._write(GO)
        word = self._read()
        done = "done" in word
        if done:
            word = self._read()
        strace.wait()
        return done, word["killed"]

    def calls(self, data: Path, name: str, thread: str) -> list[tuple[str, int]]:
        """The thread's system calls in their order, each with how manieth of its name it is."""
        listing = data.with_suffix(".strace")
        assert self.traced(data, name, thread, "-o", str(listing)) == (True, False)
        names = re.findall(r"^(\w+)\(", listing.read_text(), re.MULTILINE)
        return [(call, names[: n + 1].count(call)) for n, call in enumerate(names) if call != "exit_group"]

    def killed_at(self, call: tuple[str, int], thread: str, data: Path, name: str) -> tuple[bool, bool]:
        inject = f"inject={call[0]}:signal=KILL:when={call[1]}"
        return self.traced(data, name, thread, "-o", "/dev/null", "-e", inject)

    def _write(self, line: str) -> None:
        assert self.server.stdin
        self.server.stdin.write(line)
        self.server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.server.stdout
        word: dict[str, Any] = json.loads(self.server.stdout.readline())
        return word

    def close(self) -> None:
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()


def _strace(pid: int, thread: str, *how: str) -> subprocess.Popen[str]:
    """strace on one thread of the process, attached when this returns. It ends as its tracee does."""
    tids = sorted(int(t.name) for t in Path(f"/proc/{pid}/task").iterdir())
    tid = dict(zip(("loop", "record"), tids, strict=True))[thread]
    strace = subprocess.Popen(["strace", *how, "-p", str(tid)], stderr=subprocess.PIPE, text=True)
    assert strace.stderr
    assert "attached" in strace.stderr.readline()
    strace.stderr.close()
    return strace


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.close()
    print(f"{child.points} points in all")


@dataclass(frozen=True)
class Found:
    """What a start finds, and what the record then says of its days."""

    state: State
    days: Days


class Hands:
    """A van's side on a folder, whose clock is set by hand."""

    def __init__(self, record: Record, minute: float) -> None:
        self.minute = minute
        self.found = Found(record.load(at(minute)), record.days())
        self.service = QueueService(self.found.state, record, lambda: at(self.minute))

    def do(self, minute: float, command: Command | None) -> None:
        self.minute = minute
        if command:
            asyncio.run(self.service.submit(command))
        else:
            asyncio.run(work(self.service, None))


def before(case: Case, data: Path) -> dict[str, bytes]:
    """The files that what has happened before leaves."""
    with opened(data) as record:
        hands = Hands(record, 0.0)
        for minute, command in case.before:
            hands.do(minute, command)
    return files(data)


def found(data: Path, case: Case) -> Found:
    with opened(data) as record:
        hands = Hands(record, case.minute)
        assert not record.notice
        assert not record.trouble
        return hands.found


def kept(state: State) -> State:
    """What is to be found of `state`: of a day closed for good, only how many visits there were."""
    return State(state.day, visits_today=state.visits_today) if state.over else state


def uninterrupted(data: Path, case: Case) -> Found:
    """What comes of it where nothing is killed."""
    with opened(data) as record:
        service = Hands(record, case.minute).service
        return Found(kept(asyncio.run(work(service, case.command))), record.days())


def asked_again(data: Path, case: Case) -> State:
    """The same press once more, as a screen or display would send it when it has had no answer."""
    with opened(data) as record:
        service = Hands(record, case.minute).service
        with suppress(Refused):
            asyncio.run(work(service, case.command))
        return service.state


def another_stop(data: Path, case: Case) -> None:
    """The day is opened again, or goes on; all who wait are served; it is closed for good."""
    with opened(data) as record:
        hands = Hands(record, case.minute)
        hands.do(case.minute + 1, None)
        if hands.service.state.stop is not Stop.OPEN:
            hands.do(case.minute + 1, Open())
        hands.do(case.minute + 1, Take("logement"))
        minute = serve_all(hands, case.minute + 2)
        hands.do(minute, Close())
        hands.do(minute + 1, None)
        assert hands.service.state.over
        assert not record.trouble


def serve_all(hands: Hands, minute: float) -> float:
    """Everybody, at the first desk once the second is free; returns the minute after."""
    while hands.service.state.tickets:
        for ticket in hands.service.state.called():
            hands.do(minute, End(ticket.desk or 0, ticket.number))
        if hands.service.state.line():
            hands.do(minute, CallNext(1))
        minute += 1
    return minute


@pytest.mark.parametrize("thread", ["record", "loop"])
@pytest.mark.parametrize("name", CASES)
def test_killed_at_each_system_call(name: str, thread: str, child: Child, tmp_path: Path) -> None:
    case = CASES[name]
    was = before(case, tmp_path / "before")
    first, after = (
        found(folder(tmp_path, "was", was), case),
        uninterrupted(folder(tmp_path, "whole", was), case),
    )
    another_stop(tmp_path / "whole", case)
    end = files(tmp_path / "whole")
    assert list(end) == [FILE]
    calls = child.calls(folder(tmp_path, "listed", was), name, thread)
    falls: Counter[str] = Counter()
    for n, call in chosen(calls, name, thread):
        data = folder(tmp_path, str(n), was)
        done, killed = child.killed_at(call, thread, data, name)
        assert killed or call[0] not in ON_DISK, f"{call} was not reached"
        now = found(data, case)
        assert now in ((after,) if done else (first, after)), call
        falls["before" if now == first else "after"] += killed
        assert kept(asked_again(data, case)) == after.state, call
        assert found(data, case) == after, call
        another_stop(data, case)
        assert files(data) == end, call
        shutil.rmtree(data)
    print(f"{name}, {thread} thread: {len(calls)} calls, killed at {falls.total()}: {dict(falls)}")
    child.points += falls.total()
    assert falls.total()
    if STRIDE == 1:
        assert falls["before"]
        assert falls["after"]


def chosen(calls: list[tuple[str, int]], name: str, thread: str) -> list[tuple[int, tuple[str, int]]]:
    """Every STRIDE-th call; of an end all to the disk, of a day's way into the log all changes."""
    always = {"end": ON_DISK, "carry over": CHANGES, "carry over again": CHANGES}.get(name, ())
    every = always if thread == "record" else ()
    return [(n, c) for n, c in enumerate(calls) if n % STRIDE == 0 or c[0] in every]


def folder(tmp_path: Path, name: str, these: dict[str, bytes]) -> Path:
    data = tmp_path / name
    data.mkdir()
    for file, content in these.items():
        (data / file).write_bytes(content)
    return data


def test_what_is_judged_is_what_happened(tmp_path: Path) -> None:
    """Each case counts what it says it does, and the files are those of the visits alone."""
    counts = dict.fromkeys(CASES, 0) | {"settle": 1, "carry over": 1, "carry over again": 2, "new day": 2}
    for name, case in CASES.items():
        data = folder(tmp_path, name, before(case, tmp_path / f"{name} before"))
        days = uninterrupted(data, case).days
        assert sum(c.visits for c in days.values()) == counts[name], name
    days = counted({}, [VisitEnded(at(0).day, "retraite", 1), VisitEnded(at(0).day, "impots", 8)])
    assert files(tmp_path / "carry over again") == {FILE: log_bytes(days, tmp_path)}
    assert DAY_FILE not in files(tmp_path / "carry over")
