"""One forced frame of each window, beside one of a label in bare Kivy of the same size.

python -m pytest -q -s tests/benchmarks/bench_frames.py

Processes of both kinds in turn; of each the median, and of those the median again.
"""

from __future__ import annotations

import json
import statistics
import subprocess

import pytest

from tests.benchmarks.figures import head, note
from tests.children import program
from tests.windows import as_shipped

ROUNDS = 3

WANTED = {
    "kiosk": ("the kiosk's topics", "<= 2.5"),
    "console": ("the console with 40 waiting", "<= 3"),
    "board": ("the board with two calls", ""),
}


def frame(kind: str, size: str) -> float:
    """Milliseconds, in a process of its own."""
    done = subprocess.run(
        program("tests.benchmarks.frame_window", kind, size),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return statistics.median(seconds) * 1e3


@pytest.mark.parametrize("kind", WANTED)
def test_a_forced_frame_beside_a_bare_label(kind: str) -> None:
    name, wanted = WANTED[kind]
    pairs = [(frame(kind, kind), frame("bare", kind)) for _ in range(ROUNDS)]
    figure, yardstick = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    head("one forced frame, beside a label in bare Kivy")
    note(name, figure, yardstick, wanted)
