"""Clocks asleep in 1970, a day ahead, an hour back, at midnight, at summer time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.queue import CallNext, Close, Command, End, Open, Reason, Refused, Stop, Take
from kiosk.queue_service import QueueService
from kiosk.record.counts import UNKNOWN, Counts, Days
from kiosk.record.record import Record
from kiosk.timing import TAKE_BACK
from tests.kiosk.fake_machine import NOON, PARIS, FakeMachine

TODAY = NOON.date()
ASLEEP = datetime(1970, 1, 1, 0, 0, 20, tzinfo=PARIS)


class Site:
    """A van's side on a machine with a clock of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.machine = FakeMachine()
        self.start()

    def start(self) -> None:
        self.clock = Clock(self.machine)
        self.record = Record.open(self.data)
        self.service = QueueService(self.record.load(self.clock()), self.record, self.clock)
        self.clock.check()

    def cut(self, boot: str, time: datetime) -> None:
        """The power goes, and comes back with the wall clock at `time`."""
        self.record.close()
        self.machine.restart(boot, time)
        self.start()

    def vouched_by_module(self) -> None:
        self.machine.rtcs = (self.machine.time,)
        self.clock.check()

    def choose(self, time: datetime) -> None:
        """An agent's display shows `time`, and the agent has chosen it."""
        self.clock.hear("desk 1", time)
        self.clock.take("desk 1")

    def do(self, *commands: Command, minutes: float = 0) -> None:
        for command in commands:
            asyncio.run(self.service.submit(command))
        self.machine.go(timedelta(minutes=minutes))

    def roll(self) -> None:
        asyncio.run(self.service.roll())

    def refusal(self, command: Command) -> Reason:
        with pytest.raises(Refused) as refused:
            self.do(command)
        return refused.value.reason

    @property
    def log(self) -> Days:
        """The visits that are counted once none can be taken back any more."""
        self.machine.go(timedelta(seconds=TAKE_BACK))
        asyncio.run(self.service.settle())
        return self.record.days()


def once(day: date, topic: str, minutes: int | None) -> Days:
    """One visit."""
    return {day: Counts({topic: 1}, {minutes or UNKNOWN: 1})}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.record.close()


def test_asleep_in_1970_no_stop_opens_until_an_agent_has_chosen_the_time(site: Site) -> None:
    site.cut("boot-2", ASLEEP)
    assert site.refusal(Open()) is Reason.CLOCK_UNSURE
    site.machine.go(timedelta(minutes=3))
    site.choose(NOON)
    site.do(Open(), Take("caf"), CallNext(1), minutes=8)
    site.do(End(1, 1), Close())
    assert site.log == once(TODAY, "caf", 8)


def test_a_cut_in_a_visit_that_wakes_in_1970_goes_on_with_its_day(site: Site) -> None:
    site.do(Open(), Take("caf"), Take("retraite"), CallNext(1), minutes=5)
    site.cut("boot-2", ASLEEP)
    site.roll()
    assert site.service.state.stop is Stop.OPEN
    site.do(Take("impots"), End(1, 1))
    assert site.log == once(TODAY, "caf", None)  # no clock can say how long it was
    site.do(CallNext(1), minutes=4)
    site.do(End(1, 2))
    assert site.log == {TODAY: Counts({"caf": 1, "retraite": 1}, {UNKNOWN: 1, 4: 1})}


def test_a_cut_in_a_visit_keeps_its_minutes_once_the_time_is_chosen(site: Site) -> None:
    """Known before it by a clock module, which the cut has killed."""
    site.vouched_by_module()
    site.do(Open(), Take("caf"), CallNext(1), minutes=5)
    site.cut("boot-2", ASLEEP)
    site.choose(NOON + timedelta(minutes=9))
    site.do(End(1, 1))
    assert site.log == once(TODAY, "caf", 9)


