"""What Halte needs of Debian, and what of it lacks on this machine.

A package is asked for by what provides it: a transition may rename it (libmtdev1 is libmtdev1t64 since the
64-bit time_t of Debian 13), and the new one then says that it provides the old name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from assets.errors import Trouble
from assets.wording import language_asked, wording

LIBRARIES = ("libgl1", "libegl1", "libgl1-mesa-dri", "libmtdev1", "libusb-1.0-0", "espeak-ng")
"""Drawing without a graphics card or an X server, touchscreens, printers on USB, speech."""

RUN = ("python3-venv", *LIBRARIES)
"""What Halte needs where pip is not brought along: an environment gets its pip from python3-venv."""

TEST = (
    "avahi-daemon",
    "avahi-utils",
    "dbus",
    "exfat-fuse",
    "exfatprogs",
    "iproute2",
    "postgresql",
    "speech-dispatcher-espeak-ng",
    "strace",
    "x11-utils",
    "xvfb",
)
"""What some tests need besides; without one of them those tests are skipped and say so."""

KIOSK = ("cage", "seatd", "xwayland")
"""What a kiosk that starts with the machine needs besides: one window on the whole screen, no desktop; and
what hands out screen and touchscreen."""

SETS = {"run": RUN, "test": TEST, "kiosk": KIOSK}

INSTALLED = "installed"
"""dpkg's word for a package that is there whole; one that was removed may have left its settings behind."""

LISTING = "${db:Status-Status}\t${Package}\t${Provides}\n"


class PackagesLack(Trouble):
    """Packages of Debian lack, and this account may not install them, or the network does not bring them."""


def lacking(wanted: Iterable[str], listing: str) -> list[str]:
    """Those of `wanted` that no installed package is or provides; `listing` is dpkg-query's, as `LISTING`."""
    rows = [line.split("\t") for line in listing.splitlines()]
    there = {
        name
        for status, package, provides in rows
        if status == INSTALLED
        for name in _names(package, provides)
    }
    return [name for name in wanted if name not in there]


def _names(package: str, provides: str) -> list[str]:
    """A package's own name, and those it provides: "mail-reader, libmtdev1 (= 1.1.7-1), gl:any"."""
    provided = [one.split("(")[0].split(":")[0].strip() for one in provides.split(",")]
    return [package, *filter(None, provided)]


def listed(admindir: Path | None = None) -> str | None:
    """What dpkg knows of all packages; None on a system that is no Debian."""
    if not shutil.which("dpkg-query"):
        return None
    where = [f"--admindir={admindir}"] if admindir else []
    command = ["dpkg-query", *where, "--show", f"--showformat={LISTING}"]
    return subprocess.run(command, capture_output=True, text=True).stdout


def have(wanted: Sequence[str]) -> None:
    """Install what lacks, as root; else raises PackagesLack, with the command that does."""
    missing = _missing(wanted)
    if missing and (os.geteuid() or not _fetched(missing)):
        raise _lack(missing)


def must_have(wanted: Sequence[str]) -> None:
    """Raises PackagesLack where one lacks; nothing is fetched."""
    if missing := _missing(wanted):
        raise _lack(missing)


def _missing(wanted: Sequence[str]) -> list[str]:
    known = listed()
    return lacking(wanted, known) if known is not None else []


def _lack(missing: Sequence[str]) -> PackagesLack:
    return PackagesLack(
        "Il manque des paquets de Debian ; lancez, avec le réseau :"
        " sudo apt-get update && sudo apt-get install {names}",
        names=" ".join(missing),
    )


def _fetched(missing: Sequence[str]) -> bool:
    """Whether apt has brought them."""
    say = wording(language_asked((), os.environ))
    print(say("Installation depuis Debian : {names}", names=" ".join(missing)), flush=True)
    steps = (
        ["update"],
        ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", *missing],
    )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run(["apt-get", "-qq", *step], env=quiet, stdout=subprocess.DEVNULL).returncode == 0
        for step in steps
    )
