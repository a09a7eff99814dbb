"""A power cut at any instant, on a disk that keeps nothing before it is forced to.

A recording disk notes what the record does to the folder. From the notes every disk is made that a cut could
leave: at each point, with what was not forced there in full, in part or not at all, and with names made,
changed or taken away in a folder that was not forced done or not done. From each of them the record must
start: before or after the decision, each visit counted once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from assets.files import BLOCK, Disk
from kiosk.clock import Moment
from kiosk.queue import CallNext, Close, Command, End, Open, State, Take
from kiosk.queue_service import QueueService
from kiosk.record.counts import Counts, Days
from kiosk.record.log import FILE
from kiosk.record.record import DAY_FILE, Record
from kiosk.timing import TAKE_BACK
from tests.kiosk.record.playing import files, log_bytes

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
RECORDS = Path(__file__).parents[1] / "kiosk" / "record" / "records"


@dataclass(frozen=True)
class Step:
    """What was done: "write", "rename" (from `old`), "remove", "force" (without a name: the folder)."""

    what: str
    name: str
    content: bytes = b""
    old: str = ""


Files: TypeAlias = dict[str, bytes]


class RecordingDisk(Disk):
    """Does as a disk does, and notes each step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.writing = ""

    def write(self, file: Path, content: bytes | bytearray, day: date) -> None:
        self._note_write(file, bytes(content))
        super().write(file, content, day)
        self.writing = ""

    def build(self, file: Path, make: Callable[[Path], date]) -> None:
        def made(new: Path) -> date:
            day = make(new)
            self._note_write(file, new.read_bytes())
            return day

        super().build(file, made)
        self.writing = ""

    def _note_write(self, file: Path, content: bytes) -> None:
        self.writing = file.name
        self.steps.append(Step("write", file.name, content))

    def force(self, handle: int) -> None:
        self.steps.append(Step("force", self.writing))
        super().force(handle)

    def rename(self, old: Path, new: Path) -> None:
        self.steps.append(Step("rename", new.name, old=old.name))
        super().rename(old, new)

    def remove(self, file: Path) -> None:
        if file.exists():
            self.steps.append(Step("remove", file.name))
        super().remove(file)


def disks(files: Files, steps: list[Step]) -> list[Files]:
    """Each disk that a cut after all of `steps` could leave; `files` is the disk before."""
    found = {tuple(sorted(files.items()))}
    for n, step in enumerate(steps):
        then = steps[n + 1 :]
        found = {tuple(sorted(left.items())) for some in found for left in _after(dict(some), step, then)}
    return [dict(some) for some in found]


