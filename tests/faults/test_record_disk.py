"""Disks that are full, read-only, gone, slow or written by others: the kiosk goes on, and nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.conditions import Condition
from assets.files import Disk
from kiosk.queue import CallNext, Close, End, Open, Take, TakeBack
from kiosk.record.counts import Counts
from kiosk.record.log import FILE
from kiosk.record.log_file import LogFile, RecordFailed
from kiosk.record.record import DAY_FILE, Record
from tests.faults.record_site import DAY, EARLIER, NAMES, VISIT, FaultyDisk, Site, fault_id, fill, run
from tests.kiosk.record.playing import log_bytes

FAULTS = [
    ("write", errno.ENOSPC),
    ("write", errno.EROFS),
    ("write", errno.ENOENT),
    ("write", errno.EACCES),
    ("force", errno.EIO),
    ("force", errno.ENOSPC),
    ("rename", errno.EROFS),
    ("force folder", errno.EIO),
]


# --- The file of the day ----------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=fault_id)
async def test_a_failed_write_is_told_changes_nothing_and_passes(
    fault: tuple[str, int], site: Site, disk: FaultyDisk, tmp_path: Path
) -> None:
    shown = await site.do(Open(), Take("retraite"), Take("impots"))
    told = list(site.heard)
    disk.fault = fault
    for command in (Take("caf"), CallNext(1)):
        with pytest.raises(RecordFailed, match=r"Impossible d’enregistrer"):
            await site.do(command)
    assert (site.service.state, site.heard) == (shown, told)
    assert site.record.trouble.name == NAMES[fault[1]]
    with pytest.raises(RecordFailed):
        await site.record.retry()
    disk.fault = None
    if fault[0] != "force folder":  # else the file was replaced, and only the cut-off is not known to be safe
        assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).tickets == shown.tickets
    await site.record.retry()
    assert (site.record.trouble, site.record.notice) == (Condition(), Condition())
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown
    await site.do(Take("caf"), CallNext(1), End(1, 1))
    after = await site.settle()
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert (await site.days()) == {**EARLIER, DAY: VISIT}


@pytest.mark.parametrize("fault", FAULTS, ids=fault_id)
@pytest.mark.parametrize("step", ["end", "take back", "settle", "close"])
async def test_a_failed_end_counts_nothing_twice(
    step: str, fault: tuple[str, int], site: Site, disk: FaultyDisk
) -> None:
    """Each way from a visit at the desk to one that is counted, tried on a disk that fails, and again."""
    await site.do(Open(), Take("retraite"), CallNext(1))
    if step != "end":
        await site.do(End(1, 1))
    ways: dict[str, Callable[[], object]] = {
        "end": lambda: site.service.submit(End(1, 1)),
        "take back": lambda: site.service.submit(TakeBack(1)),
        "settle": site.settle,
        "close": lambda: site.service.submit(Close()),
    }
    was = site.service.state
    disk.fault = fault
    for _ in range(2):
        with pytest.raises(RecordFailed):
            await ways[step]()  # type: ignore[misc]  # a coroutine, of several kinds
    assert site.service.state == was
    disk.fault = None
    if step != "settle":
        await ways[step]()  # type: ignore[misc]
    if step == "take back":
        await site.do(End(1, 1))
    await site.settle()
    assert (await site.days()) == {**EARLIER, DAY: Counts({"retraite": 1}, (await site.days())[DAY].minutes)}
    assert sum((await site.days())[DAY].minutes.values()) == 1


async def test_a_press_that_failed_can_be_repeated(site: Site, disk: FaultyDisk) -> None:
    await site.do(Open())
    disk.fault = ("force", errno.EIO)
    with pytest.raises(RecordFailed):
        await site.service.submit(Take("caf"), "the press")
    disk.fault = None
    await site.service.submit(Take("caf"), "the press")
    assert sorted(site.service.state.tickets) == [1]


async def test_a_failed_write_leaves_no_half_file(site: Site, disk: FaultyDisk) -> None:
    await site.do(Open())
    disk.fault = ("write", errno.ENOSPC)
    with pytest.raises(RecordFailed):
        await site.do(Take("caf"))
    there = {f.name for f in await asyncio.to_thread(list, site.data.iterdir())}
    assert there == {DAY_FILE, FILE, "halte.lock"}


async def test_a_folder_that_vanished_is_written_anew(site: Site, tmp_path: Path) -> None:
    """The log is gone with it: it is told, the day stays in its file, and a new start begins a new log."""
    await site.do(Open())
    await site.serve()
    await site.do(Take("impots"))
    await asyncio.to_thread(shutil.rmtree, site.data)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert after.visits_today == 1
    await site.do(Close(), Close())
    assert site.record.trouble.name == "log_gone"
    await asyncio.to_thread(site.record.close)
    again = await asyncio.to_thread(Site, site.data, None, site.minute)
    await again.record.learn()
    assert not again.record.trouble
    assert await asyncio.to_thread(LogFile(site.data).days) == {DAY: VISIT}
    await asyncio.to_thread(again.record.close)


async def test_a_file_of_the_day_damaged_meanwhile_costs_nothing(site: Site, tmp_path: Path) -> None:
    await site.do(Open())
    await site.serve()
    await asyncio.to_thread((site.data / DAY_FILE).write_bytes, b"\xff" * 5000)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    assert (await site.days())[DAY] == VISIT


async def test_an_older_file_of_the_day_that_comes_back_does_not_win(site: Site, tmp_path: Path) -> None:
    """A memory stick pulled out and put back: what was recorded in between is not lost."""
    await site.do(Open())
    older = (await site.files())[DAY_FILE]
    await site.serve()
    await asyncio.to_thread((site.data / DAY_FILE).write_bytes, older)
    after = await site.do(Close())
    assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).visits_today == after.visits_today == 1
    assert (await site.days())[DAY] == VISIT


# --- Slow ------------------------------------------------------------------------------------------


class GatedDisk(Disk):
    """Its writes wait, as on a slow disk, until the gate is opened."""

    PATIENCE = 20.0  # seconds, for a loop that is blocked and will never open it

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

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


async def test_the_event_loop_turns_while_a_day_goes_into_the_log(tmp_path: Path) -> None:
    disk = GatedDisk()
    site = await asyncio.to_thread(Site, tmp_path, disk)
    await site.do(Open())
    await site.serve()
    disk.gate.clear()
    asked = asyncio.create_task(site.do(Close()))
    for _ in range(1000):
        await asyncio.sleep(0)
        assert not asked.done()
    disk.gate.set()
    assert (await asked).over
    assert await asyncio.to_thread(LogFile(tmp_path).days) == {DAY: VISIT}
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


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_is_really_full(small: Path, tmp_path: Path) -> None:
    site = await asyncio.to_thread(Site, small / "data")
    shown = await site.do(Open(), Take("retraite"))
    await asyncio.to_thread(fill, small / "film")
    with pytest.raises(RecordFailed, match="le disque de la borne est plein"):
        await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown
    await asyncio.to_thread((small / "film").unlink)
    after = await site.do(Take("caf"))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == after
    await asyncio.to_thread(site.record.close)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_is_full_at_the_start_of_a_day_that_goes_on(small: Path, tmp_path: Path) -> None:
    """Nothing is to be written: the kiosk starts, and tells at the first touch."""
    site = await asyncio.to_thread(Site, small / "data")
    shown = await site.do(Open(), Take("retraite"))
    await asyncio.to_thread(site.record.close)
    await asyncio.to_thread(fill, small / "film")
    again = await asyncio.to_thread(Site, small / "data", None, site.minute)
    assert again.service.state == shown
    with pytest.raises(RecordFailed, match="plein"):
        await again.do(Take("caf"))
    await asyncio.to_thread(again.record.close)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_really_became_read_only(small: Path, tmp_path: Path) -> None:
    site = await asyncio.to_thread(Site, small / "data")
    shown = await site.do(Open(), Take("retraite"))
    await asyncio.to_thread(site.record.close)  # an open lock keeps a file system writable
    await run("mount", "-o", "remount,ro", str(small))
    with pytest.raises(RecordFailed, match="Impossible d’écrire"):
        await asyncio.to_thread(Record.open, small / "data")
    assert (await site.days()) == {}
    await run("mount", "-o", "remount,rw", str(small))
    assert await asyncio.to_thread(site.on_disk, tmp_path / "copy") == shown


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
async def test_a_disk_that_is_pulled_out_and_put_back(small: Path, tmp_path: Path) -> None:
    """Also over the close of the day: it is not carried over into a log that is not there."""
    await asyncio.to_thread((small / "data").mkdir)
    image = await asyncio.to_thread(log_bytes, EARLIER, tmp_path)
    await asyncio.to_thread((tmp_path / "stick").write_bytes, image)
    await asyncio.to_thread((small / "data" / FILE).write_bytes, image)
    site = await asyncio.to_thread(Site, small / "data")
    await site.do(Open(), Take("impots"))
    await run("umount", "-l", str(small))
    await site.do(CallNext(1), End(1, 1))
    await site.settle()
    await site.do(Close())
    assert site.record.trouble.name == "log_gone"
    await run("mount", "-t", "tmpfs", "-o", "size=128k", "none", str(small))
    await asyncio.to_thread((small / "data").mkdir)
    await asyncio.to_thread((small / "data" / FILE).write_bytes, image)
    await site.record.retry()
    await site.do(Open(), Close())
    assert not site.record.trouble
    assert (await site.days()) == {**EARLIER, DAY: Counts({"impots": 1}, {1: 1})}
    await asyncio.to_thread(site.record.close)
