"""Files that people would miss, replaced whole: after a power cut one holds the bytes before or those after.

Nothing here knows what the bytes mean. The new bytes are written beside the file, forced to the disk, and
put in its place by one rename; readers in other processes see one whole file or the other and need no lock.

Files and folders made here are their owner's alone, and belong to the owner of the folder they stand in,
whoever runs the command: see `assets.ownership`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from assets.ownership import make_own_folder, opened_own

BLOCK = 4096
"""Bytes read at a time once a file cannot be read whole; what a disk loses, it loses in such blocks."""

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read at most, so that one of any size costs a bounded time and memory. A log of a
million visits has a third of it."""

DATES = (date(1970, 1, 1), date(2038, 1, 1))
"""Days that every file system can date a file with; an odd day is taken for the nearer of them."""

BEGINNING = date(2024, 1, 1)
"""The day on which this software was begun: the date of what bears no day of its own, such as a folder, a
lock, a log without any visit."""

NEW = ".new"
"""What is added to the name of a file of the record while its next bytes are written."""


_BINARY = getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A folder, a pipe or a device is in the file's place."""


def opened(file: Path) -> int:
    """A handle to read the regular file `file`. Raises NotAFile, or another OSError; never waits."""
    handle = os.open(file, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFile(errno.EINVAL, "not a file", str(file))
    return handle


class Disk:
    """The few things asked of a disk, each a point at which it can fail. Raises OSError."""

    new = NEW
    """What is added to a file's name while its next bytes are written; what bears such a name goes."""

    def read(self, file: Path, most: int = LARGEST) -> bytes | None:
        """The bytes of `file`, the first `most` of them; None where there is none; zeros for those that the
        disk cannot read. What is no regular file is not waited for, but raises OSError."""
        try:
            handle = opened(file)
        except FileNotFoundError:
            return None
        try:
            return self._read_all(handle, min(most, os.fstat(handle).st_size))
        finally:
            os.close(handle)

    def _read_all(self, handle: int, length: int) -> bytes:
        try:
            return self.read_at(handle, 0, length)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
        return b"".join(self._block(handle, at, min(BLOCK, length - at)) for at in range(0, length, BLOCK))

    def _block(self, handle: int, at: int, length: int) -> bytes:
        try:
            return self.read_at(handle, at, length)
        except OSError:
            return bytes(length)

    def read_at(self, handle: int, at: int, length: int) -> bytes:
        """`length` bytes from the place `at`."""
        os.lseek(handle, at, os.SEEK_SET)
        content = b""
        while len(content) < length and (more := os.read(handle, length - len(content))):
            content += more
        return content

    def write(self, file: Path, content: bytes | bytearray, day: date) -> None:
        """Make the new file `file` of `content` and force it to the disk, dated the start of `day`.

        Backups keep this date: it must not tell the hour of a visit.
        """
        handle = self.create(file)
        try:
            self._write_all(handle, content)
            self._keep(handle, file, day)
        finally:
            os.close(handle)

    def build(self, file: Path, make: Callable[[Path], date]) -> None:
        """As `write`, of a file that `make` makes, which returns its date."""
        os.close(self.create(file))
        day = make(file)
        handle = os.open(file, os.O_RDWR)
        try:
            self._keep(handle, file, day)
        finally:
            os.close(handle)

    def create(self, file: Path) -> int:
        """A handle to write to `file`, new and empty, closed to all but its owner from the first moment."""
        file.unlink(missing_ok=True)
        return opened_own(file, os.O_WRONLY | os.O_EXCL | _BINARY)

    def _keep(self, handle: int, file: Path, day: date) -> None:
        self.date(handle, file, day)
        self.force(handle)

    def _write_all(self, handle: int, content: bytes | bytearray) -> None:
        written = 0
        with memoryview(content) as whole:
            while written < len(whole):
                written += os.write(handle, whole[written:])

    def force(self, handle: int) -> None:
        """Return once what was written is on the disk itself."""
        os.fsync(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Put `old` in the place of `new`, in one step."""
        old.replace(new)

    def force_folder(self, folder: Path) -> None:
        """Return once names made or changed in `folder` are on the disk itself, dated `BEGINNING`.

        A folder's date would otherwise be the moment of the last touch.
        """
        if os.name == "nt":  # a folder cannot be opened there
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(PermissionError):  # a folder that another account lends us
                self.date(handle, folder, BEGINNING)
            self.force(handle)
        finally:
            os.close(handle)

    def date(self, handle: int, file: Path, day: date) -> None:
        """Give the open `file`, or folder, the start of `day` as its date."""
        date_file(file, day, handle)

    def remove(self, file: Path) -> None:
        file.unlink(missing_ok=True)


class Undated(Disk):
    """For files outside of the record, which may bear the moment they are written: nobody visits then.

    They may stand among files of other people's, who have a file of every usual name.
    """

    new = ".halte-new"

    def date(self, handle: int, file: Path, day: date) -> None:
        """Leave it as it is."""


def date_file(file: Path, day: date, handle: int | None = None) -> None:
    """Give `file` the start of `day` (UTC) as its date; `handle` where it is open. Raises OSError."""
    day = min(max(day, DATES[0]), DATES[1])
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    os.utime(file if handle is None or os.utime not in os.supports_fd else handle, (stamp, stamp))


def make_folder(folder: Path) -> None:
    """Have `folder` there; whatever is made of its path is its owner's alone. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        make_own_folder(folder)
    except FileExistsError:
        if not folder.is_dir():  # else by another process, just now
            raise


def replace_file(disk: Disk, file: Path, content: bytes | bytearray, day: date = BEGINNING) -> None:
    """Make `content` the bytes of `file`, wholly or not at all. Raises OSError."""
    _replace(disk, file, lambda new: disk.write(new, content, day))


def rebuild_file(disk: Disk, file: Path, make: Callable[[Path], date]) -> None:
    """Put what `make` makes in the place of `file`, wholly or not at all. Raises OSError, and as `make`."""
    _replace(disk, file, lambda new: disk.build(new, make))


def remove_file(disk: Disk, file: Path) -> None:
    """Have it gone, also after a power cut. Raises OSError."""
    disk.remove(file)
    disk.force_folder(file.parent)


def _replace(disk: Disk, file: Path, write: Callable[[Path], None]) -> None:
    new = file.with_name(file.name + disk.new)
    try:
        write(new)
        disk.rename(new, file)
    except BaseException:
        # A half-written file takes room that a full disk lacks, and holds tickets.
        with contextlib.suppress(OSError):
            disk.remove(new)
        raise
    disk.force_folder(file.parent)


def set_aside(disk: Disk, file: Path, content: bytes, day: date) -> Path:
    """Keep `content` beside `file` under a new name, and return it; the same content is kept once."""
    for n in range(1, 1000):
        aside = file.with_name(f"{file.name}.aside-{n}")
        try:
            there = disk.read(aside)
        except OSError:  # a folder, or not ours to read: the name is taken
            continue
        if there == content:
            return aside
        if there is None:
            replace_file(disk, aside, content, day)
            return aside
    raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
