"""What can be read of a damaged log page by page, and what is kept of it aside."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.record.counts import NOTHING, Counts, Days, is_count, is_minutes, is_topic
from kiosk.record.rescue import PAGE, days_in, without_tickets
from tests import seeds
from tests.kiosk.record.playing import log_bytes
from tests.kiosk.record.test_log import LOG

RECORDS = Path(__file__).with_name("records")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return log_bytes(LOG, tmp_path_factory.mktemp("log"))


def older(which: str) -> bytes:
    return (RECORDS / f"version-2-{which}.sqlite").read_bytes()


def part_of(found: Days, whole: Days) -> bool:
    return all(
        these.topics.items() <= whole.get(day, NOTHING).topics.items()
        and these.minutes.items() <= whole.get(day, NOTHING).minutes.items()
        for day, these in found.items()
    )


def rows(days: Days) -> int:
    return sum(len(c.topics) + len(c.minutes) for c in days.values())


def test_a_whole_file_gives_all_its_days_page_by_page_too(image: bytes) -> None:
    assert days_in(image) == LOG
    assert len(image) > 4 * PAGE  # else there is no inner page, and little is tested


def test_a_file_of_an_earlier_version_gives_its_days_apart() -> None:
    assert days_in(older("closed")) == {
        date(2026, 3, 2): Counts({"impots": 1, "logement": 1, "retraite": 2}, {10: 1, 12: 2, 13: 1})
    }


def test_a_lost_page_costs_its_own_rows_and_no_others(image: bytes) -> None:
    costs = []
    for page in range(len(image) // PAGE):
        found = days_in(image[: page * PAGE] + bytes(PAGE) + image[(page + 1) * PAGE :])
        assert part_of(found, LOG)
        costs.append(rows(LOG) - rows(found))
    assert sum(costs) == rows(LOG)  # each row is on one page


def test_what_is_set_aside_of_a_log_is_every_byte(image: bytes) -> None:
    assert without_tickets(image) == image


def test_what_is_set_aside_of_an_earlier_version_holds_no_ticket_and_no_pair() -> None:
    for content in (older("open"), bytes(PAGE) + older("open")[PAGE:]):
        aside = without_tickets(content)
        assert len(aside) == len(content)
        for trace in (b"caf-msa", b"impots", b"retraite", b"2026-03-02", b"boot-1", b"press"):
            assert trace in content
            assert trace not in aside
        assert days_in(aside) == {}


def hold(found: Days) -> bool:
    return all(
        all(is_topic(t) and is_count(n) for t, n in c.topics.items())
        and all((is_minutes(m) or m == 0) and is_count(n) for m, n in c.minutes.items())
        for c in found.values()
    )


def test_any_bytes_at_all_are_read_without_harm() -> None:
    rng = seeds.chance(20261123)
    for length in (0, 1, 7, 8, 99, PAGE, PAGE + 5, 3 * PAGE):
        for kind in (2, 10, None):
            noise = rng.randbytes(length)
            if kind and noise:
                noise = bytes([kind]) + noise[1:]
            assert hold(days_in(noise))
            assert len(without_tickets(noise)) == length


@pytest.mark.long("sixty files are spoilt and searched")
@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=40))
def test_mutated_bytes_give_nothing_that_cannot_be(image: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(image)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    assert hold(days_in(bytes(damaged)))
    assert len(without_tickets(bytes(damaged))) == len(damaged)


@pytest.mark.parametrize("byte", [0, 2, 5, 10, 13, 0x81, 0xFF])
def test_a_large_file_of_one_byte_costs_a_bounded_time(byte: int) -> None:
    """Counted in work, as no page may promise more rows than it has room for; seconds are only printed."""
    began = time.perf_counter()
    assert days_in(bytes([byte]) * (2 * 1024 * 1024)) == {}
    print(f"{time.perf_counter() - began:.2f} s for 2 MiB")


def test_a_page_that_promises_more_rows_than_it_holds(image: bytes) -> None:
    damaged = bytearray(image)
    for page in range(PAGE, len(image), PAGE):
        damaged[page + 3 : page + 5] = b"\xff\xff"
    assert part_of(days_in(bytes(damaged)), LOG)
