"""A lock between processes: one writer at a time, whoever else wants to write waits or is told."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from assets.files import BEGINNING, date_file
from assets.ownership import opened_own

try:
    import fcntl
except ImportError:  # Windows, where only displays run; a second kiosk is then not noticed
    fcntl = None  # type: ignore[assignment]  # the module has no other type to give


class Held(Exception):
    """Another process holds the lock."""


LOOK_AGAIN = 0.02
"""Seconds between two looks whether a lock has been given up."""


def is_held(file: Path) -> bool:
    """Whether a process holds the lock; makes no file. Raises OSError."""
    if fcntl is None:
        return False
    try:
        handle = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


class Lock:
    """Held by an empty file, so that no second process writes to the same place meanwhile.

    The system gives it up when the process ends, however it ends. The other is waited for `patience` seconds.
    Raises Held, or OSError.
    """

    def __init__(self, file: Path, *, patience: float = 0.0) -> None:
        self._handle = opened_own(file, os.O_RDWR)
        try:
            self._take(time.monotonic() + patience)
            with contextlib.suppress(PermissionError):  # one that another account has made
                date_file(file, BEGINNING, self._handle)
        except BaseException:
            self.release()
            raise

    def _take(self, latest: float) -> None:
        while fcntl is not None:
            try:
                return fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= latest:
                    raise Held from None
            time.sleep(LOOK_AGAIN)

    def release(self) -> None:
        """Give it up; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
