"""No test can hang: a time-out that was swallowed is raised again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.arrows import ROOT

DEAF = """
import time

def test_deaf():
    try:
        time.sleep(60)
    except BaseException:
        time.sleep(60)
"""

PLUGIN = """
import pytest
from tests import time_out

time_out.AGAIN = 0.2

def pytest_configure(config):
    config.pluginmanager.register(time_out.Insists())
"""


def test_a_test_that_swallows_its_time_out_ends(tmp_path: Path) -> None:
    (tmp_path / "test_deaf.py").write_text(DEAF)
    (tmp_path / "insists.py").write_text(PLUGIN)
    words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "insists",
        "-p",
        "no:cacheprovider",
        "--timeout",
        "0.2",
        "--rootdir=.",
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
    ran = subprocess.run(
        [sys.executable, *words, "test_deaf.py"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=50,
    )  # fmt: skip
    assert "1 failed" in ran.stdout, ran.stdout + ran.stderr
