"""Killed at the N-th call that changes a disk, while a backup is written or brought back.

    python -m tests.faults.backup_child N backup DATA STICK
    python -m tests.faults.backup_child N restore DATA STICK

Ends 0 where there were fewer such calls than N.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from kiosk.__main__ import main

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.truncate", "shutil.rmtree"}
"""Python's own names for what is about to be done (docs.python.org, "Audit events table")."""


class Killer:
    """Counts the changes, and ends the process before the one that it is told."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and self._writes(arguments)):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def _writes(self, arguments: tuple[object, ...]) -> bool:
        how = arguments[2]
        return isinstance(how, int) and bool(how & (os.O_WRONLY | os.O_RDWR))


if __name__ == "__main__":
    number, what, data, stick = sys.argv[1:]
    given = ["--data", data, "--config", str(Path(data, "halte.toml")), "--yes"]
    sys.addaudithook(Killer(int(number)))
    sys.exit(main([what, stick, *given]))
