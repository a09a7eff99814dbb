"""Debian systems to install Halte on: made once for each release, and never written to again.

Each run writes to a layer of its own (overlayfs), which is thrown away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(os.environ.get("HALTE_FIELD", "/var/tmp/halte-field"))  # noqa: S108 - kept on purpose, root's
"""Where trees and downloads are kept."""

RELEASES = {"bookworm": "Debian 12 bookworm", "trixie": "Debian 13 trixie"}
"""Raspberry Pi OS is made from them, the oldest and the newest that Halte promises."""

LITE = "systemd,systemd-sysv,dbus,libpam-systemd,udev,sudo,ca-certificates,python3"
"""What of Raspberry Pi OS Lite an installation meets: no git, no make, no graphics, an account with sudo."""

NEEDED = {
    "debootstrap": "debootstrap",
    "systemd-nspawn": "systemd-container",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "nsenter": "util-linux",
    "git": "git",
}
"""The programs that the field needs on this machine, and Debian's packages that bring them."""


class FieldLacks(Exception):
    """The field cannot be set up here; the message says what it lacks."""


def check() -> None:
    """Raises FieldLacks."""
    lacking = sorted({package for program, package in NEEDED.items() if not shutil.which(program)})
    if os.geteuid():
        raise FieldLacks("The field boots whole systems, which needs root. Run: sudo make field")
    if lacking:
        raise FieldLacks(f"The field lacks packages of Debian. Run: apt-get install {' '.join(lacking)}")


def tree(release: str) -> Path:
    """The folder of a bare system of that release, such as "trixie", or "trixie-arm64" for another processor;
    made if it is not there. Raises FieldLacks."""
    made, part = HOUSE / release, HOUSE / f"{release}.part"
    stamp = made / ".halte-field"
    if stamp.exists() and stamp.read_text() == LITE:
        return made
    for old in (made, part):
        shutil.rmtree(old, ignore_errors=True)
    suite, _, processor = release.partition("-")
    command = [
        "debootstrap",
        "--variant=minbase",
        f"--include={LITE}",
        f"--cache-dir={folder('debootstrap')}",
    ]
    foreign = [f"--arch={processor}", "--foreign"] if processor else []
    steps = [[*command, *foreign, suite, str(part)]]
    steps += [["chroot", str(part), "/debootstrap/debootstrap", "--second-stage"]] if foreign else []
    if any(subprocess.run(step, stdout=subprocess.DEVNULL).returncode for step in steps):
        raise FieldLacks(f"No bare {release} could be made. Is there a network?")
    (part / ".halte-field").write_text(LITE)
    part.rename(made)
    return made


def folder(*names: str) -> Path:
    """A folder of the house, made if it is not there."""
    found = HOUSE.joinpath(*names)
    found.mkdir(parents=True, exist_ok=True)
    return found


@contextmanager
def layer(release: str) -> Iterator[Path]:
    """A system of that release to write to; what was written is gone at the end."""
    lower, run = tree(release), HOUSE / "run" / release
    with _alone(release):
        _remove(run)  # of a run that was cut short
        upper, work, root = (folder("run", release, name) for name in ("upper", "work", "root"))
        layers = f"lowerdir={lower},upperdir={upper},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "halte-field", "-o", layers, str(root)], check=True)
        try:
            yield root
        finally:
            _remove(run)


@contextmanager
def _alone(release: str) -> Iterator[None]:
    """Raises FieldLacks while another run has that release."""
    with (folder() / f"{release}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FieldLacks(f"Another run is trying {release}. Wait for its end.") from None
        yield


def _remove(run: Path) -> None:
    if (run / "root").is_mount():
        subprocess.run(["umount", str(run / "root")], check=True)
    shutil.rmtree(run, ignore_errors=True)
