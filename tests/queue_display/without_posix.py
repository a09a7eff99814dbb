"""Imports our modules as Windows would: `sys.platform` says so, and what POSIX alone has is not there.

    python -m tests.queue_display.without_posix MODULE...

Libraries are read before, as on this system: on Windows they bring files of their own, which are not here.
"""

from __future__ import annotations

import importlib
import importlib.abc
import sys
from collections.abc import Sequence
from types import ModuleType

ABSENT = frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"})

OURS = frozenset({"assets", "kiosk", "printer", "queue_display"})


class Windows(importlib.abc.MetaPathFinder):
    """Finds nothing that POSIX alone has."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(modules: Sequence[str]) -> None:
    for module in modules:
        importlib.import_module(module)
    for name in [name for name in sys.modules if name.split(".")[0] in OURS | ABSENT]:
        del sys.modules[name]
    sys.meta_path.insert(0, Windows())
    sys.platform = "win32"
    for module in modules:
        importlib.import_module(module)
    sys.modules["assets.private_process"].keep_private()


if __name__ == "__main__":
    main(sys.argv[1:])
