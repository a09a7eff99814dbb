"""At each moment of a random day no file holds anything of a ticket that is gone but what it adds to counts.

Gone is a ticket once what was done with it last can no longer be taken back: 20 seconds after.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from kiosk.record.record import Record
from kiosk.technical_log import technical_log
from tests import seeds
from tests.privacy.mutants import LEFT_MUTANTS, DayFileLeft, LeakingCache
from tests.privacy.random_day import RandomDay
from tests.privacy.scanner import finds, moment_forms, number_forms, seconds_forms, varint
from tests.privacy.van_day import CORRECTED, DAY, TOPICS, Day, random_visits

FIRST = 734_501
"""Numbers that nothing else in a file looks like."""

OFTEN = 0.05
"""How often it is looked at between two steps of a write too."""


def scanned(seed: int, folder: Path, make: type[Record] = Record) -> tuple[list[str], int]:
    """What the scanner found in a random day, and how often it looked."""
    found: list[str] = []
    looks = 0
    rng, when = seeds.chance(seed), seeds.chance(seed)

    def look(day: Day) -> None:
        nonlocal looks
        looks += 1
        found.extend(finds(day, [folder]))

    def look_at_step(day: Day) -> None:
        if when.random() < OFTEN:
            look(day)

    restarts = 0.0 if make is LeakingCache else 0.05
    day = RandomDay(folder, rng, make.open, look, look_at_step, FIRST, restarts=restarts)
    try:
        day.serve(random_visits(rng))
    finally:
        day.stop()
    found.extend(finds(day, [folder]))
    print(f"seed {seed}: {looks} looks, {', '.join(sorted(day.ways))}")
    return found, looks


@pytest.mark.parametrize("seed", range(6))
def test_a_random_day_leaves_nothing_at_any_moment(seed: int, tmp_path: Path) -> None:
    with technical_log(tmp_path):
        for name in ("kiosk", ""):
            logging.getLogger(name).setLevel(logging.DEBUG)
        found, looks = scanned(seed, tmp_path)
    assert found == []
    assert looks > 30


@pytest.mark.parametrize("mutant", LEFT_MUTANTS)
def test_the_scanner_finds_what_a_careless_record_leaves(mutant: type[Record], tmp_path: Path) -> None:
    found, _ = scanned(0, tmp_path, mutant)
    kinds = {line.split()[0] for line in found}
    print(f"{mutant.__name__}: {sorted(kinds)}")
    assert kinds >= ({"topic"} if mutant is DayFileLeft else {"number", "hour"})


KINDS = ("number", "hour", "topic", "identifier", "time")


def gone_from(day: Day, kind: str) -> list[bytes]:
    """Forms of something of this kind that was there, and is gone once the day is over."""
    if kind == "number":
        return list(number_forms(day.numbers[0]))
    if kind == "hour":
        return list(moment_forms(day.moments[3]))
    if kind == "topic":
        return [topic.encode() for topic in (*TOPICS, CORRECTED)]
    if kind == "identifier":
        return [day.identifiers[0].encode()]
    return list(seconds_forms(day.served[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_the_scanner_finds_what_is_put_there(kind: str, tmp_path: Path) -> None:
    rng = seeds.chance(5)
    day = RandomDay(tmp_path, rng, first_number=FIRST)
    day.serve(random_visits(rng))
    day.stop()
    forms = gone_from(day, kind)
    assert forms
    assert finds(day, [tmp_path]) == []
    for form in forms:
        (tmp_path / "left").write_bytes(b"\x00[" + form + b"]")
        assert any(line.startswith(kind) for line in finds(day, [tmp_path])), form


@pytest.mark.parametrize("kind", ["number", "hour", "topic"])
def test_what_can_be_taken_back_is_found_once_the_seconds_are_over(kind: str, tmp_path: Path) -> None:
    """A record that would count a visit, and leave the ticket where it was."""
    found: list[str] = []
    left = b""

    def look(day: Day) -> None:
        nonlocal left
        if day.state.leaving:
            left = (tmp_path / "halte.day").read_bytes()
        elif left:
            (tmp_path / "copy").write_bytes(left)
            found.extend(line for line in finds(day, [tmp_path]) if line.startswith(kind))
            (tmp_path / "copy").unlink()

    rng = seeds.chance(5)
    day = RandomDay(tmp_path, rng, after_each=look, first_number=FIRST)
    day.serve(random_visits(rng))
    day.stop()
    assert found
    assert day.state.day == DAY


def test_varints_are_sqlites() -> None:
    assert [varint(n).hex() for n in (5, 240, 300, 65_536)] == ["05", "8170", "822c", "848000"]
