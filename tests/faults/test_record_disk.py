"""Disks that are full, read-only, gone, slow or written by others: the kiosk goes on, and nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from kiosk.clock import Moment
from kiosk.queue import CallNext, Close, Command, End, Open, State, Take
from kiosk.queue_service import QueueService
from kiosk.record import causes
from kiosk.record.file import BLOCK, Disk
from kiosk.record.read import RecordFailed
from kiosk.record.record import FILE, Record
from kiosk.record.schema import VisitCount

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = START.date()


class FaultyDisk(Disk):
    """Fails at the step and with the error it is given, for as long as it is given them."""

    def __init__(self) -> None:
        self.fault: tuple[str, int] | None = None

    def _at(self, step: str) -> None:
        if self.fault and self.fault[0] == step:
            raise OSError(self.fault[1], os.strerror(self.fault[1]))

    def read(self, file: Path) -> bytes | None:
        self._at("read")
        return super().read(file)

    def write(self, file: Path, content: bytes, day: date) -> None:
        if self.fault and self.fault[0] == "write":
            super().write(file, content[: len(content) // 2], day)
        self._at("write")
        super().write(file, content, day)

    def force(self, handle: int) -> None:
        self._at("force")
        super().force(handle)

    def rename(self, old: Path, new: Path) -> None:
        self._at("rename")
        super().rename(old, new)

    def force_folder(self, folder: Path) -> None:
        self._at("force folder")
        super().force_folder(folder)


FAULTS = [
    ("write", errno.ENOSPC),
    ("write", errno.EROFS),
    ("write", errno.ENOENT),
    ("force", errno.EIO),
    ("force", errno.ENOSPC),
    ("rename", errno.EROFS),
    ("force folder", errno.EIO),
    ("read", errno.EIO),
]


class Site:
    """A van's side on a folder, with a clock of its own: one minute a command."""

    def __init__(self, data: Path, disk: Disk | None = None) -> None:
        self.data = data
        self.minute = 0
        self.record = Record.open(data, disk)
        self.service = QueueService(self.record.load(self.now()), self.record, self.now)
        self.heard: list[State] = []
        self.service.listen(self.heard.append)

    def now(self) -> Moment:
        return Moment(START + timedelta(minutes=self.minute), 60.0 * self.minute + 0.5, "boot")

    async def do(self, *commands: Command) -> State:
        for command in commands:
            self.minute += 1
            await self.service.submit(command, f"press {self.minute}")
        return self.service.state

    def on_disk(self, folder: Path) -> State:
        """What a kiosk finds that starts now."""
        folder.mkdir(exist_ok=True)
        shutil.copy(self.data / FILE, folder / FILE)
        record = Record.open(folder)
        try:
            return record.load(self.now())
        finally:
            record.close()


@pytest.fixture
def disk() -> FaultyDisk:
    return FaultyDisk()


@pytest_asyncio.fixture
async def site(disk: FaultyDisk, tmp_path: Path) -> AsyncIterator[Site]:
    site = await asyncio.to_thread(Site, tmp_path / "data", disk)
    yield site
    await asyncio.to_thread(site.record.close)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f[0]}-{errno.errorcode[f[1]]}")
async def test_a_failed_write_is_told_changes_nothing_and_passes(
    fault: tuple[str, int], site: Site, disk: FaultyDisk, tmp_path: Path
) -> None:
    shown = await site.do(Open(), Take("retraite"), Take("impots"))
    told = list(site.heard)
    disk.fault = fault
    for command in (Take("caf"), CallNext(1)):
        with pytest.raises(RecordFailed, match="Impossible d’enregistrer"):
            await site.do(command)
    assert (site.service.state, site.heard) == (shown, told)
    assert site.record.trouble.name == causes.NAMES.get(fault[1], "record_not_written")
    disk.fault = None
    if fault[0] != "force folder":  # else the file was replaced, and only the cut-off is not known to be safe
        assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).tickets == shown.tickets
    await site.record.retry()
    assert not site.record.trouble
    assert not site.record.notice
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown
    after = await site.do(Take("caf"), CallNext(1), End(1, 1))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert await asyncio.to_thread(site.record.visits) == [VisitCount(DAY, "retraite", 1, 1)]


async def test_a_press_that_failed_can_be_repeated(site: Site, disk: FaultyDisk) -> None:
    await site.do(Open())
    disk.fault = ("force", errno.EIO)
    with pytest.raises(RecordFailed):
        await site.service.submit(Take("caf"), "the press")
    disk.fault = None
    await site.service.submit(Take("caf"), "the press")
    assert sorted(site.service.state.tickets) == [1]


async def test_a_failed_write_leaves_no_half_file(site: Site, disk: FaultyDisk, tmp_path: Path) -> None:
    await site.do(Open())
    disk.fault = ("write", errno.ENOSPC)
    with pytest.raises(RecordFailed):
        await site.do(Take("caf"))
    assert {f.name for f in await asyncio.to_thread(list, site.data.iterdir())} == {FILE, "halte.lock"}


async def test_a_folder_that_vanished_is_written_anew(site: Site, tmp_path: Path) -> None:
    await site.do(Open(), Take("retraite"), CallNext(1), End(1, 1), Take("impots"))
    await asyncio.to_thread(shutil.rmtree, site.data)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert after.visits_today == 1


