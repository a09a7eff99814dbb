"""Several logs as one: sums, the same bytes in any order, and what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.queue import CallNext, End, Open, Take
from kiosk.record.counts import Days, together
from kiosk.record.log_file import LogFile, RecordFailed
from kiosk.record.merging import MergeFailed, merge, rows_of, write_days
from kiosk.record.record import read_days
from tests.kiosk.fleet.logs import rows_of_days, van_days
from tests.kiosk.record.playing import START, at, opened, play, settled


def made(tmp_path: Path, number: int, days: int = 20) -> Path:
    file = tmp_path / f"van-{number}.sqlite"
    write_days(file, van_days(number, days))
    return file


def days_of(file: Path) -> Days:
    return LogFile.of(file).days()


def test_the_visits_are_added_up(tmp_path: Path) -> None:
    told: list[None] = []
    into = tmp_path / "fleet.sqlite"
    merge([made(tmp_path, n) for n in range(3)], into, lambda: told.append(None))
    both = together(together(van_days(0, 20), van_days(1, 20)), van_days(2, 20))
    assert days_of(into) == dict(sorted(both.items()))
    assert len(told) == 3


def test_any_order_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [made(tmp_path, n) for n in range(3)]
    one, other = tmp_path / "one", tmp_path / "other"
    merge(files, one)
    merge(files[::-1], other)
    assert one.read_bytes() == other.read_bytes()


def test_the_same_log_twice_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path, 1)
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(file.read_bytes())
    with pytest.raises(MergeFailed, match="deux fois"):
        merge([file, copy], tmp_path / "fleet.sqlite")
    assert not (tmp_path / "fleet.sqlite").exists()


def test_two_empty_logs_are_no_copies(tmp_path: Path) -> None:
    files = [made(tmp_path, n, 0) for n in range(2)]
    merge(files, tmp_path / "fleet.sqlite")
    assert days_of(tmp_path / "fleet.sqlite") == {}


def test_a_damaged_log_leaves_the_good_file(tmp_path: Path) -> None:
    into, broken = tmp_path / "fleet.sqlite", tmp_path / "broken.sqlite"
    merge([made(tmp_path, 1)], into)
    before = into.read_bytes()
    content = bytearray(made(tmp_path, 2).read_bytes())
    content[4096:8192] = bytes(4096)
    broken.write_bytes(content)
    for wrong in (broken, tmp_path / "lacking.sqlite", tmp_path):
        with pytest.raises(RecordFailed):
            merge([made(tmp_path, 1), wrong], into)
    assert into.read_bytes() == before


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordFailed, match="rien n’a changé"):
        merge([made(tmp_path, 1)], tmp_path / "file" / "fleet.sqlite")


def test_a_folder_of_today_counts_with_today(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with opened(data) as record:
        state = play(record, record.load(at(0)), Open(), Take("caf"), CallNext(1), End(1, 1))
        settled(record, state, at(30))
    assert START.date() in read_days(data)
    merge([data, made(tmp_path, 1)], tmp_path / "fleet.sqlite")
    assert days_of(tmp_path / "fleet.sqlite")[START.date()].visits >= 1


def test_all_rows_of_a_log(tmp_path: Path) -> None:
    assert rows_of(made(tmp_path, 1)) == rows_of_days(van_days(1, 20))
    assert date(2026, 1, 5) in van_days(1, 20)
