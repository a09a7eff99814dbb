"""A log that cannot be read or written, or is damaged: the day waits in its own file, and is counted once."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from assets.conditions import Condition
from assets.files import BLOCK, LARGEST, Disk
from kiosk.queue import CallNext, Close, End, Open, State, Take
from kiosk.record.counts import Counts, Days
from kiosk.record.log import FILE
from kiosk.record.log_file import LOCK, LogFile, RecordFailed
from kiosk.record.record import DAY_FILE
from tests.faults.record_site import DAY, EARLIER, LOG_NAMES, VISIT, FaultyDisk, Site, fault_id, fill
from tests.kiosk.record.playing import log_bytes
from tests.kiosk.record.test_log_file import another_process_holds

LOG_FAULTS = [
    ("build", errno.ENOSPC),
    ("build", errno.EACCES),
    ("built", errno.ENOSPC),
    ("built", errno.EIO),
    (f"rename {FILE}", errno.EROFS),
    (f"rename {FILE}", errno.ENOENT),
    (f"remove {FILE}.new", errno.EIO),
]
"""Those of the log alone: the file of the day can still be written."""


# --- The log ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOG_FAULTS, ids=fault_id)
async def test_a_log_that_cannot_be_written_stops_no_ticket(
    fault: tuple[str, int], site: Site, disk: FaultyDisk, tmp_path: Path
) -> None:
    """The day stays in its file, is told, and goes into the log once that can be written."""
    await site.do(Open())
    disk.fault = fault
    await site.serve()
    await site.do(Close())
    assert site.service.state.over
    for _ in range(3):
        await site.record.retry()  # raises nothing: no decision is held up
        assert site.record.trouble.name == LOG_NAMES[fault[1]]
    assert (await site.days()) == {**EARLIER, DAY: VISIT}
    assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).visits_today == 1
    await site.do(Open(), Take("caf"), CallNext(1), End(1, 2))  # the same day once more, all the same
    await site.settle()
    await site.do(Close())
    assert (await site.days())[DAY] == Counts({"retraite": 1, "caf": 1}, {1: 2})
    disk.fault = None
    await site.record.retry()
    assert not site.record.trouble
    whole = {**EARLIER, DAY: Counts({"retraite": 1, "caf": 1}, {1: 2})}
    assert await site.files() == {FILE: await asyncio.to_thread(log_bytes, whole, tmp_path)}


@pytest.mark.parametrize("fault", LOG_FAULTS, ids=fault_id)
async def test_a_day_whose_way_into_the_log_was_begun_waits_over_a_restart(
    fault: tuple[str, int], site: Site, disk: FaultyDisk, tmp_path: Path
) -> None:
    await site.do(Open())
    await site.serve()
    disk.fault = fault
    await site.do(Close())
    await asyncio.to_thread(site.record.close)
    again = await asyncio.to_thread(Site, site.data, None, site.minute)
    assert again.service.state == State(DAY, visits_today=1)
    await again.do(Open())
    await again.serve("caf")
    await again.do(Close())
    assert not again.record.trouble
    whole = {**EARLIER, DAY: Counts({"retraite": 1, "caf": 1}, {1: 2})}
    assert await again.files() == {FILE: await asyncio.to_thread(log_bytes, whole, tmp_path)}
    await asyncio.to_thread(again.record.close)


async def test_while_the_log_is_kept_back_a_touch_does_not_try_it_again(site: Site, disk: FaultyDisk) -> None:
    await site.do(Open())
    await site.serve()
    disk.fault = ("build", errno.ENOSPC)
    await site.do(Close())
    disk.fault = None
    await site.do(Open())
    await site.do(Take("caf"))
    assert site.record.trouble.name == "record_disk_full"
    assert DAY not in await asyncio.to_thread(LogFile(site.data).days)


async def test_the_way_into_the_log_fails_at_its_end(site: Site, disk: FaultyDisk, tmp_path: Path) -> None:
    """The log has the day, and the file of the day still says that it may: it is not counted twice."""
    await site.do(Open())
    await site.serve()
    disk.fault = (f"remove {DAY_FILE}", errno.EIO)
    await site.do(Close())
    assert site.record.trouble.name == "record_disk_broken"
    assert (await asyncio.to_thread(LogFile(site.data).days))[DAY] == VISIT
    assert (await site.days())[DAY] == VISIT
    await site.record.learn()
    assert (await asyncio.to_thread(site.on_disk, tmp_path / "copy")).visits_today == 1
    disk.fault = None
    await site.record.retry()
    assert not site.record.trouble
    assert list(await site.files()) == [FILE]
    assert (await site.days()) == {**EARLIER, DAY: VISIT}


async def test_one_who_holds_the_log_stops_no_ticket(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.record.log_file.PATIENCE", 0.1)
    await site.do(Open())
    await site.serve()
    holder = another_process_holds(site.data / LOCK)
    await asyncio.to_thread(holder.__enter__)
    await site.do(Close())
    assert site.record.trouble.values == {"number": errno.EBUSY}
    await site.do(Open(), Take("caf"))
    await asyncio.to_thread(holder.__exit__, None, None, None)
    await site.do(Close(), Close())
    await site.record.retry()
    assert not site.record.trouble
    assert await asyncio.to_thread(LogFile(site.data).days) == {**EARLIER, DAY: VISIT}


async def test_a_log_damaged_in_its_middle_is_set_aside_at_the_close(site: Site) -> None:
    """The look at the start does not find it; what is readable is kept, the day is counted."""
    await asyncio.to_thread(site.record.close)
    whole = (await site.files())[FILE]
    damaged = bytearray(whole)
    damaged[whole.index(b"2026-02-10")] = 0xB2
    await asyncio.to_thread((site.data / FILE).write_bytes, damaged)
    again = await asyncio.to_thread(Site, site.data)
    assert not again.record.notice
    await again.do(Open())
    await again.serve()
    assert not again.record.notice
    await again.do(Close())
    assert again.record.notice == Condition("record_damaged", {"name": f"{FILE}.aside-1"})
    assert not again.record.trouble
    days = await again.days()
    lost = date(2026, 2, 10)
    assert {day: c for day, c in days.items() if day != lost} == {
        **{day: c for day, c in EARLIER.items() if day != lost},
        DAY: VISIT,
    }
    assert await asyncio.to_thread((site.data / f"{FILE}.aside-1").read_bytes) == damaged
    await asyncio.to_thread(again.record.close)


async def test_another_file_in_the_place_of_the_log_is_left_alone(site: Site) -> None:
    await site.do(Open())
    await site.serve()
    log = (await site.files())[FILE]
    await asyncio.to_thread((site.data / FILE).write_bytes, b"Dear diary")
    await site.do(Close())
    assert site.record.trouble == Condition("log_unusable", {"name": FILE})
    assert (await site.files())[FILE] == b"Dear diary"
    await asyncio.to_thread((site.data / FILE).unlink)
    await site.record.retry()
    assert site.record.trouble.name == "log_gone"
    await asyncio.to_thread((site.data / FILE).write_bytes, log)
    await site.record.retry()
    assert not site.record.trouble
    assert (await site.days()) == {**EARLIER, DAY: VISIT}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="becomes another user")
def test_a_log_whose_rights_are_wrong_stops_no_ticket(tmp_path: Path) -> None:
    """As a user who may write the folder, and may not read the log in it."""
    data, nobody = tmp_path / "data", 65534
    data.mkdir()
    (data / FILE).write_bytes(log_bytes(EARLIER, tmp_path))
    (data / FILE).chmod(0o600)
    os.chown(data, nobody, nobody)
    for folder in (data, *data.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    os.seteuid(nobody)
    try:
        site = Site(data)
        assert site.record.trouble.name == "log_protected"

        async def a_day() -> None:
            await site.do(Open())
            await site.serve()
            await site.do(Close())
            assert site.record.trouble.name == "log_protected"
            await site.record.learn()
            with pytest.raises(RecordFailed, match=r"Impossible de lire .*halte\.sqlite"):
                await site.days()
            os.seteuid(0)
            await asyncio.to_thread(os.chown, data / FILE, nobody, nobody)
            os.seteuid(nobody)
            await site.record.retry()
            assert not site.record.trouble
            assert (await site.days()) == {**EARLIER, DAY: VISIT}

        asyncio.run(a_day())
        site.record.close()
    finally:
        os.seteuid(0)


class BadSectors(Disk):
    """A disk that cannot read some places of the log any more."""

    def __init__(self, *bad: int) -> None:
        self.bad = bad
        self.hurt = False

    def read(self, file: Path, most: int = LARGEST) -> bytes | None:
        self.hurt = file.name == FILE
        return super().read(file, most)

    def read_at(self, handle: int, at: int, length: int) -> bytes:
        if self.hurt and any(at <= place < at + length for place in self.bad):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read_at(handle, at, length)


async def test_a_sector_that_cannot_be_read_costs_what_was_on_it(site: Site) -> None:
    """The first page and with it SQLite's own table of contents; the visits on the second are there."""
    await asyncio.to_thread(site.record.close)
    content = (await site.files())[FILE]
    readable = bytes(BLOCK) + content[BLOCK:]
    await asyncio.to_thread((site.data / FILE).write_bytes, b"\xff" + content[1:])  # SQLite must not read it
    again = await asyncio.to_thread(Site, site.data, BadSectors(50))
    assert again.record.notice.name == "record_damaged"
    assert (await again.days()) == EARLIER
    assert await asyncio.to_thread((site.data / f"{FILE}.aside-1").read_bytes) == readable
    await asyncio.to_thread(again.record.close)