async def test_a_file_damaged_while_the_kiosk_runs_costs_nothing(site: Site, tmp_path: Path) -> None:
    await site.do(Open(), Take("retraite"), CallNext(1), End(1, 1))
    file = site.data / FILE
    damaged = b"\xff" * 5000
    await asyncio.to_thread(file.write_bytes, damaged)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert await asyncio.to_thread((site.data / f"{FILE}.aside-1").read_bytes) == damaged
    assert site.record.notice == causes.replaced("halte.sqlite.aside-1")
    assert await asyncio.to_thread(site.record.visits) == [VisitCount(DAY, "retraite", 1, 1)]


async def test_an_older_file_that_comes_back_does_not_win(site: Site, tmp_path: Path) -> None:
    """A memory stick pulled out and put back: what was recorded in between is not lost."""
    await site.do(Open(), Take("retraite"))
    file = site.data / FILE
    older = await asyncio.to_thread(file.read_bytes)
    await site.do(CallNext(1), End(1, 1))
    await asyncio.to_thread(file.write_bytes, older)
    after = await site.do(Close())
    assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).visits_today == after.visits_today == 1
    assert site.record.notice


class BadSectors(Disk):
    """A disk that cannot read some places of the file any more."""

    def __init__(self, *bad: int) -> None:
        self.bad = bad

    def read_at(self, handle: int, at: int, length: int) -> bytes:
        if any(at <= place < at + length for place in self.bad):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read_at(handle, at, length)


async def test_a_sector_that_cannot_be_read_costs_what_was_on_it(site: Site, tmp_path: Path) -> None:
    """The first page and with it SQLite's own table of contents; the visits on the second are there."""
    await site.do(Open(), Take("retraite"), CallNext(1), End(1, 1), Close())
    content = await asyncio.to_thread((site.data / FILE).read_bytes)
    await asyncio.to_thread(site.record.close)
    again = await asyncio.to_thread(Site, site.data, BadSectors(50))
    assert again.record.notice == causes.damaged("halte.sqlite.aside-1")
    assert again.service.state.visits_today == 1
    readable = bytes(BLOCK) + content[BLOCK:]
    assert await asyncio.to_thread((site.data / f"{FILE}.aside-1").read_bytes) == readable
    await asyncio.to_thread(again.record.close)


# --- Slow ------------------------------------------------------------------------------------------


class GatedDisk(Disk):
    """Its writes wait, as on a slow disk, until the gate is opened."""

    PATIENCE = 20.0  # seconds, for a loop that is blocked and will never open it

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.waited = False

    def force(self, handle: int) -> None:
        assert self.gate.wait(self.PATIENCE), "the event loop stood still during a slow write"
        super().force(handle)


async def test_the_event_loop_turns_while_a_slow_disk_writes(tmp_path: Path) -> None:
    """Counted in turns, not in seconds: the write cannot end before the loop has turned a thousand times."""
    disk = GatedDisk()
    site = await asyncio.to_thread(Site, tmp_path, disk)
    await site.do(Open())
    disk.gate.clear()
    asked = asyncio.create_task(site.do(Take("caf")))
    for _ in range(1000):
        await asyncio.sleep(0)
        assert not asked.done()
        assert site.service.state.next_number == 1  # not shown before it is durable
    disk.gate.set()
    assert (await asked).next_number == 2
    await asyncio.to_thread(site.record.close)


async def test_presses_during_a_slow_write_are_carried_out_in_turn(tmp_path: Path) -> None:
    disk = GatedDisk()
    site = await asyncio.to_thread(Site, tmp_path, disk)
    await site.do(Open())
    disk.gate.clear()
    presses = [asyncio.create_task(site.service.submit(Take("caf"), f"visitor {n}")) for n in range(5)]
    await asyncio.sleep(0)
    disk.gate.set()
    await asyncio.gather(*presses)
    assert sorted(site.service.state.tickets) == [1, 2, 3, 4, 5]
    await asyncio.to_thread(site.record.close)


# --- The real thing, where the system lets us -------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 128 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_is_really_full(small: Path, tmp_path: Path) -> None:
    site = await asyncio.to_thread(Site, small / "data")
    shown = await site.do(Open(), Take("retraite"))
    await asyncio.to_thread(fill, small / "film")
    with pytest.raises(RecordFailed, match="est plein"):
        await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown
    await asyncio.to_thread((small / "film").unlink)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    await asyncio.to_thread(site.record.close)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as big, suppress(OSError):
        while True:
            big.write(bytes(1024))


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_really_became_read_only(small: Path, tmp_path: Path) -> None:
    site = await asyncio.to_thread(Site, small / "data")
    shown = await site.do(Open(), Take("retraite"))
    await asyncio.to_thread(site.record.close)  # an open lock keeps a file system writable
    await run("mount", "-o", "remount,ro", str(small))
    with pytest.raises(RecordFailed, match="Impossible d’écrire"):
        await asyncio.to_thread(Record.open, small / "data")
    assert await asyncio.to_thread(site.record.visits) == []
    await run("mount", "-o", "remount,rw", str(small))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_is_pulled_out_and_put_back(small: Path, tmp_path: Path) -> None:
    site = await asyncio.to_thread(Site, small / "data")
    await site.do(Open(), Take("retraite"))
    await run("umount", "-l", str(small))
    await site.do(CallNext(1), End(1, 1))
    await run("mount", "-t", "tmpfs", "-o", "size=128k", "none", str(small))
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert await asyncio.to_thread(site.record.visits) == [VisitCount(DAY, "retraite", 1, 1)]
    await asyncio.to_thread(site.record.close)
