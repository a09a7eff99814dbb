"""What reports and exports read of the log is what is in it: added up, and day by day."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.record.counts import UNKNOWN, Counts, Days, Sums, sums_of
from kiosk.record.day_file import Pending
from kiosk.record.log import FILE
from kiosk.record.log_file import RecordFailed
from kiosk.record.reading import EVERY_DAY, LogReader, reading_log
from kiosk.record.record import DAY_FILE, read_days
from tests import seeds
from tests.kiosk.record.playing import log_bytes
from tests.kiosk.record.test_day_file import busy, written
from tests.kiosk.record.test_log import LOG, ODD_CELLS, with_row

FIRST = date(2025, 12, 25)


def some(rng: random.Random) -> Counts:
    """A day's visits."""
    visits = range(rng.randint(1, 9))
    topics = Counter(rng.choice(("caf", "msa", "impots")) for _ in visits)
    return Counts(topics, Counter(rng.choice((UNKNOWN, 1, 9, 60)) for _ in visits))


def a_day(rng: random.Random) -> date:
    return FIRST + timedelta(rng.randrange(14))


def day_by_day(log: LogReader) -> Days:
    """What the reader passes on, put together again."""
    topics, minutes = dict(log.topics()), dict(log.minutes())
    return {day: Counts(topics.get(day, {}), minutes.get(day, {})) for day in sorted({*topics, *minutes})}


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_the_log_and_the_day_come_to(seed: int, tmp_path: Path) -> None:
    """Of all days, and of some of them: today's, and those that are being carried over, count once."""
    rng = seeds.chance(seed)
    days = {a_day(rng): some(rng) for _ in range(8)}
    pending = {a_day(rng): Pending(some(rng), rng.choice((None, some(rng)))) for _ in range(3)}
    (tmp_path / FILE).write_bytes(log_bytes(days, tmp_path))
    (tmp_path / DAY_FILE).write_bytes(written(busy(), pending))
    first = a_day(rng)
    for span in (EVERY_DAY, (first, first), (first, first + timedelta(5))):
        wanted = read_days(tmp_path, span)
        with reading_log(tmp_path, span) as log:
            assert log.sums() == sums_of(wanted)
            assert day_by_day(log) == wanted
            assert [day for day, _ in log.topics()] == sorted(wanted)
            assert log.sums((first, first)) == sums_of(wanted, first, first)


def test_a_folder_without_a_log_has_nothing(tmp_path: Path) -> None:
    with reading_log(tmp_path) as log:
        assert log.sums() == Sums()
        assert not [*log.topics(), *log.minutes()]
    assert not [*tmp_path.iterdir()]


READERS: tuple[Callable[[LogReader], Any], ...] = (LogReader.sums, day_by_day)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("table", "row"), ODD_CELLS, ids=str)
def test_an_odd_row_is_never_added_up(
    table: str, row: tuple[Any, ...], read: Callable[[LogReader], Any], tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(log_bytes(LOG, tmp_path))
    with_row(tmp_path / FILE, table, row)
    with pytest.raises(RecordFailed, match="est endommagé"):
        read_days(tmp_path)
    with pytest.raises(RecordFailed, match="est endommagé"), reading_log(tmp_path) as log:
        read(log)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (FILE, b"Liste des courses : pain, lait.", "n’est pas un journal Halte"),
        (DAY_FILE, b"halte day 1 but no more", "est endommagé.*Démarrez la borne"),
    ],
)
def test_a_file_that_is_none_of_ours_is_named(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordFailed, match=told), reading_log(tmp_path):
        pass
    assert (tmp_path / name).read_bytes() == content
    with pytest.raises(RecordFailed, match="n’existe pas"), reading_log(tmp_path / "gone"):
        pass
