"""Installing with real environments and real pip: what runs is whole, whatever fails, whenever power goes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from kiosk.install.wheels import Wheels
from tests import seeds
from tests.children import program
from tests.kiosk.install import stand_in
from tests.kiosk.install.stand_in import installer, sites, wheels

WHOLE = bool(os.environ.get("WHOLE"))
"""Each trial and each moment of a power cut, as `make install-sweep` has it; else a part of them."""

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not stand_in.PIP, reason="needs the pip that Python brings along (Debian: python3-venv)"
    ),
]


def install(folder: Path, of: Path) -> Path:
    return installer(folder).install(lambda _: Wheels(of))


def said_version(folder: Path) -> str:
    halte = sites(folder).halte / "current" / "bin" / "halte"
    return subprocess.run([halte, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]


@pytest.fixture
def van(tmp_path: Path) -> Path:
    """A machine with version 1.0."""
    folder = tmp_path / "van"
    install(folder, wheels(tmp_path / "one", "1.0"))
    return folder


def test_an_update_and_the_way_back(van: Path, tmp_path: Path) -> None:
    install(van, wheels(tmp_path / "two", "2.0"))
    assert (said_version(van), sites(van).unit.read_text()) == ("2.0", "# 2.0\n")
    installer(van).back()
    assert (said_version(van), sites(van).unit.read_text()) == ("1.0", "# 1.0\n")
    installer(van).back()
    assert said_version(van) == "2.0"


def test_uninstalling_leaves_settings_and_data(van: Path) -> None:
    sites(van).settings.write_text("x", "utf-8")
    installer(van).uninstall()
    assert not sites(van).halte.exists()
    assert not sites(van).launcher.exists()
    assert not sites(van).unit.exists()
    assert sites(van).settings.exists()
    assert sites(van).data.exists()


# --- Power cuts ----------------------------------------------------------------------------------

CALLS = ("symlink", "rename", "unlink", "fsync", "sync", "mkdir", "unlinkat", "rmdir")
"""System calls that change which files there are: between two of them the disk is another."""


def traced(*how: str, van: Path, of: Path | None) -> int:
    """An installation of the wheels in `of`, or without any the way back, under strace; its exit status."""
    command = program("tests.kiosk.install.stand_in", str(van), *([str(of)] if of else []))
    return subprocess.run(["strace", "-qq", *how, *command], capture_output=True).returncode


def killed(van: Path, of: Path | None, call: str, nth: int) -> bool:
    """Whether it was killed as it entered its n-th call of that name."""
    how = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={nth}", "-o", "/dev/null"]
    return traced(*how, van=van, of=of) == -signal.SIGKILL


def points(van: Path, of: Path | None, to: Path) -> list[tuple[str, int]]:
    """Each of CALLS that it makes, by its name and its place among those of that name."""
    assert traced("-o", str(to), "-e", f"trace={','.join(CALLS)}", van=van, of=of) == 0
    often = Counter(re.findall(r"^(\w+)\(", to.read_text("utf-8"), re.MULTILINE))
    return [(call, nth) for call in CALLS for nth in range(1, often[call] + 1)]


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (Debian: strace)")


@needs_strace
def test_a_power_cut_on_the_way_back_leaves_a_kiosk_that_works(van: Path, tmp_path: Path) -> None:
    """At calls that change which files there are (with WHOLE at each); the last puts the version in its
    place."""
    install(van, wheels(tmp_path / "two", "2.0"))
    every = points(van, None, tmp_path / "calls")
    assert {"symlink", "rename", "fsync"} <= {call for call, _ in every}
    for call, nth in every if WHOLE else seeds.chance().sample(every, 2):
        assert killed(van, None, call, nth)
        assert said_version(van) in ("1.0", "2.0"), f"{call} {nth}"
        install_again(van, tmp_path / "two")


def install_again(van: Path, of: Path) -> None:
    """Have the one of which the links say nothing any more be there again, as the next installation does."""
    if not installer(van).versions.previous:
        install(van, of)


@needs_strace
def test_a_power_cut_while_installing_leaves_a_kiosk_that_works(van: Path, tmp_path: Path) -> None:
    """At calls by chance, and where the two links are made; then it is installed as if nothing had been."""
    two = wheels(tmp_path / "two", "2.0")
    every = points(van, two, tmp_path / "calls")
    links = [point for point in every if point[0] == "symlink"][-2:]
    for call, nth in [*seeds.chance().sample(every, 3 if WHOLE else 1), *links[-2 if WHOLE else -1 :]]:
        before = said_version(van)
        assert killed(van, two, call, nth)
        assert said_version(van) in (before, "2.0"), f"{call} {nth}"
    last = install(van, two)
    there = {one.name for one in (sites(van).halte / "versions").iterdir()}
    assert (said_version(van), last.name in there, len(there)) == ("2.0", True, 2)
