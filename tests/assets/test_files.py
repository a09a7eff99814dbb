"""One function replaces a file that people would miss: whole or not at all, and private."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assets.files import BEGINNING, NEW, Disk, Undated, make_folder, replace_file
from queue_display.private_files import PrivateDisk

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
ROOT_ALONE = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
DAY = date(2026, 3, 2)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Under which everything would be everybody's."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class FullDisk(Undated):
    """Takes three bytes of a file, and then no more; with `at`, fails at that step instead."""

    def __init__(self, at: str = "write") -> None:
        self.at = at

    def _write_all(self, handle: int, content: bytes | bytearray) -> None:
        super()._write_all(handle, content[:3])
        self._fail("write")
        super()._write_all(handle, content[3:])

    def force(self, handle: int) -> None:
        self._fail("force")

    def rename(self, old: Path, new: Path) -> None:
        self._fail("rename")
        super().rename(old, new)

    def _fail(self, step: str) -> None:
        if step == self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["write", "force", "rename"])
def test_a_full_disk_leaves_the_old_file(step: str, tmp_path: Path) -> None:
    file = tmp_path / "visites.csv"
    replace_file(Undated(), file, b"the old one")
    with pytest.raises(OSError, match="No space left"):
        replace_file(FullDisk(step), file, b"the new one")
    assert file.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [file]


@POSIX
@pytest.mark.usefixtures("open_umask")
def test_a_file_is_its_owners_alone_whatever_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "visites.csv"
    file.write_bytes(b"old")
    replace_file(Undated(), file, b"new")
    assert (mode(file), file.read_bytes()) == (0o600, b"new")


@POSIX
@pytest.mark.usefixtures("open_umask")
def test_every_folder_that_is_made_on_the_way_is_its_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")
    assert [mode(tmp_path / part) for part in ("a", "a/b", "a/b/c", ".")] == [0o700, 0o700, 0o700, 0o755]


def test_no_folder_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OSError, match="a"):
        make_folder(tmp_path / "a" / "b")


@ROOT_ALONE
def test_what_root_makes_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65533)
    make_folder(tmp_path / "keys" / "kiosk")
    replace_file(Undated(), tmp_path / "keys" / "kiosk" / "paired.json", b"[]")
    for path in tmp_path.rglob("*"):
        assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65533), path


@POSIX
def test_what_another_left_under_the_new_files_name_is_not_written_through(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"not to be touched")
    (tmp_path / f"visites.csv{Undated.new}").symlink_to(other)
    replace_file(Undated(), tmp_path / "visites.csv", b"new")
    assert other.read_bytes() == b"not to be touched"
    assert (tmp_path / "visites.csv").read_bytes() == b"new"


def test_a_file_that_somebody_has_of_the_usual_name_stays(tmp_path: Path) -> None:
    (tmp_path / f"visites.csv{NEW}").write_bytes(b"mine")
    replace_file(Undated(), tmp_path / "visites.csv", b"new")
    assert (tmp_path / f"visites.csv{NEW}").read_bytes() == b"mine"


def dated(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()


def test_a_file_of_the_record_tells_its_day_and_its_folder_nothing(tmp_path: Path) -> None:
    replace_file(Disk(), tmp_path / "halte.day", b"", DAY)
    assert (dated(tmp_path / "halte.day"), dated(tmp_path)) == (DAY, BEGINNING)


def test_another_file_and_its_folder_bear_the_time_of_writing(tmp_path: Path) -> None:
    before = datetime.now(UTC).date()
    replace_file(Undated(), tmp_path / "visites.csv", b"")
    assert min(dated(tmp_path / "visites.csv"), dated(tmp_path)) >= before


@pytest.mark.parametrize("disk", [Disk(), Undated(), PrivateDisk()], ids=lambda disk: type(disk).__name__)
def test_what_is_forced_is_asked_of_the_system_itself(disk: Disk) -> None:
    """A pipe cannot be forced to a disk: whoever truly asks for it is told so."""
    ends = os.pipe()
    try:
        with pytest.raises(OSError, match="Invalid argument"):
            disk.force(ends[1])
    finally:
        for end in ends:
            os.close(end)


class Forced(Disk):
    """Notes what is forced to the disk, and when a name is put in its place."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def force(self, handle: int) -> None:
        self.done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bytes")

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.done.append("name")


def test_bytes_are_forced_before_the_name_and_the_name_after_it(tmp_path: Path) -> None:
    disk = Forced()
    replace_file(disk, tmp_path / "file", b"whole")
    assert disk.done == ["bytes", "name", "folder"]
