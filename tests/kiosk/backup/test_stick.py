"""The copy that makes itself: only to a stick, only what is new, never over what the log lacks."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.backup.collect import collected
from kiosk.backup.copies import FORM, MANIFEST, NAME, SETTINGS, Backup, newest, write
from kiosk.backup.stick import PluggedIn, StickBackup, on_a_disk_of_its_own
from kiosk.keys import Keys
from kiosk.queue import Close, Open
from kiosk.record.record import Record
from kiosk.settings import PrinterSettings, Settings
from kiosk.van import Van
from queue_display.messages import AgentView, Role
from queue_display.trust import keys_folder
from tests.kiosk.backup.keeping import DAY, LOG, put_keys, put_log
from tests.kiosk.backup.keeping import SETTINGS as TOML
from tests.kiosk.record.playing import counts
from tests.processes import LATE

LATER = {**LOG, date(2026, 3, 4): counts({"caf": 1}, {5: 1})}


def always(folder: Path, data: Path) -> bool:
    return True


class Site:
    """A van's folder, a stick, and what copies to it."""

    def __init__(self, tmp_path: Path, keep: int | None = None) -> None:
        self.data, self.config, self.stick = (tmp_path / name for name in ("data", "halte.toml", "stick"))
        self.stick.mkdir()
        self.config.write_bytes(TOML)
        put_log(self.data, LOG)
        self.copying = StickBackup(self.stick, self.data, self.config, keep)

    def looked(self, plugged_in: Callable[[Path, Path], bool] = always) -> str:
        self.copying.look(plugged_in)
        return self.copying.condition.name


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_log_and_the_settings_are_copied_once(site: Site) -> None:
    assert site.looked() == ""
    assert newest(site.stick) == Backup(LOG, {SETTINGS: TOML})
    shutil.rmtree(site.stick / NAME)
    assert (site.looked(), newest(site.stick)) == ("", None), "what is copied is not looked at again"


@pytest.mark.parametrize("what", ["the log", "the settings"])
def test_what_is_new_is_copied(what: str, site: Site) -> None:
    site.looked()
    if what == "the log":
        put_log(site.data, LATER)
    else:
        site.config.write_bytes(b'van = "B"\n')
    assert site.looked() == ""
    assert newest(site.stick) == collected(site.data, site.config)


def test_a_log_of_the_same_size_and_date_is_noticed(site: Site) -> None:
    """What a copying program that goes by size and date leaves out."""
    site.looked()
    log = site.data / "halte.sqlite"
    before = log.stat()
    put_log(site.data / "other", {**LOG, DAY: counts({"retraite": 3, "caf": 1}, {9: 3, None: 1})})
    log.write_bytes((site.data / "other" / "halte.sqlite").read_bytes())  # the system may use a number again
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = log.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    )
    site.looked()
    found = newest(site.stick)
    assert found
    assert found.days[DAY].topics["retraite"] == 3


def test_another_stick_gets_its_copy(site: Site) -> None:
    site.looked()
    site.stick.rename(site.stick.with_name("taken home"))
    site.stick.mkdir()
    assert site.looked() == ""
    assert newest(site.stick) == collected(site.data, site.config)


# --- What is never done ------------------------------------------------------------------------------


def test_nothing_is_written_where_the_stick_is_missing(site: Site) -> None:
    assert site.looked(on_a_disk_of_its_own) == "backup_no_stick"
    assert list(site.stick.iterdir()) == []
    site.stick.rmdir()
    assert site.looked(on_a_disk_of_its_own) == "backup_no_stick"
    assert not site.stick.exists()


@pytest.mark.parametrize("days", [{}, {DAY: LOG[DAY]}], ids=["an empty log", "a log that has lost a day"])
def test_a_lost_log_does_not_replace_its_only_copy(days: dict[date, object], site: Site) -> None:
    """As after a new card in the kiosk: started twice, it would have pushed out both."""
    site.looked()
    put_log(site.data, days)  # type: ignore[arg-type]  # a day's counts, or nothing
    for _ in range(3):
        assert site.looked() == "backup_has_more"
    assert newest(site.stick) == Backup(LOG, {SETTINGS: TOML})


def test_what_the_log_forgets_by_itself_is_forgotten_on_the_stick_too(tmp_path: Path) -> None:
    site = Site(tmp_path, keep=12)
    old = {date(2024, 1, 1): LOG[DAY], **LOG}
    write(site.stick, Backup(old, {}))
    assert site.looked() == ""
    assert newest(site.stick) == Backup(LOG, {SETTINGS: TOML})


def test_keys_are_on_the_stick_if_somebody_put_them_there(site: Site) -> None:
    put_keys(site.data)
    site.looked()
    found = newest(site.stick)
    assert found
    assert not found.keys
    write(site.stick, collected(site.data, site.config, keys=True))
    put_log(site.data, LATER)
    site.looked()
    assert newest(site.stick) == collected(site.data, site.config, keys=True)


