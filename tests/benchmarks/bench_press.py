"""From a press to the console's own frame with 40 waiting, and from a call to the board's.

python -m pytest -q -s tests/benchmarks/bench_press.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
from typing import Any

from tests.benchmarks.figures import head, note
from tests.children import program
from tests.windows import as_shipped


def measured(kind: str) -> list[Any]:
    done = subprocess.run(
        program("tests.benchmarks.press_window", kind),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_press_on_the_console() -> None:
    took = measured("console")
    head("a press on the console, 40 waiting")
    note("the console's own frame, 95 of 100", nineteen_of_twenty([one[0] for one in took]), wanted="< 100")
    note(
        "frames until all is drawn, median", statistics.median(one[1] for one in took), wanted="<= 3", unit=""
    )


def test_a_call_on_the_board() -> None:
    head("a call on the board")
    note("the board's frame, 95 of 100", nineteen_of_twenty(measured("board")), wanted="< 80")


def nineteen_of_twenty(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[18]
