"""The machine that Halte is installed on: what it must be, its account for the service, its services."""

from __future__ import annotations

import os
import platform
import pwd
import re
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.errors import Trouble

MACHINES = ("aarch64", "x86_64")
"""Those that there are wheels for: a Raspberry Pi with 64 bits, and a PC."""

PYTHONS = ((3, 11), (3, 13))
"""The oldest and the newest Python that Halte runs on, as `requires-python` says."""

ACCOUNT = "halte"
GROUPS = ("audio", "dialout", "input", "lp", "render", "video")
"""Sound, printers on a serial line or USB, touchscreen, graphics: those that this machine has."""

PATIENCE = 300
"""Seconds that a trial of a new version is given: a slow card reads long at the first start."""


class Unsuited(Trouble):
    """Halte does not run on this machine or with this Python."""


@dataclass(frozen=True)
class Kind:
    """What decides which wheels suit a machine: processor, bits of a program, Python's version."""

    machine: str
    bits: int
    python: tuple[int, int]

    @classmethod
    def of(cls, machine: str, python: str) -> Kind:
        """Of words: "aarch64", "3.13". Raises Unsuited."""
        if not re.fullmatch(r"3\.\d+", python):
            raise Unsuited("« {python} » n’est pas une version de Python, telle que 3.13.", python=python)
        kind = cls(machine, 64, (3, int(python[2:])))
        kind.check()
        return kind

    @property
    def dotted(self) -> str:
        return _dotted(self.python)

    def check(self) -> None:
        """Raises Unsuited: what is wrong, and what to do."""
        if self.bits != 64 or self.machine not in MACHINES:
            raise Unsuited(
                "Cette machine a un système {machine} de {bits} bits, pour lequel il n’y a pas de Kivy :"
                " mettez Raspberry Pi OS (64 bits), ou Debian pour PC 64 bits.",
                machine=self.machine,
                bits=self.bits,
            )
        if not PYTHONS[0] <= self.python <= PYTHONS[1]:
            raise Unsuited(
                "Halte demande Python {oldest} à {newest}, et celui-ci est {python} : nommez-en un autre,"
                " tel que PYTHON=/usr/bin/python{newest}, ou prenez Raspberry Pi OS 12 ou 13.",
                oldest=_dotted(PYTHONS[0]),
                newest=_dotted(PYTHONS[1]),
                python=self.dotted,
            )


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def this_kind() -> Kind:
    """The bits are Python's own: a system of 32 may run on a kernel of 64, which names the processor."""
    return Kind(platform.machine(), 8 * struct.calcsize("P"), sys.version_info[:2])


@dataclass(frozen=True)
class Sites:
    """Where things are. The unit's text names the folder of the versions too."""

    halte: Path = Path("/opt/halte")
    unit: Path = Path("/etc/systemd/system/halte@.service")
    launcher: Path = Path("/usr/local/bin/halte")
    settings: Path = Path("/etc/halte/halte.toml")
    data: Path = Path("/var/lib/halte")


class Computer:
    """The real one. Raises OSError, subprocess.CalledProcessError."""

    def must_be_root(self) -> None:
        if os.geteuid():
            raise Unsuited("Il faut être root pour cela : recommencez avec sudo.")

    def have_account(self, home: Path) -> None:
        """Have the service's account there, in the groups of its devices."""
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            shell = "/usr/sbin/nologin"
            _run("useradd", "--system", "--user-group", "--home-dir", home, "--shell", shell, ACCOUNT)
        groups = [line.split(":")[0] for line in Path("/etc/group").read_text("utf-8").splitlines()]
        _run("usermod", "--append", "--groups", ",".join(sorted({*GROUPS} & {*groups})), ACCOUNT)

    def give(self, path: Path) -> None:
        """Make `path` the account's own."""
        account = pwd.getpwnam(ACCOUNT)
        os.chown(path, account.pw_uid, account.pw_gid)

    def run_as(
        self, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run it as the service's account, with this environment and few other words, from `folder`."""
        plain = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANGUAGE": os.environ.get("LANGUAGE", "fr")}
        return subprocess.run(
            [str(word) for word in command],
            env=plain | dict(environment),
            cwd=folder,
            user=ACCOUNT,
            group=ACCOUNT,
            extra_groups=os.getgrouplist(ACCOUNT, pwd.getpwnam(ACCOUNT).pw_gid),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def reload(self) -> None:
        """Have systemd read the unit again, where it runs (sd_booted(3))."""
        if Path("/run/systemd/system").is_dir():
            _run("systemctl", "daemon-reload")

    def service_runs(self) -> bool:
        if not Path("/run/systemd/system").is_dir():
            return False
        asked = ["systemctl", "list-units", "--quiet", "--no-legend", "--state=active", "halte@*"]
        return bool(subprocess.run(asked, capture_output=True, text=True).stdout.strip())

    def commands(self) -> list[Path]:
        """The first word of each process's command line: an environment's Python stands in it by its path."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                found.append(Path(os.fsdecode((process / "cmdline").read_bytes().split(b"\0")[0])))
            except OSError:  # it has just ended
                continue
        return found


def _run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True)
