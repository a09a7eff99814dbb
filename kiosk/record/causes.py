"""What is the matter with the record, as a name of `assets.conditions`: never the system's own words."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from assets.conditions import Condition

NAMES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: "record_disk_full",
        errno.EDQUOT: "record_disk_full",
        errno.EROFS: "record_read_only",
        errno.EIO: "record_disk_broken",
        errno.EACCES: "record_no_permission",
        errno.EPERM: "record_no_permission",
    }
)
"""By the number of the system's error; any other is told by its number."""


def not_written(error: OSError) -> Condition:
    name = NAMES.get(error.errno or 0)
    return Condition(name) if name else Condition("record_not_written", {"number": error.errno or 0})


def damaged(aside: str) -> Condition:
    """The file was damaged, and is kept under the name `aside`."""
    return Condition("record_damaged", {"name": aside})


def later_day(day: date) -> Condition:
    """The log has a visit of `day`, which is yet to come."""
    return Condition("record_later_day", {"day": day.isoformat()})


def unusable(name: str) -> Condition:
    """In the place of the log is a file that this version of Halte cannot take for one."""
    return Condition("log_unusable", {"name": name})


def log_not_taken(name: str, error: OSError) -> Condition:
    """The log `name` cannot be read or written; what waits for it is in the day's file."""
    protected = error.errno in (errno.EACCES, errno.EPERM)
    return Condition("log_protected", {"name": name}) if protected else not_written(error)


def gone(name: str) -> Condition:
    """The log was there, and is no more."""
    return Condition("log_gone", {"name": name})
