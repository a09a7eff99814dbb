"""The kiosk's clock: days that can be believed, and minutes that no clock can bend."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kiosk.clock import AGREE, Clock, Moment, minutes_between
from tests.kiosk.fake_machine import NOON, PARIS, FakeMachine

ASLEEP = datetime(1970, 1, 1, 0, 2, tzinfo=PARIS)
AHEAD = NOON + timedelta(days=31)
DESK, OTHER_DESK = "the display of desk 1", "the display of desk 2"


def test_a_good_clock_is_read_as_it_is() -> None:
    assert Clock(FakeMachine())() == Moment(NOON, 100.0, "boot-1")


@pytest.mark.parametrize("year", [1970, 2023, 2099])
def test_a_day_that_cannot_be_is_not_sure(year: int) -> None:
    assert not Clock(FakeMachine(time=NOON.replace(year=year)))().sure


# --- What vouches for it ---------------------------------------------------------------------------

SECOND = timedelta(seconds=1)
VOUCHERS = {
    "nothing": (FakeMachine(), False),
    "the network now": (FakeMachine(network=True), True),
    "the network before Halte was started": (FakeMachine(network_before=True), True),
    "the network, of 1970": (FakeMachine(time=ASLEEP, network=True, network_before=True), False),
    "a hardware clock": (FakeMachine(rtcs=(NOON,)), True),
    "a hardware clock a minute ahead": (FakeMachine(rtcs=(NOON + AGREE,)), True),
    "a hardware clock too far ahead": (FakeMachine(rtcs=(NOON + AGREE + SECOND,)), False),
    "a hardware clock too far behind": (FakeMachine(rtcs=(NOON - AGREE - SECOND,)), False),
    "a dead battery, 1970": (FakeMachine(rtcs=(ASLEEP,)), False),
    "a dead battery, 2000": (FakeMachine(rtcs=(datetime(2000, 1, 1, tzinfo=UTC),)), False),
    "a dead battery that the system woke with": (FakeMachine(time=ASLEEP, rtcs=(ASLEEP,)), False),
    "a dead one and one that kept its time": (FakeMachine(rtcs=(ASLEEP, NOON)), True),
    "the hardware clock is right, the system went on from yesterday": (
        FakeMachine(time=NOON - timedelta(days=1), rtcs=(NOON,)),
        False,
    ),
}


@pytest.mark.parametrize(("machine", "vouched"), VOUCHERS.values(), ids=list(VOUCHERS))
def test_what_vouches_for_the_machines_clock(machine: FakeMachine, vouched: bool) -> None:
    clock = Clock(machine)
    assert not clock.vouched  # before anything was asked
    clock.check()
    assert (clock.vouched, clock().exact) == (vouched, vouched)


def test_a_clock_set_by_the_network_stays_vouched_for_without_it() -> None:
    machine = FakeMachine(network=True)
    clock = Clock(machine)
    clock.check()
    machine.network = False  # as the kernel says after some hours without
    machine.go(timedelta(hours=11))
    clock.check()
    assert clock.vouched


@pytest.mark.parametrize("before", [False, True])
def test_a_clock_set_by_the_network_and_then_by_hand_is_not_vouched_for(before: bool) -> None:
    machine = FakeMachine(network=not before, network_before=before)
    clock = Clock(machine)
    clock.check()
    machine.network = False
    machine.time += timedelta(days=1)
    assert clock.vouched
    clock.check()
    assert not clock.vouched


# --- What a display says, and what an agent chooses ------------------------------------------------


def test_a_display_that_is_heard_changes_nothing() -> None:
    machine = FakeMachine()
    clock = Clock(machine)
    assert clock.hear(DESK, AHEAD)
    assert clock() == Moment(NOON, 100.0, "boot-1")


def test_the_time_of_a_display_goes_on_from_where_it_was_heard() -> None:
    machine = FakeMachine(time=ASLEEP)
    clock = Clock(machine)
    clock.hear(DESK, NOON)
    machine.go(timedelta(minutes=5))
    assert clock.of(DESK) == Moment(NOON + timedelta(minutes=5), 400.0, "boot-1")
    clock.take(DESK)
    machine.time = ASLEEP + timedelta(days=400)
    assert clock() == clock.of(DESK)
    assert (clock().sure, clock().exact) == (True, True)


def test_each_display_has_its_own_time_and_the_last_chosen_counts() -> None:
    clock = Clock(FakeMachine())
    clock.hear(DESK, AHEAD)
    clock.hear(OTHER_DESK, NOON + timedelta(days=1))
    for display, day in ((DESK, AHEAD.date()), (OTHER_DESK, NOON.date() + timedelta(days=1))):
        clock.take(display)
        assert clock().day == day
    clock.hear(DESK, NOON)  # its clock was put right; that alone changes nothing
    assert clock().day == NOON.date() + timedelta(days=1)


ODD = {
    "1970": ASLEEP,
    "2060": NOON.replace(year=2060),
    "without a zone": NOON.replace(tzinfo=None),
    "the first day there is": datetime.min.replace(tzinfo=timezone(timedelta(hours=23, minutes=59))),
    "the last day there is": datetime.max.replace(tzinfo=timezone(-timedelta(hours=23, minutes=59))),
}


@pytest.mark.parametrize("wall", ODD.values(), ids=list(ODD))
def test_an_odd_time_is_not_kept_nor_is_the_one_before_it(wall: datetime) -> None:
    clock = Clock(FakeMachine())
    clock.hear(DESK, AHEAD)
    assert not clock.hear(DESK, wall)
    assert clock.of(DESK) is None
    with pytest.raises(KeyError):
        clock.take(DESK)
    assert clock() == Moment(NOON, 100.0, "boot-1")


def test_a_clock_that_is_vouched_for_goes_by_no_display() -> None:
    clock = Clock(FakeMachine(network=True))
    clock.check()
    clock.hear(DESK, AHEAD)
    clock.take(DESK)
    assert clock().wall == NOON


def test_once_the_clock_is_vouched_for_it_is_believed_whatever_was_taken_before() -> None:
    machine = FakeMachine()
    clock = Clock(machine)
    clock.hear(DESK, AHEAD)
    clock.take(DESK)
    machine.network = True
    clock.check()
    assert clock().wall == NOON
    machine.network, machine.time = False, NOON + timedelta(hours=2)
    clock.check()
    assert not clock.vouched
    assert clock().wall == NOON + timedelta(hours=2)  # what was given up does not come back


def test_summer_time_begins_on_a_clock_that_was_told() -> None:
    machine = FakeMachine()
    clock = Clock(machine)
    clock.hear(DESK, datetime(2026, 3, 29, 1, 30, tzinfo=PARIS))
    clock.take(DESK)
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


def test_across_a_restart_a_clock_that_nothing_vouches_for_tells_no_minutes() -> None:
    end = replace(later(0, timedelta(minutes=7)), boot="boot-2")
    assert minutes_between(START, end) == 7
    assert minutes_between(START, replace(end, exact=False)) is None
    assert minutes_between(replace(START, exact=False), end) is None


def test_across_a_restart_summer_time_changes_nothing() -> None:
    night = Moment(datetime(2026, 3, 29, 1, 50, tzinfo=timezone(timedelta(hours=1))), 9.0, "boot-1")
    summer = Moment(datetime(2026, 3, 29, 3, 10, tzinfo=timezone(timedelta(hours=2))), 2.0, "boot-2")
    assert minutes_between(night, summer) == 20
