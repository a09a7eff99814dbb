"""Whether what is written is kept with its hour, as the journal of systemd keeps it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO


def is_journal(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether `stream` goes there (systemd.exec(5), $JOURNAL_STREAM: the device and inode of its socket)."""
    try:
        state = os.fstat(stream.fileno())
    except (OSError, ValueError):  # no file, or closed
        return False
    return environment.get("JOURNAL_STREAM") == f"{state.st_dev}:{state.st_ino}"
