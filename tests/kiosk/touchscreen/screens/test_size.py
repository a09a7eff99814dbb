"""Sizes are few, and none is larger than its room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.touchscreen.screens.size import stepped


@given(st.floats(2, 500))
def test_a_number_nearly_fills_its_room(room: float) -> None:
    assert 0.94 * room < stepped(room) <= room * (1 + 1e-9)


def test_numbers_of_a_thousand_widths_have_few_sizes() -> None:
    rooms = [20 + n * 0.025 for n in range(1000)]  # 20 to 45 mm: a number on a screen of 7 inches
    assert len({stepped(room) for room in rooms}) < 16
