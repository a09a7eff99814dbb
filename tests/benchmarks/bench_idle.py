"""Each window beside a bare Kivy window while nobody touches it: the processor, and memory.

python -m pytest -q -s tests/benchmarks/bench_idle.py

The bare one looks for a finger 60 times a second beside the kiosk, which does so while it is touched, and as
often as the others beside them.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache

import pytest

from kiosk.start import TOUCH_RATE
from queue_display.windows.window import FRAMES_PER_SECOND
from tests.benchmarks.figures import head, note
from tests.children import program
from tests.windows import as_shipped

SECONDS = 5

WANTED = {
    "kiosk": (TOUCH_RATE, "<= 0.6", "<= 1.35"),
    "console": (FRAMES_PER_SECOND, "<= 1.2", "<= 1.5"),
    "board": (FRAMES_PER_SECOND, "<= 1.2", "<= 1.2"),
}
"""Frames a second at most; how many times the bare window's processor and memory it may take."""


@cache
def figures(kind: str, rate: int) -> dict[str, float]:
    done = subprocess.run(
        program("tests.benchmarks.idle_window", kind, str(SECONDS), str(rate)),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("kind", WANTED)
def test_idle_beside_a_bare_window(kind: str) -> None:
    rate, processor, memory = WANTED[kind]
    ours, bare = figures(kind, rate), figures("bare", rate)
    head(f"the {kind} while nobody touches it, beside a label in bare Kivy")
    note("the processor", ours["cpu"] * 1e3, bare["cpu"] * 1e3, processor, "ms a second")
    note("resident", ours["resident"], bare["resident"], memory, "MiB")
