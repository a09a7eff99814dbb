"""A million visits of many vans, merged: beside the same by hand with SQLite.

python -m pytest -q -s tests/benchmarks/bench_fleet.py

Both run in processes of their own, in turn; the ratio is what counts, since a machine has other work too.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from kiosk.record.counts import Counts, Days
from kiosk.record.merging import write_days
from tests import seeds
from tests.benchmarks.figures import head, note

VANS = 40
DAYS, A_DAY = 250, 100
"""Of each van: a million visits in all."""

ROUNDS = 3
MOST = 2.0
"""Times the time, and the memory, of the same by hand (issue 15)."""

OURS = """
from pathlib import Path
from kiosk.record.merging import merge
def work(files, into):
    merge(map(Path, files), Path(into))
"""

BY_HAND = """
import sqlite3
KEYS = {"topics": "day, topic", "minutes": "day, minutes", "minutes_unknown": "day"}
def work(files, into):
    db = sqlite3.connect(into, isolation_level=None)
    for n, file in enumerate(files):
        db.execute("attach ? as old", [file])
        if not n:
            for (sql,) in db.execute("select sql from old.sqlite_master").fetchall():
                db.execute(sql)
        db.execute("begin")
        for name, keys in KEYS.items():
            db.execute(
                f"insert into main.{name} select * from old.{name} where true"
                f" on conflict ({keys}) do update set visits = visits + excluded.visits"
            )
        db.execute("commit")
        db.execute("detach old")
"""

MEASURED = """
import sys, time
began = time.process_time()
work(sys.argv[2:], sys.argv[1])
spent = time.process_time() - began
with open("/proc/self/status") as status:  # what getrusage has may be of the process that began this one
    (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM")]
print(spent, peak)
"""


def van(number: int) -> Days:
    draw = seeds.of(number)
    first = date(2026, 1, 1)
    return {first + timedelta(days=n): _day(draw) for n in range(DAYS)}


def _day(draw: random.Random) -> Counts:
    topics = Counter(f"topic-{draw.randrange(16)}" for _ in range(A_DAY))
    return Counts(topics, Counter(draw.randrange(1, 90) for _ in range(A_DAY)))


def measured(program: str, into: Path, files: list[str]) -> tuple[float, float]:
    """Seconds of the processor, and MB at most."""
    into.unlink(missing_ok=True)
    ran = subprocess.run(
        [sys.executable, "-c", program + MEASURED, str(into), *files],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, kilobytes = map(float, ran.stdout.split())
    return seconds, kilobytes / 1024


def test_a_million_visits_are_merged(tmp_path: Path) -> None:
    files = []
    for number in range(VANS):
        file = tmp_path / f"van-{number}.sqlite"
        write_days(file, van(number))
        files.append(str(file))
    head("a million visits of forty vans, merged; the yardstick is SQLite by hand")
    ours, hand = [], []
    for _ in range(ROUNDS):
        ours.append(measured(OURS, tmp_path / "ours.sqlite", files))
        hand.append(measured(BY_HAND, tmp_path / "hand.sqlite", files))
    for which, name, unit in ((0, "the processor's time", "s"), (1, "memory at most", "MB")):
        figure, yardstick = (statistics.median(one[which] for one in found) for found in (ours, hand))
        assert note(name, figure, yardstick, f"at most {MOST}", unit) <= MOST
