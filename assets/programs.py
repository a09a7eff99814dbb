"""Programs of others, by their whole paths, and never one that lies in the folder where one stands.

By its name alone Windows would first take a program from there, such as the folder of the downloads.
"""

from __future__ import annotations

import ntpath
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path


def windows_own(*path: str, environ: Mapping[str, str] = os.environ) -> str:
    """The program at `path` below Windows' folder of its own programs."""
    return ntpath.join(environ.get("SystemRoot", r"C:\Windows"), "System32", *path)


def installed_program(name: str, which: Callable[[str], str | None] = shutil.which) -> str | None:
    """Where the program `name` is installed; None where it is not. Looks on the disk."""
    found = which(name)
    return None if found and Path(found).absolute().parent == Path.cwd() else found
