"""Writes docs/bench.md from build/bench.json: `python -m tests.benchmarks.page`, or `make bench-page`.

The table of the last `make bench`, with the kind of machine, and first of all what is not as wanted.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.benchmarks.figures import noted
from tests.children import ROOT

PAGE = ROOT / "docs" / "bench.md"

HEAD = """# Measured

`make bench` measures Halte beside a yardstick in the same run, such as a label in bare Kivy, or a bare
commit of SQLite; `make bench-page` writes this page of it. What is wanted is of the ratio, or of the figure
where there is no yardstick. Figures of a machine with other work on it say little; ratios hold longer.

- The kind of machine: {machine}.
- Its load in the last quarter of an hour: {load}. With nothing but `make bench` it is about 1.
- No graphics card: OpenGL in software, no screen, drawn as on one.
"""

Row = dict[str, Any]


def machine() -> str:
    """Its processor's kind, how many of them, how much memory; nothing that names it."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{platform.machine()}, {os.cpu_count()} processors, {pages:.0f} GiB of memory, Python {python}"


def load() -> str:
    """How many wanted its processors."""
    return f"{os.getloadavg()[2]:.1f}"


def met(row: Row) -> bool | None:
    """Whether it is as wanted; None where nothing is."""
    bound = re.search(r"(<|<=|at most) ?([0-9.]+)$", row["wanted"])
    if not bound:
        return None
    value = row["figure"] if row["ratio"] is None else row["ratio"]
    return bool(value < float(bound[2]) if bound[1] == "<" else value <= float(bound[2]))


def page(rows: list[Row], machine: str, load: str) -> str:
    missed = [row for row in rows if met(row) is False]
    told = f"{len(rows)} rows; not as wanted: {len(missed)}." if missed else "All as wanted."
    parts = [HEAD.format(machine=machine, load=load), told]
    if missed:
        parts.append("## Not as wanted\n\n" + _table(missed))
    return "\n\n".join([part.rstrip() for part in parts] + ["## All\n\n" + _table(rows)]) + "\n"


def _table(rows: Iterable[Row]) -> str:
    return "\n".join(
        [
            "| measured | figure | yardstick | ratio | wanted |",
            "| --- | --- | --- | --- | --- |",
            *_lines(rows),
        ]
    )


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        unit = f" {row['unit']}" if row["unit"] else ""
        yardstick = f"{row['yardstick']:.4g}{unit}" if row["yardstick"] else ""
        ratio = f"{row['ratio']:.2f}" if row["ratio"] else ""
        yield f"| {row['name']} | {row['figure']:.4g}{unit} | {yardstick} | {ratio} | {row['wanted']} |"


if __name__ == "__main__":
    PAGE.write_text(page(noted(), machine(), load()), "utf-8")
