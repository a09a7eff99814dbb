"""A van's side on a folder, a disk that fails as it is told, and what a start finds there."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assets.files import BLOCK, LARGEST, Disk
from kiosk.clock import Moment
from kiosk.queue import CallNext, Command, End, State, Take
from kiosk.queue_service import QueueService
from kiosk.record.counts import Counts, Days
from kiosk.record.record import Record
from tests.kiosk.record.playing import copied, files

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = START.date()
EARLIER: Days = {DAY - timedelta(days=n): Counts({"caf": n}, {n: n}) for n in range(1, 40)}


class FaultyDisk(Disk):
    """Fails at the step and with the error it is given, for as long as it is given them."""

    def __init__(self) -> None:
        self.fault: tuple[str, int] | None = None

    def _at(self, step: str) -> None:
        if self.fault and self.fault[0] == step:
            raise OSError(self.fault[1], os.strerror(self.fault[1]))

    def read(self, file: Path, most: int = LARGEST) -> bytes | None:
        self._at("read")
        return super().read(file, most)

    def write(self, file: Path, content: bytes | bytearray, day: date) -> None:
        if self.fault and self.fault[0] == "write":
            super().write(file, content[: len(content) // 2], day)
        self._at("write")
        super().write(file, content, day)

    def build(self, file: Path, make: Callable[[Path], date]) -> None:
        self._at("build")

        def half_made(new: Path) -> date:
            day = make(new)
            self._at("built")
            return day

        super().build(file, half_made)

    def force(self, handle: int) -> None:
        self._at("force")
        super().force(handle)

    def rename(self, old: Path, new: Path) -> None:
        self._at("rename")
        self._at(f"rename {new.name}")
        super().rename(old, new)

    def force_folder(self, folder: Path) -> None:
        self._at("force folder")
        super().force_folder(folder)

    def remove(self, file: Path) -> None:
        self._at(f"remove {file.name}")
        super().remove(file)


NAMES = {
    errno.ENOSPC: "record_disk_full",
    errno.EROFS: "record_read_only",
    errno.EIO: "record_disk_broken",
    errno.EACCES: "record_no_permission",
    errno.ENOENT: "record_not_written",
}


LOG_NAMES = {**NAMES, errno.EACCES: "log_protected"}
"""Of the log alone: what waits for it is safe."""


def fault_id(fault: tuple[str, int]) -> str:
    return f"{fault[0]}-{errno.errorcode[fault[1]]}"


class Site:
    """A van's side on a folder, with a clock of its own: one minute a command."""

    def __init__(self, data: Path, disk: Disk | None = None, minute: int = 0) -> None:
        self.data = data
        self.minute = minute
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

    async def settle(self) -> State:
        """A minute later nothing can be taken back any more."""
        self.minute += 1
        await self.service.settle()
        return self.service.state

    async def serve(self, topic: str = "retraite") -> State:
        """One more visit, which is counted."""
        state = await self.do(Take(topic), CallNext(1))
        ticket = state.at_desk(1)
        assert ticket
        await self.do(End(1, ticket.number))
        return await self.settle()

    async def days(self) -> Days:
        return await asyncio.to_thread(self.record.days)

    async def files(self) -> dict[str, bytes]:
        return await asyncio.to_thread(files, self.data)

    def on_disk(self, folder: Path) -> State:
        """What a kiosk finds that starts now."""
        record = Record.open(copied(self.data, folder))
        try:
            return record.load(self.now())
        finally:
            record.close()


VISIT = Counts({"retraite": 1}, {1: 1})
"""What `Site.serve` counts."""


async def run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0


def fill(file: Path, leave: int = 0) -> None:
    """To the last byte, or but for so many pages."""
    with file.open("wb", buffering=0) as big, suppress(OSError):
        while True:
            big.write(bytes(1024))
    os.truncate(file, max(0, file.stat().st_size - leave * BLOCK))
