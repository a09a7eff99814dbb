"""The engine against a model that remembers everything, and each row of its table by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.clock import Moment, minutes_between
from kiosk.engine import REMEMBERED_COMMANDS, TABLE, decide, reseated
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    Decision,
    End,
    Event,
    Gone,
    HandOver,
    Limits,
    Open,
    Park,
    PutBack,
    Reason,
    Recall,
    Refused,
    State,
    Status,
    Stop,
    Take,
    TakeBack,
    TicketTaken,
    VisitEnded,
)
from kiosk.timing import TAKE_BACK, due_in, roll, settle
from kiosk.visits import LONGEST_VISIT

DAY = date(2026, 11, 23)
MORNING = Moment(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 1000.0, "boot")


def later(seconds: float, start: Moment = MORNING) -> Moment:
    return Moment(start.wall + timedelta(seconds=seconds), start.steady + seconds, start.boot)


def play(*commands: Command, state: State | None = None, now: Moment = MORNING) -> State:
    state = state or State(DAY)
    for command in commands:
        state = decide(state, command, now).state
    return state


def why(state: State, command: Command, identifier: str = "") -> Reason:
    with pytest.raises(Refused) as refused:
        decide(state, command, MORNING, identifier)
    assert refused.value.command is not None
    return refused.value.reason


def events(state: State, command: Command, now: Moment = MORNING) -> tuple[Event, ...]:
    """What is told of the command, and what counts once it can no longer be taken back."""
    decision = decide(state, command, now)
    settled = settle(decision.state, later(TAKE_BACK, now))
    return decision.events + (settled.events if settled else ())


def test_numbers_start_at_1_and_the_line_is_served_in_order() -> None:
    state = play(Open(), Take("a"), Take("b"), Take("c"))
    assert [t.number for t in state.line()] == [1, 2, 3]
    assert [t.number for t in play(CallNext(1), state=state).called()] == [1]


def test_a_taken_ticket_says_how_many_are_ahead() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1))
    assert events(state, Take("c")) == (TicketTaken(3, ahead=1),)


def test_priority_comes_before_others_and_in_its_own_order() -> None:
    state = play(Open(), Take("a"), Take("b", priority=True), Take("c", priority=True))
    assert [t.number for t in state.line()] == [2, 3, 1]
    assert events(state, Take("d", priority=True)) == (TicketTaken(4, ahead=2),)


def test_two_desks_that_press_next_get_two_tickets() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1), CallNext(2))
    assert [(t.desk, t.number) for t in state.called()] == [(1, 1), (2, 2)]


def test_one_press_repeated_by_the_link_calls_once() -> None:
    state = play(Open(), Take("a"), Take("b"))
    state = decide(state, CallNext(1), MORNING, "press").state
    state = decide(state, End(1, 1), MORNING, "other").state
    assert why(state, CallNext(1), "press") is Reason.REPEATED


def test_remembered_commands_are_bounded() -> None:
    state = play(Open())
    for i in range(REMEMBERED_COMMANDS + 5):
        state = decide(state, Take("a"), MORNING, f"press {i}").state
    assert len(state.applied) == REMEMBERED_COMMANDS
    assert state.applied[-1] == f"press {REMEMBERED_COMMANDS + 4}"


def test_a_recall_counts_and_keeps_the_time_of_the_first_call() -> None:
    state = play(Open(), Take("a"), CallNext(1))
    ticket = decide(state, Recall(1, 1), later(600)).state.tickets[1]
    assert (ticket.calls, ticket.called) == (2, MORNING)


def test_put_back_returns_to_the_head_of_the_line() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1), PutBack(1, 1))
    assert [t.number for t in state.line()] == [1, 2]


def test_absent_goes_to_the_end_of_the_line_once() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1), Absent(1, 1, back_in_line=True))
    assert [t.number for t in state.line()] == [2, 1]
    state = play(Call(1, 1), state=state)
    assert why(state, Absent(1, 1, back_in_line=True)) is Reason.ABSENT_BEFORE
    assert list(play(Absent(1, 1), state=state).tickets) == [2]


def test_a_late_arrival_stays_behind_one_that_came_back() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1), Absent(1, 1, back_in_line=True), Take("c"))
    assert [t.number for t in state.line()] == [2, 1, 3]


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (1500, 25)])
def test_a_visit_leaves_its_day_topic_and_whole_minutes(seconds: float, minutes: int) -> None:
    state = play(Open(), Take("a"), CallNext(1))
    assert events(state, End(1, 1), later(seconds)) == (VisitEnded(DAY, "a", minutes),)


def test_the_agent_corrects_the_topic() -> None:
    state = play(Open(), Take("a"), CallNext(1))
    assert events(state, End(1, 1, topic="b")) == (VisitEnded(DAY, "b", 1),)


def test_a_jump_of_the_wall_clock_does_not_bend_the_minutes() -> None:
    state = play(Open(), Take("a"), CallNext(1))
    jumped = Moment(MORNING.wall - timedelta(hours=1), MORNING.steady + 300, MORNING.boot)
    assert events(state, End(1, 1), jumped) == (VisitEnded(DAY, "a", 5),)


def test_closing_serves_those_who_wait_then_closes() -> None:
    state = play(Open(), Take("a"), Close(day_over=False))
    assert state.stop is Stop.FINISHING
    assert why(state, Take("b")) is Reason.STOP_NOT_OPEN
    state = play(CallNext(1), state=state)
    state = play(End(1, 1), state=state)
    assert (state.stop, state.day_over) == (Stop.CLOSED, False)
    settled = settle(state, later(TAKE_BACK))
    assert settled
    assert (settled.state.quiet, settled.state.applied) == (True, ())


def test_closing_an_empty_stop_closes_at_once() -> None:
    state = play(Open(), Close())
    assert (state.stop, state.day_over) == (Stop.CLOSED, True)


def test_closing_twice_sends_those_who_wait_home_but_ends_no_visit() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1), Close())
    assert why(state, Close()) is Reason.VISIT_UNDER_WAY
    state = play(PutBack(1, 1), state=state)
    decision = decide(state, Close(), MORNING)
    assert (decision.state.stop, dict(decision.state.tickets), decision.events) == (Stop.CLOSED, {}, ())


def test_a_stop_that_finishes_can_be_opened_again() -> None:
    state = play(Open(), Take("a"), Close(), Open(), Take("b"))
    assert [t.number for t in state.line()] == [1, 2]


def test_a_second_stop_of_the_day_goes_on_with_the_numbers() -> None:
    state = play(Open(), Take("a"), Cancel(1), Close(day_over=False), Open(), Take("a"))
    assert [t.number for t in state.line()] == [2]


def test_a_day_whose_numbers_are_forgotten_starts_a_series_clear_of_them() -> None:
    state = play(Open(), Take("a"), state=State(DAY, visits_today=7))
    assert [t.number for t in state.line()] == [101]


@pytest.mark.parametrize(
    ("before", "command", "reason"),
    [
        ((), Take("a"), Reason.STOP_NOT_OPEN),
        ((), CallNext(1), Reason.STOP_CLOSED),
        ((), Close(), Reason.STOP_CLOSED),
        ((Open(),), Open(), Reason.STOP_OPEN),
        ((Open(),), CallNext(1), Reason.NOBODY_WAITS),
        ((Open(),), Call(1, 4), Reason.NO_SUCH_TICKET),
        ((Open(), Take("a"), CallNext(1)), Call(2, 1), Reason.NOT_WAITING),
        ((Open(), Take("a"), CallNext(1)), Cancel(1), Reason.NOT_WAITING),
        ((Open(), Take("a"), CallNext(1)), End(2, 1), Reason.NOT_AT_THIS_DESK),
        ((Open(), Take("a")), End(1, 1), Reason.NOT_AT_THIS_DESK),
        ((Open(), Take("a")), Recall(1, 1), Reason.NOT_AT_THIS_DESK),
        ((Open(), Take("a"), Take("b"), CallNext(1)), CallNext(1), Reason.DESK_BUSY),
        ((Open(), Take("a"), Take("b"), CallNext(1)), Call(1, 2), Reason.DESK_BUSY),
        ((Open(), Take("a"), CallNext(1)), CallNext(1), Reason.DESK_BUSY),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    before: tuple[Command, ...], command: Command, reason: Reason
) -> None:
    assert why(play(*before), command) is reason


def test_a_later_day_counts_open_visits_for_their_own_day() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1))
    tomorrow = Moment(MORNING.wall + timedelta(days=1), 5.0, "another boot")
    decision = roll(state, tomorrow)
    assert decision is not None
    assert decision.events == (VisitEnded(DAY, "a", None),)
    assert decision.state == State(tomorrow.day)


def test_a_visit_runs_past_midnight_but_not_through_the_night() -> None:
    evening = Moment(datetime(2026, 11, 23, 23, 50, tzinfo=UTC), 1000.0, "boot")
    state = play(Open(), Take("a"), CallNext(1), now=evening)
    assert roll(state, later(1200, evening)) is None
    assert events(state, End(1, 1), later(1200, evening)) == (VisitEnded(DAY, "a", 20),)
    assert roll(state, later(LONGEST_VISIT * 60 + 1, evening)) is not None


EARLIER = Moment(MORNING.wall - timedelta(days=1), 0.0, "boot")


def test_a_day_under_way_does_not_roll_backwards() -> None:
    assert roll(play(Open()), EARLIER) is None
    assert roll(play(Open(), Close(day_over=False)), EARLIER) is None


def test_a_closed_stop_follows_a_clock_put_back_and_repeats_no_number() -> None:
    assert roll(State(DAY), EARLIER) == Decision(State(EARLIER.day), ())
    settled = settle(play(Open(), Take("a"), CallNext(1), End(1, 1), Close()), later(TAKE_BACK))
    assert settled
    decision = roll(settled.state, EARLIER)
    assert decision is not None
    assert (decision.state.day, decision.state.next_number) == (EARLIER.day, 2)


def test_a_clock_that_cannot_be_right_opens_nothing_and_begins_no_day() -> None:
    lost = Moment(datetime(1970, 1, 1, tzinfo=UTC), 0.0, "boot", sure=False)
    ahead = Moment(datetime(2099, 1, 1, tzinfo=UTC), 0.0, "boot", sure=False)
    for now in (lost, ahead):
        with pytest.raises(Refused) as refused:
            decide(State(now.day), Open(), now)
        assert refused.value.reason is Reason.CLOCK_UNSURE
        assert roll(play(Open(), Take("a"), CallNext(1)), now) is None
    assert decide(play(Open()), Take("a"), lost).state.day == DAY


def test_durations_across_boots_use_the_wall_clock_of_the_same_day_only() -> None:
    assert minutes_between(MORNING, replace(later(120), boot="other")) == 2
    assert minutes_between(MORNING, replace(later(-120), boot="other")) is None
    assert minutes_between(MORNING, replace(later(86400), boot="other")) is None


# --- Taken back, parked, handed over ---------------------------------------------------------------


def test_an_end_can_be_taken_back_for_twenty_seconds() -> None:
    at_desk = play(Open(), Take("a"), CallNext(1))
    ended = play(End(1, 1, "b"), state=at_desk, now=later(60))
    assert (dict(ended.tickets), ended.visits_today) == ({}, 0)
    assert due_in(ended, later(65)) == TAKE_BACK - 5
    assert settle(ended, later(60 + TAKE_BACK - 0.1)) is None
    back = play(TakeBack(1), state=ended, now=later(70))
    assert (back.tickets, dict(back.leaving)) == (at_desk.tickets, {})
    settled = settle(ended, later(60 + TAKE_BACK))
    assert settled
    assert (settled.state.visits_today, settled.events) == (1, (VisitEnded(DAY, "b", 1),))
    with pytest.raises(Refused) as late:
        decide(ended, TakeBack(1), later(60 + TAKE_BACK))
    assert late.value.reason is Reason.NOTHING_TO_TAKE_BACK


def test_what_is_taken_back_sends_whoever_was_called_since_back_to_the_line() -> None:
    state = play(Open(), Take("a"), Take("b"), Take("c"), CallNext(1), End(1, 1), CallNext(1), TakeBack(1))
    assert [t.number for t in state.line()] == [2, 3]
    assert state.at_desk(1) == play(Open(), Take("a"), CallNext(1)).at_desk(1)


def test_each_desk_takes_back_its_own_last_act_alone() -> None:
    state = play(Open(), Take("a"), Take("b"), Take("c"), CallNext(1), CallNext(2), End(1, 1), End(2, 2))
    assert [t.number for t in play(TakeBack(2), state=state).called()] == [2]
    again = play(CallNext(1), state=state)
    decision = decide(again, End(1, 3), later(5))
    assert decision.events == (VisitEnded(DAY, "a", 1),)  # the end before the last counts at once
    assert [t.number for t in play(TakeBack(1), state=decision.state, now=later(6)).called()] == [3]


@pytest.mark.parametrize("back_in_line", [True, False])
def test_an_absence_can_be_taken_back_too(back_in_line: bool) -> None:
    at_desk = play(Open(), Take("a"), Take("b"), CallNext(1))
    state = play(Absent(1, 1, back_in_line), TakeBack(1), state=at_desk)
    assert (state.tickets, dict(state.leaving)) == (at_desk.tickets, {})
    gone = play(Absent(1, 1, back_in_line), state=at_desk)
    settled = settle(gone, later(TAKE_BACK))
    assert settled
    assert settled.events == ()


def test_who_is_taken_back_keeps_a_place_that_nobody_else_has() -> None:
    """However the tickets are kept: on disk they stand in another order than in memory."""
    at_the_end = play(Open(), Take("a"), CallNext(1), Absent(1, 1, back_in_line=True), CallNext(1))
    came_since = play(End(1, 1), Take("b"), TakeBack(1), PutBack(1, 1), state=at_the_end)
    assert line(came_since) == line(kept_the_other_way(came_since)) == [1, 2]


def test_who_was_absent_does_not_get_the_place_of_one_who_is_taken_back() -> None:
    begun = play(Open(), Take("a"), Take("b"), CallNext(1), Absent(1, 1, back_in_line=True), CallNext(2))
    called = play(CallNext(1), End(1, 1), Absent(2, 2, back_in_line=True), state=begun)
    state = play(TakeBack(1), PutBack(1, 1), state=called)
    assert line(state) == line(kept_the_other_way(state)) == [1, 2]


def line(state: State) -> list[int]:
    return [ticket.number for ticket in state.line()]


def kept_the_other_way(state: State) -> State:
    return replace(state, tickets=dict(reversed(list(state.tickets.items()))))


def test_an_absent_one_whom_another_desk_has_called_meanwhile_is_not_taken_back() -> None:
    state = play(Open(), Take("a"), CallNext(1), Absent(1, 1, back_in_line=True), CallNext(2))
    assert why(state, TakeBack(1)) is Reason.NOT_WAITING
    assert why(play(End(2, 1), state=state), TakeBack(1)) is Reason.NOT_WAITING


def test_a_stop_closes_with_its_last_ticket_and_opens_for_one_taken_back() -> None:
    state = play(Open(), Take("a"), CallNext(1), Close(), End(1, 1))
    assert (state.stop, state.over) == (Stop.CLOSED, False)
    assert play(TakeBack(1), state=state).stop is Stop.FINISHING
    settled = settle(state, later(TAKE_BACK))
    assert settled
    assert settled.state.over


def test_power_that_comes_back_much_later_settles_what_was_leaving() -> None:
    state = play(Open(), Take("a"), CallNext(1), End(1, 1))
    settled = settle(state, Moment(MORNING.wall + timedelta(minutes=3), 9.0, "another boot"))
    assert settled
    assert settled.events == (VisitEnded(DAY, "a", 1),)
    tomorrow = roll(state, Moment(MORNING.wall + timedelta(days=1), 9.0, "another boot"))
    assert tomorrow
    assert tomorrow.events == (VisitEnded(DAY, "a", 1),)


def test_a_parked_visit_goes_on_before_the_line_and_stays_one_visit() -> None:
    state = play(Open(), Take("a"), Take("b"), CallNext(1))
    state = play(Park(1, 1), state=state, now=later(300))
    assert ([t.number for t in state.line()], [t.number for t in state.parked()]) == ([2], [1])
    assert state.next_for(1) == state.tickets[2]
    state = play(Call(2, 1), state=state, now=later(900))
    assert events(state, End(2, 1), later(1020)) == (VisitEnded(DAY, "a", 7),)


def test_a_visit_that_is_handed_over_waits_at_the_head_of_the_other_desks_line() -> None:
    state = play(Open(), Take("a", priority=True), Take("b", priority=True), Take("c"), CallNext(1))
    state = play(HandOver(1, 1, to=2), state=state, now=later(120))
    assert [t.number for t in state.line()] == [1, 2, 3]
    assert [getattr(state.next_for(desk), "number", None) for desk in (1, 2)] == [2, 1]
    state = play(CallNext(2), state=state, now=later(600))
    assert events(state, End(2, 1), later(660)) == (VisitEnded(DAY, "a", 3),)
    assert why(state, HandOver(2, 1, to=2)) is Reason.OWN_DESK
    assert why(state, HandOver(2, 1, to=0)) is Reason.UNKNOWN_DESK


def test_a_call_of_one_who_was_parked_is_undone_to_where_they_were() -> None:
    parked = play(Open(), Take("a"), CallNext(1), Park(1, 1))
    assert play(Call(1, 1), PutBack(1, 1), state=parked).tickets == parked.tickets
    handed = play(Open(), Take("a"), CallNext(1), HandOver(1, 1, to=2))
    assert play(CallNext(2), PutBack(2, 1), state=handed).tickets == handed.tickets


@pytest.mark.parametrize("leaves", [(Cancel(1),), (Close(), Close()), (Call(1, 1), Absent(1, 1))])
def test_a_visit_that_has_begun_is_counted_however_it_leaves(leaves: tuple[Command, ...]) -> None:
    state = play(Park(1, 1), state=play(Open(), Take("a"), CallNext(1)), now=later(300))
    *before, last = leaves
    assert events(play(*before, state=state, now=later(400)), last, later(400)) == (VisitEnded(DAY, "a", 5),)


def leaving(state: State) -> set[int]:
    """Numbers of the tickets that can still be taken back."""
    return {left.ticket.number for left in state.leaving.values()}


class Day(RuleBasedStateMachine):
    """Random days against a model: what was given, where each ticket is, and what has been counted."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State(DAY)
        self.now = MORNING
        self.given: list[int] = []
        self.ended: list[VisitEnded] = []
        self.finished_topics: list[str] = []
        self.fresh = 0

    def do(self, command: Command) -> tuple[Event, ...]:
        before = self.state
        self.fresh += 1
        try:
            decision = decide(before, command, self.now, f"press {self.fresh}")
        except Refused:
            return ()
        self.state = decision.state
        self.follow(command, before, decision)
        with pytest.raises(Refused) as again:  # the same press repeated changes nothing
            decide(self.state, command, self.now, f"press {self.fresh}")
        assert self.state.quiet or again.value.reason is Reason.REPEATED
        return decision.events

    def follow(self, command: Command, before: State, decision: Decision) -> None:
        """Each ticket went where the command's rule says, or stayed as it was."""
        ended = [event for event in decision.events if isinstance(event, VisitEnded)]
        for number in before.tickets.keys() | self.state.tickets.keys():
            start, end = before.tickets.get(number), self.state.tickets.get(number)
            move = (
                start.status if start else Gone.LEAVING if number in leaving(before) else None,
                end.status if end else self.how_gone(number, bool(ended)),
            )
            assert start == end or move in TABLE[type(command)].moves
        for event in decision.events:
            if isinstance(event, TicketTaken):
                assert isinstance(command, Take)
                assert event.ahead == [t.number for t in self.state.line()].index(event.number)
                self.given.append(event.number)
        self.ended += ended

    def how_gone(self, number: int, counted: bool) -> Gone:
        if number in leaving(self.state):
            return Gone.LEAVING
        return Gone.DONE if counted else Gone.DROPPED

    @rule()
    def what_is_due_is_settled(self) -> None:
        before = self.state
        settled = settle(before, self.now)
        assert (settled is None) == (due_in(before, self.now) != 0.0)
        if settled:
            self.state = settled.state
            self.ended += [event for event in settled.events if isinstance(event, VisitEnded)]
            gone = leaving(before) - leaving(self.state)
            assert gone
            assert len(settled.events) <= len(gone)

    @rule(seconds=st.integers(0, 900))
    def time_passes(self, seconds: int) -> None:
        self.now = later(seconds, self.now)

    @rule()
    def open(self) -> None:
        self.do(Open())

    @rule(day_over=st.booleans())
    def close(self, day_over: bool) -> None:
        self.do(Close(day_over))

    @rule(topic=st.sampled_from("abc"), priority=st.booleans())
    def take(self, topic: str, priority: bool) -> None:
        self.do(Take(topic, priority))

    @rule(desks=st.integers(1, 3))
    def begin_again(self, desks: int) -> None:
        """The kiosk is started anew, in a van that has so many desks."""
        before = self.state
        self.state = reseated(before, Limits(desks=desks))
        gone = [t for t in before.called() if (t.desk or 0) > desks]
        assert [t.number for t in self.state.called()] == [t.number for t in before.called() if t not in gone]
        assert {t.number for t in gone} <= {t.number for t in (*self.state.line(), *self.state.parked())}

    @rule(desk=st.integers(1, 3))
    def call_next(self, desk: int) -> None:
        first, free = self.state.next_for(desk), self.state.at_desk(desk) is None
        self.do(CallNext(desk))
        called = self.state.at_desk(desk)
        assert not (first and free) or (called and called.number == first.number)
        assert called is None or called.for_desk in (None, desk)

    @rule(desk=st.integers(1, 3))
    def take_back(self, desk: int) -> None:
        self.do(TakeBack(desk))

    @precondition(lambda self: self.given)
    @rule(data=st.data(), desk=st.integers(1, 3), flag=st.booleans())
    def treat_a_ticket(self, data: st.DataObject, desk: int, flag: bool) -> None:
        number = data.draw(st.sampled_from(self.given))
        commands: list[Command] = [
            Call(desk, number),
            Recall(desk, number),
            PutBack(desk, number),
            Absent(desk, number, back_in_line=flag),
            End(desk, number, "c" if flag else None),
            Cancel(number),
            Park(desk, number),
            HandOver(desk, number, to=desk % 3 + 1),
        ]
        self.do(data.draw(st.sampled_from(commands)))

    @invariant()
    def numbers_are_unique_and_rise(self) -> None:
        assert self.given == sorted(set(self.given))

    @invariant()
    def every_ticket_in_hand_is_in_one_place(self) -> None:
        places = [*self.state.line(), *self.state.called(), *self.state.parked()]
        assert sorted(t.number for t in places) == sorted(self.state.tickets)
        back_in_line = {left.ticket.number for left in self.state.leaving.values() if left.waits}
        assert leaving(self.state) - back_in_line <= set(self.given) - set(self.state.tickets)

    @invariant()
    def a_desk_has_one_ticket_and_a_waiting_ticket_no_desk(self) -> None:
        desks = [t.desk for t in self.state.called()]
        assert len(desks) == len(set(desks))
        assert None not in desks
        elsewhere = [*self.state.line(), *self.state.parked()]
        assert all(t.desk is None and t.called is None for t in elsewhere)

    @invariant()
    def no_place_is_given_twice(self) -> None:
        """Those who may be taken back have theirs still."""
        back = [left.ticket for left in self.state.leaving.values() if not left.waits]
        places = [t.rank for t in (*self.state.tickets.values(), *back)]
        assert len(places) == len(set(places))

    @invariant()
    def order_is_kept(self) -> None:
        """Among those never absent and of the same priority, a lower number is called first."""
        for priority in (False, True):
            line = [
                t.number
                for t in self.state.line()
                if t.priority is priority and not t.absences and t.for_desk is None
            ]
            assert line == sorted(line)

    @invariant()
    def a_closed_stop_holds_nobody(self) -> None:
        if self.state.stop is Stop.CLOSED:
            assert not self.state.tickets
            assert self.state.applied == () or self.state.leaving

    @invariant()
    def every_end_is_counted_once(self) -> None:
        assert self.state.visits_today == len(self.ended)
        assert all(t.status in Status for t in self.state.tickets.values())


TestDay = Day.TestCase
