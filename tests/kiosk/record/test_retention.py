"""Old days are forgotten for good, and only when meant: by hand, or by the settings as a day is closed."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from assets.files import Disk
from assets.wording import wording
from kiosk.queue import Call, Close, End, Open, State, Take
from kiosk.record.counts import Counts
from kiosk.record.log_file import RecordFailed
from kiosk.record.record import Record, read_days
from kiosk.record.rescue import PAGE
from kiosk.record.retention import forget, told
from tests.kiosk.record.playing import DAY, LOG_FILE, at, counts, log_bytes, opened, play, settled

LIMIT = date(2026, 1, 1)
OLD = {date(2025, 12, 30): counts({"caf": 2}, {9: 2}), date(2025, 12, 31): counts({"logement": 1}, {None: 1})}
TODAY = {DAY: Counts({"retraite": 1}, {1: 1})}
NEW = {date(2026, 1, 1): counts({"caf": 1}, {12: 1}), date(2026, 2, 27): counts({"retraite": 3}, {4: 3})}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / LOG_FILE).write_bytes(log_bytes({**OLD, **NEW}, tmp_path))
    return data


def one_visit(record: Record) -> State:
    """A stop is open, and has had one visit, which can no longer be taken back."""
    state = play(record, record.load(at(0)), Open(), Take("retraite"), Call(1, 1), End(1, 1))
    return settled(record, state, at(10))


def test_days_before_the_limit_are_gone_from_every_byte(data: Path, tmp_path: Path) -> None:
    forgotten = forget(data, LIMIT, dry_run=False)
    assert (forgotten.visits, forgotten.days, forgotten.files) == (3, 2, ())
    assert read_days(data) == NEW
    assert (data / LOG_FILE).read_bytes() == log_bytes(NEW, tmp_path)


def test_a_dry_run_says_the_same_and_touches_nothing(data: Path, tmp_path: Path) -> None:
    dry = forget(data, LIMIT, dry_run=True)
    assert [f.name for f in data.iterdir()] == [LOG_FILE]
    assert (data / LOG_FILE).read_bytes() == log_bytes({**OLD, **NEW}, tmp_path)
    assert forget(data, LIMIT, dry_run=False) == dry


def test_nothing_old_leaves_the_file_as_it_is(data: Path) -> None:
    before = (data / LOG_FILE).stat().st_ino
    assert forget(data, date(2020, 1, 1), dry_run=False).days == 0
    assert (data / LOG_FILE).stat().st_ino == before


def test_a_day_to_come_is_no_lock(data: Path) -> None:
    """The clock of who asks may be wrong: it is asked elsewhere, and decides nothing here."""
    assert forget(data, date(2090, 1, 1), dry_run=False).days == 4
    assert read_days(data) == {}


def test_a_file_set_aside_goes_once_it_holds_such_a_day(data: Path, tmp_path: Path) -> None:
    old, new, noise = (data / f"{LOG_FILE}.aside-{n}" for n in (1, 2, 3))
    old.write_bytes(bytes(PAGE) + log_bytes(OLD, tmp_path)[PAGE:])
    new.write_bytes(bytes(PAGE) + log_bytes(NEW, tmp_path)[PAGE:])
    noise.write_bytes(b"\xff" * PAGE)
    (folder := data / f"{LOG_FILE}.aside-4").mkdir()
    forgotten = forget(data, LIMIT, dry_run=False)
    assert (forgotten.files, forgotten.unreadable) == ((old,), (noise, folder))
    assert (old.exists(), new.exists(), noise.exists()) == (False, True, True)


def test_a_kiosk_that_runs_goes_on(data: Path) -> None:
    """Its stop is open, with a visit of today that waits to be carried over."""
    with opened(data) as record:
        state = one_visit(record)
        assert forget(data, LIMIT, dry_run=False).visits == 3
        play(record, state, Close(), minute=20)
        assert read_days(data) == {**NEW, **TODAY}


def test_the_day_under_way_is_the_kiosks_own(data: Path) -> None:
    with opened(data) as record:
        state = one_visit(record)
        for dry_run in (True, False):
            with pytest.raises(RecordFailed, match=r"n’en a pas fini avec le 2026-03-02.*fermez"):
                forget(data, date(2026, 3, 3), dry_run=dry_run)
        assert read_days(data) == {**OLD, **NEW, **TODAY}
        play(record, state, Close(), minute=20)
        assert forget(data, date(2026, 3, 3), dry_run=False).visits == 8
    assert read_days(data) == {}


def test_a_folder_that_is_not_there_or_a_damaged_log_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordFailed, match="n’existe pas"):
        forget(tmp_path / "elsewhere", LIMIT, dry_run=False)
    image = (data / LOG_FILE).read_bytes()[: 2 * PAGE]
    (data / LOG_FILE).write_bytes(image)
    with pytest.raises(RecordFailed, match="endommagé"):
        forget(data, LIMIT, dry_run=False)
    assert (data / LOG_FILE).read_bytes() == image


def test_what_is_said(data: Path, tmp_path: Path) -> None:
    say = wording("fr")
    (data / f"{LOG_FILE}.aside-1").write_bytes(log_bytes(OLD, tmp_path))
    dry = forget(data, LIMIT, dry_run=True)
    assert told(dry, say, dry_run=True) == [
        "À effacer\u00a0: 3 visites sur 2 jours.",
        "Fichier mis de côté, à effacer\u00a0: halte.sqlite.aside-1",
        "Rien n’a été effacé\u00a0: c’était un essai.",
    ]
    assert told(forget(data, LIMIT, dry_run=False), say, dry_run=False) == [
        "Effacé\u00a0: 3 visites sur 2 jours.",
        "Fichier mis de côté, effacé\u00a0: halte.sqlite.aside-1",
    ]


# --- By the settings, as a day is closed -------------------------------------------------------------


def close_a_day(data: Path, keep: int | None, *, day_over: bool = True, disk: Disk | None = None) -> None:
    record = Record.open(data, disk, keep)
    try:
        play(record, one_visit(record), Close(day_over), minute=20)
    finally:
        record.close()


def test_off_unless_it_is_set(data: Path) -> None:
    close_a_day(data, None)
    assert read_days(data) == {**OLD, **NEW, **TODAY}


def test_what_is_older_goes_as_the_day_is_carried_over(data: Path, tmp_path: Path) -> None:
    """The newest other day is 27 February: a month before it is 27 January."""
    aside = data / f"{LOG_FILE}.aside-1"
    aside.write_bytes(log_bytes(OLD, tmp_path))
    close_a_day(data, 1)
    kept = {date(2026, 2, 27): NEW[date(2026, 2, 27)], **TODAY}
    assert read_days(data) == kept
    assert (data / LOG_FILE).read_bytes() == log_bytes(kept, tmp_path)
    assert not aside.exists()


def test_a_stop_closed_for_a_while_forgets_nothing_yet(data: Path) -> None:
    close_a_day(data, 1, day_over=False)
    assert read_days(data) == {**OLD, **NEW, **TODAY}


class CountingDisk(Disk):
    """Notes what is put in whose place."""

    def __init__(self) -> None:
        self.renamed: list[str] = []

    def rename(self, old: Path, new: Path) -> None:
        self.renamed.append(new.name)
        super().rename(old, new)


def test_it_is_one_rewriting(data: Path) -> None:
    """The day is there and what goes is gone at once, or neither is."""
    disk = CountingDisk()
    close_a_day(data, 1, disk=disk)
    assert disk.renamed.count(LOG_FILE) == 1
    assert len(read_days(data)) == 2


def test_a_file_set_aside_that_cannot_go_keeps_no_day_back(data: Path, tmp_path: Path) -> None:
    aside = data / f"{LOG_FILE}.aside-1"
    aside.write_bytes(log_bytes(OLD, tmp_path))

    class Clinging(Disk):
        def remove(self, file: Path) -> None:
            if file == aside:
                raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
            super().remove(file)

    close_a_day(data, 1, disk=Clinging())
    assert aside.exists()
    assert len(read_days(data)) == 2
    assert not (data / "halte.day").exists()
