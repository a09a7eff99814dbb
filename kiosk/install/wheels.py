"""A folder of wheels: Halte's own, those it needs, and pip's, with which they are installed.

Fetched for this machine (`fetched`), or made elsewhere by `make bundle` and brought on a stick.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import tempfile
import venv
from pathlib import Path

from kiosk.install import pins
from kiosk.install.versions import InstallFailed

SOURCES = ("assets", "kiosk", "printer", "queue_display", "pyproject.toml", "README.md", "LICENSE")
"""What a wheel of Halte is built of."""

SPARED = {
    "argcomplete": "of python-escpos: its own command line",
    "certifi": "of requests",
    "charset-normalizer": "of requests",
    "docutils": "of Kivy: a widget that shows reStructuredText",
    "idna": "of requests",
    "kivy-garden": "of Kivy: fetches widgets that others made",
    "pip": "of sqlite-utils: installs plugins",
    "pygments": "of Kivy: a widget that shows code",
    "requests": "of Kivy: only its tools and Kivy-Garden",
    "setuptools": "of python-escpos, which has no use for it since importlib.resources",
    "urllib3": "of requests",
}
"""What the libraries ask for and Halte never imports: 40 MB that a kiosk goes without, and why each is there.
A test runs without them, and so does each new version before it is put in its place."""


class Wheels:
    """The wheels in `folder`. Raises InstallFailed where Halte's own or pip's lacks, or there are two."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.halte = self._only("halte")
        self.pip = self._only("pip")
        self.version = self.halte.name.split("-")[1]

    def _only(self, name: str) -> Path:
        found = list(self.folder.glob(f"{name}-*.whl"))
        if len(found) != 1:
            raise InstallFailed(
                "{folder} doit contenir le paquet {name}, une seule fois : refaites-le avec « make bundle ».",
                folder=self.folder,
                name=name,
            )
        return found[0]

    def libraries(self) -> list[str]:
        """The names of the packages to install beside Halte."""
        names = {wheel.name.split("-")[0].replace("_", "-").lower() for wheel in self.folder.glob("*.whl")}
        return sorted(names - SPARED.keys() - {"halte"})

    def pip_for(self, environment: Path, *words: str | Path) -> list[str]:
        """The command of pip, run from its own wheel, that works on `environment` without the network."""
        python = environment / "bin" / "python"
        offline = ["--isolated", "--disable-pip-version-check", "--no-cache-dir"]
        return [str(word) for word in (python, self.pip / "pip", *offline, *words)]


def fetched(source: Path, folder: Path) -> Wheels:
    """Build Halte's wheel of the files in `source`, fetch the others into `folder`. Raises InstallFailed."""
    tools, wheels = folder / "tools", folder / "wheels"
    venv.create(tools, with_pip=True, symlinks=True)
    python = tools / "bin" / "python"
    builder = pins.chosen(source, ["setuptools"], folder / "builder.txt")
    _pip(python, "install", *pins.CHECKED, "--only-binary=:all:", "--requirement", builder)
    build(python, source, wheels)
    whole = source / pins.RUN
    _pip(python, "download", *pins.CHECKED, "--only-binary=:all:", "--dest", wheels, "--requirement", whole)
    return Wheels(wheels)


def build(python: Path, source: Path, to: Path) -> Path:
    """Build Halte's wheel of the files in `source`, with the setuptools of `python`. Raises InstallFailed."""
    with tempfile.TemporaryDirectory(prefix="halte-") as made:
        folder = Path(made)
        copy = copied(source, folder / "source")
        _pip(python, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, copy)
        to.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(next(folder.glob("halte-*.whl")), to))


def copied(source: Path, to: Path) -> Path:
    """A copy of what the wheel is built of: nothing built before is in it, and nothing is left there."""
    to.mkdir()
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source / name, to / name)
    return to


def _pip(python: Path, *words: str | Path) -> None:
    command = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ran.returncode:
        raise InstallFailed(
            "Impossible de chercher les paquets de Python ({why}) ; rien n’a changé. Sans réseau, faites un"
            " lot sur une machine qui en a, avec « make bundle », et apportez-le sur une clé.",
            why=told_failure(ran.stderr),
        )


UNREACHED = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "name resolution")
"""What pip says of each try where there is no network; what it calls the error then is of no help."""


def told_failure(said: str) -> str:
    """What a program failed of: that there is no network, else the first line that pip calls an error, else
    the last line that was said."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    if any(sign in plain for sign in UNREACHED):
        return os.strerror(errno.ENETUNREACH)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors[:1] or lines[-1:] or ["?"])[0]
