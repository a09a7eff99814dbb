"""All that is installed is listed, each release with the sums of its files; what has others is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kiosk.install.machine import Kind
from kiosk.install.needs import markers, reached
from kiosk.install.pins import CHECKED, DEV, RUN, chosen, pinned, versions
from kiosk.install.versions import InstallFailed
from tests.kiosk.install import stand_in

ROOT = Path(__file__).parents[3]
LISTED = re.compile(
    r"[a-z0-9-]+==[A-Za-z0-9.!+]+( ; [a-z_ ()='!A-Z0-9.]+)? \\\n"
    r"(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}"
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


@pytest.mark.parametrize("file", [RUN, DEV])
def test_a_list_is_names_versions_and_sums_and_nothing_else(file: str) -> None:
    entries = pinned(ROOT, file)
    assert [name for name, entry in entries.items() if not LISTED.fullmatch(entry)] == []
    assert "".join(f"{entry}\n" for entry in entries.values()) == (ROOT / file).read_text("utf-8")


def test_a_kiosk_and_those_who_develop_have_lists_apart() -> None:
    run, dev = pinned(ROOT, RUN), pinned(ROOT, DEV)
    assert not run.keys() & dev.keys()
    assert names(PROJECT["dependencies"]) <= run.keys()
    assert {"pytest", "ruff", "mypy", "jinja2", "typst"} <= dev.keys()
    for extra in PROJECT["optional-dependencies"].values():
        assert names(extra) <= run.keys() | dev.keys()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_all_that_a_kiosk_needs_is_listed_and_what_is_installed_here_is_that(
    machine: str, python: str
) -> None:
    installed: dict[str, Distribution] = {canonicalize_name(one.name): one for one in distributions()}
    asked = {name: [Requirement(line) for line in one.requires or ()] for name, one in installed.items()}
    needed = reached("halte", asked, markers(Kind.of(machine, python))) - {"halte"}
    assert needed <= pinned(ROOT, RUN).keys()
    known = versions(ROOT, RUN, DEV)
    here = {name: one.version for name, one in installed.items() if name in known and name != "pip"}
    assert here == {name: known[name] for name in here}


def test_every_line_that_installs_goes_by_the_lists() -> None:
    """But for the tool that writes them."""
    lines = re.sub(r"\\\n\s*", " ", (ROOT / "Makefile").read_text("utf-8")).splitlines()
    installing = [line for line in lines if re.search(r"\binstall --| install -", line)]
    assert len(installing) >= 3
    odd = [
        line
        for line in installing
        if not re.search("--require-hashes --no-deps|--no-deps .*--editable", line)
    ]
    assert [line.strip() for line in odd] == ["$(VENV)/pins/bin/python -m pip install --quiet uv"]


def test_one_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstallFailed, match=r"nobody-listed-this.*make pins"):
        chosen(ROOT, ["kivy", "Nobody_Listed.this"], tmp_path / "wanted.txt")


@pytest.mark.skipif(not stand_in.PIP, reason="needs the pip that Python brings along (Debian: python3-venv)")
def test_a_file_with_another_sum_is_not_taken(tmp_path: Path) -> None:
    """By the real pip, from a folder in a registry's place."""
    shelf = stand_in.wheels(tmp_path / "shelf", "1.0")
    (tmp_path / RUN).write_text(f"halte==1.0 \\\n    --hash=sha256:{'0' * 64}\n", "utf-8")
    wanted = chosen(tmp_path, ["halte"], tmp_path / "wanted.txt")
    where = ["--no-index", "--find-links", str(shelf), "--dest", str(tmp_path / "got")]
    command = [sys.executable, "-m", "pip", "download", *CHECKED, *where, "--requirement", str(wanted)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode
    assert "DO NOT MATCH THE HASHES" in ran.stderr
    assert not list((tmp_path / "got").glob("*"))
