"""What is in the tree, and what must never be: paths of somebody's machine, addresses of registries."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kiosk.install import packages

ROOT = Path(__file__).parents[2]

FORBIDDEN = {
    "a folder of somebody's machine": re.compile(
        r"/(?:home|Users)/(?!pi\b|halte\b)\w+/|/ro[o]t/|/wo[r]k/|C:\\Users"
    ),
    "a package registry": re.compile(
        "|".join(
            ("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:com|org)", "debian" + r"\.org/")
        )
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY"),
    "unmerged lines": re.compile("^(?:<{7}|>{7}) ", re.MULTILINE),
}

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "assets",
    "constraints-dev.txt",
    "constraints.txt",
    "docs",
    "kiosk",
    "printer",
    "pyproject.toml",
    "queue_display",
    "tests",
}


def tracked() -> list[Path]:
    """Every file that git knows, or the whole tree where there is no git (an unpacked archive)."""
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        pytest.skip("not a git checkout")
    return [file for name in ran.stdout.split("\0") if name and (file := ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for file in tracked():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(ROOT)}: {hit[0]}" for hit in FORBIDDEN[what].finditer(text)]
    assert not found


def test_the_top_of_the_house_is_as_planned() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in tracked()} <= TOP


def test_nothing_large_or_generated_is_kept() -> None:
    large = [f"{f.relative_to(ROOT)}" for f in tracked() if f.stat().st_size > 1_000_000]
    generated = [f"{f.relative_to(ROOT)}" for f in tracked() if f.suffix in (".pyc", ".log", ".whl")]
    assert not large + generated


def test_the_technicians_page_names_the_packages_that_make_installs() -> None:
    page = (ROOT / "docs/installation.md").read_text("utf-8")
    assert " ".join(packages.RUN) in page
    assert all(name in page for name in packages.KIOSK)
