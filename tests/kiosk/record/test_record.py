"""The record, used as the van uses it: open, load, save each decision, close, and again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assets.files import BLOCK
from kiosk.engine import decide
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    End,
    HandOver,
    Open,
    Park,
    Recall,
    State,
    Stop,
    Take,
    TakeBack,
)
from kiosk.record.counts import UNKNOWN, Counts
from kiosk.record.day_file import framed
from kiosk.record.log import FILE
from kiosk.record.log_file import LogFile, RecordFailed
from kiosk.record.record import DAY_FILE, Record, read_days
from tests.kiosk.record.playing import (
    DAY,
    START,
    at,
    copied,
    files,
    loaded,
    log_bytes,
    next_day,
    opened,
    play,
    rolled,
    save,
    settled,
)

ONE_VISIT: tuple[Command, ...] = (Open(), Take("caf"), CallNext(1), End(1, 1))
CAF = {DAY: Counts({"caf": 1}, {1: 1})}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with opened(tmp_path) as record:
        yield record


def one_day(record: Record, state: State, minute: float = 0) -> State:
    """A stop with one visit, closed for good and settled."""
    state = play(record, state, Open(), Take("caf"), CallNext(1), minute=minute)
    state = play(record, state, End(1, max(state.tickets)), Close(), minute=minute + 3)
    return settled(record, state, at(minute + 5))


def test_a_new_folder_is_a_closed_stop(tmp_path: Path) -> None:
    assert loaded(tmp_path / "new" / "data") == State(DAY)
    assert files(tmp_path / "new" / "data") == {}


def test_each_state_comes_back_as_it_was(record: Record, tmp_path: Path) -> None:
    state = record.load(at(0))
    commands: list[Command] = [
        Open(),
        Take("retraite"),
        Take("impots", priority=True),
        Take("caf"),
        CallNext(1),
        Call(2, 1),
        Recall(2, 1),
        End(1, 2),
        TakeBack(1),
        Park(1, 2),
        HandOver(2, 1, 1),
        CallNext(1),
        Absent(1, 1),
        CallNext(2),
        Absent(2, 3, back_in_line=True),
        Cancel(3),
        Close(),
    ]
    for minute, command in enumerate(commands):
        state = play(record, state, command, minute=minute / 10)
        assert loaded(copied(tmp_path, tmp_path / "copy")) == state


def test_an_end_that_can_be_taken_back_is_not_counted_yet(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT)
    assert record.days() == {}
    assert b'"minutes":1' in (tmp_path / DAY_FILE).read_bytes()  # what is on disk in those seconds
    state = play(record, state, TakeBack(1), minute=3.1)
    assert state.at_desk(1)
    assert record.days() == {}


def test_an_end_is_counted_after_a_cut_in_those_seconds(record: Record, tmp_path: Path) -> None:
    play(record, record.load(at(0)), *ONE_VISIT)
    record.close()
    with opened(tmp_path) as again:
        state = settled(again, again.load(at(4)), at(4))
        assert state.visits_today == 1
        assert again.days() == CAF


def test_a_day_closed_for_good_leaves_its_counts_alone(record: Record, tmp_path: Path) -> None:
    state = one_day(record, record.load(at(0)))
    assert state.stop is Stop.CLOSED
    assert files(tmp_path) == {FILE: log_bytes(CAF, tmp_path)}
    assert read_days(tmp_path) == record.days() == CAF


def test_a_touch_neither_reads_nor_writes_the_log(tmp_path: Path) -> None:
    """A log that nobody could read: all goes on until the day is closed."""
    (tmp_path / FILE).write_bytes(log_bytes(CAF, tmp_path))
    with opened(tmp_path) as record:
        state = record.load(next_day())
        noise = b"\xff" * 5000
        (tmp_path / FILE).write_bytes(noise)
        for minute, command in enumerate([*ONE_VISIT, Take("impots"), CallNext(1), Recall(1, 2)]):
            state = save(record, state, decide(state, command, next_day(minute)))
        state = settled(record, state, next_day(9))
        assert (state.visits_today, record.trouble.name) == (1, "")
        assert (tmp_path / FILE).read_bytes() == noise


def test_numbers_go_on_at_the_next_stop_of_the_day(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT, Close(day_over=False))
    settled(record, state, at(5))
    record.close()
    state = loaded(tmp_path)
    assert (state.stop, state.next_number, state.visits_today) == (Stop.CLOSED, 2, 1)


def test_equal_visits_are_counted_not_listed(record: Record) -> None:
    state = play(record, record.load(at(0)), Open())
    for n in (1, 2, 3):
        state = play(record, state, Take("caf"), CallNext(1), End(1, n), minute=10 * n)
    settled(record, state, at(60))
    assert record.days() == {DAY: Counts({"caf": 3}, {1: 3})}


def test_minutes_not_known_are_told_from_those_known(record: Record) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT[:3])
    state = save(record, state, decide(state, End(1, 1), next_day()))
    settled(record, state, next_day(1))
    assert record.days() == {DAY: Counts({"caf": 1}, {UNKNOWN: 1})}


# --- A day that is closed, and opened again ---------------------------------------------------------


@pytest.mark.parametrize("times", [2, 4])
def test_a_day_closed_for_good_again_and_again_counts_each_visit_once(
    times: int, record: Record, tmp_path: Path
) -> None:
    state = record.load(at(0))
    for n in range(times):
        state = one_day(record, state, minute=10 * n)
        assert state.visits_today == n + 1
    expected = {DAY: Counts({"caf": times}, {1: times})}
    assert record.days() == expected
    assert files(tmp_path) == {FILE: log_bytes(expected, tmp_path)}


def test_a_day_opened_again_by_another_start_counts_each_visit_once(tmp_path: Path) -> None:
    for n in range(3):
        with opened(tmp_path) as record:
            state = record.load(at(20 * n))
            assert state == State(DAY, visits_today=n)
            one_day(record, state, minute=20 * n)
    assert read_days(tmp_path) == {DAY: Counts({"caf": 3}, {1: 3})}


def test_a_new_day_carries_over_what_the_old_one_left_open(record: Record, tmp_path: Path) -> None:
    """Nobody closed the stop: its visits are counted for its own day, one of them with minutes unknown."""
    state = play(record, record.load(at(0)), *ONE_VISIT, Take("impots"), CallNext(1))
    state = rolled(record, state, next_day())
    assert state == State(next_day().day)
    assert record.days() == {DAY: Counts({"caf": 1, "impots": 1}, {1: 1, UNKNOWN: 1})}
    assert list(files(tmp_path)) == [FILE]


def test_visits_of_two_days_wait_side_by_side(tmp_path: Path) -> None:
    """The log takes no day for a while: a folder is in its place."""
    (tmp_path / FILE).mkdir()
    with opened(tmp_path) as record:
        state = record.load(at(0))
        assert record.trouble.name == "log_unusable"
        state = one_day(record, state)
        state = rolled(record, state, next_day())
        for minute, command in enumerate(ONE_VISIT):
            state = save(record, state, decide(state, command, next_day(minute)))
        state = settled(record, state, next_day(9))
        (tmp_path / FILE).rmdir()
        asyncio.run(record.retry())
        assert not record.trouble
    assert LogFile(tmp_path).days() == CAF  # the day under way is not over
    assert read_days(tmp_path) == {**CAF, next_day().day: Counts({"caf": 1}, {1: 1})}
    with opened(tmp_path) as record:
        assert record.load(next_day(20)).visits_today == 1


# --- How long visits take ---------------------------------------------------------------------------


def test_lengths_are_learnt_from_the_log_and_kept_in_step(record: Record, tmp_path: Path) -> None:
    state = one_day(record, record.load(at(0)))
    record.close()
    with opened(tmp_path) as again:
        state = again.load(at(20))
        assert again.lengths == {}
        asyncio.run(again.learn())
        assert again.lengths == {1: 1}
        state = play(again, state, Open(), Take("caf"), CallNext(1), minute=20)
        state = play(again, state, End(1, 101), minute=30)
        state = settled(again, state, at(31))
        assert again.lengths == {1: 1, 8: 1}
        state = play(again, state, Close(), minute=32)
        assert again.lengths == {1: 1, 8: 1}  # the same once it is in the log
        asyncio.run(again.learn())
        assert again.lengths == {1: 1, 8: 1}


def test_unknown_minutes_are_no_length(record: Record) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT[:3])
    state = save(record, state, decide(state, End(1, 1), next_day()))
    settled(record, state, next_day(1))
    assert record.lengths == Counter()


def test_the_newest_day_and_a_days_visits_are_found(record: Record) -> None:
    assert record.newest() is None
    one_day(record, record.load(at(0)))
    assert record.newest() == DAY
    assert asyncio.run(record.counted(DAY)) == 1
    assert asyncio.run(record.counted(date(2020, 1, 1))) == 0


# --- The folder -------------------------------------------------------------------------------------


def test_a_second_kiosk_on_the_same_folder_is_refused(record: Record, tmp_path: Path) -> None:
    with pytest.raises(RecordFailed, match="Une autre borne"):
        Record.open(tmp_path)


def test_closing_twice_is_closing(tmp_path: Path) -> None:
    record = Record.open(tmp_path)
    record.close()
    record.close()
    Record.open(tmp_path).close()


def test_what_a_killed_process_left_half_written_is_gone(tmp_path: Path) -> None:
    for name in (DAY_FILE, FILE):
        (tmp_path / f"{name}.new").write_bytes(b"caf")
    with opened(tmp_path) as record:
        one_day(record, record.load(at(0)))
    assert {f.name for f in tmp_path.iterdir()} == {FILE, "halte.lock", "halte.sqlite.lock"}


def test_every_file_is_private_and_bears_no_hour(record: Record, tmp_path: Path) -> None:
    state = one_day(record, record.load(at(0)))
    play(record, state, Open(), minute=9)
    for file in tmp_path.iterdir():
        status = file.stat()
        assert status.st_mode & 0o777 == 0o600, file
        assert status.st_mtime % (24 * 3600) == 0, file
    assert datetime.fromtimestamp((tmp_path / DAY_FILE).stat().st_mtime, tz=UTC).date() == DAY


def test_a_start_that_changes_nothing_writes_nothing(record: Record, tmp_path: Path) -> None:
    play(record, record.load(at(0)), *ONE_VISIT)
    record.close()
    before = {f.name: f.stat().st_ino for f in tmp_path.iterdir()}
    loaded(tmp_path)
    assert {f.name: f.stat().st_ino for f in tmp_path.iterdir()} == before


# --- The record is read beside the kiosk ------------------------------------------------------------


def test_another_process_reads_the_log_and_creates_nothing(record: Record, tmp_path: Path) -> None:
    state = one_day(record, record.load(at(0)))
    state = play(record, state, Open(), Take("caf"), CallNext(1), minute=20)
    settled(record, play(record, state, End(1, 2), minute=25), at(26))
    before = {f: f.stat().st_mtime_ns for f in tmp_path.iterdir()}
    code = (
        "import sys, pathlib as p, kiosk.record.record as r; days = r.read_days(p.Path(sys.argv[1]));"
        "print([(d.isoformat(), dict(c.topics), dict(c.minutes)) for d, c in days.items()])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([("2026-03-02", {"caf": 2}, {1: 1, 3: 1})])
    assert {f: f.stat().st_mtime_ns for f in tmp_path.iterdir()} == before


def test_a_reader_sees_each_visit_once_while_days_are_carried_over(tmp_path: Path) -> None:
    """Days are opened and closed on one thread, and read on another: the number only ever grows by one."""
    seen: list[int] = []
    with opened(tmp_path) as record:
        state = record.load(at(0))
        for n in range(12):
            before = n
            state = play(record, state, Open(), Take("caf"), CallNext(1), minute=10 * n)
            state = play(record, state, End(1, n + 1), Close(), minute=10 * n + 3)
            decision = _settle(state, at(10 * n + 5))

            async def both(state: State = state, decision: Any = decision) -> None:
                saving = asyncio.ensure_future(record.save(state, decision))
                while not saving.done():
                    days = await asyncio.to_thread(read_days, tmp_path)
                    seen.append(sum(c.visits for c in days.values()))
                await saving

            asyncio.run(both())
            state = decision.state
            assert set(seen[-3:]) <= {before, before + 1}
    assert seen == sorted(seen)
    print(f"{len(seen)} looks")


def _settle(state: State, now: Any) -> Any:
    from kiosk.timing import settle

    return settle(state, now)


def test_a_folder_without_a_record_has_no_visits_and_stays_empty(tmp_path: Path) -> None:
    assert read_days(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordFailed, match="gone n’existe pas"):
        read_days(tmp_path / "gone")


def test_a_day_on_its_way_into_the_log_is_read_once(record: Record, tmp_path: Path) -> None:
    """Both states that a kill can leave: the log has taken the day, or not yet."""
    one_day(record, record.load(at(0)))
    pending = b'{"stop":null,"pending":[{"day":"2026-03-02","counts":%s,"before":%s}]}'
    for counted, before in (
        (b'{"topics":{"caf":1},"minutes":{"1":1}}', b'{"topics":{},"minutes":{}}'),
        (b'{"topics":{"impots":1},"minutes":{"7":1}}', b'{"topics":{"caf":1},"minutes":{"1":1}}'),
    ):
        (tmp_path / DAY_FILE).write_bytes(framed(pending % (counted, before)))
        found = read_days(tmp_path)[DAY]
        assert found.visits == (1 if b"caf" in counted else 2)
        assert loaded(copied(tmp_path, tmp_path / "copy")).visits_today == found.visits


# --- Files that cannot be used ----------------------------------------------------------------------


@pytest.mark.parametrize("read", [read_days, loaded])
def test_a_file_that_is_no_record_is_named_and_left_alone(
    read: Callable[[Path], Any], tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text("Liste des courses : pain, lait.")
    with pytest.raises(RecordFailed, match="n’est pas un journal Halte"):
        read(tmp_path)
    assert (tmp_path / FILE).read_text() == "Liste des courses : pain, lait."


@pytest.mark.parametrize("read", [read_days, loaded])
def test_files_of_a_later_version_are_left_alone(read: Callable[[Path], Any], tmp_path: Path) -> None:
    image = bytearray(log_bytes(CAF, tmp_path))
    image[60:64] = (99).to_bytes(4, "big")
    (tmp_path / FILE).write_bytes(image)
    with pytest.raises(RecordFailed, match="version plus récente"):
        read(tmp_path)
    assert (tmp_path / FILE).read_bytes() == image
    (tmp_path / FILE).unlink()
    (tmp_path / DAY_FILE).write_bytes(framed(b"what is to come", version=7))
    with pytest.raises(RecordFailed, match=r"halte\.day vient d’une version plus récente"):
        read(tmp_path)
    assert (tmp_path / DAY_FILE).read_bytes() == framed(b"what is to come", version=7)


def test_the_referent_is_told_what_to_do_and_nothing_is_changed(tmp_path: Path) -> None:
    whole = log_bytes(CAF, tmp_path)
    for name, content in ((FILE, whole[: 2 * BLOCK]), (DAY_FILE, b"halte day 1 but no more")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(RecordFailed, match=rf"{name} est endommagé.*Démarrez la borne"):
            read_days(tmp_path)
        assert [f.name for f in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_bytes() == content
        (tmp_path / name).unlink()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordFailed, match="Impossible d’écrire"):
        Record.open(tmp_path / "file" / "data")


# --- Damage at the start ------------------------------------------------------------------------------


def test_numbers_of_a_lost_stop_are_not_given_again(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT, Take("impots"))
    settled(record, state, at(6))
    record.close()
    content = (tmp_path / DAY_FILE).read_bytes()
    (tmp_path / DAY_FILE).write_bytes(content.replace(b'"stop":"open"', b'"stop":"ope"'))
    with opened(tmp_path) as again:
        state = again.load(at(60))
        assert again.notice.name == "day_damaged"
        assert state == State(DAY, next_number=101, visits_today=1)
        assert again.days() == CAF  # the counts could be read
    assert loaded(tmp_path) == state


def test_a_damaged_stop_that_can_be_read_goes_on_and_is_told(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), *ONE_VISIT, Take("impots"))
    record.close()
    content = bytearray((tmp_path / DAY_FILE).read_bytes())
    content[14] ^= 1  # in the checksum
    (tmp_path / DAY_FILE).write_bytes(content)
    with opened(tmp_path) as again:
        assert again.load(at(60)) == state
        assert again.notice.name == "day_damaged"
    with opened(tmp_path) as again:
        assert again.load(at(60)) == state
        assert not again.notice


def test_a_damaged_log_at_the_start_is_set_aside_and_what_is_readable_kept(tmp_path: Path) -> None:
    damaged = bytes(BLOCK) + log_bytes(CAF, tmp_path)[BLOCK:]
    (tmp_path / FILE).write_bytes(damaged)
    with opened(tmp_path) as record:
        state = record.load(at(0))
        assert record.notice.name == "record_damaged"
        assert record.notice.values == {"name": "halte.sqlite.aside-1"}
        assert state == State(DAY, next_number=101, visits_today=1)
        assert record.days() == CAF
    assert (tmp_path / "halte.sqlite.aside-1").read_bytes() == damaged
    assert loaded(tmp_path) == state


def test_waiting_tickets_outlive_a_damaged_log(record: Record, tmp_path: Path) -> None:
    state = play(record, record.load(at(0)), Open(), Take("caf"), Take("impots"))
    record.close()
    (tmp_path / FILE).write_bytes(bytes(BLOCK) + log_bytes(CAF, tmp_path)[BLOCK:])
    with opened(tmp_path) as again:
        assert again.load(at(60)) == replace(state, visits_today=1)
        assert again.notice.name == "record_damaged"


def test_two_damaged_logs_are_kept_side_by_side_and_one_only_once(tmp_path: Path) -> None:
    whole = log_bytes(CAF, tmp_path)
    for length in (2, 3, 2):
        (tmp_path / FILE).write_bytes(whole[: length * BLOCK])
        loaded(tmp_path)
    kept = {f.name: f.read_bytes() for f in tmp_path.glob("*.aside-*")}
    assert kept == {f"{FILE}.aside-1": whole[: 2 * BLOCK], f"{FILE}.aside-2": whole[: 3 * BLOCK]}


def test_the_clock_is_asked_for_the_day_only_where_none_is_under_way(record: Record, tmp_path: Path) -> None:
    play(record, record.load(at(0)), Open())
    record.close()
    assert loaded(tmp_path, next_day()).day == START.date()
    assert loaded(tmp_path / "other", next_day()) == State(START.date() + timedelta(days=1))
