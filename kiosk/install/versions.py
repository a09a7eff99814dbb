"""The versions of Halte on a machine, side by side in one folder, and the two links that choose among them.

    /opt/halte/
        versions/0.3.0-1/       an environment of Python, whole once it holds the file "whole"
        versions/0.3.0-2/
        current -> versions/0.3.0-2       what runs
        previous -> versions/0.3.0-1      what `make rollback` goes back to

A link is replaced by one rename: whenever the power goes, `current` leads to a version that was whole and
checked. What an end halfway leaves behind is not whole, and is removed the next time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from assets.errors import Trouble

WHOLE = "whole"
"""The file that a version holds once it has been checked and is on the disk itself."""

OLD_LAYOUT = ("bin", "lib", "lib64", "include", "share", "pyvenv.cfg")
"""Up to 0.2.0 the folder itself was the environment, of these parts."""


class InstallFailed(Trouble):
    """Halte was not installed, or not put in another version's place; what runs is as it was."""


class Versions:
    """The folder of the versions, such as /opt/halte. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.all = folder / "versions"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Alone here: a second installer at the same time raises InstallFailed."""
        self.all.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise InstallFailed("Une autre installation est en cours ; attendez qu’elle finisse.") from None
        finally:
            os.close(handle)

    @property
    def current(self) -> Path | None:
        return self._led_to("current")

    @property
    def previous(self) -> Path | None:
        """The version to go back to; None where there is none."""
        found = self._led_to("previous")
        return found if found != self.current else None

    def _led_to(self, link: str) -> Path | None:
        with contextlib.suppress(OSError):
            found = self.all / (self.folder / link).readlink().name
            return found if is_whole(found) else None
        return None

    def adopt(self) -> None:
        """Have the environment that the folder itself was, up to 0.2.0, be one version among others."""
        if not self.current and (version := old_version(self.folder)):
            old = self.all / f"{version}-0"
            if not old.is_symlink():
                old.symlink_to("..")
            self._link("current", old)

    def begin(self, version: str) -> Path:
        """The folder of the next version, which is not there yet."""
        numbers = [int(name.rpartition("-")[2]) for name in self._names()]
        return self.all / f"{version}-{max(numbers, default=0) + 1}"

    def _names(self) -> list[str]:
        return sorted(one.name for one in self.all.iterdir() if re.fullmatch(r".+-\d+", one.name))

    def finish(self, new: Path) -> None:
        """Mark `new` as whole, once all of it is on the disk itself."""
        os.sync()
        (new / WHOLE).touch()
        _force(new)

    def use(self, version: Path) -> None:
        """Have `version` be what runs, and the one before it what can be gone back to."""
        if self.current:
            self._link("previous", self.current)
        self._link("current", version)

    def _link(self, link: str, version: Path) -> None:
        new = self.folder / f"{link}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("versions") / version.name)
        new.replace(self.folder / link)
        _force(self.folder)

    def tidy(self, in_use: Collection[str] = ()) -> None:
        """Remove what is neither current, nor previous, nor still run by a process (`in_use`: names)."""
        kept = {version.name for version in (self.current, self.previous) if version} | {*in_use}
        for name in self._names():
            if name not in kept:
                self._remove(self.all / name)
        if not any((self.all / name).is_symlink() for name in self._names()):
            _remove_old_layout(self.folder)

    def run_by(self, commands: Iterable[Path]) -> set[str]:
        """The names of the versions that processes run, of whose command lines these are the first words."""
        links = {name for name in self._names() if (self.all / name).is_symlink()}
        found: set[str] = set()
        for command in commands:
            if command.is_relative_to(self.all):
                found.add(command.relative_to(self.all).parts[0])
            elif command.is_relative_to(self.folder / "bin"):
                found |= links
        return found

    def _remove(self, version: Path) -> None:
        if version.is_symlink():
            version.unlink()
        else:
            (version / WHOLE).unlink(missing_ok=True)  # first, so that an end halfway leaves nothing whole
            shutil.rmtree(version)


def is_whole(version: Path) -> bool:
    """Whether it can run: it was finished, or is the old layout, which has been running."""
    return (version / WHOLE).exists() or (version.is_symlink() and (version / "pyvenv.cfg").exists())


def old_version(folder: Path) -> str | None:
    """Which version of Halte the environment `folder` holds; None if it is no environment."""
    if not (folder / "pyvenv.cfg").is_file():
        return None
    found = [one.name.split("-")[1] for one in folder.glob("lib/python3*/site-packages/halte-*.dist-info")]
    return found[0].removesuffix(".dist") if found else None


def _remove_old_layout(folder: Path) -> None:
    for name in OLD_LAYOUT:
        part = folder / name
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def _force(folder: Path) -> None:
    """Return once the names in `folder` are on the disk itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
