"""The developer's interface, as `make help` shows it, and what the Makefile decides elsewhere too."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from kiosk.install.machine import MACHINES, PYTHONS, Kind

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SELDOM_CALLED = {"run-packages", "test-packages"}
"""Targets that other targets call, and nobody by hand."""


@cache
def shown() -> dict[str, str]:
    """Each target that `make help` lists, with what it says of it."""
    ran = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = re.findall(r"^  make (\S+) +(.*)$", ran.stdout, re.MULTILINE)
    assert len(lines) == len(dict(lines)), "a target twice"
    return dict(lines)


@pytest.mark.parametrize("line", re.findall(r"^[a-z-]+:.*## .*$", MAKEFILE, re.MULTILINE))
def test_a_line_of_the_help_reads_as_it_is_written(line: str) -> None:
    """In words, whole, on one line of a terminal: no variable of make is left in it, awk cuts nothing off."""
    target, words = line.partition(":")[0], line.partition("## ")[2]
    assert shown()[target] == words
    assert not re.search(r"\$|@|:=", words)
    assert re.match(r"[a-z0-9]", words)
    assert len(f"  make {target:11} {words}") <= 110


def test_every_target_is_in_the_help() -> None:
    named = {word for line in re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE) for word in line.split()}
    assert named - SELDOM_CALLED == shown().keys()


def test_who_the_bundle_is_for_is_said_as_it_is() -> None:
    chosen = dict(re.findall(r"^(MACHINE|PYTHONS) := (.*)$", MAKEFILE, re.MULTILINE))
    assert f'MACHINE={chosen["MACHINE"]} PYTHONS="{chosen["PYTHONS"]}"' in shown()["bundle"]
    assert chosen["MACHINE"] in MACHINES
    for python in chosen["PYTHONS"].split():
        Kind.of(chosen["MACHINE"], python).check()


def test_the_pythons_are_the_same_wherever_they_are_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (oldest, newest) = PYTHONS
    assert project["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"
    assert f"not {oldest} <= sys.version_info[:2] <= {newest}" in MAKEFILE
    assert f"sys.version_info < {oldest}" in (ROOT / "assets/install/install.sh").read_text("utf-8")
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r"Python :: 3\.", line)}
    assert named == {f"3.{minor}" for minor in range(oldest[1], newest[1] + 1)}
