"""The wheel, built and installed away from this checkout: all that is shipped is in it, and it runs."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.timeout(300)  # it builds, installs, and plays the demonstration's five processes

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "kiosk", "printer", "queue_display")


def run(*command: str | Path, folder: Path, **extra: str) -> str:
    """What the command prints. It sees none of this checkout."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "HALTE_CONFIG", "HALTE_DATA")
    environment = {k: v for k, v in os.environ.items() if k not in hidden} | extra
    ran = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input="",
        capture_output=True,
        text=True,
        timeout=300,
    )
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
    """The folder of the commands of an environment that holds the wheel, and sees the libraries of this one.

    This checkout, which is installed here as a link, is not among them: a path that is named in a .pth file
    is searched, but the .pth files in it are not read.
    """
    environment = tmp_path_factory.mktemp("empty") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=ROOT)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    pip = (sys.executable, "-m", "pip", "--python", environment, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-compile", "--no-deps", "--no-index", wheel, folder=wheel.parent)
    return environment / "bin"


def test_the_wheel_asks_for_what_the_project_names(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with zipfile.ZipFile(wheel) as files:
        (name,) = [name for name in files.namelist() if name.endswith(".dist-info/METADATA")]
        asked = email.message_from_bytes(files.read(name)).get_all("Requires-Dist") or []
    needed = {Requirement(line) for line in asked if "extra ==" not in line}
    assert needed == {Requirement(line) for line in project["dependencies"]}


def test_the_code_that_runs_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    where = "import kiosk, kivy; print(kiosk.__file__, kivy.__file__)"
    ours, library = run(installed / "python", "-c", where, folder=tmp_path).split()
    assert Path(ours).is_relative_to(installed.parent)
    assert not Path(library).is_relative_to(installed.parent)


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


def test_a_laptop_opens_its_display_and_knows_its_version(installed: Path, tmp_path: Path) -> None:
    """As pipx and uv install it: an environment of its own, a home where nothing of Halte is yet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "SDL_VIDEODRIVER": "offscreen"}
    halte = installed / "halte"
    assert run(halte, "--version", folder=tmp_path, **home) == f"halte {project['version']}\n"
    run(halte, "display", "--desk", "1", "--windowed", "--hands", folder=tmp_path, **home)
    assert str(halte) in run(halte, "autostart", folder=tmp_path, **home)
    assert str(halte) in (tmp_path / ".config/autostart/halte-display.desktop").read_text("utf-8")


def test_the_demonstration_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Fonts, texts, sounds, topics and windows, all from the wheel; no screen is needed, so none is used."""
    shown = run(installed / "halte", "demo", "--tour", "tour", folder=tmp_path, LANGUAGE="fr")
    assert "Votre visite est confidentielle." in shown
    topics, minutes = (tmp_path / "tour/journal.csv").read_text("utf-8").split("\n\n")
    assert re.fullmatch(r"jour,sujet,visites\n[\d-]{10},Retraite,1", topics)
    assert re.fullmatch(r"jour,minutes,visites\n[\d-]{10},\d,1\n", minutes)
    assert len(list((tmp_path / "tour").glob("*.png"))) > 8
