"""Whose a file is: its owner's alone from the first moment, and the owner of a file is that of its folder.

So a command that somebody runs as root leaves nothing behind that the folder's owner cannot read. Where root
writes into a folder of another account, that account could lay a link there and have root write, open up or
give away whatever the link leads to. So root follows no link in the place of a file or folder of ours, takes
no file that has a second name, and asks and changes what it has opened, never a path a second time.

On Windows a file belongs to whoever makes it, and its folder says who reads it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
"""Modes: the owner reads and writes, nobody else does anything."""

_BY_FOLDER = os.open in os.supports_dir_fd
"""Whether a name can be looked up in an open folder; not on Windows."""


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _unlinked() -> int:
    """What root opens with; an account's links into what is its own anyway are its own business."""
    return os.O_NOFOLLOW if is_root() else 0


def opened_own(file: Path, how: int) -> int:
    """A handle to `file`, opened for writing as `how` says (flags of os.open), made where it is missing.

    Where root opens it, it then belongs to the owner of its folder. Raises OSError, also for a link or a file
    with a second name in its place, where root opens it.
    """
    if not _BY_FOLDER:
        return os.open(file, how | os.O_CREAT, FILE)
    how |= os.O_CREAT | os.O_NONBLOCK  # a pipe in its place is not waited for
    with _folder(file.parent) as folder:
        handle = os.open(file.name, how | _unlinked(), FILE, dir_fd=folder)
        try:
            _hand_over(handle, folder)
        except BaseException:
            os.close(handle)
            raise
        return handle


def make_own_folder(folder: Path) -> None:
    """Make `folder`, whose parent is there. Raises OSError."""
    if not _BY_FOLDER:
        return folder.mkdir(FOLDER)
    with _folder(folder.parent) as parent:
        os.mkdir(folder.name, FOLDER, dir_fd=parent)
        handle = os.open(folder.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
        try:
            _hand_over(handle, parent)
        finally:
            os.close(handle)


def link_own(link: Path, to: Path) -> None:
    """Make the symbolic link `link`. Raises OSError."""
    link.symlink_to(to)
    if is_root():
        there = link.parent.stat()
        os.chown(link, there.st_uid, there.st_gid, follow_symlinks=False)


def close_to_others(path: Path) -> None:
    """Have a file or folder that is there its owner's alone, by its mode. Not on Windows. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | _unlinked())
    try:
        kind = os.fstat(handle).st_mode
        _check_one_name(handle)
        os.fchmod(handle, FOLDER if stat.S_ISDIR(kind) else FILE)
    finally:
        os.close(handle)


@contextmanager
def _folder(folder: Path) -> Iterator[int]:
    """A handle to look names up with: it may be a folder whose names we may not list."""
    handle = os.open(folder, getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _hand_over(handle: int, folder: int) -> None:
    """Give what is open to the owner of the open folder, where root has it open."""
    if not is_root():
        return
    here, there = os.fstat(handle), os.fstat(folder)
    if (here.st_uid, here.st_gid) == (there.st_uid, there.st_gid):
        return
    _check_one_name(handle)
    _check_new_folder(handle)
    with contextlib.suppress(PermissionError):  # a disk whose files have no owners, or a server's
        os.fchown(handle, there.st_uid, there.st_gid)


def _check_one_name(handle: int) -> None:
    """A second name may be one that somebody gave to a file of others."""
    here = os.fstat(handle)
    if is_root() and not stat.S_ISDIR(here.st_mode) and (here.st_nlink > 1 or not stat.S_ISREG(here.st_mode)):
        raise OSError(errno.EMLINK, os.strerror(errno.EMLINK))


def _check_new_folder(handle: int) -> None:
    """A folder in which something is already is not the one that was just made."""
    if stat.S_ISDIR(os.fstat(handle).st_mode) and os.listdir(handle):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
