"""The one way into the queue: in turn, durable before told, whole whatever becomes of the one who asked."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.clock import Moment
from kiosk.queue import (
    CallNext,
    Close,
    Command,
    Decision,
    End,
    Event,
    Limits,
    Open,
    Reason,
    Refused,
    State,
    Stop,
    Take,
    TakeBack,
    VisitEnded,
)
from kiosk.queue_service import QueueService
from kiosk.timing import TAKE_BACK

NOON = Moment(datetime(2026, 3, 2, 12, tzinfo=UTC), 0.0, "boot")
TOMORROW = date(2026, 3, 3)
ENDED = VisitEnded(NOON.day, "a", 1)


class FakeRecord:
    """Keeps what it is given; waits at the gate, or fails, when told to."""

    def __init__(self) -> None:
        self.kept: list[State] = []
        self.events: list[Event] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()
        self.broken = False

    async def save(self, before: State, decision: Decision) -> None:
        self.reached.set()
        await self.gate.wait()
        if self.broken:
            raise OSError
        self.kept.append(decision.state)
        self.events += decision.events

    async def counted(self, day: date) -> int:
        return {TOMORROW: 7, NOON.day - timedelta(days=1): 3}.get(day, 0)


class Van:
    def __init__(self) -> None:
        self.record = FakeRecord()
        self.gone = 0.0
        self.service = QueueService(State(NOON.day), self.record, self.now)
        self.heard: list[State] = []
        self.service.listen(self.heard.append)

    def now(self) -> Moment:
        """Noon, and the seconds that have gone since."""
        return Moment(NOON.wall + timedelta(seconds=self.gone), NOON.steady + self.gone, "boot")

    async def do(self, *commands: Command) -> None:
        for command in commands:
            await self.service.submit(command)


async def test_it_is_told_only_once_it_is_durable() -> None:
    van = Van()
    van.record.gate.clear()
    asked = asyncio.create_task(van.service.submit(Open()))
    await van.record.reached.wait()
    assert (van.heard, van.service.state.stop.value) == ([], "closed")
    van.record.gate.set()
    assert (await asked).state is van.service.state
    assert van.heard == [van.service.state]


async def test_a_failed_write_changes_nothing_and_the_next_goes_on() -> None:
    van = Van()
    van.record.broken = True
    with pytest.raises(OSError):  # noqa: PT011 - the fake's own, without words
        await van.service.submit(Open())
    assert (van.service.state, van.heard) == (State(NOON.day), [])
    van.record.broken = False
    await van.service.submit(Open())
    assert van.heard == [van.service.state]


async def with_two_asked() -> tuple[Van, asyncio.Task[Decision], asyncio.Task[Decision]]:
    """A van whose record is held up with the first of two commands."""
    van = Van()
    await van.service.submit(Open())
    van.record.gate.clear()
    van.record.reached.clear()
    first = asyncio.create_task(van.service.submit(Take("a")))
    second = asyncio.create_task(van.service.submit(Take("b")))
    await van.record.reached.wait()
    return van, first, second


@pytest.mark.parametrize("cancels", [1, 3])
async def test_a_cancelled_command_under_way_is_finished_before_the_next(cancels: int) -> None:
    van, asked, waiting = await with_two_asked()
    for _ in range(cancels):
        asked.cancel()
        await asyncio.sleep(0)
    van.record.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await waiting
    assert [sorted(state.tickets) for state in van.heard] == [[], [1], [1, 2]]
    assert van.record.kept[-1] == van.service.state


async def test_a_command_cancelled_before_its_turn_is_never_begun() -> None:
    van, first, second = await with_two_asked()
    second.cancel()
    van.record.gate.set()
    await asyncio.gather(first, second, return_exceptions=True)
    assert len(van.service.state.tickets) == 1


async def test_a_cancelled_command_that_fails_leaves_all_as_it_was() -> None:
    van = Van()
    van.record.broken = True
    van.record.gate.clear()
    asked = asyncio.create_task(van.service.submit(Open()))
    await van.record.reached.wait()
    asked.cancel()
    await asyncio.sleep(0)
    van.record.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (van.service.state, van.heard) == (State(NOON.day), [])


async def test_a_listener_that_fails_keeps_nothing_from_the_others() -> None:
    van = Van()
    heard: list[State] = []

    def broken(state: State) -> None:
        raise ZeroDivisionError

    van.service.listen(broken)
    van.service.listen(heard.append)
    await van.service.submit(Open())
    assert van.heard == heard == [van.service.state]
    assert van.record.kept == [van.service.state]


async def test_two_at_once_take_turns() -> None:
    van = Van()
    await van.service.submit(Open())
    taken = await asyncio.gather(
        *(van.service.submit(Take("a"), f"press {n % 3}") for n in range(6)), return_exceptions=True
    )
    refused = [t.reason for t in taken if isinstance(t, Refused)]
    assert sorted(van.service.state.tickets) == [1, 2, 3]
    assert refused == [Reason.REPEATED] * 3


async def test_what_the_van_does_not_have_is_refused() -> None:
    limits = Limits(topics=frozenset({"a"}), desks=1)
    service = QueueService(State(NOON.day), FakeRecord(), lambda: NOON, limits)
    await service.submit(Open())
    await service.submit(Take("a"))
    for command, reason in ((Take("b"), Reason.UNKNOWN_TOPIC), (CallNext(2), Reason.UNKNOWN_DESK)):
        with pytest.raises(Refused) as refused:
            await service.submit(command)
        assert refused.value.reason is reason


async def test_a_command_may_bring_its_moment_decided_when_its_turn_has_come() -> None:
    van = Van()
    van.record.gate.clear()
    first = asyncio.create_task(van.service.submit(Open()))
    await van.record.reached.wait()
    seen: list[State] = []

    def tomorrow(state: State) -> Moment:
        seen.append(state)
        return replace(NOON, wall=NOON.wall + timedelta(days=1))

    second = asyncio.create_task(van.service.submit(Open(), at=tomorrow))
    await asyncio.sleep(0)
    assert not seen
    van.record.gate.set()
    await asyncio.gather(first, second)
    assert [state.stop.value for state in seen] == ["open"]
    assert van.service.state.day == NOON.day + timedelta(days=1)
    assert van.service.state.visits_today == 7


async def test_a_command_that_brings_another_day_brings_the_visits_of_that_day() -> None:
    """Of a closed day that another stop was to follow, an agent says that it is another one."""
    van = Van()
    await van.do(Open(), Take("a"), Close(day_over=False), Close(day_over=False))
    yesterday = NOON.day - timedelta(days=1)
    moment = replace(NOON, wall=NOON.wall - timedelta(days=1))
    await van.service.submit(Open(yesterday), at=lambda state: moment)
    state = van.service.state
    assert (state.day, state.next_number, state.visits_today) == (yesterday, 2, 3)


# --- What time brings about ---------------------------------------------------------------------------


async def test_a_visit_is_counted_only_once_its_end_can_no_longer_be_taken_back() -> None:
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = TAKE_BACK - 0.1
    await van.service.settle()
    assert ENDED not in van.record.events
    van.gone = TAKE_BACK
    told = len(van.heard)
    await van.service.settle()
    await van.service.settle()
    assert van.record.events.count(ENDED) == 1
    assert len(van.heard) == told + 1
    assert (van.service.state.visits_today, van.service.state.leaving) == (1, {})


async def test_a_command_that_comes_first_brings_what_is_due_with_it() -> None:
    """One write, and the visit before what the command brings."""
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = TAKE_BACK
    written = len(van.record.kept)
    decision = await van.service.submit(Take("b"))
    assert decision.events[0] == ENDED
    assert len(van.record.kept) == written + 1
    assert van.record.events.count(ENDED) == 1


async def test_a_refused_command_leaves_what_is_due_for_later() -> None:
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = TAKE_BACK
    with pytest.raises(Refused):
        await van.service.submit(TakeBack(1))
    assert ENDED not in van.record.events
    await van.service.settle()
    assert van.record.events.count(ENDED) == 1


async def test_a_stop_that_was_closed_meanwhile_is_closed_and_counts() -> None:
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1), Close())
    assert (van.service.state.stop, van.service.state.quiet) == (Stop.CLOSED, False)
    van.gone = TAKE_BACK
    await van.service.settle()
    assert van.service.state.quiet
    assert van.record.events.count(ENDED) == 1


async def test_what_is_due_is_settled_without_anybody_asking() -> None:
    """The wait is cut short by a clock that has gone on, not by waiting."""
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = TAKE_BACK
    counted = asyncio.Event()
    van.service.listen(lambda state: counted.set() if not state.leaving else None)
    running = asyncio.create_task(van.service.run())
    await counted.wait()
    assert van.record.events.count(ENDED) == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_new_day_begins_with_the_visits_that_it_has() -> None:
    """A day that was closed before: its visits are asked of the record, and those due are counted first."""
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = 24 * 3600.0
    await van.service.roll()
    assert van.service.state == State(TOMORROW, visits_today=7)
    assert van.record.events.count(ENDED) == 1
    told = len(van.heard)
    await van.service.roll()
    assert len(van.heard) == told


async def test_a_command_on_a_new_day_is_a_command_of_that_day() -> None:
    van = Van()
    await van.do(Open(), Take("a"), CallNext(1), End(1, 1))
    van.gone = 24 * 3600.0
    await van.service.submit(Open())
    assert (van.service.state.day, van.service.state.next_number) == (TOMORROW, 101)
