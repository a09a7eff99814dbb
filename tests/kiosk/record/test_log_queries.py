"""The queries of docs/log.md, carried out by the programs that it names, give what the log holds."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.record.log import FILE
from tests.kiosk.record.playing import counts, log_bytes

PAGE = Path(__file__).parents[3] / "docs" / "log.md"
BY_TOPIC, MEAN = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

LOG = {
    date(2025, 12, 31): counts({"retraite": 99}, {99: 90, None: 9}),
    date(2026, 1, 1): counts({"retraite": 3, "caf": 1}, {9: 3, None: 1}),
    date(2026, 3, 2): counts({"caf": 4, "impots": 5}, {9: 4, 20: 3, None: 2}),
    date(2026, 12, 31): counts({"impots": 2}, {1: 2}),
    date(2027, 1, 1): counts({"retraite": 99}, {99: 99}),
}
YEAR = [LOG[day] for day in LOG if day.year == 2026]


def with_python(file: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def with_sqlite_utils(file: Path, sql: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "sqlite_utils", "query", str(file), sql]
    rows: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return rows


PROGRAMS: Mapping[str, Callable[[Path, str], list[dict[str, Any]]]] = {
    "Python": with_python,
    "sqlite-utils": with_sqlite_utils,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_bytes(log_bytes(LOG, tmp_path))
    return tmp_path / FILE


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_visits_of_a_year_by_topic(program: str, file: Path) -> None:
    total: Counter[str] = Counter()
    for day in YEAR:
        total.update(day.topics)
    assert PROGRAMS[program](file, BY_TOPIC) == [
        {"topic": topic, "visits": visits}
        for topic, visits in sorted(total.items(), key=lambda one: (-one[1], one[0]))
    ]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_mean_is_one_of_visits_and_takes_no_unknown_for_nothing(program: str, file: Path) -> None:
    known = [n for day in YEAR for n, visits in day.minutes.items() if n for _ in range(visits)]
    unknown = sum(day.minutes.get(0, 0) for day in YEAR)
    mean = round(sum(known) / len(known), 1)
    assert PROGRAMS[program](file, MEAN) == [
        {"mean_minutes": mean, "visits_known": len(known), "visits_unknown": unknown}
    ]
    (of_rows,) = with_python(file, "select avg(minutes) as mean from minutes where day like '2026%'")
    assert round(of_rows["mean"], 1) != mean, "the page warns of it"


def test_each_table_is_on_the_page_with_its_columns(file: Path) -> None:
    for table in with_python(file, "select name from sqlite_master"):
        columns = [row["name"] for row in with_python(file, f"pragma table_info({table['name']})")]
        said = ", ".join(f"`{column}`" for column in columns)
        assert f"| `{table['name']}` | {said}: " in PAGE.read_text("utf-8")


def test_reading_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    for program in PROGRAMS.values():
        program(file, BY_TOPIC)
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [FILE]
