"""The table of `make bench`: figures beside a yardstick of the same run, printed and in build/bench.json."""

from __future__ import annotations

import json
from typing import Any

from tests.children import ROOT

FILE = ROOT / "build" / "bench.json"

_titles = [""]


def head(title: str) -> None:
    """What the next rows are about."""
    _titles.append(title)
    print(f"\n\n  {title}\n  {'':58} {'figure':>10} {'yardstick':>10} {'ratio':>7}  wanted")


def note(
    name: str, figure: float, yardstick: float | None = None, wanted: str = "", unit: str = "ms"
) -> float:
    """Keep and print one row; returns the ratio to the yardstick (1.0 where there is none).

    `wanted`, as "<= 1.6", is of the ratio, or of the figure where there is no yardstick.
    """
    ratio = figure / yardstick if yardstick else None
    shown = f"{yardstick:10.2f} {ratio:7.2f}" if ratio else f"{'':10} {'':7}"
    print(f"  {name + ', ' + unit:58} {figure:10.2f} {shown}  {wanted}")
    row = {"name": f"{_titles[-1]}: {name}", "figure": figure, "unit": unit}
    row |= {"yardstick": yardstick, "ratio": ratio, "wanted": wanted}
    FILE.parent.mkdir(exist_ok=True)
    rows = [other for other in noted() if other["name"] != row["name"]]
    FILE.write_text(json.dumps([*rows, row], indent=1), "utf-8")
    return ratio or 1.0


def noted() -> list[dict[str, Any]]:
    """The rows of build/bench.json, in the order in which they were measured."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else []
    return found
