"""One file on disk, replaced whole: after a power cut it holds either the old bytes or the new.

Nothing here knows what the bytes mean. The new bytes are written beside the file, forced to the disk, and
put in its place by one rename; readers in other processes see one whole file or the other and need no lock.
"""

from __future__ import annotations

import contextlib
import errno
import os
from datetime import UTC, date, datetime
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where only displays run; a second kiosk is then not noticed
    fcntl = None  # type: ignore[assignment]  # the module has no other type to give

BLOCK = 4096
"""Bytes read at a time once a file cannot be read whole; what a disk loses, it loses in such blocks."""

NEW = ".new"
"""What is added to the file's name while its next bytes are written."""


class Disk:
    """The few things that a disk is asked to do; each of them can fail. Raises OSError."""

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

    def write(self, file: Path, content: bytes, day: date) -> None:
        """Write `content` to `file` and force it to the disk, dated the start of `day`.

        Backups keep this date: it must not tell the hour of a visit.
        """
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            self._write_all(handle, content)
            stamp = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
            os.utime(handle if os.utime in os.supports_fd else file, (stamp, stamp))
            self.force(handle)
        finally:
            os.close(handle)

    def _write_all(self, handle: int, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]

    def force(self, handle: int) -> None:
        """Return once what was written is on the disk itself."""
        os.fsync(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Put `old` in the place of `new`, in one step."""
        old.replace(new)

    def force_folder(self, folder: Path) -> None:
        """Return once names made or changed in `folder` are on the disk itself."""
        if os.name == "nt":  # a folder cannot be opened there
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            self.force(handle)
        finally:
            os.close(handle)

    def remove(self, file: Path) -> None:
        file.unlink(missing_ok=True)


def replace_file(disk: Disk, file: Path, content: bytes, day: date) -> None:
    """Make `content` the bytes of `file`, wholly or not at all. Raises OSError."""
    new = file.with_name(file.name + NEW)
    try:
        disk.write(new, content, day)
        disk.rename(new, file)
    except OSError:
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
    """Held for the life of the kiosk by an empty file, so that no second one writes to the same folder.

    The system releases it when the process ends, however it ends. Raises Held, or OSError.
    """

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise Held from None

    def release(self) -> None:
        """A second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