def days_that_fill_their_pages(folder: Path) -> Days:
    """With one day more their log is longer: there may be room for a copy of it, and not for the next."""
    days = dict(EARLIER)
    while len(log_bytes(days, folder)) == len(log_bytes({**days, DAY: VISIT}, folder)):
        day = min(days) - timedelta(days=1)
        days[day] = Counts({"retraite": 1}, {1: 1})
    return days


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
@pytest.mark.parametrize("pages", [2, 4, 5, 6, 7, 8, 10])
async def test_a_disk_with_room_for_the_day_not_for_the_log(pages: int, small: Path, tmp_path: Path) -> None:
    """SQLite's own word for a full disk is no damage: the log is not set aside, and nothing is lost."""
    await asyncio.to_thread((small / "data").mkdir)
    earlier = await asyncio.to_thread(days_that_fill_their_pages, tmp_path)
    image = await asyncio.to_thread(log_bytes, earlier, tmp_path)
    await asyncio.to_thread((small / "data" / FILE).write_bytes, image)
    site = await asyncio.to_thread(Site, small / "data")
    await site.do(Open())
    await site.serve()
    await asyncio.to_thread(fill, small / "film", pages)
    try:
        await site.do(Close())
    except RecordFailed:
        assert pages < 3
        return await asyncio.to_thread(site.record.close)
    assert site.record.trouble.name in ("record_disk_full", "")
    assert not site.record.notice
    assert (await site.days()) == {**earlier, DAY: VISIT}
    await asyncio.to_thread((small / "film").unlink)
    await site.record.retry()
    assert not site.record.trouble
    whole = await asyncio.to_thread(log_bytes, {**earlier, DAY: VISIT}, tmp_path)
    assert await site.files() == {FILE: whole}
    assert not await asyncio.to_thread(lambda: list(site.data.glob("*.aside-*")))
    await asyncio.to_thread(site.record.close)
