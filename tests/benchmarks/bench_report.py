"""The report of a van's year, and of a log of a million visits beside the same sums asked of SQLite by hand.

python -m pytest -q -s tests/benchmarks/bench_report.py

Each side runs in turn, in a process of its own; the least of three counts, of time and of the memory's peak.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.bench_record import days
from tests.benchmarks.figures import head, note
from tests.children import ROOT
from tests.kiosk.record.playing import LOG_FILE, log_bytes
from tests.kiosk.report.logs import example_year

pytestmark = pytest.mark.timeout(600)  # it runs a process for each of them

ROUNDS = 3
MILLION = 1_000_000

MEASURED = """
import csv, io, sqlite3, sys, time
from datetime import date
from pathlib import Path
data, year = Path(sys.argv[1]), sys.argv[2]
{imports}
since = time.perf_counter()
{body}
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print((time.perf_counter() - since) * 1000, int(peak.split()[1]) / 1024)
"""
"""Milliseconds, and the peak of the process's memory in MB."""

IMPORTS = """
from kiosk import daylog
from kiosk.record.reading import reading_log
from kiosk.report.making import serving_of, sums_in
from kiosk.report.periods import Period
from kiosk.report.publication import Cut, published
from kiosk.settings import Settings
"""
"""Outside of the clock: both sides have Python started."""

REPORT = """
period = Period(int(year))
published(sums_in(data), period, Cut(), serving_of(Settings(), data), date(2030, 1, 1))
"""
EXPORT = """
with reading_log(data) as log:
    content = daylog.to_csv(daylog.tables(log))
"""
BY_HAND = """
db, span = sqlite3.connect(data / "halte.sqlite"), [f"{year}-01-01", f"{year}-12-31"]
for column, table in (("topic", "topics"), ("substr(day, 1, 7)", "topics"), ("minutes", "minutes")):
    asked = f"select {column}, sum(visits) from {table} where day between ? and ? group by 1"
    db.execute(asked, span).fetchall()
"""
EXPORT_BY_HAND = """
db = sqlite3.connect(data / "halte.sqlite")
lines = io.StringIO()
for table in ("topics", "minutes"):
    csv.writer(lines, delimiter=";").writerows(db.execute(f"select * from {table}"))
content = lines.getvalue().encode()
"""


def measured(body: str, data: Path, year: str) -> tuple[float, float]:
    ours = body in (REPORT, EXPORT)
    program = MEASURED.replace("{imports}", IMPORTS if ours else "").replace("{body}", body)
    command = [sys.executable, "-c", program, str(data), year]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    milliseconds, megabytes = map(float, ran.stdout.split())
    return milliseconds, megabytes


def beside(ours: str, theirs: str, data: Path, year: str) -> tuple[tuple[float, float], tuple[float, float]]:
    pairs = [(measured(ours, data, year), measured(theirs, data, year)) for _ in range(ROUNDS)]
    sides: list[tuple[float, float]] = []
    for side in zip(*pairs, strict=True):
        sides.append((min(time for time, _ in side), min(memory for _, memory in side)))
    return sides[0], sides[1]


@pytest.mark.parametrize(
    ("what", "year"), [("a year of 616 visits", "2025"), ("a year of a million visits", "2023")]
)
def test_a_report_and_an_export(what: str, year: str, tmp_path: Path) -> None:
    log = example_year().days if year == "2025" else days(MILLION)
    (tmp_path / LOG_FILE).write_bytes(log_bytes(log, tmp_path.parent))
    head(f"Report, {what}")
    for name, ours, theirs in (("report", REPORT, BY_HAND), ("export", EXPORT, EXPORT_BY_HAND)):
        (time, memory), (hand_time, hand_memory) = beside(ours, theirs, tmp_path, year)
        note(f"{name}, beside SQLite by hand", time, hand_time, "at most 2")
        note(f"{name}, memory", memory, max(hand_memory, 0.1), "at most 2", unit="MB")
