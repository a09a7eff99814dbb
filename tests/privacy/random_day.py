"""Random days at the van, for what they leave behind: the same visits by ever different ways.

`serve` makes a given list of visits happen, in an order and with detours drawn at random: tickets taken and
dropped, called, recalled, put back, absent; ends and absences taken back; visits parked and handed over; two
desks; topics corrected at the end; stops closed and opened again, for good or until the next stop; a stop
that nobody closed; crashes, restarts and failed writes, of the day's file and of the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.clock import whole_minutes
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    End,
    HandOver,
    Leaving,
    Open,
    Park,
    PutBack,
    Recall,
    Status,
    Stop,
    Take,
    TakeBack,
    Ticket,
)
from kiosk.record.log import FILE
from kiosk.timing import TAKE_BACK, settled
from tests.privacy.van_day import CORRECTED, MORNING, TOPICS, Day, Visit, ended

DESKS = (1, 2)

MARGIN = 0.002
"""Seconds before the end of a visit's last minute in which it is to be over."""


@dataclass
class RandomDay(Day):
    """`detours`: at most so many commands that lead to no visit. `reopens`: the day may be closed for good,
    and be opened again."""

    detours: int = 30
    reopens: bool = True

    def serve(self, visits: list[Visit]) -> None:
        """Make `visits` happen and nothing else be counted, then end the day."""
        todo = self.rng.sample(visits, len(visits))
        self.do(Open())
        while todo or self.state.tickets:
            if not todo and self.state.stop is Stop.OPEN and self.rng.random() < 0.1:
                self.do(Close())
            self._step(todo)
        self._end_of_day()
        assert sorted(map(repr, self.counted)) == sorted(map(repr, ended(visits)))

    def _end_of_day(self) -> None:
        """Closed by an agent, whose last touch may still be taken back; or by the next day."""
        if self.rng.random() < 0.2:
            self.ways.add("next day")
            self.seconds += 24 * 3600
            self.loop.run_until_complete(self.service.roll())
        else:
            if self.state.stop is Stop.OPEN:
                self._close(day_over=True)
            elif not self.state.day_over:
                self.do(Open())
                self._close(day_over=True)
            self._past_taking_back()
        self._carried()

    def _close(self, *, day_over: bool) -> None:
        if self.rng.random() < 4 * self.faults:
            self.ways.add("log not written")
            self.disk.fails = FILE
        self.do(Close(day_over))

    def _past_taking_back(self) -> None:
        self.seconds = round(self.seconds + TAKE_BACK + 1, 3)
        self.settle()

    def _carried(self) -> None:
        """What the van does each minute: write again what could not be written."""
        self.disk.fails = None
        self.on_disk *= 2  # files are written anew
        self.loop.run_until_complete(self.record.retry())
        self.on_disk = (self.state,)
        if self.state.over:
            self.carried_over()
        self._looked_at()

    def _step(self, todo: list[Visit]) -> None:
        steps: list[Callable[[], object]] = []
        if todo and self.state.stop is Stop.OPEN:
            steps.append(lambda: self._take(todo.pop()))
        if self.state.called():
            steps += [self._end_or_drop] * 2
        if self.state.line() or self.state.parked():
            steps += [self._call] * 2
        if self.detours:
            steps += [self._detour] * 2
        if self.state.stop is Stop.CLOSED:  # it was closed with its last ticket, and that is taken back
            steps = [partial(self.do, Open())]
        self.rng.choice(steps)()
        self._wait()

    def _wait(self) -> None:
        """Let some time go by, but no visit last longer than it is to; then count what is due."""
        most = min([40.0, *(self._due(t) - self.seconds for t in self.state.called())])
        self.seconds = round(self.seconds + self.rng.uniform(0, max(0.0, most - MARGIN)), 3)
        if self.rng.random() < 0.7:
            self.settle()

    def _due(self, ticket: Ticket) -> float:
        """Seconds into the day at which the visit's last minute is over."""
        assert ticket.called
        visit = self.wanted[ticket.number]
        minutes = visit.minutes if visit else None
        called = (ticket.called.wall - MORNING).total_seconds()
        return called + 60 * (minutes or 400) - (ticket.served or 0.0) - MARGIN

    def _take(self, visit: Visit | None) -> None:
        topic = visit.topic if visit else self.rng.choice(TOPICS)
        if self.rng.random() < 0.1:
            topic = CORRECTED
        number = self.state.next_number or 1
        self.wanted[number] = visit
        self.do(Take(topic, self.rng.random() < 0.1))

    def _call(self) -> None:
        free = [desk for desk in DESKS if not self.state.at_desk(desk)]
        if not free:
            return
        desk = self.rng.choice(free)
        steps: list[Command] = [Call(desk, t.number) for t in [*self.state.line(), *self.state.parked()]]
        if self.state.next_for(desk):
            steps += [CallNext(desk)] * len(steps)
        self.do(self.rng.choice(steps))

    def _end_or_drop(self) -> None:
        ticket = min(self.state.called(), key=self._due)
        visit, desk = self.wanted[ticket.number], ticket.desk or 0
        if visit is None:
            self.do(Absent(desk, ticket.number))
            return
        if visit.minutes is not None:
            due = self._due(ticket)
            self.seconds = round(self.rng.uniform(max(self.seconds, due - 59), due), 3)
        self.lost = visit.minutes is None
        try:
            self.do(End(desk, ticket.number, visit.topic))
        finally:
            self.lost = False

    def _detour(self) -> None:
        self.detours -= 1
        steps: list[Callable[[], object]] = [self.restart]
        if self.state.stop is Stop.OPEN:
            steps.append(lambda: self._take(None))
        for t in [*self.state.line(), *self.state.parked()]:
            if self._may_leave_the_line(t):
                steps.append(partial(self.do, Cancel(t.number)))
        for t in self.state.called():
            steps += self._detours_at_desk(t, t.desk or 0)
        for left in self.state.leaving.values():
            if self._may_take_back(left):
                steps += [partial(self.do, TakeBack(left.ticket.desk or 0))] * 3
        if not self.state.tickets and self.state.stop is Stop.OPEN:
            steps.append(self._another_stop)
        self.rng.choice(steps)()

    def _detours_at_desk(self, t: Ticket, desk: int) -> list[Callable[[], object]]:
        steps: list[Command] = [Recall(desk, t.number), PutBack(desk, t.number)]
        if not t.absences:
            steps.append(Absent(desk, t.number, back_in_line=True))
        if self.wanted[t.number]:
            steps += [Park(desk, t.number), *(HandOver(desk, t.number, to) for to in DESKS if to != desk)]
        return [partial(self.do, step) for step in steps]

    def _may_leave_the_line(self, t: Ticket) -> bool:
        """Whether it leaves nothing, or just what it is to leave."""
        visit = self.wanted[t.number]
        if t.begun and visit:
            return (visit.topic, visit.minutes) == (t.topic, whole_minutes(t.served))
        return not visit

    def _may_take_back(self, left: Leaving) -> bool:
        """Whether it can, and its visit can still take as long as it is to."""
        waits = self.state.tickets.get(left.ticket.number)
        there = not left.waits or (waits is not None and waits.status is Status.WAITING)
        return there and not settled(left, self.now()) and self.seconds < self._due(left.ticket)

    def _another_stop(self) -> None:
        day_over = self.reopens and self.rng.random() < 0.5
        self.ways.add("closed for good and opened again" if day_over else "another stop")
        self._close(day_over=day_over)
        if self.rng.random() < 0.7:
            self._past_taking_back()
        if day_over and self.rng.random() < 0.5:
            self._carried()
        self.do(Open())
