"""From a lifted finger to the frame that shows a durable number, beside a bare Kivy label in the same run.

python -m pytest -q -s tests/benchmarks/bench_touch.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import head, note
from tests.children import program
from tests.windows import as_shipped


def measured(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        program("tests.benchmarks.touch_window", *arguments),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_touch_to_durable_number(tmp_path: Path) -> None:
    kiosk, bare = measured("kiosk", str(tmp_path)), measured("bare")
    head("from the lifted finger to the frame with a durable number, beside a label in bare Kivy")
    median, yardstick = (statistics.median(one["took"]) * 1e3 for one in (kiosk, bare))
    note("median", median, yardstick, "<= 1.3")
    note("95 of 100", late(kiosk["took"]) * 1e3, wanted="< 50")
    note("longest without a frame: take, press, back to the topics", kiosk["gap"] * 1e3, wanted="<= 50")


def late(took: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20)[18]
