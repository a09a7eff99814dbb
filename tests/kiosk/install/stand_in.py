"""Wheels of a stand-in for Halte, which installs in a moment, and a machine without an account for a service.

python -m tests.kiosk.install.stand_in FOLDER [WHEELS]      installs the wheels in FOLDER, or goes back
"""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.install.machine import Computer, Sites
from kiosk.install.steps import Installer
from kiosk.install.wheels import Wheels

PROGRAM = """
import sys

def main():
    words = sys.argv[1:]
    if words == {fails!r}:
        print("it does not work", file=sys.stderr)
        return 1
    if words == ["--version"]:
        print("halte {says}")
    return 0
"""

PIP = [
    *Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"),
    *Path("/usr/share/python-wheels").glob("pip-*.whl"),
]
"""The wheel of pip that Python, or Debian, brings along."""


def wheels(folder: Path, version: str, *, fails: Sequence[str] = (), says: str = "") -> Path:
    """A folder with two wheels: pip's, and that of a Halte which fails when it is called with these words."""
    folder.mkdir(parents=True)
    shutil.copy(PIP[0], folder)
    info = f"halte-{version}.dist-info"
    files = {
        "stand_in.py": PROGRAM.format(fails=[*fails], says=says or version),
        "kiosk/install/launcher.py": "",
        "assets/systemd/halte@.service": f"# {version}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: halte\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nhalte = stand_in:main\n",
    }
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    with zipfile.ZipFile(folder / f"halte-{version}-py3-none-any.whl", "w") as file:
        for name, content in (files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}).items():
            file.writestr(name, content)
    return folder


def _digest(content: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).decode().rstrip("=")


class NoService(Computer):
    """A machine on which everything is done by whoever runs the test, and systemd is not asked."""

    def __init__(self) -> None:
        self.reloaded = 0

    def have_account(self, home: Path) -> None:
        pass

    def give(self, path: Path) -> None:
        pass

    def run_as(
        self, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
    ) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        return subprocess.run(words, env=dict(environment), cwd=folder, capture_output=True, text=True)

    def reload(self) -> None:
        self.reloaded += 1

    def commands(self) -> list[Path]:
        return []


def sites(folder: Path) -> Sites:
    return Sites(
        folder / "opt",
        folder / "etc/halte@.service",
        folder / "bin/halte",
        folder / "etc/halte/halte.toml",
        folder / "var",
    )


def installer(folder: Path) -> Installer:
    return Installer(sites(folder), NoService())


if __name__ == "__main__":
    there = installer(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        there.install(lambda _: Wheels(Path(sys.argv[2])))
    else:
        there.back()
