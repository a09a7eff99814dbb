"""What a kiosk goes without: Halte starts, draws, prints and writes its log where none of it is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kiosk.install.environment import TRIALS
from kiosk.install.pins import RUN, pinned
from kiosk.install.wheels import SPARED

ROOT = Path(__file__).parents[3]
MORE = (["printer", "list"], ["log", "days"], ["pair", "--list"], ["config", "show"], ["config", "init"])


def modules() -> dict[str, list[str]]:
    """The modules of each package in SPARED, as they are installed here."""
    owners = packages_distributions()
    named = {name: {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners[name]} for name in owners}
    return {spared: [name for name, by in named.items() if spared in by] for spared in SPARED}


def test_each_is_a_package_that_is_pinned_and_not_one_that_halte_asks_for() -> None:
    assert SPARED.keys() <= pinned(ROOT, RUN).keys()
    project = (ROOT / "pyproject.toml").read_text("utf-8").partition("[project.optional")[0]
    assert not [name for name in SPARED if re.search(rf'^    "{name}[<>="]', project, re.MULTILINE)]


@pytest.mark.parametrize("words", [*TRIALS, *MORE], ids=" ".join)
def test_halte_does_without_them(words: list[str], tmp_path: Path) -> None:
    gone = [name for names in modules().values() for name in names]
    assert {"pip", "setuptools", "requests", "pygments", "docutils"} <= {*gone}
    program = (
        f"import sys\nfor name in {gone}: sys.modules[name] = None\n"
        f"from kiosk.__main__ import main\nsys.exit(main({words}))"
    )
    (tmp_path / "data").mkdir()
    own = {"HALTE_DATA": str(tmp_path / "data"), "HALTE_CONFIG": str(tmp_path / "halte.toml")}
    if words != ["config", "init"]:
        (tmp_path / "halte.toml").write_text("", "utf-8")
    environment = {**os.environ, **own, "SDL_VIDEODRIVER": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
