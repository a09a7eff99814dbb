"""A power cut at any instant of a save, on a disk that keeps nothing before it is forced to.

A recording disk notes what the record does. From the notes every disk is made that a cut could leave: at
each point, with what was not forced there in full, in part or not at all, and with renames of a folder that
was not forced done or not done. From each of them the record must start, before or after the decision.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from kiosk.record.schema import VisitCount

from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import CallNext, Close, Command, End, Open, State, Take
from kiosk.record.file import BLOCK, Disk
from kiosk.record.record import FILE, Record

NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 1.5, "boot")
Step: TypeAlias = tuple[str, str, bytes]
Files: TypeAlias = dict[str, bytes]


class RecordingDisk(Disk):
    """Does as a disk does, and notes each step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.writing = ""

    def write(self, file: Path, content: bytes, day: date) -> None:
        self.writing = file.name
        self.steps.append(("write", file.name, content))
        super().write(file, content, day)
        self.writing = ""

    def force(self, handle: int) -> None:
        self.steps.append(("force", self.writing, b""))  # without a name: the folder
        super().force(handle)

    def rename(self, old: Path, new: Path) -> None:
        self.steps.append((f"rename {old.name}", new.name, b""))
        super().rename(old, new)


def disks(files: Files, steps: list[Step], at: int = 0) -> Iterator[Files]:
    """Each disk that a cut after all of `steps` could leave; `files` is the disk before step `at`."""
    if at == len(steps):
        yield files
        return
    for left in _after(files, steps[at], steps[at + 1 :]):
        yield from disks(left, steps, at + 1)


def _after(files: Files, step: Step, then: list[Step]) -> Iterator[Files]:
    what, name, content = step
    if what == "write":
        yield {**files, name: content}
        if ("force", name, b"") not in then:
            yield from ({**files, name: c} for c in (content[: len(content) // 2], bytes(len(content)), b""))
    elif what.startswith("rename"):
        old = what.removeprefix("rename ")
        yield {**{n: c for n, c in files.items() if n != old}, name: files[old]}
        if ("force", "", b"") not in then:
            yield files
    else:
        yield files


def cuts(files: Files, steps: list[Step]) -> Iterator[tuple[int, Files]]:
    """Each point, as the number of steps done, and each disk that a cut there could leave."""
    for done in range(len(steps) + 1):
        for left in disks(files, steps[:done]):
            yield done, left


def play(data: Path, commands: list[Command]) -> None:
    record = Record.open(data)
    state = record.load(NOW)
    for command in commands:
        decision = decide(state, command, NOW)
        asyncio.run(record.save(state, decision))
        state = decision.state
    record.close()


COMMANDS: list[Command] = [Open(), Take("retraite"), Take("impots"), CallNext(1), End(1, 1)]


def states_found(tmp_path: Path, disk: RecordingDisk) -> tuple[list[State], list[State], State, State]:
    """Found after each cut on the way, and at the end; before and after the last of COMMANDS."""
    data = tmp_path / "data"
    play(data, COMMANDS[:-1])
    files = {FILE: (data / FILE).read_bytes()}
    was, became = save_last(data, disk)
    found: list[State] = []
    at_the_end: list[State] = []
    for n, (done, left) in enumerate(cuts(files, disk.steps)):
        folder = tmp_path / f"cut-{n}"
        folder.mkdir()
        for name, content in left.items():
            (folder / name).write_bytes(content)
        record = Record.open(folder)
        state = record.load(NOW)
        (at_the_end if done == len(disk.steps) else found).append(state)
        record.close()
    return found, at_the_end, was, became


def save_last(data: Path, disk: RecordingDisk) -> tuple[State, State]:
    record = Record.open(data, disk)
    was = record.load(NOW)
    disk.steps.clear()
    decision = decide(was, COMMANDS[-1], NOW)
    asyncio.run(record.save(was, decision))
    record.close()
    return was, decision.state


def test_every_cut_leaves_the_state_before_or_after(tmp_path: Path) -> None:
    disk = RecordingDisk()
    found, at_the_end, was, became = states_found(tmp_path, disk)
    print(f"{len(disk.steps)} steps, {len(found) + len(at_the_end)} disks after a cut")
    assert all(state in (was, became) for state in found)
    assert {s == was for s in found} == {True, False}
    assert at_the_end == [became]


class Careless(RecordingDisk):
    """Forces nothing to the disk."""

    def force(self, handle: int) -> None:
        pass


class RenamesFirst(RecordingDisk):
    """Forces the folder and never the file."""

    def force(self, handle: int) -> None:
        if not self.writing:
            super().force(handle)


@pytest.mark.parametrize("disk", [Careless(), RenamesFirst()])
def test_a_record_that_forces_too_little_is_found_out(disk: RecordingDisk, tmp_path: Path) -> None:
    found, at_the_end, was, became = states_found(tmp_path, disk)
    assert any(state not in (was, became) for state in found + at_the_end) or at_the_end != [became]


def test_a_cut_while_a_damaged_file_is_set_aside_loses_nothing(tmp_path: Path) -> None:
    """At each point the log can be read, and the damaged bytes are there under one name or the other."""
    data = tmp_path / "data"
    play(data, [*COMMANDS, Close(), Close()])
    damaged = bytes(BLOCK) + (data / FILE).read_bytes()[BLOCK:]
    (data / FILE).write_bytes(damaged)
    disk = RecordingDisk()
    record = Record.open(data, disk)
    record.load(NOW)
    record.close()
    disks_left = list(cuts({FILE: damaged}, disk.steps))
    for n, (_, left) in enumerate(disks_left):
        folder = tmp_path / f"cut-{n}"
        folder.mkdir()
        for name, content in left.items():
            (folder / name).write_bytes(content)
        assert [(v.topic, v.count) for v in loaded_visits(folder)] == [("retraite", 1)]
        assert damaged in [f.read_bytes() for f in folder.iterdir()]
    print(f"{len(disk.steps)} steps, {len(disks_left)} disks after a cut")


def loaded_visits(folder: Path) -> list[VisitCount]:
    record = Record.open(folder)
    try:
        record.load(NOW)
        return record.visits()
    finally:
        record.close()
