"""The log in its folder: changed whole under a lock, and made good where it was damaged."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assets.files import BEGINNING, BLOCK
from kiosk.record import log_file
from kiosk.record.counts import NOTHING, UNKNOWN, Counts, Days
from kiosk.record.lock import Lock
from kiosk.record.log import FILE, LogDamaged
from kiosk.record.log_file import LOCK, LogFile, RecordFailed
from tests.children import program
from tests.kiosk.record.playing import log_bytes
from tests.kiosk.record.test_log import DAYS, LOG

NEW_DAY = date(2026, 3, 2)
VISITS = Counts({"caf": 2}, {4: 1, UNKNOWN: 1})


@pytest.fixture
def log(tmp_path: Path) -> LogFile:
    (tmp_path / FILE).write_bytes(log_bytes(LOG, tmp_path))
    return LogFile(tmp_path)


def changed(log: LogFile, days: Days) -> str:
    with log.changing():
        return log.replace_days(days).name


def test_a_folder_without_a_log_has_no_days_and_stays_empty(tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    assert (log.days(), log.day(NEW_DAY), log.newest(), log.lengths()) == ({}, NOTHING, None, Counter())
    assert list(tmp_path.iterdir()) == []


def test_a_day_is_replaced_not_added_to(log: LogFile, tmp_path: Path) -> None:
    for _ in range(3):
        assert changed(log, {NEW_DAY: VISITS}) == ""
    assert log.days() == {**LOG, NEW_DAY: VISITS}
    assert log.file.read_bytes() == log_bytes({**LOG, NEW_DAY: VISITS}, tmp_path)


def test_the_file_is_private_and_dated_its_newest_day(log: LogFile) -> None:
    changed(log, {NEW_DAY: VISITS})
    for file in (log.file, log.file.with_name(LOCK)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert datetime.fromtimestamp(log.file.stat().st_mtime, tz=UTC) == datetime(2026, 3, 2, tzinfo=UTC)
    made = datetime.fromtimestamp(log.file.with_name(LOCK).stat().st_mtime, tz=UTC)
    assert made.date() == BEGINNING  # and not as the last visit of a day has ended


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar(day: date, tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    changed(log, {day: VISITS})
    assert (log.newest(), log.days()) == (day, {day: VISITS})
    assert log.lengths() == Counter({4: 1})
    nearest = datetime(1970, 1, 1, tzinfo=UTC) if day == date.min else datetime(2038, 1, 1, tzinfo=UTC)
    assert log.file.stat().st_mtime == nearest.timestamp()  # which every file system can keep


def test_lengths_are_those_of_the_last_year_with_visits(tmp_path: Path) -> None:
    log, earlier, later = LogFile(tmp_path), date(2020, 1, 1), date(2021, 1, 1)
    changed(log, {earlier: Counts({"a": 1}, {9: 1}), later: Counts({"a": 3}, {5: 2, UNKNOWN: 1})})
    assert log.lengths() == Counter({5: 2})
    changed(log, {later: NOTHING})
    assert log.lengths() == Counter({9: 1})


def test_what_one_left_who_was_killed_at_it_is_gone(log: LogFile) -> None:
    half = log.file.with_name(f"{FILE}.new")
    half.write_bytes(b"half a log")
    with log.changing():
        assert not half.exists()


# --- The lock ---------------------------------------------------------------------------------------


@contextmanager
def another_process_holds(file: Path) -> Iterator[None]:
    """It holds the lock until it is told to give it up."""
    command = program("tests.kiosk.record.lock_holder", str(file))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


def test_one_who_never_gives_the_lock_up_is_not_waited_for_for_ever(
    log: LogFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "PATIENCE", 0.1)
    with another_process_holds(log.file.with_name(LOCK)):
        with pytest.raises(OSError, match=os.strerror(errno.EBUSY)) as told, log.changing():
            pass
        assert told.value.errno == errno.EBUSY
        assert log.days() == LOG  # reading needs no lock
    with log.changing():
        pass


def test_two_in_one_process_take_turns_too(log: LogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "PATIENCE", 0.1)
    lock = Lock(log.file.with_name(LOCK))
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)), log.changing():
        pass
    lock.release()
    lock.release()
    with log.changing():
        pass


# --- Damage -----------------------------------------------------------------------------------------


def damage_a_page(log: LogFile) -> bytes:
    """Blanks the last page, which holds minutes; returns the file as it is now."""
    damaged = log.file.read_bytes()[:-BLOCK] + bytes(BLOCK)
    log.file.write_bytes(damaged)
    return damaged


def test_a_log_damaged_in_its_middle_is_set_aside_and_the_rest_kept(log: LogFile) -> None:
    damaged = damage_a_page(log)
    assert log.newest() == DAYS[-1]  # the look at the start does not find it
    assert changed(log, {NEW_DAY: VISITS}) == "record_damaged"
    assert log.file.with_name(f"{FILE}.aside-1").read_bytes() == damaged
    found = log.days()
    assert found[NEW_DAY] == VISITS
    whole = {**LOG, NEW_DAY: VISITS}
    assert {day: c.topics for day, c in found.items()} == {day: c.topics for day, c in whole.items()}
    for day, these in found.items():
        assert these.minutes.items() <= whole[day].minutes.items()


def test_what_is_no_log_is_named_and_left_alone(log: LogFile) -> None:
    log.file.write_text("Liste des courses : pain, lait.")
    with pytest.raises(LogDamaged):
        log.newest()
    with pytest.raises(RecordFailed, match="n’est pas un journal Halte"), log.changing():
        log.replace_days({NEW_DAY: VISITS})
    assert log.file.read_text() == "Liste des courses : pain, lait."


def test_a_damaged_file_of_an_earlier_version_is_kept_without_its_pairs(log: LogFile) -> None:
    """What could be read of it is in the log, topics and minutes apart: it must not stand aside together."""
    kept = (Path(__file__).with_name("records") / "version-2-open.sqlite").read_bytes()
    at = kept.index(b"CREATE TABLE visits")
    log.file.write_bytes(kept[: at + 30] + b"??" + kept[at + 32 :])
    with log.changing():
        assert log.renew(log.readable()).name == "record_damaged"
    aside = log.file.with_name(f"{FILE}.aside-1").read_bytes()
    assert b"impots" in kept
    for trace in (b"impots", b"caf-msa", b"retraite", b"boot-1", b"2026-03-02"):
        assert trace not in aside
    assert log.days() == {NEW_DAY: Counts({"impots": 1}, {12: 1})}


def test_the_names_of_files_set_aside_may_be_taken(log: LogFile) -> None:
    (log.file.with_name(f"{FILE}.aside-1")).mkdir()
    os.mkfifo(log.file.with_name(f"{FILE}.aside-2"))
    damage_a_page(log)
    with log.changing():
        log.replace_days({NEW_DAY: VISITS})
    assert log.file.with_name(f"{FILE}.aside-3").is_file()