def _after(files: Files, step: Step, then: list[Step]) -> Iterator[Files]:
    if step.what == "write":
        yield {**files, step.name: step.content}
        if Step("force", step.name) not in then:
            lost = (step.content[: len(step.content) // 2], bytes(len(step.content)), b"")
            yield from ({**files, step.name: content} for content in lost)
    elif step.what == "force":
        yield files
    else:
        gone = step.old if step.what == "rename" else step.name
        after = {name: content for name, content in files.items() if name != gone}
        if step.what == "rename":
            after[step.name] = files.get(step.old, b"")
        yield after
        if Step("force", "") not in then:
            yield files


def cuts(files: Files, steps: list[Step]) -> Iterator[tuple[int, Files]]:
    """Each point, as the number of steps done, and each disk that a cut there could leave."""
    for done in range(len(steps) + 1):
        for left in disks(files, steps[:done]):
            yield done, left


# --- A van's side ---------------------------------------------------------------------------------------


class Played:
    """A van's side whose clock is set by hand."""

    def __init__(self, data: Path, disk: Disk | None = None, minute: float = 0.0) -> None:
        self.minute = minute
        self.record = Record.open(data, disk)
        self.service = QueueService(self.record.load(self.now()), self.record, self.now)

    def now(self) -> Moment:
        return Moment(BEGAN + timedelta(minutes=self.minute), 1.5 + 60 * self.minute, "boot")

    def do(self, *commands: Command | None) -> State:
        """A command each six seconds; None: a minute later, what is due is settled."""
        for command in commands:
            self.minute += 0.1 if command else 1.0
            asyncio.run(self.service.submit(command) if command else self._time())
        return self.service.state

    async def _time(self) -> None:
        await self.service.settle()
        await self.service.roll()
        await self.record.retry()

    def close(self) -> None:
        self.record.close()


@dataclass(frozen=True)
class Found:
    state: State
    days: Days


def kept(state: State) -> State:
    return State(state.day, visits_today=state.visits_today) if state.over else state


def looked_at(data: Path, minute: float) -> Found:
    played = Played(data, minute=minute)
    try:
        assert not played.record.notice
        return Found(played.service.state, played.record.days())
    finally:
        played.close()


VISIT: tuple[Command | None, ...] = (Open(), Take("retraite"), Take("impots"), CallNext(1), End(1, 1))
ALONE: tuple[Command | None, ...] = (Open(), Take("retraite"), CallNext(1), End(1, 1), Close())
CASES: dict[str, tuple[tuple[Command | None, ...], Command | None]] = {
    "take": (VISIT[:2], Take("impots")),
    "end": (VISIT[:4], End(1, 1)),
    "settle": (VISIT, None),
    "carry over": (ALONE, None),
    "carry over again": ((*ALONE, None, Open(), Take("caf"), CallNext(1), End(1, 2), Close()), None),
}
"""What has happened before, and what the power is cut in."""


def cut_in(name: str, tmp_path: Path, disk: RecordingDisk) -> tuple[Files, float, Found, Found]:
    """The files before, the minute, and what is to be found before and after."""
    before, last = CASES[name]
    data = tmp_path / "data"
    played = Played(data)
    played.do(*before)
    played.close()
    these, minute = files(data), played.minute
    first = looked_at(data, minute)
    played = Played(data, disk, minute)
    disk.steps.clear()
    played.minute += TAKE_BACK / 60
    played.do(last)
    after = Found(kept(played.service.state), played.record.days())
    played.close()
    return these, minute, first, after


def found_after_cuts(
    name: str, tmp_path: Path, disk: RecordingDisk
) -> tuple[list[Found], list[Found], Found, Found]:
    """Found after each cut on the way, and at the end; before and after."""
    these, minute, first, after = cut_in(name, tmp_path, disk)
    found: list[Found] = []
    at_the_end: list[Found] = []
    for n, (done, left) in enumerate(cuts(these, disk.steps)):
        folder = put(left, tmp_path / f"cut-{n}")
        (at_the_end if done == len(disk.steps) else found).append(looked_at(folder, minute))
    return found, at_the_end, first, after


def put(left: Files, folder: Path) -> Path:
    folder.mkdir()
    for name, content in left.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_every_cut_leaves_what_was_before_or_after(name: str, tmp_path: Path) -> None:
    disk = RecordingDisk()
    found, at_the_end, first, after = found_after_cuts(name, tmp_path, disk)
    print(f"{name}: {len(disk.steps)} steps, {len(found) + len(at_the_end)} disks after a cut")
    assert first != after
    assert all(one in (first, after) for one in found)
    assert {one == first for one in found} == {True, False}
    assert at_the_end == [after]


@pytest.mark.parametrize("name", ["carry over", "carry over again"])
def test_after_a_cut_the_day_is_closed_once_more(name: str, tmp_path: Path) -> None:
    """Each visit is counted once, and both files end as if nothing had happened."""
    disk = RecordingDisk()
    these, minute, _, after = cut_in(name, tmp_path, disk)
    (day,) = after.days
    whole = {day: after.days[day] + Counts({"logement": 1}, {1: 1})}
    expected = {FILE: log_bytes(whole, tmp_path)}
    for n, (_, left) in enumerate(cuts(these, disk.steps)):
        folder = put(left, tmp_path / f"cut-{n}")
        played = Played(folder, minute=minute + 2)
        played.do(None, Open(), Take("logement"), CallNext(2))
        ticket = played.service.state.at_desk(2)
        assert ticket
        played.do(End(2, ticket.number), Close(), None)
        played.close()
        assert files(folder) == expected


class Careless(RecordingDisk):
    """Forces nothing to the disk."""

    def force(self, handle: int) -> None:
        pass


class RenamesFirst(RecordingDisk):
    """Forces the folder and never the file."""

    def force(self, handle: int) -> None:
        if not self.writing:
            super().force(handle)


class ForgetsTheFolder(RecordingDisk):
    """Forces the files and never the folder."""

    def force(self, handle: int) -> None:
        if self.writing:
            super().force(handle)


@pytest.mark.parametrize("name", ["end", "carry over"])
@pytest.mark.parametrize("disk", [Careless, RenamesFirst, ForgetsTheFolder])
def test_a_record_that_forces_too_little_is_found_out(
    disk: Callable[[], RecordingDisk], name: str, tmp_path: Path
) -> None:
    """Something else is found, or what was said to be done is not."""
    try:
        found, at_the_end, first, after = found_after_cuts(name, tmp_path, disk())
    except AssertionError:  # a damaged file, and so a notice
        return
    assert any(one not in (first, after) for one in found + at_the_end) or at_the_end != [after]


def test_a_cut_while_a_damaged_log_is_set_aside_loses_nothing(tmp_path: Path) -> None:
    """At each point the log can be read, and the damaged bytes are there under one name or the other."""
    days = {BEGAN.date(): Counts({"retraite": 1}, {3: 1})}
    damaged = bytes(BLOCK) + log_bytes(days, tmp_path)[BLOCK:]
    data = put({FILE: damaged}, tmp_path / "data")
    disk = RecordingDisk()
    Played(data, disk).close()
    count = 0
    for count, (_, left) in enumerate(cuts({FILE: damaged}, disk.steps), start=1):
        folder = put(left, tmp_path / f"cut-{count}")
        assert loaded_days(folder) == days
        assert damaged in [f.read_bytes() for f in folder.iterdir()]
    print(f"{len(disk.steps)} steps, {count} disks after a cut")
    assert count > len(disk.steps)


@pytest.mark.parametrize(("version", "which"), [(v, w) for v in (1, 2) for w in ("open", "closed")])
def test_a_cut_while_an_earlier_version_is_converted_loses_nothing(
    version: int, which: str, tmp_path: Path
) -> None:
    kept_file = (RECORDS / f"version-{version}-{which}.sqlite").read_bytes()
    data = put({FILE: kept_file}, tmp_path / "data")
    disk = RecordingDisk()
    whole = Played(data, disk)
    state, days = whole.service.state, whole.record.days()
    whole.close()
    for n, (_, left) in enumerate(cuts({FILE: kept_file}, disk.steps)):
        folder = put(left, tmp_path / f"cut-{n}")
        again = Played(folder)
        assert (again.service.state, again.record.days()) == (state, days)
        again.close()
        assert files(folder) == files(data)


def loaded_days(folder: Path) -> Days:
    played = Played(folder)
    try:
        return played.record.days()
    finally:
        played.close()


def test_the_notes_are_of_all_that_is_done(tmp_path: Path) -> None:
    """Replayed, they give the folder as it is: else the disks above would be others than a cut leaves."""
    disk = RecordingDisk()
    these, _, _, _ = cut_in("carry over again", tmp_path, disk)
    assert disks(these, disk.steps) == [files(tmp_path / "data")]
    assert [s.name for s in disk.steps if s.what == "rename"] == [DAY_FILE, DAY_FILE, FILE]
    assert [s.name for s in disk.steps if s.what == "remove"] == [DAY_FILE]
