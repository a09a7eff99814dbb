"""The wheel, built and installed where nothing else is: everything that is shipped is in it, and it runs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "kiosk", "printer", "queue_display")


def run(*command: str | Path, folder: Path, **extra: str) -> str:
    """What the command prints. It sees none of this checkout."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "HALTE_CONFIG", "HALTE_DATA")
    environment = {k: v for k, v in os.environ.items() if k not in hidden} | extra
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the files of the tree alone, with the tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    names = run("git", "ls-files", "-z", *PACKAGES, "pyproject.toml", "README.md", "LICENSE", folder=ROOT)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, folder=source)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that holds the wheel and what it depends on."""
    environment = tmp_path_factory.mktemp("empty") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=ROOT)
    pip = (sys.executable, "-m", "pip", "--python", environment, "--disable-pip-version-check")
    install = ("install", "--quiet", "--no-compile", "--constraint", ROOT / "constraints.txt")
    run(*pip, *install, wheel, folder=wheel.parent)
    return environment / "bin"


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    tracked = set(filter(None, run("git", "ls-files", "-z", *PACKAGES, folder=ROOT).split("\0")))
    shipped = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in tracked if (ROOT / name).is_file()} <= shipped


def test_the_wheel_ships_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_it_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    halte = installed / "halte"
    assert "config" in run(halte, "--help", folder=tmp_path, LANGUAGE="en")
    assert run(halte, "config", "check", folder=tmp_path)
    assert "Retraite" in run(halte, "config", "show", folder=tmp_path)
    assert "Traceback" not in run(halte, "printer", "test", "simulated:", folder=tmp_path)


def test_the_demonstration_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Fonts, texts, sounds, topics and windows, all from the wheel; no screen is needed, so none is used."""
    shown = run(installed / "halte", "demo", "--tour", "tour", folder=tmp_path, LANGUAGE="fr")
    assert "Votre visite est confidentielle." in shown
    assert (tmp_path / "tour/journal.csv").read_text("utf-8").splitlines()[0] == "jour,motif,visites"
    assert len(list((tmp_path / "tour").glob("*.png"))) > 8
