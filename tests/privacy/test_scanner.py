"""After each command of a random day no file holds anything of a ticket that is gone but its count."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import pytest
from kiosk.record.database import Database

from kiosk.technical_log import technical_log
from tests.privacy.mutants import WithoutVacuum
from tests.privacy.random_day import Day, random_visits
from tests.privacy.scanner import finds, moment_forms, number_forms, varint

FIRST = 1_203_945_001
"""Numbers of four bytes that nothing else in a file looks like."""


def scanned(seed: int, folder: Path, make: type[Database] = Database) -> tuple[list[str], int]:
    """What the scanner found in a random day, and after how many commands it looked."""
    found: list[str] = []
    looks = 0

    def look(day: Day) -> None:
        nonlocal looks
        looks += 1
        found.extend(finds(day, [folder]))

    rng = random.Random(seed)
    day = Day(folder, rng, make, after_each=look, first_number=FIRST)
    try:
        day.serve(random_visits(rng))
    finally:
        day.stop()
    found.extend(finds(day, [folder]))
    return found, looks


@pytest.mark.parametrize("seed", range(6))
def test_a_random_day_leaves_nothing_at_any_moment(seed: int, tmp_path: Path) -> None:
    with technical_log(tmp_path):
        for name in ("kiosk", ""):
            logging.getLogger(name).setLevel(logging.DEBUG)
        found, looks = scanned(seed, tmp_path)
    print(f"seed {seed}: {looks} looks")
    assert found == []
    assert looks > 10


def test_the_scanner_finds_what_a_record_without_vacuum_leaves(tmp_path: Path) -> None:
    class Careless(WithoutVacuum):
        secure_delete = "off"

    found, _ = scanned(0, tmp_path, Careless)
    assert {line.split()[0] for line in found} >= {"number", "hour", "topic"}


@pytest.mark.parametrize("kind", ["number", "hour", "topic", "identifier"])
def test_the_scanner_finds_what_is_put_there(kind: str, tmp_path: Path) -> None:
    found: list[str] = []

    def drop(day: Day) -> None:
        if day.ended and not found:
            number, visit = day.ended[0]
            taken = day.moments[0]
            left = {
                "number": list(number_forms(number)),
                "hour": list(moment_forms(taken)),
                "topic": [visit.topic.encode() * 40],
                "identifier": [day.identifiers[0].encode()]
                if day.identifiers[0] not in day.state.applied
                else [],
            }
            for form in left[kind]:
                (tmp_path / "left").write_bytes(b"\x00..." + form + b"...")
                found.extend(line for line in finds(day, [tmp_path]) if line.startswith(kind))
            if left[kind]:
                assert len(found) >= len(left[kind])

    rng = random.Random(5)
    day = Day(tmp_path, rng, after_each=drop, first_number=FIRST)
    day.serve(random_visits(rng))
    drop(day)
    day.stop()
    assert found


def test_varints_are_sqlites() -> None:
    assert [varint(n).hex() for n in (5, 240, 300, 65_536)] == ["05", "8170", "822c", "848000"]
