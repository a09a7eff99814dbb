"""The one place where systems differ: files that only their owner can read, and how a connection is cut.

On POSIX a file's mode says who reads it, from the first moment. Windows has no modes: there `icacls`, which
every Windows brings, takes away what the folder passed on and leaves the owner alone.
"""

from __future__ import annotations

import getpass
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from assets import files
from assets.files import Undated
from assets.ownership import close_to_others
from assets.programs import windows_own

WINDOWS = sys.platform == "win32"

ICACLS = windows_own("icacls.exe")

CUT = struct.pack("hh" if WINDOWS else "ii", 1, 0)
"""Value of SO_LINGER for a socket whose closing throws away what is unsent and tells the other end so
(struct linger: two shorts in Winsock, two ints elsewhere)."""


class PrivateDisk(Undated):
    """As the disk of every file, closed on Windows too to all but the owner."""

    def create(self, file: Path) -> int:
        handle = super().create(file)
        if WINDOWS:
            keep_private(file)
        return handle


def make_folder(folder: Path) -> None:
    """Make `folder`, readable by its owner only; one that exists is closed to others. Raises OSError."""
    files.make_folder(folder)
    keep_private(folder)


def write(file: Path, content: bytes) -> None:
    """Replace `file` whole or not at all, readable by its owner only from the start. Raises OSError."""
    files.replace_file(PrivateDisk(), file, content)


def keep_private(path: Path, windows: bool = WINDOWS, run: Callable[[list[str]], None] | None = None) -> None:
    """Close `path` to everyone but its owner. Raises OSError where that cannot be had."""
    if windows:
        (run or _run)([ICACLS, str(path), "/inheritance:r", "/grant:r", f"{getpass.getuser()}:{_all(path)}"])
    else:
        close_to_others(path)


def _all(path: Path) -> str:
    """Full rights, in a folder for what will be made in it too."""
    return "(OI)(CI)F" if path.is_dir() else "F"


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words and a path
    except subprocess.CalledProcessError as problem:
        raise OSError(f"icacls: {problem.returncode}") from problem
