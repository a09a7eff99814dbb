"""How soon there is something to touch: first frame, first number, memory, beside a label in bare Kivy.

python -m pytest -q -s tests/benchmarks/bench_start.py

Processes of both kinds in turn, each from its start; the median of what they took.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.queue import Open
from kiosk.queue_service import QueueService
from kiosk.record.record import Record
from tests.benchmarks.bench_record import write_log
from tests.benchmarks.figures import head, note
from tests.children import program
from tests.windows import as_shipped

ROUNDS = 5
TOUCHES = 3
"""At each of the moments."""

MOMENTS = (0.0, 0.1, 0.3, 0.6, 1.0, 1.2, 2.0)
"""Seconds after the first frame at which somebody touches: while this and that is made ready, and after."""

MILLION = 1_000_000


def window(*arguments: str) -> dict[str, float]:
    done = subprocess.run(
        program("tests.benchmarks.first_window", str(time.monotonic()), *arguments),
        env=as_shipped(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def opened(folder: Path, visits: int) -> str:
    """A data folder of a van whose stop is open, with so many visits in its log."""
    folder.mkdir(mode=0o700)
    if visits:
        write_log(folder, visits)

    async def open_stop() -> None:
        clock = Clock()
        record = await asyncio.to_thread(Record.open, folder)
        state = await asyncio.to_thread(record.load, clock())
        await QueueService(state, record, clock).submit(Open())
        await asyncio.to_thread(record.close)

    asyncio.run(open_stop())
    return str(folder)


def test_from_the_start_to_the_first_touch(tmp_path: Path) -> None:
    empty, full = opened(tmp_path / "empty", 0), opened(tmp_path / "full", MILLION)
    bare: list[dict[str, float]] = []
    none: list[dict[str, float]] = []
    million: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        bare.append(window("bare"))
        none.append(window("kiosk", empty, "0.1"))
        million.append(window("kiosk", full, "0.1"))
    frame, processor, resident = "frame", "processor", "resident"
    head("a window from the start of its process, beside a label in bare Kivy")
    note("first frame", middle(none, frame), middle(bare, frame), "<= 1.6")
    note("the processor until then", middle(none, processor), middle(bare, processor), "<= 1.6")
    head("the same with a million visits in the log, beside none")
    note("first frame", middle(million, frame), middle(none, frame), "<= 1.1")
    note("resident then", middle(million, resident) / 1e6, middle(none, resident) / 1e6, "<= 1.1", "MiB")


def middle(found: list[dict[str, float]], name: str) -> float:
    """The median, in thousandths."""
    return statistics.median(one[name] for one in found) * 1e3


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_first_touch_whenever_it_comes(moment: float, tmp_path: Path) -> None:
    folder = opened(tmp_path / "stop", 0)
    took = [window("kiosk", folder, str(moment))["touch"] * 1e3 for _ in range(TOUCHES)]
    head("the first touch, from the lifted finger to its number")
    note(f"{moment} s after the first frame, the slowest of {TOUCHES}", max(took), wanted="< 100")


def cpu(*words: str) -> float:
    """Milliseconds of the processor that a Python process takes."""
    before = os.times()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used * 1e3


def test_help() -> None:
    click, shown = [], []
    for _ in range(3 * ROUNDS):
        click.append(cpu("-c", "import click"))
        shown.append(cpu("-m", "kiosk", "--help"))
    head("`halte --help`, beside `import click`")
    note("the processor", statistics.median(shown), statistics.median(click), "<= 2")
