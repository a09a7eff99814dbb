"""Killed at each system call of take, call, end and close: the record is before or after, never between.

strace lists the system calls of a thread (the event loop's, or the record's) from the moment the command is
asked until the process ends. Then, for each of them, a new process is killed as it enters that call. In the
suite every STRIDE-th is tried, and all that the end of a visit makes on the disk; `make crash-sweep` tries
all of all (HALTE_CRASH_STRIDE=1). A wait for the other thread may come once less in another run: such a
point is then not counted.
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
from pathlib import Path
from typing import Any

import pytest

from kiosk.engine import decide
from kiosk.queue import Command, Decision, Refused, State
from kiosk.queue_service import QueueService
from kiosk.record.record import FILE, Record
from kiosk.record.schema import VisitCount
from tests.children import program
from tests.faults.crash_child import COMMANDS, GO, IDENTIFIER, LATER, NOW

STRIDE = int(os.environ.get("HALTE_CRASH_STRIDE", "7"))
ON_DISK = ("mkdir", "openat", "write", "utimensat", "fsync", "close", "rename")
"""Calls that change the disk, or wait for it: never passed over, and the same in every run."""

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
        self._write(f"{data} {name}\n")
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


def before(commands: tuple[Command, ...], data: Path) -> tuple[State, bytes]:
    """The state that `commands` lead to, and its file."""
    record = Record.open(data)
    state = record.load(NOW)
    for n, command in enumerate(commands):
        decision = decide(state, command, NOW, f"press {n}")
        asyncio.run(record.save(state, decision))
        state = decision.state
    record.close()
    return state, (data / FILE).read_bytes()


def found(data: Path) -> tuple[State, list[VisitCount]]:
    record = Record.open(data)
    try:
        state = record.load(LATER)
        assert not record.notice
        return state, record.visits()
    finally:
        record.close()


def kept(state: State) -> State:
    """What is to be found of `state`: of a day closed for good, only how many visits there were."""
    return State(state.day, visits_today=state.visits_today) if state.day_over else state


def asked_again(data: Path, command: Command) -> State:
    """The same press once more, as a screen or display would send it when it has had no answer."""
    record = Record.open(data)
    try:
        service = QueueService(record.load(LATER), record, lambda: LATER)
        try:
            return asyncio.run(service.submit(command, IDENTIFIER)).state
        except Refused:
            return service.state
    finally:
        record.close()


@pytest.mark.parametrize("thread", ["record", "loop"])
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_each_system_call(name: str, thread: str, child: Child, tmp_path: Path) -> None:
    commands, command = COMMANDS[name]
    was, file = before(commands, tmp_path / "before")
    decision = decide(was, command, LATER, IDENTIFIER)
    calls = child.calls(folder(tmp_path, "listed", file), name, thread)
    falls: Counter[str] = Counter()
    for n, call in chosen(calls, name, thread):
        data = folder(tmp_path, str(n), file)
        done, killed = child.killed_at(call, thread, data, name)
        assert killed or call[0] not in ON_DISK, f"{call} was not reached"
        falls["before" if judge(data, was, decision, done) == was else "after"] += killed
        assert asked_again(data, command) in (decision.state, kept(decision.state)), call
        assert sum(v.count for v in found(data)[1]) == decision.state.visits_today, call
    print(f"{name}, {thread} thread: {len(calls)} calls, killed at {falls.total()}: {dict(falls)}")
    child.points += falls.total()
    assert falls.total()
    if STRIDE == 1:
        assert falls["before"]
        assert falls["after"]


def chosen(calls: list[tuple[str, int]], name: str, thread: str) -> list[tuple[int, tuple[str, int]]]:
    """Every STRIDE-th call; of the end of a visit, all calls to the disk too."""
    every = (name, thread) == ("end", "record")
    return [(n, c) for n, c in enumerate(calls) if n % STRIDE == 0 or (every and c[0] in ON_DISK)]


def folder(tmp_path: Path, name: str, file: bytes) -> Path:
    data = tmp_path / name
    data.mkdir()
    (data / FILE).write_bytes(file)
    return data


def judge(data: Path, was: State, decision: Decision, done: bool) -> State:
    """The state found, which is the one before or after; after, if it had been said to be done."""
    state, visits = found(data)
    after = kept(decision.state)
    assert state in ((after,) if done else (was, after))
    assert sum(v.count for v in visits) == state.visits_today
    return state
