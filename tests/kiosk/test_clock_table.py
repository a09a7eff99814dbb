"""Every clock that a kiosk and its displays may have, one row a case, through the real van and console: which
days an agent is offered, what each choice does, on which day the stop opens."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assets.wording import wording
from kiosk.queue import Stop
from kiosk.record.record import read_days
from queue_display.console import days
from queue_display.link import Asker
from queue_display.messages import CallNext, Close, End, Open, Take
from tests.kiosk.clock_site import BOARD, DESK_1, DESK_2, REFERENT, TOPIC, site
from tests.kiosk.fake_machine import NOON, PARIS, FakeMachine

pytestmark = pytest.mark.may_block("the record and the keys are opened inside the loop, for the test's sake")

DAY = timedelta(days=1)
MONTH = 31 * DAY
ASLEEP = datetime(1970, 1, 1, 0, 2, tzinfo=PARIS)
TODAY, YESTERDAY, AHEAD = NOON.date(), (NOON - DAY).date(), (NOON + MONTH).date()
IN_2040 = NOON.replace(year=2040)


@dataclass(frozen=True)
class Case:
    """A kiosk's machine and the clock of a display, desk 1's. `offered`: the days on its buttons; `opens`:
    why each of them, or a day that no button has, is refused; None where it opens."""

    machine: FakeMachine
    display: datetime
    offered: tuple[date, ...]
    opens: dict[date | None, str | None]
    others: dict[Asker, datetime] = field(default_factory=dict)
    says: str = ""  # a part of what the console says of the clocks


def machine(time: datetime = NOON, *, network: bool = False, rtc: datetime | None = None) -> FakeMachine:
    return FakeMachine(time=time, network=network, rtcs=(rtc,) if rtc else ())


TABLE = {
    "all agree": Case(machine(), NOON, (TODAY,), {TODAY: None, None: None, AHEAD: "other_day"}),
    # The laptop a month ahead.
    "the laptop a month ahead": Case(
        machine(), NOON + MONTH, (TODAY, AHEAD), {TODAY: None, None: None, AHEAD: None}
    ),
    "the laptop a month ahead, the kiosk set by the network": Case(
        machine(network=True),
        NOON + MONTH,
        (TODAY,),
        {TODAY: None, AHEAD: "clock_vouched", YESTERDAY: "clock_vouched"},
        says="heure de la borne est sûre",
    ),
    "the laptop a month ahead, the kiosk with a clock module": Case(
        machine(rtc=NOON),
        NOON + MONTH,
        (TODAY,),
        {TODAY: None, AHEAD: "clock_vouched"},
        says="heure de la borne est sûre",
    ),
    # Displays that nobody believes.
    "a display of 1970": Case(
        machine(),
        ASLEEP,
        (TODAY,),
        {TODAY: None, ASLEEP.date(): "clock_unsure"},
        says="Cet ordinateur n’est",
    ),
    "a display of 2040: a day that can be, and that is asked": Case(
        machine(), IN_2040, (TODAY, IN_2040.date()), {TODAY: None, AHEAD: "other_day"}
    ),
    "a display of 2060": Case(
        machine(),
        NOON.replace(year=2060),
        (TODAY,),
        {TODAY: None, date(2060, 3, 2): "clock_unsure"},
        says="Cet ordinateur n’est",
    ),
    "a display without a zone": Case(
        machine(), (NOON + MONTH).replace(tzinfo=None), (TODAY,), {TODAY: None, AHEAD: "other_day"}
    ),
    "a display of the last day there is": Case(
        machine(),
        datetime.max.replace(hour=12, tzinfo=UTC),
        (TODAY,),
        {TODAY: None, date.max: "clock_unsure"},
        says="Cet ordinateur n’est",
    ),
    "a board a month ahead": Case(
        machine(), NOON, (TODAY,), {TODAY: None, AHEAD: "other_day"}, {BOARD: NOON + MONTH}
    ),
    "the referent's laptop a month ahead": Case(
        machine(), NOON, (TODAY,), {TODAY: None, AHEAD: "other_day"}, {REFERENT: NOON + MONTH}
    ),
    "a kiosk of 1970 and a right board": Case(
        machine(ASLEEP),
        ASLEEP,
        (),
        {None: "clock_unsure", TODAY: "other_day"},
        {BOARD: NOON},
        says="Cet ordinateur n’est",
    ),
    # A kiosk that woke in the past.
    "a kiosk of 1970": Case(
        machine(ASLEEP), NOON, (TODAY,), {TODAY: None, None: "clock_unsure", ASLEEP.date(): "clock_unsure"}
    ),
    "a kiosk of 1970 whose module says so too": Case(
        machine(ASLEEP, rtc=ASLEEP), NOON, (TODAY,), {TODAY: None, ASLEEP.date(): "clock_unsure"}
    ),
    "a kiosk of 1970, the network for once too": Case(
        machine(ASLEEP, network=True), NOON, (TODAY,), {TODAY: None, None: "clock_unsure"}
    ),
    "kiosk and laptop of 1970": Case(
        machine(ASLEEP),
        ASLEEP,
        (),
        {None: "clock_unsure", TODAY: "other_day", ASLEEP.date(): "clock_unsure"},
        says="Cet ordinateur n’est",
    ),
    "a kiosk that went on from yesterday": Case(
        machine(NOON - DAY), NOON, (YESTERDAY, TODAY), {TODAY: None, YESTERDAY: None, AHEAD: "other_day"}
    ),
    "a kiosk that went on from yesterday, its module right but not asked at the start": Case(
        machine(NOON - DAY, rtc=NOON), NOON, (YESTERDAY, TODAY), {TODAY: None, YESTERDAY: None}
    ),
    # Two agents' displays that differ.
    "two laptops that differ, the kiosk of yesterday": Case(
        machine(NOON - DAY),
        NOON,
        (YESTERDAY, TODAY),
        {TODAY: None, YESTERDAY: None, AHEAD: "other_day"},  # the other laptop's day is not this one's
        {DESK_2: NOON + MONTH},
    ),
    "two laptops that differ, the kiosk of 1970": Case(
        machine(ASLEEP), NOON, (TODAY,), {TODAY: None, AHEAD: "other_day"}, {DESK_2: NOON + MONTH}
    ),
    # Minutes are said, and change nothing.
    "the laptop five minutes ahead": Case(
        machine(), NOON + timedelta(minutes=5), (TODAY,), {TODAY: None}, says="diffèrent de 5"
    ),
}


@pytest.mark.parametrize("case", TABLE.values(), ids=list(TABLE))
async def test_each_clock(case: Case, tmp_path: Path) -> None:
    for place, (day, refused) in enumerate(case.opens.items()):
        async with site(tmp_path / str(place), replace(case.machine)) as on:
            for asker, clock in {DESK_1: case.display, **case.others}.items():
                on.connect(asker, clock)
            await on.van.check_clock()
            before = on.van.now()
            assert days.offered(on.console()) == case.offered
            assert case.says in on.said()
            assert bool(case.says) is bool(on.said())
            assert await on.ask(Open(day)) == (refused or "")
            if refused:
                assert (on.van.state.stop, on.van.now()) == (Stop.CLOSED, before)
            else:
                assert (on.van.state.stop, on.van.state.day) == (Stop.OPEN, day or TODAY)
                assert on.van.now().day == on.van.state.day
                assert on.console().view.day == on.van.state.day  # type: ignore[union-attr]
                await on.visit()
                assert on.log == {day or TODAY}


async def test_the_laptop_a_month_ahead_then_right_shuts_no_van(tmp_path: Path) -> None:
    """One laptop 31 days ahead for one visit, as an agent chose: it warns, and the next opening is right."""
    async with site(tmp_path, machine()) as on:
        on.connect(DESK_1, NOON + MONTH)
        assert await on.ask(Open(AHEAD)) == ""
        await on.visit()
        on.go(timedelta(hours=1))
        on.connect(DESK_1, on.machine.time)
        assert days.offered(on.console()) == (AHEAD, TODAY)
        assert await on.ask(Open(TODAY)) == ""
        await on.visit()
        assert on.log == {TODAY, AHEAD}
        for _ in range(3):  # and each day after, with a word about it
            on.cut(on.machine.time + DAY)
            on.connect(DESK_1, on.machine.time)
            view = on.console().view
            assert view
            assert "jeudi 2 avril 2026" in view.record.condition.said(wording("fr"))
            assert await on.ask(Open(on.machine.time.date())) == ""
            await on.visit()
        assert on.log == {AHEAD, *(TODAY + n * DAY for n in range(4))}


async def test_a_visit_of_today_is_none_of_a_day_to_come(tmp_path: Path) -> None:
    async with site(tmp_path, machine()) as on:
        assert await on.ask(Open(TODAY)) == ""
        await on.visit()
        on.cut(NOON + timedelta(hours=1))
        view = on.console().view
        assert view
        assert not view.record.condition


async def test_the_kiosk_goes_on_with_the_chosen_day_after_a_power_cut(tmp_path: Path) -> None:
    """It wakes with yesterday; a display that has the day that was opened brings it back, no other does."""
    async with site(tmp_path, machine(NOON - DAY)) as on:
        on.connect(DESK_1, NOON)
        for ask in (Open(TODAY), Take(TOPIC), CallNext()):
            assert await on.ask(ask) == ""
        on.cut(NOON - DAY)
        assert (on.van.state.day, on.van.now().day) == (TODAY, YESTERDAY)
        on.connect(BOARD, NOON)
        on.connect(DESK_2, NOON + DAY)
        assert on.van.now().day == YESTERDAY
        assert "Les visites comptent pour le lundi 2 mars 2026" in on.said(DESK_2)
        on.connect(DESK_1, NOON + timedelta(minutes=9))
        assert on.van.now().wall == NOON + timedelta(minutes=9)
        assert await on.ask(End(1)) == ""
        assert await on.ask(Close(day_over=True)) == ""
        await on.settled()
        assert {day: set(counts.minutes) for day, counts in read_days(tmp_path).items()} == {TODAY: {9}}


async def test_a_stop_left_open_yesterday_is_said_and_can_be_closed_and_opened_today(
    tmp_path: Path,
) -> None:
    """Power went with the stop open; the kiosk wakes in yesterday's evening, nothing vouches for it."""
    async with site(tmp_path, machine(NOON - DAY)) as on:
        on.connect(DESK_1, NOON - DAY)
        assert await on.ask(Open(YESTERDAY)) == ""
        on.cut(NOON - DAY + timedelta(hours=1))
        on.connect(DESK_1, NOON)
        assert "Les visites comptent pour le dimanche 1er mars 2026" in on.said()
        assert await on.ask(Open(TODAY)) == "day_under_way"
        assert await on.ask(Close(day_over=True)) == ""
        assert days.offered(on.console()) == (YESTERDAY, TODAY)
        assert await on.ask(Open(TODAY)) == ""
        await on.visit()
        assert on.log == {TODAY}


