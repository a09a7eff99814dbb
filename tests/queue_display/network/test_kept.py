"""What is kept of the way to each other: the same after a restart, and no failure where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_display.network import kept
from queue_display.network.endpoint import Endpoint
from queue_display.network.places import AT_ONCE, Places

ODD = (
    b"",
    b"null",
    b"[]",
    b"-1",
    b"1e99",
    b"99999",
    b'"x"',
    b'{"a":1}',
    b'{"a":{"host":"x","port":"y"}}',
    b"\xff",
)
SET, GOOD = Endpoint("192.0.2.9", 9), Endpoint("192.0.2.1", 1)


def test_a_display_keeps_its_port(tmp_path: Path) -> None:
    port = kept.own_port(tmp_path)
    assert port > 0
    assert kept.own_port(tmp_path) == port
    assert kept.own_port(tmp_path / "not there") == 0


def test_a_kiosk_keeps_where_each_display_was(tmp_path: Path) -> None:
    kept.remember(tmp_path, "a", SET)
    kept.remember(tmp_path, "b", GOOD)
    assert kept.addresses(tmp_path) == {"a": SET, "b": GOOD}


@pytest.mark.parametrize("odd", [*ODD, b"[" * 100_000], ids=range(len(ODD) + 1))
def test_damage_costs_a_search_and_no_more(tmp_path: Path, odd: bytes) -> None:
    for name in (kept.ADDRESSES, kept.PORT):
        (tmp_path / name).write_bytes(odd)
    assert kept.addresses(tmp_path) == {}
    assert 0 < kept.own_port(tmp_path) < 1 << 16


def test_what_is_known_is_dialled_each_time_and_before_what_is_announced() -> None:
    places = Places([SET])
    places.good(GOOD)
    places.seen([Endpoint("198.51.100.1", n) for n in range(1, 500)])
    for _ in range(20):
        known, announced = places.to_try()[:2], places.to_try()[2:]
        assert known == [GOOD, SET]
        assert len(announced) == AT_ONCE
