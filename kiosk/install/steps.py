"""Installing, and going back: the steps in their order.

Until `use` nothing of what runs has changed; `use` is one rename. Each step after it is done again, or done
at last, by the next installation.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from assets.files import Undated, replace_file
from kiosk.install import environment
from kiosk.install.machine import Computer, Sites
from kiosk.install.versions import InstallFailed, Versions
from kiosk.install.wheels import Wheels

LAUNCHER = """#!/bin/sh
# `halte`, with the folders of this machine's service; see kiosk/install/launcher.py.
exec {python} -I -m kiosk.install.launcher "$@"
"""


class Installer:
    """Puts a version in its place on one machine. Raises Trouble, OSError, SubprocessError."""

    def __init__(self, sites: Sites, machine: Computer) -> None:
        self.sites = sites
        self.machine = machine
        self.versions = Versions(sites.halte)

    def install(self, wheels_in: Callable[[Path], Wheels]) -> Path:
        """Install the wheels that `wheels_in` has, given an empty folder to fill. Returns the version."""
        with self.versions.held():
            self.versions.adopt()
            self._tidy()
            with tempfile.TemporaryDirectory(prefix="fetched-", dir=self.sites.halte) as folder:
                new = self._made(wheels_in(Path(folder)))
            self.versions.use(new)
            self._settle(new)
            self._tidy()
            return new

    def _made(self, wheels: Wheels) -> Path:
        new = self.versions.begin(wheels.version)
        try:
            environment.make(new, wheels)
            self.machine.have_account(self.sites.data)
            self._have_folders(new)
            environment.check(new, wheels.version, self.sites.settings, self.machine.run_as)
            self.versions.finish(new)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        return new

    def _have_folders(self, new: Path) -> None:
        """The account's own: for its data, and for its settings with a first file, which `new` explains."""
        folder = self.sites.settings.parent
        for one, mode in ((folder, 0o755), (self.sites.data, 0o700)):
            if not one.exists():
                one.mkdir(mode=mode, parents=True)
            self.machine.give(one)
        if not self.sites.settings.exists():
            words: list[str | Path] = [new / "bin" / "halte", "config", "init"]
            self.machine.run_as(words, {"HALTE_CONFIG": str(self.sites.settings), "HOME": "/"}, folder)

    def back(self) -> Path:
        """Have the version before this one run again. Raises InstallFailed where there is none."""
        with self.versions.held():
            before = self.versions.previous
            if not before:
                raise InstallFailed("Il n’y a pas de version précédente : rien n’a changé.")
            self.versions.use(before)
            self._settle(before)
            return before

    def _settle(self, version: Path) -> None:
        """What stands outside of the version's folder: the unit, as it has it, and the command `halte`."""
        unit = next(version.glob("lib/python3*/site-packages/assets/systemd/halte@.service"))
        _put(self.sites.unit, unit.read_text("utf-8"), 0o644)
        python = self.sites.halte / "current" / "bin" / "python"
        if any(version.glob("lib/python3*/site-packages/kiosk/install/launcher.py")):
            _put(self.sites.launcher, LAUNCHER.format(python=python), 0o755)
        else:  # 0.2.0 had no such command
            self.sites.launcher.unlink(missing_ok=True)
        self.machine.reload()

    def _tidy(self) -> None:
        self.versions.tidy(self.versions.run_by(self.machine.commands()))
        for left in self.sites.halte.glob("fetched-*"):
            shutil.rmtree(left)

    def uninstall(self) -> None:
        """Take Halte off this machine, but its settings, its log and its account."""
        for file in (self.sites.unit, self.sites.launcher):
            file.unlink(missing_ok=True)
        if self.sites.halte.exists():
            shutil.rmtree(self.sites.halte)
        self.machine.reload()


def _put(file: Path, content: str, mode: int) -> None:
    """Have `file` hold `content`, wholly or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(Undated(), file, content.encode())
    file.chmod(mode)
