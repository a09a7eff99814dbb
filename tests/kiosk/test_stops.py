from __future__ import annotations

from datetime import date, datetime, time

from kiosk.queue import State, Stop
from kiosk.settings import PlannedStop
from kiosk.stops import UNSEEN, Doors, VanDay, seen, van_day

MORNING = PlannedStop(date(2026, 11, 23), "Attin", time(9), time(12))
AFTERNOON = PlannedStop(date(2026, 11, 23), "Beussent", time(14), time(17))
TOMORROW = PlannedStop(date(2026, 11, 24), "Cormont", time(9), time(12))
STOPS = (TOMORROW, AFTERNOON, MORNING)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def day(now: datetime, stop: Stop = Stop.OPEN, doors: Doors = UNSEEN) -> VanDay:
    return van_day(STOPS, State(now.date(), stop), now, doors)


def test_an_open_van_is_at_the_stop_that_has_not_closed() -> None:
    assert day(at(8, 30)).here == MORNING
    assert day(at(12)).here == MORNING
    assert day(at(12, 1)).here == AFTERNOON


def test_a_van_that_leaves_late_is_still_at_the_stop_that_it_opened() -> None:
    assert day(at(12, 30), doors=Doors(Stop.OPEN, at(8, 55))).here == MORNING
    assert day(at(18)).here == AFTERNOON


def test_a_closed_van_goes_on_to_its_next_stop_of_the_day() -> None:
    shut = Doors(Stop.CLOSED, at(9), at(12))
    assert day(at(12, 1), Stop.CLOSED, shut).here == MORNING
    assert day(at(13, 29), Stop.CLOSED, shut).here == MORNING
    assert day(at(13, 30), Stop.CLOSED, shut).here == AFTERNOON


def test_no_stop_is_planned_today() -> None:
    assert day(at(9, day=30)) == van_day((), State(date(2026, 11, 30), Stop.OPEN), at(9, day=30))
    assert day(at(9, day=30)).here is None


def test_the_stops_to_come_come_nearest_first() -> None:
    assert day(at(10)).coming == (AFTERNOON, TOMORROW)
    assert day(at(9, day=24)).coming == ()
    assert day(at(9, day=22)).coming == (MORNING, AFTERNOON, TOMORROW)


def test_when_the_doors_opened_and_shut_is_seen_and_only_then_known() -> None:
    doors = seen(Doors(), Stop.CLOSED, at(8))
    assert doors == Doors(Stop.CLOSED), "closed since nobody knows when"
    doors = seen(doors, Stop.OPEN, at(9))
    for minute, stop in enumerate((Stop.OPEN, Stop.FINISHING, Stop.OPEN)):
        doors = seen(doors, stop, at(9, minute))
        assert (doors.opened, doors.shut) == (at(9), None)
    assert seen(doors, Stop.CLOSED, at(12)).shut == at(12)


def test_what_was_seen_yesterday_says_nothing_of_today() -> None:
    shut = Doors(Stop.CLOSED, at(9), at(13))
    assert day(at(9, day=24), Stop.CLOSED, shut) == day(at(9, day=24), Stop.CLOSED)
