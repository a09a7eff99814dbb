"""What is in the memory of a van's process: all of those who wait, and little once the day is closed.

What Python frees it does not overwrite. What holds whole tickets is therefore made in places of its own and
wiped: the file of the day, of which nothing is left, and the views of the displays, of which the one copy
that is sent is freed as it is. What remains are such copies and single moments, in places that were not used
again: they are counted and printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.children import program
from tests.privacy.memory_child import FIRST, VISITORS, moments
from tests.privacy.memory_reader import counted, memory

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
root = pytest.mark.skipif(
    sys.platform == "linux" and os.geteuid() != 0,
    reason="the memory of a process that keeps it to itself is read by root alone",
)
SEEDS = (1, 2, 3)
WIPED = ("ISO texts", "day files with tickets")
OBJECTS = ("doubles", "datetimes")
FEW = VISITORS // 4
"""Views, and single moments, that may be left. Where nothing was wiped, 10 to 17 views were, and 22 texts."""


class Child:
    """A van's process that plays the day of `seed`, and rests where it is to be looked at."""

    def __init__(self, process: subprocess.Popen[str], seed: int) -> None:
        self.process = process
        self.seed = seed

    def at(self, what: str) -> Mapping[str, int]:
        """What is in its memory once it says `what`; it goes on then."""
        assert self.process.stdout
        assert self.process.stdin
        assert self.process.stdout.readline().strip() == what
        found = counted(memory(self.process.pid), moments(self.seed), FIRST, VISITORS)
        print(f"seed {self.seed}, {VISITORS} visitors, {what}: {found}")
        print("", file=self.process.stdin, flush=True)
        return found


@contextmanager
def child(folder: Path, seed: int) -> Iterator[Child]:
    command = program("tests.privacy.memory_child", str(folder), str(seed))
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Child(process, seed)
    assert process.returncode == 0


@linux
@root
@pytest.mark.parametrize("seed", SEEDS)
def test_once_the_day_is_closed_little_is_left(seed: int, tmp_path: Path) -> None:
    with child(tmp_path, seed) as van:
        waiting, closed = van.at("open"), van.at("closed")
    for what in ("ISO texts", "topics with numbers", *OBJECTS):
        assert waiting[what] >= VISITORS, f"{what}: the reader sees nothing"
    assert {what: closed[what] for what in WIPED} == dict.fromkeys(WIPED, 0)
    assert closed["views with people"] <= FEW
    assert sum(closed[what] for what in OBJECTS) <= FEW


def test_the_reader_knows_a_view_and_a_day_file() -> None:
    image = b'..."line":[{"number":734501,"topic":"zibeline".."tickets":[{"number":734502,"topic":"quetsche"'
    found = counted(image, moments(1), FIRST, VISITORS)
    assert (found["views with people"], found["day files with tickets"]) == (1, 1)
    assert found["topics with numbers"] == 2


LIMITS = """
import ctypes, resource, sys
from kiosk.__main__ import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE
"""


@linux
@pytest.mark.parametrize("command", ["kiosk", "display", "board"])
def test_a_window_keeps_its_memory_to_itself(command: str, tmp_path: Path) -> None:
    """Before anything else: here the command fails, for its data folder is none."""
    nowhere = tmp_path / "file"
    nowhere.touch()
    words = (sys.executable, "-c", LIMITS, "--data", str(nowhere / "data"), command, "--windowed")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(0, 0) 0"
    assert done.stderr