def test_two_starts_in_1970_make_no_minutes(site: Site) -> None:
    site.do(Open(), Take("caf"))
    site.cut("boot-2", ASLEEP)
    site.do(CallNext(1), minutes=2)
    site.cut("boot-3", ASLEEP + timedelta(minutes=30))
    site.do(End(1, 1))
    assert site.log == once(TODAY, "caf", None)


def test_a_day_ahead_until_an_agent_has_chosen_the_time(site: Site) -> None:
    site.cut("boot-2", NOON + timedelta(days=1))
    site.choose(NOON)
    site.do(Open(), Take("caf"), CallNext(1), minutes=3)
    site.do(End(1, 1), Close())
    assert site.log == once(TODAY, "caf", 3)


@pytest.mark.parametrize("vouched", ["before", "after", "never"])
def test_a_cut_in_a_visit_makes_no_minutes_of_a_clock_that_went_on_from_the_last_hour(
    vouched: str, site: Site
) -> None:
    if vouched == "before":
        site.vouched_by_module()
    site.do(Open(), Take("caf"), CallNext(1), minutes=55)
    site.cut("boot-2", NOON + timedelta(minutes=17))  # as fake-hwclock left it
    if vouched == "after":
        site.vouched_by_module()
    site.do(End(1, 1))
    assert site.log == once(TODAY, "caf", None)


def test_a_day_behind_the_log_is_no_worse_than_another(site: Site) -> None:
    site.do(Open(), Take("caf"), CallNext(1), minutes=3)
    site.do(End(1, 1), Close())
    assert site.log == once(TODAY, "caf", 3)
    site.cut("boot-2", NOON - timedelta(days=1))
    site.do(Open(), Take("caf"), CallNext(1), minutes=4)
    site.do(End(1, 1), Close())
    assert site.log == {**once(TODAY - timedelta(days=1), "caf", 4), **once(TODAY, "caf", 3)}


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1), timedelta(days=-20_000)])
def test_a_jump_in_a_visit_changes_neither_its_day_nor_its_minutes(jump: timedelta, site: Site) -> None:
    site.do(Open(), Take("caf"), CallNext(1), minutes=5)
    site.machine.time += jump
    site.roll()
    site.machine.go(timedelta(minutes=6))
    site.do(End(1, 1))
    assert site.log == once(TODAY, "caf", 11)


def test_a_visit_past_midnight_is_of_the_day_it_was_called(site: Site) -> None:
    site.machine.time = NOON.replace(hour=23, minute=50)
    site.do(Open(), Take("caf"), CallNext(1), minutes=25)
    site.roll()
    site.do(End(1, 1))
    assert site.log == once(TODAY, "caf", 25)
    site.roll()  # nobody is left: the new day begins, closed
    site.do(Open(), Take("caf"), CallNext(1), minutes=2)
    site.do(End(1, 1))
    tomorrow = TODAY + timedelta(days=1)
    assert site.log == {**once(TODAY, "caf", 25), **once(tomorrow, "caf", 2)}


def test_a_visit_left_open_overnight_is_counted_for_its_own_day(site: Site) -> None:
    site.do(Open(), Take("caf"), Take("retraite"), CallNext(1))
    site.cut("boot-2", NOON + timedelta(days=1))
    site.roll()
    assert site.log == once(TODAY, "caf", None)
    assert site.service.state.tickets == {}


@pytest.mark.parametrize(
    ("before", "minutes"),
    [(datetime(2026, 3, 29, 1, 45, tzinfo=PARIS), 30), (datetime(2026, 10, 25, 2, 45, tzinfo=PARIS), 30)],
    ids=["spring", "autumn"],
)
@pytest.mark.parametrize("cut", [False, True])
def test_summer_time_changes_no_minutes(before: datetime, minutes: int, cut: bool, site: Site) -> None:
    site.machine.time = before
    site.vouched_by_module()
    site.roll()
    site.do(Open(), Take("caf"), CallNext(1), minutes=minutes)
    assert site.machine.time.utcoffset() != before.utcoffset()
    if cut:
        site.cut("boot-2", site.machine.time)
    site.do(End(1, 1))
    assert site.log == once(before.date(), "caf", minutes)
