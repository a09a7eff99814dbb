"""The machine that is looked at: its files below `root`, and what only a running system can be asked.

Whatever a file is or holds, reading it ends soon and raises nothing: what cannot be read is None.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.files import opened
from kiosk.settings import Settings

MOST = 65_536
"""Bytes of a file that are read: those of the system that are looked at have some hundreds."""

UNIT = "etc/systemd/system/halte@.service"
"""Where `make install` puts the service."""


class CannotAsk(Exception):
    """The running system does not answer this question."""


def _nobody(*_: object) -> Any:
    raise CannotAsk


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of the running system; each may raise CannotAsk, or OSError. A machine that is only a
    folder of files answers none.

    `free`: bytes left for a folder. `by_network`: whether the network sets the clock, which shows `now`
    (seconds since 1970). `groups`: those of this process, None: of another account. `versions`: by name.
    `desktop_blanks`: whether an X server darkens the screen. `faults`: how many faults and how many remarks
    a settings file has. `paired`: how many displays are known in the data folder.
    """

    free: Callable[[Path], int] = _nobody
    by_network: Callable[[], bool] = _nobody
    now: Callable[[], float] = _nobody
    groups: Callable[[], frozenset[str] | None] = lambda: None
    versions: Callable[[], Mapping[str, str]] = _nobody
    desktop_blanks: Callable[[], bool] = lambda: False
    faults: Callable[[Path], tuple[int, int]] = _nobody
    paired: Callable[[Path], int] = _nobody


@dataclass(frozen=True, slots=True)
class Machine:
    """`settings` are those in force, `config` their file if there is one; `environ` is the environment that
    Halte runs in. `root` is "/", or in a test a folder that holds the files of some machine."""

    data: Path
    settings: Settings
    config: Path | None = None
    root: Path = Path("/")
    environ: Mapping[str, str] = field(default_factory=dict)
    ask: Questions = field(default_factory=Questions)

    def at(self, path: str) -> Path:
        """Where `path`, written without its first "/", is."""
        return self.root / path

    def bytes_of(self, path: str | Path) -> bytes | None:
        """At most `MOST` bytes of a file; None where there is none, or it cannot be read."""
        try:
            handle = opened(self.root / path)
        except (OSError, ValueError):
            return None
        try:
            return os.read(handle, MOST)
        except OSError:
            return None
        finally:
            os.close(handle)

    def read(self, path: str | Path) -> str | None:
        """The same, as text."""
        content = self.bytes_of(path)
        return None if content is None else content.decode("utf-8", "replace")

    def words(self, path: str | Path) -> str:
        """The text of a file without blanks around it; empty where it cannot be read."""
        return (self.read(path) or "").strip("\0 \t\r\n")

    def found(self, pattern: str) -> list[Path]:
        """What there is by the names of `pattern`, sorted; nothing where it cannot be listed."""
        try:
            return sorted(self.root.glob(pattern))
        except (OSError, ValueError):
            return []

    def there(self, path: str) -> bool:
        try:
            return (self.root / path).exists()
        except OSError:
            return False

    def program(self, name: str) -> bool:
        """Whether a program is installed, where Debian puts its own."""
        return any(self.there(f"{folder}/{name}") for folder in ("usr/bin", "usr/local/bin", "bin"))

    def settings_of(self, pattern: str) -> str:
        """All files of a program's settings, one after the other: what a later one says counts."""
        return "\n".join(self.read(file) or "" for file in self.found(pattern))


def value_of(text: str, name: str) -> str | None:
    """What the last line "name=value", or "name value", of `text` says; None if no line does."""
    found = None
    for line in text.splitlines():
        key, _, value = line.strip().replace("=", " ", 1).partition(" ")
        if key == name:
            found = value.strip()
    return found


def number(text: str, base: int = 10) -> int | None:
    """The whole number that `text` is; None for anything else."""
    try:
        return int(text, base) if len(text) <= 20 else None
    except ValueError:
        return None