# --- What is told ------------------------------------------------------------------------------------


def full(site: Site) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", site.stick], check=True)


def read_only(site: Site) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", site.stick], check=True)


def no_folder(site: Site) -> None:
    site.stick.rmdir()
    site.stick.touch()


def of_a_newer_halte(site: Site) -> None:
    (site.stick / NAME).mkdir()
    (site.stick / NAME / MANIFEST).write_text(f'{{"form": {FORM + 1}, "halte": "9", "files": {{}}}}', "utf-8")


@pytest.fixture
def unmounted(site: Site) -> Iterator[None]:
    yield
    subprocess.run(["umount", "-l", site.stick], capture_output=True)


@pytest.mark.usefixtures("unmounted")
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (full, "backup_full"),
        (read_only, "backup_read_only"),
        (no_folder, "backup_not_written"),
        (of_a_newer_halte, "backup_newer"),
    ],
)
def test_what_fails_is_told_and_tried_again(fault: Callable[[Site], None], told: str, site: Site) -> None:
    if fault in (full, read_only) and (os.name == "nt" or os.geteuid() != 0):
        pytest.skip("mounting a file system needs root")
    fault(site)
    assert [site.looked(), site.looked()] == [told, told]
    subprocess.run(["umount", "-l", site.stick], capture_output=True)
    if site.stick.is_dir():
        shutil.rmtree(site.stick)
    else:
        site.stick.unlink()
    site.stick.mkdir()
    assert site.looked() == ""


def test_a_log_that_cannot_be_read_is_told(site: Site) -> None:
    (site.data / "halte.sqlite").write_bytes(b"no log")
    assert site.looked() == "backup_not_written"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="mounting a file system needs root")
@pytest.mark.usefixtures("unmounted")
def test_a_stick_that_is_mounted_is_on_a_disk_of_its_own(site: Site) -> None:
    assert not on_a_disk_of_its_own(site.stick, site.data)
    subprocess.run(["mount", "-t", "tmpfs", "none", site.stick], check=True)
    assert on_a_disk_of_its_own(site.stick, site.data)
    assert site.looked(on_a_disk_of_its_own) == ""
    assert newest(site.stick) == collected(site.data, site.config)


# --- In the van --------------------------------------------------------------------------------------


class Counting(StickBackup):
    """Of a stick that is not there."""

    looks = 0

    def look(self, plugged_in: PluggedIn | None = None) -> None:
        self.looks += 1
        super().look(plugged_in)


@pytest.fixture
def copying(site: Site) -> Counting:
    return Counting(site.stick, site.data, site.config)


@pytest.fixture
def van(site: Site, copying: Counting) -> Iterator[Van]:
    settings = Settings(printer=PrinterSettings("simulated:"))
    record = Record.open(site.data)
    yield Van(settings, record, Keys(keys_folder(site.data)), backup=copying)
    record.close()


@pytest.mark.held_time
async def test_the_van_copies_while_the_day_is_over_and_at_no_other_time(van: Van, copying: Counting) -> None:
    """The agents are told what is the matter with it, and at a closed stop it is tried again each minute."""
    over, thread = (lambda: van.state.over), asyncio.to_thread  # whose work the held clock waits for
    running = asyncio.ensure_future(copying.run(over, van.changed, thread))
    await asyncio.sleep(150)
    assert copying.looks == 3
    view = van.view_for(Role.AGENT)
    assert isinstance(view, AgentView)
    assert (view.record.state, view.record.cause) == ("ok", "backup_no_stick")
    await van._service.submit(Open(), "one press")
    await asyncio.sleep(600)
    assert copying.looks == 3
    await van._service.submit(Close(), "another")
    await asyncio.sleep(61)
    assert copying.looks > 3
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a file system needs root")
@pytest.mark.usefixtures("unmounted")
def test_a_real_kiosk_copies_at_its_start(site: Site) -> None:
    """Log and settings are on the stick soon after the first frame, with nobody touching anything."""
    subprocess.run(["mount", "-t", "tmpfs", "none", site.stick], check=True)
    site.config.write_text(f'[printer]\naddress = "simulated:"\n[backup]\nto = "{site.stick}"\n', "utf-8")
    given = ["--windowed", "--hands", "--data", str(site.data), "--config", str(site.config)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "kiosk", *given],
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen"},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    ) as kiosk:
        try:
            deadline = time.monotonic() + LATE
            while newest(site.stick) is None and time.monotonic() < deadline:
                time.sleep(0.1)
            assert newest(site.stick) == Backup(LOG, {SETTINGS: site.config.read_bytes()})
        finally:
            kiosk.communicate(b"", timeout=LATE)
