"""Odd content in both files: the kiosk starts, says so in a sentence, and goes through a whole day.

Only where a file is plainly not Halte's it does not start, and one `RecordFailed` names the file. Time and
memory are bounded by what is read at most (`assets.files.LARGEST`), not by what is there.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.files import LARGEST
from kiosk.queue import CallNext, Cancel, Close, End, Open, State, Stop, Take
from kiosk.record import day_file
from kiosk.record.counts import Counts
from kiosk.record.log import FILE, LogDamaged
from kiosk.record.log_file import LogFile, RecordFailed
from kiosk.record.older import read_older
from kiosk.record.record import DAY_FILE, Record
from kiosk.record.rescue import days_in
from kiosk.timing import TAKE_BACK
from tests import seeds
from tests.kiosk.record.playing import at, log_bytes, next_day, opened, play, rolled, save, settled
from tests.kiosk.record.test_day_file import ODD, PENDING, busy, made, rows, written
from tests.kiosk.record.test_log import LOG, ODD_CELLS, with_row

RECORDS = Path(__file__).with_name("records")
SECONDS_AFTER = TAKE_BACK / 60 + 0.01


def a_whole_day(record: Record, state: State) -> State:
    """All that is in the line is sent home, a visitor is served, the day is closed for good."""
    now = at(60)
    if state.stop is Stop.CLOSED:
        state = rolled(record, state, now)
    if state.stop is not Stop.OPEN:
        state = play(record, state, Open(), minute=60)
    for ticket in state.called():
        state = play(record, state, End(ticket.desk or 0, ticket.number), minute=61 + ticket.number / 1000)
        state = settled(record, state, at(61 + SECONDS_AFTER))
    for ticket in [*state.waiting(), *state.parked()]:
        state = play(record, state, Cancel(ticket.number), minute=63 + ticket.number / 1000)
    state = play(record, state, Take("caf"), CallNext(1), minute=64)
    state = play(record, state, End(1, max(state.tickets)), Close(), minute=66)
    return settled(record, state, at(68))


def starts_and_goes_on(data: Path) -> tuple[str, str]:
    """What was said at the start, and after a day; the next start has nothing to say any more."""
    with opened(data) as record:
        state = record.load(at(60))
        said = record.notice.name
        state = a_whole_day(record, state)
        assert state.stop is Stop.CLOSED
        visits = {day: c.visits for day, c in record.days().items()} if not record.trouble else {}
        trouble = record.trouble.name
        for condition in (record.notice, record.trouble):
            assert condition.sentence == condition.sentence.strip()
            assert bool(condition.said(lambda text, **values: text.format(**values))) is bool(condition)
    with opened(data) as record:
        record.load(at(90))
        assert record.notice.name == ""
        if not trouble:
            assert {day: c.visits for day, c in record.days().items()} == visits
    return said, trouble


# --- The file of the day ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_of_the_day(name: str, tmp_path: Path) -> None:
    content = rows(written(busy(), PENDING))
    ODD[name](content)
    (tmp_path / DAY_FILE).write_bytes(made(content))
    assert starts_and_goes_on(tmp_path) == ("day_damaged", "")


HUGE = 3 * 1024**3
"""Bytes of a file full of zeros, which takes no room on the disk."""


def zeros(file: Path) -> None:
    with file.open("wb") as handle:
        handle.truncate(HUGE)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", bytes(5000), b"Dear diary", b"[" * 100_000, made(b"[" * 100_000), made(b'{"a":' * 100_000)],
    ids=range(7),
)
def test_a_file_of_the_day_that_is_something_else(content: bytes, tmp_path: Path) -> None:
    (tmp_path / DAY_FILE).write_bytes(content)
    assert starts_and_goes_on(tmp_path) == ("day_damaged", "")


def test_a_huge_file_of_the_day_is_not_read(tmp_path: Path) -> None:
    zeros(tmp_path / DAY_FILE)
    before = peak()
    assert starts_and_goes_on(tmp_path) == ("day_damaged", "")
    assert peak() - before < 16 * day_file.LARGEST


def peak() -> int:
    """Bytes of memory that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_stop_under_way_on_a_day_at_the_end_of_the_calendar(day: date, tmp_path: Path) -> None:
    content = rows(written(busy(), {day: PENDING[next(iter(PENDING))]}))
    content["stop"]["day"] = day.isoformat()
    for ticket in content["stop"]["tickets"]:
        ticket["taken"]["wall"] = f"{day.isoformat()}T12:00:00+01:00"
    (tmp_path / DAY_FILE).write_bytes(made(content))
    assert starts_and_goes_on(tmp_path) == ("", "")
    with opened(tmp_path) as record:
        state = record.load(at(90))
        assert rolled(record, state, next_day()).day == next_day().day


