"""The kiosk's clock: days that can be believed, and minutes that no clock can bend."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from kiosk.clock import Clock, MachineClocks, Moment, minutes_between
from tests.kiosk.fake_machine import NOON, PARIS, FakeMachine


def test_a_good_clock_is_read_as_it_is() -> None:
    assert Clock(FakeMachine())() == Moment(NOON, 100.0, "boot-1")


@pytest.mark.parametrize("year", [1970, 2023, 2099])
def test_a_day_that_cannot_be_is_not_sure(year: int) -> None:
    assert not Clock(FakeMachine(time=NOON.replace(year=year)))().sure


def test_a_day_before_the_newest_visit_is_not_sure() -> None:
    clock = Clock(FakeMachine())
    clock.not_before(date(2026, 3, 2))
    assert clock().sure
    clock.not_before(date(2026, 3, 3))
    assert not clock().sure


def test_a_display_sets_a_clock_asleep_in_1970() -> None:
    machine = FakeMachine(time=datetime(1970, 1, 1, tzinfo=PARIS))
    clock = Clock(machine)
    assert clock.hear(NOON)
    machine.go(timedelta(minutes=5))
    assert clock() == Moment(NOON + timedelta(minutes=5), 400.0, "boot-1")
    assert clock().sure


def test_a_display_sets_a_clock_a_day_ahead() -> None:
    clock = Clock(FakeMachine(time=NOON + timedelta(days=1)))
    assert clock.hear(NOON)
    assert clock().day == NOON.date()


def test_the_first_display_is_believed_a_second_that_differs_is_not() -> None:
    clock = Clock(FakeMachine())
    assert clock.hear(NOON + timedelta(hours=1))
    assert not clock.hear(NOON)
    assert clock().wall == NOON + timedelta(hours=1)


def test_a_display_asleep_in_1970_is_not_believed() -> None:
    clock = Clock(FakeMachine())
    assert not clock.hear(datetime(1970, 1, 1, tzinfo=PARIS))
    assert clock().wall == NOON


def test_a_time_server_is_believed_before_a_display() -> None:
    clock = Clock(FakeMachine(by_network=True))
    assert not clock.hear(NOON + timedelta(days=1))
    assert clock().wall == NOON


def test_an_agent_is_believed_even_against_the_log() -> None:
    clock = Clock(FakeMachine())
    clock.not_before(date(2031, 1, 1))
    clock.set(NOON)
    assert clock().sure
    assert clock() == Moment(NOON, 100.0, "boot-1")


def test_a_time_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Clock(FakeMachine()).set(NOON.replace(tzinfo=None))


def test_summer_time_begins_on_a_clock_that_was_told() -> None:
    machine = FakeMachine()
    clock = Clock(machine)
    clock.set(datetime(2026, 3, 29, 1, 30, tzinfo=PARIS))
    before = clock()
    machine.go(timedelta(hours=1))
    assert (clock().wall.hour, clock().wall.minute) == (3, 30)
    assert minutes_between(before, clock()) == 60


# --- Minutes ---------------------------------------------------------------------------------------

START = Moment(NOON, 100.0, "boot-1")


def later(seconds: float, wall: timedelta, boot: str = "boot-1") -> Moment:
    return Moment(START.wall + wall, START.steady + seconds, boot)


@pytest.mark.parametrize(
    "jump", [timedelta(hours=-1), timedelta(days=1), timedelta(days=-20_000), timedelta()]
)
def test_no_jump_of_the_wall_clock_changes_the_minutes(jump: timedelta) -> None:
    assert minutes_between(START, later(600, timedelta(minutes=10) + jump)) == 10


def test_minutes_are_rounded_up_and_at_least_one() -> None:
    assert [minutes_between(START, later(s, timedelta())) for s in (0, 60, 60.5, 120)] == [1, 1, 2, 2]


def test_across_a_restart_the_wall_clock_counts_within_a_day() -> None:
    assert minutes_between(START, replace(later(0, timedelta(minutes=7)), boot="boot-2", steady=3.0)) == 7


@pytest.mark.parametrize("wall", [timedelta(minutes=-5), timedelta(days=1)])
def test_across_a_restart_what_cannot_be_is_unknown(wall: timedelta) -> None:
    assert minutes_between(START, replace(later(0, wall), boot="boot-2")) is None


def test_across_a_restart_summer_time_changes_nothing() -> None:
    night = Moment(datetime(2026, 3, 29, 1, 50, tzinfo=timezone(timedelta(hours=1))), 9.0, "boot-1")
    summer = Moment(datetime(2026, 3, 29, 3, 10, tzinfo=timezone(timedelta(hours=2))), 2.0, "boot-2")
    assert minutes_between(night, summer) == 20


# --- This machine ----------------------------------------------------------------------------------


def test_this_machine_has_a_boot_and_a_clock_that_runs_forward() -> None:
    one, other = MachineClocks(), MachineClocks()
    assert one.boot
    assert one.steady() <= other.steady()
    assert one.wall().utcoffset() is not None
