"""Building and fetching: nothing built before gets in, nothing is left behind, no network is told."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from kiosk.install import pins
from kiosk.install.versions import InstallFailed
from kiosk.install.wheels import SOURCES, Wheels, build, fetched, told_failure
from tests.kiosk.install import stand_in

ROOT = Path(__file__).parents[3]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that a wheel is built of, after an older build: with a module that is gone since."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in (*SOURCES, pins.RUN):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / "build/lib/kiosk").mkdir(parents=True)
    (folder / "build/lib/kiosk/gone.py").touch()
    (folder / "halte.egg-info").mkdir()
    (folder / "halte.egg-info/SOURCES.txt").write_text("kiosk/gone.py\n", "utf-8")
    return folder


def listing(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.timeout(300)
def test_a_wheel_holds_what_is_there_now_and_nothing_is_left_in_the_clone(
    clone: Path, tmp_path: Path
) -> None:
    before = listing(clone)
    wheel = build(Path(sys.executable), clone, tmp_path / "dist")
    names = zipfile.ZipFile(wheel).namelist()
    assert "kiosk/install/steps.py" in names
    assert "kiosk/gone.py" not in names
    assert listing(clone) == before
    assert list((tmp_path / "dist").iterdir()) == [wheel]


@pytest.mark.timeout(300)
@pytest.mark.skipif(not stand_in.PIP, reason="needs the pip that Python brings along (Debian: python3-venv)")
def test_without_a_network_it_says_so_and_what_to_do(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip finds nothing, as where nothing answers."""
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "folder").mkdir()
    before = listing(clone)
    with pytest.raises(InstallFailed, match=r"rien n’a changé.*make bundle"):
        fetched(clone, tmp_path / "folder")
    assert listing(clone) == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "?"),
        ("WARNING: x\nERROR: Could not find it\nERROR: No matching distribution\n", "Could not find it"),
        ("\x1b[31mERROR: red\x1b[0m\n", "red"),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(…)': /simple/setuptools/\n"
            "ERROR: Cannot install setuptools because of conflicting dependencies.\n",
            "Network is unreachable",
        ),
        ("Traceback\n  File x\nOSError: no space\n\n", "OSError: no space"),
    ],
)
def test_why_a_program_failed(said: str, why: str) -> None:
    assert told_failure(said) == why


def test_a_folder_without_its_wheels_is_refused(tmp_path: Path) -> None:
    folder = stand_in.wheels(tmp_path / "wheels", "1.0")
    (folder / "halte-0.9-py3-none-any.whl").touch()
    with pytest.raises(InstallFailed, match="halte, une seule fois"):
        Wheels(folder)
    with pytest.raises(InstallFailed, match="make bundle"):
        Wheels(tmp_path)


def test_libraries_are_named_as_packages_are_and_without_what_is_spared(tmp_path: Path) -> None:
    folder = stand_in.wheels(tmp_path / "wheels", "1.0")
    for name in ("Kivy_Garden-0.1-py3", "python_escpos-3.1-py3", "Kivy-2.3-cp311", "Kivy-2.3-cp313"):
        (folder / f"{name}-none-any.whl").touch()
    assert Wheels(folder).libraries() == ["kivy", "python-escpos"]