# --- The log ----------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_bytes(log_bytes(LOG, tmp_path))
    return tmp_path / FILE


@pytest.mark.parametrize(("table", "row"), ODD_CELLS, ids=str)
def test_an_odd_row_of_the_log(table: str, row: tuple[Any, ...], log: Path) -> None:
    """Noticed at the start where it is the newest day, else when the day is closed; all else is kept."""
    with_row(log, table, row)
    with opened(log.parent) as record:
        a_whole_day(record, record.load(at(60)))
        assert record.notice.name == "record_damaged"
        assert not record.trouble
        found = dict(record.days())
    found.pop(at(60).day)
    assert {day: these for day, these in found.items() if day in LOG} == LOG


@pytest.mark.parametrize(
    "sql",
    [
        "create view more as select * from topics",
        "create trigger more after insert on topics begin delete from minutes; end",
        "create table more (x); insert into more values (1)",
        "create index more on topics (topic)",
        "analyze",
        "pragma user_version = 0",
        "pragma user_version = -1",
        "pragma application_id = 0",
    ],
)
def test_more_than_its_tables_in_the_log(sql: str, log: Path) -> None:
    with closing(sqlite3.connect(log)) as db:
        db.executescript(sql)
    assert starts_and_goes_on(log.parent) == ("record_damaged", "")
    days = LogFile(log.parent).days()
    assert {day: these for day, these in days.items() if day != at(0).day} == LOG


def endless(log: Path, version: int, names: dict[str, str]) -> None:
    log.unlink(missing_ok=True)
    with closing(sqlite3.connect(log)) as db:
        db.executescript(f"pragma application_id = {0x48414C54}; pragma user_version = {version}")
        for name, columns in names.items():
            numbers = "with recursive n(i) as (select 1 union all select i + 1 from n)"
            db.execute(" ".join(["create view", name, "as", numbers, "select", columns, "from n"]))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_views_that_never_end_in_the_place_of_tables(version: int, log: Path) -> None:
    old = {
        "visits": "'2026-03-02' as day, 'caf' as topic, i as minutes, i as count",
        "stop": "1 as id",
        "tickets": "i as number",
    }
    new = {"topics": "i, i, i", "minutes": "i, i, i", "minutes_unknown": "i, i"}
    endless(log, version, new if version == 3 else old)
    assert starts_and_goes_on(log.parent) == ("record_damaged", "")


def test_checks_that_would_cost_a_machine_its_memory(log: Path) -> None:
    kept = (RECORDS / "version-2-closed.sqlite").read_bytes()
    log.write_bytes(kept)
    with closing(sqlite3.connect(log)) as db:
        db.execute("pragma writable_schema = on")
        db.execute(
            "update sqlite_master set sql = replace(sql, 'count > 0', 'length(randomblob(2000000000)) > 0')"
        )
        db.commit()
    before = peak()
    assert read_older(log.read_bytes()) is None
    assert peak() - before < 256 * 1024 * 1024
    assert starts_and_goes_on(log.parent) == ("record_damaged", "")


def test_a_huge_log_of_zeros_is_set_aside_as_far_as_it_is_read(log: Path) -> None:
    zeros(log)
    with opened(log.parent) as record:
        record.load(at(0))
        assert record.notice.name == "record_damaged"
    assert (log.parent / f"{FILE}.aside-1").stat().st_size == LARGEST
    assert LogFile(log.parent).days() == {}


# --- Versions 1 and 2 ---------------------------------------------------------------------------------

