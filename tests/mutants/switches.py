"""The guards of `guards.toml`, as what can be tried."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.trying import Change


@dataclass(frozen=True, slots=True)
class Switch:
    """A guard, in words; all that takes it away; the tests that notice."""

    guard: str
    changes: Sequence[Change]
    tests: Sequence[str]


def _switches() -> Sequence[Switch]:
    rows = tomllib.loads(Path(__file__).with_name("guards.toml").read_text("utf-8"))["guard"]
    return [
        Switch(row["name"], [Change(**change) for change in row["changes"]], row["tests"]) for row in rows
    ]


SWITCHES = _switches()
