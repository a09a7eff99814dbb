"""`make bundle`: wheels for another machine, in a folder to bring on a stick; and such a folder, read there.

    halte-0.3.0-aarch64/
        install.sh      sudo sh install.sh
        bundle.json     for which machine and which Pythons
        SHA256SUMS      of all the other files, for `sha256sum --check`
        wheels/         Halte, what it needs, and pip

pip asks what a package needs for the Python that it runs on itself. So each wheel is asked here, for the
Python and the machine it is meant for, and pip fetches what it is told to.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import assets
from kiosk.install import pins
from kiosk.install.machine import Kind
from kiosk.install.versions import InstallFailed
from kiosk.install.wheels import Wheels, build, told_failure

SUMS, ABOUT, START = "SHA256SUMS", "bundle.json", "install.sh"

GLIBC = range(17, 37)
"""The minor versions of glibc 2 whose wheels run on Debian 12, which has 2.36 (PEP 600)."""


def make(source: Path, dist: Path, machine: str, pythons: list[str]) -> Path:
    """Make the bundle of the files in `source`, in a folder of its own in `dist`. Raises InstallFailed."""
    with tempfile.TemporaryDirectory(prefix="halte-") as made:
        wheels = Path(made) / "wheels"
        build(Path(sys.executable), source, wheels)
        own = next(wheels.glob("halte-*.whl"))
        for python in pythons:
            _fetch_all(Kind.of(machine, python), own, source, wheels)
        folder = dist / f"halte-{Wheels(wheels).version}-{machine}"
        lay(folder, wheels, {"machine": machine, "pythons": pythons})
    return folder


def _fetch_all(kind: Kind, own: Path, source: Path, wheels: Path) -> None:
    """Fetch what Halte needs on `kind`, round by round: what is fetched needs more."""
    from kiosk.install.needs import needed

    mine = wheels.parent / f"for-{kind.dotted}"
    mine.mkdir()
    shutil.copy(own, mine)
    there = {"halte"}
    while lacking := needed("halte", mine, kind) - there | {"pip"} - there:
        _download(pins.chosen(source, lacking, wheels.parent / "wanted.txt"), kind, mine)
        there |= lacking
    for wheel in mine.iterdir():
        wheel.replace(wheels / wheel.name)


def _download(wanted: Path, kind: Kind, to: Path) -> None:
    platforms = [f"manylinux_2_{minor}_{kind.machine}" for minor in GLIBC] + [f"manylinux2014_{kind.machine}"]
    meant = ["--implementation", "cp", "--python-version", kind.dotted]
    meant += [word for platform in platforms for word in ("--platform", platform)]
    how = [*pins.CHECKED, "--quiet", "--only-binary=:all:", "--dest", str(to), "--requirement", str(wanted)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", *how, *meant]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ran.returncode:
        raise InstallFailed(
            "Impossible de chercher les paquets de Python pour {machine} ({why}) : il faut le réseau.",
            machine=kind.machine,
            why=told_failure(ran.stderr),
        )


def lay(folder: Path, wheels: Path, about: Mapping[str, object]) -> None:
    """Put all of it in `folder`, in the place of an earlier bundle of the same name."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(wheels, folder / "wheels")
    shutil.copy(assets.path(f"install/{START}"), folder / START)
    (folder / ABOUT).write_text(json.dumps(about) + "\n", "utf-8")
    (folder / SUMS).write_text("".join(f"{total}  {name}\n" for name, total in _sums(folder)), "utf-8")


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the checksum of each file in `folder`, but of the list of checksums itself."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != SUMS:
            with file.open("rb") as opened:
                yield file.relative_to(folder).as_posix(), hashlib.file_digest(opened, "sha256").hexdigest()


def carried(folder: Path, kind: Kind) -> Wheels:
    """The wheels of the bundle in `folder`, if it is whole and meant for `kind`. Raises InstallFailed."""
    _check_sums(folder)
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    if about["machine"] != kind.machine or kind.dotted not in about["pythons"]:
        raise InstallFailed(
            "Ce lot est fait pour {machine} et Python {pythons}, et cette machine est {this} avec Python"
            " {python} : refaites-le par « make bundle MACHINE={this} PYTHONS={python} ».",
            machine=about["machine"],
            pythons=", ".join(about["pythons"]),
            this=kind.machine,
            python=kind.dotted,
        )
    return Wheels(folder / "wheels")


def _check_sums(folder: Path) -> None:
    """Each file is there as it was made, and no other wheel that pip would find. Raises InstallFailed."""
    listed = (folder / SUMS).read_text("utf-8").splitlines()
    said = {name: total for total, name in (line.split("  ", 1) for line in listed)}
    found = {name: total for name, total in _sums(folder) if name in said or name.startswith("wheels/")}
    wrong = sorted(name for name in said.keys() | found.keys() if said.get(name) != found.get(name))
    if wrong:
        raise InstallFailed(
            "Le lot n’est pas entier ({names}) ; rien n’a changé : copiez-le de nouveau sur la clé.",
            names=", ".join(wrong),
        )