OLDER_ODD: list[str] = [
    "update stop set next_number = -5",
    "update stop set next_number = 4611686018427387904",
    "update stop set next_number = null",
    "update stop set stop = 'half open'",
    "update stop set day = '2026-02-30'",
    "update stop set day_over = 7",
    "update stop set applied = 'null'",
    "update stop set applied = '[1, 2]'",
    "update stop set applied = '{\"a\": 1}'",
    "update stop set applied = ''",
    "update tickets set topic = ''",
    "update tickets set topic = printf('%.10000c', 'x')",
    "update tickets set rank = 4611686018427387904",
    "update tickets set calls = -1",
    "update tickets set desk = 1 where desk = 2",
    "update tickets set desk = 4611686018427387904 where desk = 2",
    "update tickets set desk = null where desk = 2",
    "update tickets set called_wall = null",
    "update tickets set taken_wall = 'yesterday'",
    "update tickets set taken_wall = '2026-03-02T09:00:00'",
    "update tickets set taken_steady = 9e999",
    "update tickets set status = 'lost'",
    "update tickets set number = 99 where number = 3",
    "update tickets set number = -3 where number = 3",
    "update visits set topic = printf('%.10000c', 'x')",
    "update visits set topic = ''",
    "update visits set count = 1000000000000",
    "update visits set count = 0",
    "update visits set count = 'many'",
    "update visits set minutes = -1",
    "update visits set minutes = 10000",
    "update visits set minutes = 'NaN'",
    "update visits set day = '20260302'",
    "update visits set day = '2026-13-45'",
    "create view more as select * from visits",
    "create trigger more after insert on visits begin delete from tickets; end",
    "drop table stop",
    "alter table visits drop column count",
]


def deep(db: sqlite3.Connection) -> None:
    db.execute("update stop set applied = ?", ["[" * 100_000 + "]" * 100_000])


def changed_by(sql: str) -> Callable[[sqlite3.Connection], Any]:
    return lambda db: db.executescript(sql)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    "change", [*map(changed_by, OLDER_ODD), deep], ids=[*OLDER_ODD, "identifiers 100,000 deep"]
)
def test_odd_content_of_an_earlier_version(
    change: Callable[[sqlite3.Connection], Any], version: int, tmp_path: Path
) -> None:
    """Set aside without its tickets and pairs; the counts that can be read are kept, numbers start anew."""
    file = tmp_path / FILE
    file.write_bytes((RECORDS / f"version-{version}-open.sqlite").read_bytes())
    with closing(sqlite3.connect(file)) as db:
        db.execute("pragma ignore_check_constraints = on")
        change(db)
        db.commit()
    kept = days_in(file.read_bytes())
    with opened(tmp_path) as record:
        state = record.load(at(60))
        assert record.notice.name == "record_damaged"
        assert (state.stop, state.next_number, state.tickets) == (Stop.CLOSED, 101, {})
        assert record.days() == kept
    assert b"boot-1" not in (tmp_path / f"{FILE}.aside-1").read_bytes()
    assert starts_and_goes_on(tmp_path) == ("", "")


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("version", [1, 2])
def test_days_at_the_ends_of_the_calendar_of_old(day: date, version: int, tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes((RECORDS / f"version-{version}-open.sqlite").read_bytes())
    with closing(sqlite3.connect(file)) as db:
        db.execute("update visits set day = ?", [day.isoformat()])
        db.execute("update stop set day = ?", [day.isoformat()])
        db.commit()
    assert starts_and_goes_on(tmp_path) == ("record_converted", "")
    assert LogFile(tmp_path).days()[day].topics["impots"] == 1


# --- What is no file ----------------------------------------------------------------------------------


def folder_there(file: Path) -> None:
    file.mkdir()


def pipe_there(file: Path) -> None:
    os.mkfifo(file)


def loop_there(file: Path) -> None:
    file.symlink_to(file)


NO_FILES = [folder_there, pipe_there, loop_there]


@pytest.mark.parametrize("there", NO_FILES)
def test_what_is_no_file_in_the_place_of_the_day(there: Callable[[Path], None], tmp_path: Path) -> None:
    there(tmp_path / DAY_FILE)
    with opened(tmp_path) as record, pytest.raises(RecordFailed, match=r"Impossible de lire .*halte\.day"):
        record.load(at(0))


@pytest.mark.parametrize("there", NO_FILES)
def test_what_is_no_file_in_the_place_of_the_log(there: Callable[[Path], None], tmp_path: Path) -> None:
    """The kiosk starts, and goes on without it; the day waits in its own file until that is gone."""
    there(tmp_path / FILE)
    _, trouble = starts_and_goes_on(tmp_path)
    assert trouble == ("record_not_written" if there is loop_there else "log_unusable")
    (tmp_path / FILE).rmdir() if there is folder_there else (tmp_path / FILE).unlink()
    with opened(tmp_path) as record:
        state = record.load(at(90))
        save(record, state, None)
        a_whole_day(record, state)
        assert not record.trouble
    assert LogFile(tmp_path).day(at(0).day) == Counts({"caf": 2}, {1: 2})


@pytest.mark.parametrize("name", [DAY_FILE, FILE])
@pytest.mark.parametrize("there", NO_FILES)
def test_what_is_no_file_in_the_place_of_the_next_bytes(
    there: Callable[[Path], None], name: str, tmp_path: Path
) -> None:
    there(tmp_path / f"{name}.new")
    if there is not folder_there:
        assert starts_and_goes_on(tmp_path) == ("", "")
    elif name == FILE:
        assert starts_and_goes_on(tmp_path)[1].startswith("record_n")
    else:
        with opened(tmp_path) as record, pytest.raises(RecordFailed, match=r"halte\.day\.new"):
            record.load(at(0))


def test_links_to_files_are_read_and_what_they_lead_to_is_left_alone(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    elsewhere.mkdir()
    (elsewhere / "log").write_bytes(log_bytes(LOG, tmp_path))
    (elsewhere / "day").write_bytes(written(busy(), {}))
    before = {f.name: f.read_bytes() for f in elsewhere.iterdir()}
    (data / FILE).symlink_to(elsewhere / "log")
    (data / DAY_FILE).symlink_to(elsewhere / "day")
    with opened(data) as record:
        state = record.load(at(60))
        assert state == busy()
        a_whole_day(record, state)
        assert {day: c for day, c in record.days().items() if day in LOG} == LOG
    assert {f.name: f.read_bytes() for f in elsewhere.iterdir()} == before
    assert not (data / FILE).is_symlink()


# --- Bytes at random ----------------------------------------------------------------------------------


def mutated(content: bytes, seed: int) -> bytes:
    """Some bytes changed, a piece cut out, doubled, moved or blanked."""
    rng = seeds.chance(seed)
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20, 400))):
        if not damaged:
            break
        begin = rng.randrange(len(damaged))
        end = min(len(damaged), begin + rng.choice((1, 4, 100, 4096)))
        match rng.choice(("set", "set", "set", "cut", "double", "blank", "swap")):
            case "set":
                damaged[begin] = rng.randrange(256)
            case "cut":
                del damaged[begin:end]
            case "double":
                damaged[begin:begin] = damaged[begin:end]
            case "blank":
                damaged[begin:end] = bytes(end - begin)
            case _:
                damaged[begin:end], damaged[: end - begin] = damaged[: end - begin], damaged[begin:end]
    return bytes(damaged[:200_000])


