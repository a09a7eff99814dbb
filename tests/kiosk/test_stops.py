from __future__ import annotations

from datetime import date, datetime, time

from kiosk.settings import PlannedStop
from kiosk.stops import current, following

MORNING = PlannedStop(date(2026, 11, 23), "Attin", time(9), time(12))
AFTERNOON = PlannedStop(date(2026, 11, 23), "Beussent", time(14), time(17))
TOMORROW = PlannedStop(date(2026, 11, 24), "Cormont", time(9), time(12))
STOPS = (TOMORROW, AFTERNOON, MORNING)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def test_the_current_stop_is_the_one_that_has_not_closed() -> None:
    assert current(STOPS, at(8, 30)) == MORNING
    assert current(STOPS, at(12)) == MORNING
    assert current(STOPS, at(12, 1)) == AFTERNOON


def test_a_van_that_leaves_late_is_still_at_its_last_stop() -> None:
    assert current(STOPS, at(18)) == AFTERNOON


def test_no_stop_is_planned_today() -> None:
    assert current(STOPS, at(9, day=30)) is None


def test_the_following_stops_come_nearest_first() -> None:
    assert following(STOPS, at(10)) == [AFTERNOON, TOMORROW]
    assert following(STOPS, at(8)) == [MORNING, AFTERNOON, TOMORROW]
    assert following(STOPS, at(9, day=24)) == []