async def test_what_comes_to_vouch_for_the_clock_meanwhile_is_believed_from_then_on(tmp_path: Path) -> None:
    async with site(tmp_path, machine()) as on:
        on.connect(DESK_1, NOON + MONTH)
        assert await on.ask(Open(AHEAD)) == ""
        on.machine.network = True
        await on.van.check_clock()
        assert (on.van.now().day, on.van.state.day) == (TODAY, AHEAD)
        assert "heure de la borne est sûre" in on.said()
        await on.visit()  # a stop under way keeps its day
        assert on.log == {AHEAD}
        assert days.offered(on.console()) == (TODAY,)


async def test_the_clock_is_asked_anew_before_a_day_is_taken_from_a_display(tmp_path: Path) -> None:
    """The network came since the last look, a minute ago or when Halte was started."""
    async with site(tmp_path, machine()) as on:
        on.connect(DESK_1, NOON + MONTH)
        assert days.offered(on.console()) == (TODAY, AHEAD)
        on.machine.network = True
        assert await on.ask(Open(AHEAD)) == "clock_vouched"


class HungMachine(FakeMachine):
    """A hardware clock that answers only once it is let go."""

    asked = 0
    let_go = threading.Event()

    def hardware(self) -> tuple[datetime, ...]:
        self.asked += 1
        self.let_go.wait(60)
        return ()


async def test_a_hardware_clock_that_hangs_holds_up_no_agent_and_one_thread(tmp_path: Path) -> None:
    hung = HungMachine(time=NOON - DAY)
    async with site(tmp_path, hung) as on:
        on.connect(DESK_1, NOON)
        assert await on.ask(Open(TODAY)) == ""
        await on.visit()
        assert await on.ask(Open(TODAY)) == ""
        assert hung.asked == 1
        hung.let_go.set()
        await on.van.check_clock()
