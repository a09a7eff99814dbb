"""From a lifted finger to the frame that shows a durable number, beside a bare Kivy label in the same run.

python -m pytest -q -s tests/benchmarks/bench_touch.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path

from tests.children import program
from tests.windows import as_shipped


def seconds(*arguments: str) -> list[float]:
    done = subprocess.run(
        program("tests.benchmarks.touch_window", *arguments),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return list(map(float, json.loads(done.stdout)))


def test_touch_to_durable_number(tmp_path: Path) -> None:
    kiosk, bare = seconds("kiosk", str(tmp_path)), seconds("bare")
    print(f"\n  {'milliseconds, ' + str(len(kiosk)) + ' touches':40} {'median':>8} {'95 %':>8}")
    for name, took in (("kiosk: touch to durable number", kiosk), ("bare Kivy: touch to label", bare)):
        print(f"  {name:40} {statistics.median(took) * 1e3:8.1f} {late(took) * 1e3:8.1f}")
    print(f"  {'ratio':40} {statistics.median(kiosk) / statistics.median(bare):8.2f}")


def late(took: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20)[18]
