"""A wrong day of the log is put right, with the kiosk running: nothing is lost, nothing counted twice."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from assets.wording import wording
from kiosk.queue import Call, Close, End, Open, Take
from kiosk.record.counts import Counts, Days
from kiosk.record.lock import Held, Lock
from kiosk.record.log_file import LOCK, RecordFailed
from kiosk.record.mend import Mending, mend, planned, told
from kiosk.record.record import DAY_FILE, Record, read_days
from kiosk.record.retention import forget
from tests.children import program
from tests.kiosk.record.playing import DAY, LOG_FILE, at, counts, log_bytes, opened, play, settled

WRONG, RIGHT, OTHER = date(2026, 4, 2), date(2026, 2, 26), date(2025, 6, 1)
SOME, MORE, OLD = (
    counts({"caf": 2, "impots": 1}, {9: 2, None: 1}),
    counts({"caf": 1}, {9: 1}),
    counts({"impots": 1}, {30: 1}),
)
LOG = {OTHER: OLD, RIGHT: MORE, WRONG: SOME}
TODAY = {DAY: Counts({"retraite": 1}, {1: 1})}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / LOG_FILE).write_bytes(log_bytes(LOG, tmp_path))
    return data


def mended(data: Path, wrong: date, right: date | None) -> Days:
    mend(data, planned(data, wrong, right))
    return read_days(data)


def test_visits_are_moved_to_a_day_that_has_some(data: Path, tmp_path: Path) -> None:
    after = {OTHER: OLD, RIGHT: MORE + SOME}
    assert mended(data, WRONG, RIGHT) == after
    assert (data / LOG_FILE).read_bytes() == log_bytes(after, tmp_path)


@pytest.mark.parametrize("right", [date(2026, 3, 1), date(2031, 1, 1), date(1970, 1, 1)])
def test_visits_are_moved_to_any_other_day(right: date, data: Path) -> None:
    assert mended(data, WRONG, right) == {OTHER: OLD, RIGHT: MORE, right: SOME}


def test_visits_are_removed_from_every_byte(data: Path, tmp_path: Path) -> None:
    assert mended(data, WRONG, None) == {OTHER: OLD, RIGHT: MORE}
    assert (data / LOG_FILE).read_bytes() == log_bytes({OTHER: OLD, RIGHT: MORE}, tmp_path)


def test_a_plan_changes_nothing(data: Path, tmp_path: Path) -> None:
    assert planned(data, WRONG, RIGHT) == Mending(WRONG, RIGHT, 3, 1)
    assert [f.name for f in data.iterdir()] == [LOG_FILE]
    assert (data / LOG_FILE).read_bytes() == log_bytes(LOG, tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [(date(2026, 3, 9), RIGHT, "pas de visite du 2026-03-09"), (WRONG, WRONG, "est le même jour")],
)
def test_what_cannot_be_mended_is_said(wrong: date, right: date, words: str, data: Path) -> None:
    with pytest.raises(RecordFailed, match=words):
        planned(data, wrong, right)


def test_what_has_changed_since_it_was_shown_is_not_done(data: Path) -> None:
    shown = planned(data, WRONG, RIGHT)
    mended(data, OTHER, RIGHT)
    with pytest.raises(RecordFailed, match="vient de changer"):
        mend(data, shown)
    assert read_days(data) == {RIGHT: MORE + OLD, WRONG: SOME}


def test_what_is_said() -> None:
    say = wording("fr")
    assert told(Mending(WRONG, RIGHT, 3, 1), say) == [
        "2026-04-02\u00a0: 3 visites, à mettre au 2026-02-26.",
        "Le 2026-02-26 a déjà 1 visite\u00a0: elles s’ajoutent.",
    ]
    assert told(Mending(WRONG, RIGHT, 1, 0), say) == ["2026-04-02\u00a0: 1 visite, à mettre au 2026-02-26."]
    assert told(Mending(WRONG, None, 3, 0), say) == ["2026-04-02\u00a0: 3 visites, à effacer pour de bon."]


# --- While the kiosk runs ----------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "right"), [(DAY, RIGHT), (WRONG, DAY), (DAY, None)])
def test_the_day_under_way_is_the_kiosks_own(wrong: date, right: date | None, data: Path) -> None:
    """Whether it has visits already or only a stop that is open; closed, it can be mended."""
    with opened(data) as record:
        state = play(record, record.load(at(0)), Open())
        with pytest.raises(RecordFailed, match="n’en a pas fini avec le 2026-03-02"):
            planned(data, wrong, right)
        state = play(record, state, Take("retraite"), Call(1, 1), End(1, 1), minute=1)
        state = settled(record, state, at(10))
        with pytest.raises(RecordFailed, match="n’en a pas fini avec le 2026-03-02"):
            planned(data, wrong, right)
        play(record, state, Close(), minute=20)
        mended(data, wrong, right)
        assert total(data) == (6 if right else 5)


def test_a_stop_that_was_opened_since_it_was_shown_is_minded(data: Path) -> None:
    shown = planned(data, WRONG, DAY)
    with opened(data) as record:
        play(record, record.load(at(0)), Open())
        with pytest.raises(RecordFailed, match="n’en a pas fini avec le 2026-03-02"):
            mend(data, shown)
    assert read_days(data) == LOG


def total(data: Path) -> int:
    return sum(counts.visits for counts in read_days(data).values())


def test_other_days_are_mended_meanwhile_and_the_day_is_carried_over_after(data: Path) -> None:
    with opened(data) as record:
        state = play(record, record.load(at(0)), Open(), Take("retraite"), Call(1, 1), End(1, 1))
        state = settled(record, state, at(10))
        assert mended(data, WRONG, RIGHT) == {OTHER: OLD, RIGHT: MORE + SOME, **TODAY}
        play(record, state, Close(), minute=20)
    assert read_days(data) == {OTHER: OLD, RIGHT: MORE + SOME, **TODAY}


@contextmanager
def closing_kiosk(data: Path, step: int) -> Iterator[tuple[subprocess.Popen[str], bool]]:
    """Another process, stopped at that step of closing its day; whether there is such a step."""
    command = program("tests.kiosk.record.closing_kiosk", str(data), str(step))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as kiosk:
        assert kiosk.stdout
        yield kiosk, kiosk.stdout.readline() == f"at {step}\n"
        kiosk.kill()


def test_whoever_mends_while_a_day_is_carried_over_waits_for_it(data: Path) -> None:
    """At each step of it: either the mending is first, or it comes after; each visit is there once."""
    waited = 0
    for step in count(1):
        (data / LOG_FILE).write_bytes(log_bytes(LOG, data.parent))
        with closing_kiosk(data, step) as (kiosk, stopped), ThreadPoolExecutor(1) as mending:
            plan = planned(data, WRONG, RIGHT)
            held = is_held(data / LOCK)
            done = mending.submit(mend, data, plan)
            waited += held
            assert not (held and done.done())
            kiosk.communicate("go on\n")
            done.result()
            assert kiosk.returncode == 0
        assert read_days(data) == {OTHER: OLD, RIGHT: MORE + SOME, **TODAY}
        if not stopped:
            break
    assert waited >= 3


def is_held(lock: Path) -> bool:
    try:
        Lock(lock).release()
    except Held:
        return True
    return False


def test_a_day_whose_carrying_over_was_cut_short_is_left_to_the_kiosk(tmp_path: Path) -> None:
    """Killed at each step: other days can be mended; that day only once it is wholly in the log."""
    refused = 0
    for step in count(1):
        data = tmp_path / str(step)
        data.mkdir()
        (data / LOG_FILE).write_bytes(log_bytes(LOG, tmp_path))
        with closing_kiosk(data, step) as (kiosk, stopped):
            kiosk.kill()
        assert mended(data, WRONG, RIGHT) == {OTHER: OLD, RIGHT: MORE + SOME, **TODAY}
        if (data / DAY_FILE).exists():
            refused += 1
            for wrong, right in ((DAY, OTHER), (OTHER, DAY)):
                with pytest.raises(RecordFailed, match="n’en a pas fini"):
                    planned(data, wrong, right)
            with pytest.raises(RecordFailed, match="n’en a pas fini"):
                forget(data, date(2027, 1, 1), dry_run=False)
            start_and_close(data)
        assert read_days(data) == {OTHER: OLD, RIGHT: MORE + SOME, **TODAY}
        assert mended(data, DAY, OTHER) == {OTHER: OLD + TODAY[DAY], RIGHT: MORE + SOME}
        if not stopped:
            break
    assert refused >= 5


def start_and_close(data: Path) -> None:
    """The kiosk is started again, and its stop closed if that was not done."""
    record = Record.open(data)
    try:
        state = record.load(at(30))
        if not state.over:
            play(record, state, Close(), minute=31)
        asyncio.run(record.learn())
    finally:
        record.close()
