"""One file on disk, replaced whole: after a power cut it holds the bytes before or the bytes after.

Nothing here knows what the bytes mean. The new bytes are written beside the file, forced to the disk, and
put in its place by one rename; readers in other processes see one whole file or the other and need no lock.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where only displays run; a second kiosk is then not noticed
    fcntl = None  # type: ignore[assignment]  # the module has no other type to give

BLOCK = 4096
"""Bytes read at a time once a file cannot be read whole; what a disk loses, it loses in such blocks."""

BEGINNING = date(2024, 1, 1)
"""The date of what bears no day of its own: a folder, a lock, a log without any visit."""

NEW = ".new"
"""What is added to the file's name while its next bytes are written."""


class Disk:
    """The few things asked of a disk, each a point at which it can fail. Raises OSError."""

    def read(self, file: Path) -> bytes | None:
        """The bytes of `file`, None where there is none; zeros for those that the disk cannot read."""
        try:
            handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        try:
            return self._read_all(handle, os.fstat(handle).st_size)
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
        """Write `content` to `file` and force it to the disk, dated the start of `day`.

        The date matters to backups, which carry it along: it must not be the hour of a visit.
        """
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            self._write_all(handle, content)
            self._keep(handle, file, day)
        finally:
            os.close(handle)

    def build(self, file: Path, make: Callable[[Path], date]) -> None:
        """As `write`, of a file that `make` makes, which returns its date."""
        file.unlink(missing_ok=True)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        day = make(file)
        handle = os.open(file, os.O_RDWR)
        try:
            self._keep(handle, file, day)
        finally:
            os.close(handle)

    def _keep(self, handle: int, file: Path, day: date) -> None:
        date_file(file, day, handle)
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
                date_file(folder, BEGINNING, handle)
            self.force(handle)
        finally:
            os.close(handle)

    def remove(self, file: Path) -> None:
        file.unlink(missing_ok=True)


def date_file(file: Path, day: date, handle: int | None = None) -> None:
    """Give `file` the start of `day` (UTC) as its date; `handle` where it is open. Raises OSError."""
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    os.utime(file if handle is None or os.utime not in os.supports_fd else handle, (stamp, stamp))


def replace_file(disk: Disk, file: Path, content: bytes | bytearray, day: date) -> None:
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
    new = file.with_name(file.name + NEW)
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
        there = disk.read(aside)
        if there == content:
            return aside
        if there is None:
            replace_file(disk, aside, content, day)
            return aside
    raise OSError("too many files have been set aside")


class Held(Exception):
    """Another process holds the lock."""


class Lock:
    """Held by an empty file, so that no second process writes to the same place meanwhile.

    The system gives it up when the process ends, however it ends. `wait` until the other has given it up.
    Raises Held, or OSError.
    """

    def __init__(self, file: Path, *, wait: bool = False) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with contextlib.suppress(PermissionError):  # one that another account has made
                date_file(file, BEGINNING, self._handle)
            if fcntl is not None:
                fcntl.flock(self._handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(self._handle)
            raise Held from None

    def release(self) -> None:
        """Give it up; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
