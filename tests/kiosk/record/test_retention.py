"""Old days are forgotten for good, and only when it is meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assets.wording import wording
from kiosk.clock import Clock
from kiosk.queue import State
from kiosk.record.database import Database
from kiosk.record.read import RecordFailed
from kiosk.record.record import FILE, Record, read_visits
from kiosk.record.rescue import PAGE
from kiosk.record.retention import forget, told
from kiosk.record.schema import VisitCount

TODAY = date(2026, 3, 2)
LIMIT = date(2026, 1, 1)
OLD = [VisitCount(date(2025, 12, 30), "caf", 9, 2), VisitCount(date(2025, 12, 31), "logement", None, 1)]
NEW = [VisitCount(date(2026, 1, 1), "caf", 12, 1), VisitCount(TODAY, "retraite", 4, 3)]


def image(visits: list[VisitCount]) -> bytes:
    database = Database()
    database.fill(visits, State(TODAY))
    try:
        return database.image()
    finally:
        database.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_bytes(image(OLD + NEW))
    return tmp_path


def test_days_before_the_limit_are_gone_from_every_byte(data: Path) -> None:
    forgotten = forget(data, LIMIT, TODAY, dry_run=False)
    assert (forgotten.visits, forgotten.days, forgotten.files) == (3, 2, ())
    assert read_visits(data) == NEW
    assert (data / FILE).read_bytes() == image(NEW)


def test_a_dry_run_says_the_same_and_touches_nothing(data: Path) -> None:
    dry = forget(data, LIMIT, TODAY, dry_run=True)
    assert [f.name for f in data.iterdir()] == [FILE]
    assert (data / FILE).read_bytes() == image(OLD + NEW)
    assert forget(data, LIMIT, TODAY, dry_run=False) == dry


def test_a_file_set_aside_goes_once_it_holds_such_a_day(data: Path) -> None:
    old, new, noise = (data / f"{FILE}.aside-{n}" for n in (1, 2, 3))
    old.write_bytes(bytes(PAGE) + image(OLD)[PAGE:])
    new.write_bytes(bytes(PAGE) + image(NEW)[PAGE:])
    noise.write_bytes(b"\xff" * PAGE)
    forgotten = forget(data, LIMIT, TODAY, dry_run=False)
    assert (forgotten.files, forgotten.unreadable) == ((old,), (noise,))
    assert (old.exists(), new.exists(), noise.exists()) == (False, True, True)


def test_a_kiosk_that_runs_is_not_disturbed(data: Path) -> None:
    record = Record.open(data)
    record.load(Clock()())
    try:
        with pytest.raises(RecordFailed, match="La borne est en marche"):
            forget(data, LIMIT, TODAY, dry_run=False)
        assert forget(data, LIMIT, TODAY, dry_run=True).visits == 3
    finally:
        record.close()
    assert read_visits(data) == OLD + NEW


def test_a_day_to_come_is_a_mistake(data: Path) -> None:
    with pytest.raises(RecordFailed, match="2026-03-03 n’est pas encore passé"):
        forget(data, date(2026, 3, 3), TODAY, dry_run=False)
    assert read_visits(data) == OLD + NEW


def test_a_stop_under_way_outlives_it(data: Path) -> None:
    open_stop = Path(__file__).with_name("records") / "version-2-open.sqlite"
    (data / FILE).write_bytes(open_stop.read_bytes())
    forget(data, date(2026, 3, 3), date(2026, 3, 4), dry_run=False)
    assert read_visits(data) == []
    record = Record.open(data)
    try:
        assert len(record.load(Clock()()).tickets) == 3
    finally:
        record.close()


def test_what_is_said(data: Path) -> None:
    say = wording("fr")
    (data / f"{FILE}.aside-1").write_bytes(image(OLD))
    dry = forget(data, LIMIT, TODAY, dry_run=True)
    assert told(dry, say, dry_run=True) == [
        "À effacer\u00a0: 3 visites sur 2 jours.",
        "Fichier mis de côté, à effacer\u00a0: halte.sqlite.aside-1",
        "Rien n’a été effacé\u00a0: c’était un essai.",
    ]
    assert told(forget(data, LIMIT, TODAY, dry_run=False), say, dry_run=False) == [
        "Effacé\u00a0: 3 visites sur 2 jours.",
        "Fichier mis de côté, effacé\u00a0: halte.sqlite.aside-1",
    ]
