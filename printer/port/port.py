"""What every port can do, and how it fails."""

from __future__ import annotations

import errno
from typing import Protocol

from printer.status import Cause

READ = 4096
"""Bytes taken in at once, at most: far more than any answer has."""

LOOK_AGAIN = 0.01
"""Seconds between two looks at what the system cannot announce."""


class PortFailed(Exception):
    """The port could not be opened, or is lost. `cause` is for the status."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.name)
        self.cause = cause


class Port(Protocol):
    """An open way to a printer. Whatever fails raises PortFailed."""

    answers: bool
    """False where the way is one-way, as through a print spooler."""

    def write(self, data: bytes, until: float) -> None:
        """Hand over all of `data` before `until` (time.monotonic, seconds), else raise Cause.STUCK."""

    def read(self, until: float) -> bytes:
        """What has arrived, at least one byte unless `until` comes first."""

    def drain(self, until: float) -> None:
        """Wait for all that was handed over to leave this machine; Cause.STUCK if it has not by `until`."""

    def discard(self) -> None:
        """Take back what has been handed over but not sent, and let the line run again after an XOFF."""

    def close(self) -> None:
        """Close it for good, without waiting for a printer that does not take its bytes."""


def cause_of(error: BaseException) -> Cause:
    """What an error of the system means for the printer. pyserial wraps its errors in one of its own."""
    number = getattr(error, "errno", None)
    if number is None and error.__context__ is not None:
        return cause_of(error.__context__)
    if number in (errno.EACCES, errno.EPERM):
        return Cause.NO_PERMISSION
    if number in (errno.EBUSY, errno.EAGAIN):
        return Cause.TAKEN
    if number in (errno.EIO, errno.ENODEV, errno.EPIPE, errno.ECONNRESET, errno.EBADF):
        return Cause.UNPLUGGED
    return Cause.NOT_FOUND
