"""What each role may see, and what each request of a display means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import msgspec
import pytest

from kiosk import queue
from kiosk.clock import Moment
from kiosk.engine import TABLE, decide
from kiosk.queue import CallNext, Open, Recall, State, Take
from kiosk.record.causes import not_written
from kiosk.record.counts import Counts
from kiosk.settings import PlannedStop, Topic, load
from kiosk.views import VanFacts, agent_view, board_view, command, health, meanings, view_for
from queue_display import messages
from queue_display.codec import encode, from_kiosk
from queue_display.messages import Ask, BoardCall, DeskTicket, Role, See, Undoable, WaitingTicket

START = Moment(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 0.0, "boot")
SETTINGS = load(None)


def at(minutes: float) -> Moment:
    return Moment(START.wall + timedelta(minutes=minutes), minutes * 60, "boot")


def busy() -> State:
    """Two at desks (the second called last, the first called again), one waiting with priority."""
    state = State(date(2026, 11, 23))
    steps: list[queue.Command] = [Open(), Take("logement"), Take("impots"), Take("emploi", priority=True)]
    steps += [queue.Call(1, 1), CallNext(2), Recall(1, 1)]
    for minutes, step in enumerate(steps):
        state = decide(state, step, at(minutes)).state
    return state


def test_the_agent_sees_who_waits_for_what_and_how_long() -> None:
    view = agent_view(VanFacts(SETTINGS, busy(), at(10), desk=1))
    assert view.line == (WaitingTicket(2, "impots", 7, priority=False, came_back=False),)
    assert view.desks == (
        DeskTicket(1, 1, "logement", calls=2, minutes=5, may_come_back=True),
        DeskTicket(2, 3, None, calls=1, minutes=4, may_come_back=True),
    )
    taxes = next(topic for topic in view.topics if topic.key == "impots")
    assert [taxes.name(language) for language in ("fr", "en")] == ["Impôts", "Taxes"]


@pytest.mark.parametrize("desk", [1, 2, None])
def test_no_topic_of_another_desk_reaches_an_agent(desk: int | None) -> None:
    """At it, handed over to it, or parked: whoever takes it over sees it then."""
    for state in (busy(), then(busy(), queue.HandOver(2, 3, to=1), queue.Park(1, 1))):
        hidden = {t.topic for t in state.tickets.values() if t.desk not in (None, desk)}
        hidden |= {t.topic for t in state.tickets.values() if t.for_desk not in (None, desk)}
        hidden |= {t.topic for t in state.parked()}
        view = agent_view(VanFacts(SETTINGS, state, at(10), desk=desk))
        sent = msgspec.json.encode(msgspec.structs.replace(view, topics=())).decode()
        assert not [topic for topic in hidden if topic in sent]


def test_who_is_parked_or_handed_over_is_told_apart_from_the_line() -> None:
    state = then(busy(), queue.HandOver(2, 3, to=1), queue.Park(1, 1))
    view = agent_view(VanFacts(SETTINGS, state, at(10), desk=1))
    assert [(w.number, w.for_desk, w.topic) for w in view.line] == [(3, 1, "emploi"), (2, None, "impots")]
    assert [(w.number, w.topic) for w in view.parked] == [(1, None)]
    assert (view.seats, view.undo) == (2, None)


def test_an_end_can_be_undone_by_its_own_desk_for_the_seconds_that_are_left() -> None:
    state = then(busy(), queue.End(1, 1))
    seen = [agent_view(VanFacts(SETTINGS, state, at(10 + s / 60), desk=desk)).undo for desk, s in LOOKS]
    assert seen == [Undoable(1, 20), Undoable(1, 13), None, None]


LOOKS = ((1, 0.0), (1, 6.5), (1, 20.0), (2, 0.0))
"""By which desk, so many seconds after the end."""


def then(state: State, *commands: queue.Command) -> State:
    for step in commands:
        state = decide(state, step, at(10)).state
    return state


def test_the_agent_sees_the_day_that_counts_and_the_kiosks_clock_to_the_second() -> None:
    """A stop that is open keeps its day past midnight."""
    night = replace(at(60), wall=datetime(2026, 11, 24, 1, 0, 0, 250_000, tzinfo=UTC))
    view = agent_view(VanFacts(SETTINGS, busy(), night, vouched=True))
    assert (view.day, view.clock, view.vouched) == (
        date(2026, 11, 23),
        datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        True,
    )


def test_the_summary_of_a_day_is_sent_once_it_is_over_and_joins_no_topic_to_a_length() -> None:
    counts = Counts({"impots": 2, "logement": 1}, {0: 1, 7: 1, 14: 1})
    over = replace(State(date(2026, 11, 23)), day_over=True)
    view = agent_view(VanFacts(SETTINGS, over, at(500), day_end=counts))
    assert view.summary == messages.DaySummary(
        over.day, {"impots": 2, "logement": 1}, {"0-15": 2, "unknown": 1}
    )
    assert agent_view(VanFacts(SETTINGS, busy(), at(10), day_end=counts)).summary is None
    sizes = {
        len(encode(See(agent_view(VanFacts(SETTINGS, over, at(500), day_end=c))))) for c in (counts, None)
    }
    assert len(sizes) == 1


def test_the_board_sees_numbers_and_desks_the_last_called_first() -> None:
    view = board_view(VanFacts(SETTINGS, busy(), at(10)))
    assert view.called == (BoardCall(3, 2, calls=1), BoardCall(1, 1, calls=2))


def test_no_topic_reaches_the_board() -> None:
    sent = msgspec.json.encode(board_view(VanFacts(SETTINGS, busy(), at(10)))).decode()
    for topic in SETTINGS.topics:
        assert topic.key not in sent
        assert topic.name("fr") not in sent


def test_what_the_kiosk_sends_is_within_bounds_however_long_its_settings_are() -> None:
    long = "é" * 3000
    topics = (Topic("retraite", {"fr": long, "en": long, long: "x"}),)
    stops = (PlannedStop(START.day, long, time(9), time(12)),)
    van = VanFacts(
        msgspec.structs.replace(SETTINGS, van=long, topics=topics, stops=stops),
        replace(busy(), visits_today=10**9),
        replace(at(10**6), wall=START.wall),
        record=health("offline", not_written(OSError(28))),
        visits=lambda: {START.day: Counts({long[:1000]: 10**9}, {4: 10**9})},
    )
    for role in Role:
        view = view_for(role, van)
        assert from_kiosk(encode(See(view))) == See(view)


MEANINGS: list[tuple[Ask, queue.Command]] = [
    (messages.Open(), queue.Open()),
    (messages.Close(day_over=False), queue.Close(day_over=False)),
    (messages.CallNext(), queue.CallNext(2)),
    (messages.Call(7), queue.Call(2, 7)),
    (messages.Recall(7), queue.Recall(2, 7)),
    (messages.PutBack(7), queue.PutBack(2, 7)),
    (messages.Park(7), queue.Park(2, 7)),
    (messages.HandOver(7, to=1), queue.HandOver(2, 7, to=1)),
    (messages.TakeBack(), queue.TakeBack(2)),
    (messages.Absent(7, back_in_line=True), queue.Absent(2, 7, back_in_line=True)),
    (messages.End(7, "emploi"), queue.End(2, 7, "emploi")),
    (messages.Cancel(7), queue.Cancel(7)),
    (messages.Take("emploi", priority=True), queue.Take("emploi", priority=True)),
]


@pytest.mark.parametrize(("ask", "meant"), MEANINGS)
def test_a_request_is_a_command_of_the_asking_desk(ask: Ask, meant: queue.Command) -> None:
    assert command(ask, desk=2) == meant


def test_every_request_has_a_meaning_and_every_command_of_the_queue_can_be_asked() -> None:
    assert {type(ask) for ask, _ in MEANINGS} == set(get_args(messages.AnyAsk))
    assert {ask.__name__ for ask in get_args(messages.AnyAsk)} == {word.__name__ for word in TABLE}


class Wave(Ask, frozen=True):
    """A made-up request that the queue has no word for."""


class Unclosed(Ask, frozen=True):
    """One that lacks what the queue's word of its name needs."""


class Reworded(Ask, frozen=True):
    """One with a value that the queue's word of its name does not have."""

    number: int
    why: str


Unclosed.__name__, Reworded.__name__ = "Close", "Cancel"


@pytest.mark.parametrize("odd", [Wave, Reworded])
def test_a_request_that_means_nothing_to_the_queue_is_refused_at_the_start(odd: type[Ask]) -> None:
    with pytest.raises(TypeError, match=odd.__name__):
        meanings([*get_args(messages.AnyAsk), odd])


def test_a_request_may_leave_out_what_the_queue_has_a_default_for() -> None:
    assert meanings([Unclosed]) == {Unclosed: queue.Close}
