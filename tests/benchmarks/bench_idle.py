"""The kiosk beside a bare Kivy window while nobody touches it: CPU, memory, and the first frame.

python -m pytest -q -s tests/benchmarks/bench_idle.py
"""

from __future__ import annotations

import json
import statistics
import subprocess

from tests.children import program
from tests.windows import as_shipped

RUNS = 3
SECONDS = 10
WANTED = {"cpu": 1.5, "resident": 1.5, "first_frame": 2.0}
"""Times the bare window's figure that the kiosk's may be."""


def figures(kind: str) -> dict[str, float]:
    done = subprocess.run(
        program("tests.benchmarks.idle_window", kind, str(SECONDS)),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_idle_beside_a_bare_window() -> None:
    runs = [(figures("bare"), figures("kiosk")) for _ in range(RUNS)]
    print(f"\n  {'median of ' + str(RUNS) + ' runs':24} {'bare':>8} {'kiosk':>8} {'ratio':>8} {'wanted':>8}")
    for name, wanted in WANTED.items():
        bare, kiosk = (statistics.median(run[i][name] for run in runs) for i in (0, 1))
        print(f"  {name:24} {bare:8.3f} {kiosk:8.3f} {kiosk / bare:8.2f} {'< ' + str(wanted):>8}")
