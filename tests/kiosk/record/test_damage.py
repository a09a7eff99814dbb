"""A damaged record: set aside byte for byte, never a crash, and what can be read of the log is kept."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assets.conditions import Condition
from kiosk.clock import Moment
from kiosk.engine import decide
from kiosk.queue import Open, State, Stop, Take
from kiosk.record import causes
from kiosk.record.database import Database
from kiosk.record.read import RecordFailed
from kiosk.record.record import FILE, Record, read_visits
from kiosk.record.rescue import PAGE, visits_in, without_tickets
from kiosk.record.schema import VisitCount

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
NOW = Moment(START, 1000.0, "0b5e9a7c-boot")
DAYS = [date(2025, 1, 1) + timedelta(days=7 * n) for n in range(60)]
LOG = [
    VisitCount(day, topic, minutes, 1 + (n % 3))
    for n, day in enumerate(DAYS)
    for topic, minutes in (("retraite", 7 + n), ("impots", None), ("caf-msa", 130 + n), ("à part", 0 + 1))
]


def image(state: State) -> bytes:
    database = Database()
    database.fill(LOG, state)
    try:
        return database.image()
    finally:
        database.close()


def closed() -> bytes:
    return image(State(NOW.day))


def at_work() -> tuple[bytes, State]:
    state = decide(State(NOW.day), Open(), NOW).state
    for topic in ("retraite", "logement"):
        state = decide(state, Take(topic), NOW, f"press {topic}").state
    return image(state), state


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def load(file: Path) -> tuple[State, Record]:
    record = Record.open(file.parent)
    try:
        return record.load(NOW), record
    finally:
        record.close()


def pages(content: bytes) -> Iterator[int]:
    return iter(range(len(content) // PAGE))


def test_a_whole_file_gives_all_its_visits_page_by_page_too() -> None:
    assert sorted(visits_in(closed()), key=str) == sorted(LOG, key=str)
    assert len(closed()) > 4 * PAGE  # else there is no inner page, and little is tested


def test_a_lost_page_costs_its_own_visits_and_no_others(file: Path) -> None:
    whole, costs = closed(), []
    for page in pages(whole):
        damaged = whole[: page * PAGE] + bytes(PAGE) + whole[(page + 1) * PAGE :]
        found = visits_in(damaged)
        assert set(found) <= set(LOG)
        costs.append(len(LOG) - len(found))
    assert sum(costs) == len(LOG)  # each visit is on one page


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_damaged_the_kiosk_starts_and_keeps_the_file(seed: int, file: Path) -> None:
    rng = random.Random(seed)
    print(f"seed {seed}")
    content, _ = at_work() if seed % 2 else (closed(), None)
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 20, 400))):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    file.write_bytes(damaged)
    _, record = load(file)
    assert read_visits(file.parent) == record.visits()
    if record.notice:
        (aside,) = file.parent.glob(f"{FILE}.aside-*")
        assert aside.read_bytes() == without_tickets(bytes(damaged))


@pytest.mark.parametrize("cut", [0, 1, 15, 100, PAGE - 1, PAGE, 2 * PAGE + 7, -1])
def test_a_file_cut_short_is_set_aside(cut: int, file: Path) -> None:
    file.write_bytes(closed()[:cut])
    if 0 < cut < 16:
        with pytest.raises(RecordFailed):  # too little to tell a record by
            load(file)
        return
    state, record = load(file)
    assert record.notice == causes.damaged("halte.sqlite.aside-1")
    assert (file.parent / "halte.sqlite.aside-1").read_bytes() == closed()[:cut]
    assert state.stop is Stop.CLOSED


def test_a_first_page_of_zeros_costs_nothing(file: Path) -> None:
    """What a power cut leaves on a card: the rest of the log is there."""
    file.write_bytes(bytes(PAGE) + closed()[PAGE:])
    _, record = load(file)
    assert Counter(record.visits()) == Counter(LOG)
    assert (file.parent / "halte.sqlite.aside-1").read_bytes() == bytes(PAGE) + closed()[PAGE:]


def test_waiting_tickets_outlive_a_damaged_page_of_the_log(file: Path) -> None:
    content, state = at_work()
    log_page = next(page for page in pages(content) if content[page * PAGE] == 10)
    file.write_bytes(content[: log_page * PAGE + 8] + bytes(40) + content[log_page * PAGE + 48 :])
    found, record = load(file)
    assert record.notice
    assert (found.tickets, found.next_number, found.stop) == (state.tickets, 3, Stop.OPEN)


def test_numbers_of_a_lost_stop_are_not_given_again(file: Path) -> None:
    content, _ = at_work()
    file.write_bytes(bytes(PAGE) + content[PAGE:])
    state, record = load(file)
    assert (state.stop, state.next_number) == (Stop.CLOSED, 101)
    again, record = load(file)
    assert (again, record.notice) == (state, Condition())


def test_what_is_set_aside_holds_no_ticket(file: Path) -> None:
    content, _ = at_work()
    aside = without_tickets(bytes(PAGE) + content[PAGE:])
    assert b"logement" in content
    for trace in (b"logement", b"2026-03-02T", b"0b5e9a7c-boot", b"press"):
        assert trace not in aside
    assert Counter(visits_in(aside)) == Counter(visits_in(content)) == Counter(LOG)


def test_what_is_set_aside_of_a_closed_day_is_every_byte() -> None:
    assert without_tickets(closed()) == closed()


def test_two_damaged_files_are_kept_side_by_side_and_one_only_once(file: Path) -> None:
    for content in (closed()[: 2 * PAGE], closed()[: 3 * PAGE], closed()[: 2 * PAGE]):
        file.write_bytes(content)
        load(file)
    kept = {f.name: f.read_bytes() for f in file.parent.glob("*.aside-*")}
    assert kept == {
        "halte.sqlite.aside-1": closed()[: 2 * PAGE],
        "halte.sqlite.aside-2": closed()[: 3 * PAGE],
    }


def test_a_cell_that_no_longer_makes_sense_is_noticed(file: Path) -> None:
    """One flipped bit that leaves the file's structure whole: the checks of the tables find it."""
    content = closed()
    at = content.index(b"2025-01-01")
    file.write_bytes(content[:at] + b"\x32025-01-01"[:1] + b"x" + content[at + 2 :])
    _, record = load(file)
    assert record.notice
    assert len(record.visits()) == len(LOG) - 1


def test_the_referent_is_told_what_to_do_and_nothing_is_changed(file: Path) -> None:
    file.write_bytes(closed()[: 3 * PAGE])
    with pytest.raises(RecordFailed, match=r"endommagé\. Démarrez la borne"):
        read_visits(file.parent)
    assert [f.name for f in file.parent.iterdir()] == [FILE]
    assert file.read_bytes() == closed()[: 3 * PAGE]


def test_any_bytes_at_all_are_read_without_harm() -> None:
    rng = random.Random(20261123)
    for length in (0, 1, 7, 8, 99, PAGE, PAGE + 5, 3 * PAGE):
        for kind in (2, 10, None):
            noise = rng.randbytes(length)
            if kind and noise:
                noise = bytes([kind]) + noise[1:]
            for visits in visits_in(noise):
                assert isinstance(visits, VisitCount)
            assert len(without_tickets(noise)) == length


def test_rescued_rows_are_those_sqlite_reads(tmp_path: Path) -> None:
    db = sqlite3.connect(":memory:")
    db.deserialize(closed())
    rows = db.execute("select day, topic, minutes, count from visits").fetchall()
    db.close()
    assert {(v.day.isoformat(), v.topic, v.minutes or 0, v.count) for v in visits_in(closed())} == set(rows)