def with_checksum(content: bytes, seed: int) -> bytes:
    """The body changed, and the checksum made anew."""
    return made(mutated(content.partition(b"\n")[2].rstrip(b"\n"), seed))


FILES = st.sampled_from(["day", "body", "log", "both", "version-1", "version-2"])


@pytest.mark.long("a hundred and twenty days are spoilt and read")
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), FILES, st.booleans())
def test_mutated_bytes_of_both_files(
    tmp_path_factory: pytest.TempPathFactory, seed: int, which: str, closes: bool
) -> None:
    """Never a traceback; it starts and goes through a day, or it says in one sentence that it is no log."""
    data = tmp_path_factory.mktemp("data")
    put_mutated(data, which, seed)
    told = ""
    try:
        with opened(data) as record:
            state = record.load(at(60))
            if closes:
                a_whole_day(record, state)
                assert record.trouble or sum(c.visits for c in record.days().values()) >= 1
    except RecordFailed as failed:
        told = str(failed)
    assert told == "" or "n’est pas un journal Halte" in told or "version plus récente" in told
    assert "\n" not in told


def put_mutated(data: Path, which: str, seed: int) -> None:
    day, log = written(busy(), PENDING), log_bytes(LOG, data)
    if which.startswith("version"):
        log = (RECORDS / f"{which}-open.sqlite").read_bytes()
    else:
        changed = with_checksum if which == "body" else mutated
        (data / DAY_FILE).write_bytes(day if which == "log" else changed(day, seed))
    (data / FILE).write_bytes(log if which in ("day", "body") else mutated(log, seed))


def test_a_log_as_deep_as_json_can_be(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(json.dumps([]).encode() + b"[" * 100_000)
    with opened(tmp_path) as record, pytest.raises(RecordFailed, match="n’est pas un journal Halte"):
        record.load(at(0))
    with pytest.raises(LogDamaged):
        LogFile(tmp_path).days()
