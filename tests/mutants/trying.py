"""One change, tried on a copy of the tree by the tests that are to notice it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house.arrows import ROOT

LONGEST = 300.0
"""Seconds for the tests of one change; pytest's own time-out ends one that hangs after 60."""

PARTS = ("kiosk", "printer", "queue_display", "assets", "tests", "docs")
LOOSE = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "Makefile")


class Verdict(Enum):
    NOTICED = "noticed"
    SURVIVED = "survived"
    HUNG = "hung"  # noticed, but only by a time-out
    UNTRIED = "untried"  # there is nothing to change, or no test ran


@dataclass(frozen=True, slots=True)
class Change:
    """`before`, which stands once in `file`, becomes `after`."""

    file: str
    before: str
    after: str

    def applied(self, content: str) -> str:
        """Raises ValueError where `before` does not stand there exactly once."""
        if (found := content.count(self.before)) != 1:
            raise ValueError(f"{self.file} has {found} times {self.before!r}")
        return content.replace(self.before, self.after)


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    with TemporaryDirectory(prefix="halte-mutants-") as folder:
        copy = Path(folder)
        left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
        for part in PARTS:
            shutil.copytree(ROOT / part, copy / part, ignore=left_out)
        for name in LOOSE:
            shutil.copy(ROOT / name, copy)
        yield copy


def noticed(copy: Path, changes: Sequence[Change], tests: Sequence[str]) -> tuple[Verdict, str]:
    """What became of `changes` in `copy`, which is as before afterwards, and the first test that failed.
    Raises ValueError for a change that finds nothing."""
    before = {copy / change.file: (copy / change.file).read_text("utf-8") for change in changes}
    try:
        for change in changes:
            file = copy / change.file
            file.write_text(change.applied(file.read_text("utf-8")), "utf-8")
        return _judged(copy, tests)
    finally:
        for file, content in before.items():
            file.write_text(content, "utf-8")


def _judged(copy: Path, tests: Sequence[str]) -> tuple[Verdict, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONPYCACHEPREFIX": str(copy / "compiled")}
    try:
        ran = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return Verdict.HUNG, ""
    if ran.returncode == 0:
        return Verdict.SURVIVED, ""
    failed = next((line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    if ran.returncode != 1:
        return (
            (Verdict.NOTICED, failed) if failed else (Verdict.UNTRIED, ran.stdout[-400:] + ran.stderr[-400:])
        )
    return (Verdict.HUNG if "Timeout" in failed else Verdict.NOTICED), failed
