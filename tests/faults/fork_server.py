"""A process that has imported the van's side once and forks it on demand, to be killed at any moment.

Each line on standard input, "DATA SEED", forks a van on the folder DATA that plays random commands drawn
from SEED until it is killed. The fork's pid is printed; the fork then prints, as JSON lines, the state it
found, before each command the state that it is to lead to, and that it may now be shown.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from kiosk.clock import Clock, Moment
from kiosk.engine import decide
from kiosk.machine_clocks import MachineClocks
from kiosk.queue import (
    Absent,
    Call,
    CallNext,
    Cancel,
    Close,
    Command,
    End,
    HandOver,
    Open,
    Park,
    PutBack,
    Recall,
    Refused,
    State,
    Stop,
    Take,
    TakeBack,
)
from kiosk.queue_service import QueueService
from kiosk.record.record import Record
from kiosk.timing import settle
from tests import seeds

DESKS = (1, 2)
TOPICS = ("retraite", "emploi", "impots")

HURRY = 1000
"""Seconds of the van's clock in one of ours: an end can be taken back for 20 ms."""


class HurriedClocks(MachineClocks):
    """Seconds since the start of the machine go by faster; the day stays."""

    def steady(self) -> float:
        return super().steady() * HURRY


def serve() -> None:
    for line in sys.stdin:
        data, seed = line.rsplit(maxsplit=1)
        pid = os.fork()
        if pid == 0:
            asyncio.run(play(Path(data), seeds.of(int(seed))))
            os._exit(0)
        say(pid=pid)
        os.waitpid(pid, 0)
        say(ended=pid)


def say(**what: Any) -> None:
    """One write of one line: a kill never leaves half of it."""
    os.write(1, (json.dumps(what) + "\n").encode())


class Moments:
    """The van's clock, which stands still while a command is carried out."""

    def __init__(self) -> None:
        self._clock = Clock(HurriedClocks())
        self.now = self._clock()

    def go(self) -> None:
        self.now = self._clock()

    def __call__(self) -> Moment:
        return self.now


async def play(data: Path, rng: random.Random) -> None:
    record = Record.open(data)
    moments = Moments()
    service = QueueService(record.load(moments()), record, moments)
    say(found=summary(service.state), visits=sum(c.visits for c in record.days().values()))
    await record.learn()
    while True:
        moments.go()
        command, press = draw(service.state, rng), str(rng.random())
        try:
            say(next=summary(decided(service.state, command, moments(), press)))
        except Refused:
            continue
        decision = await service.submit(command, press)
        say(did=type(command).__name__, state=summary(decision.state))
        time.sleep(rng.choice((0, 0, 0.001, 0.02)))  # noqa: ASYNC251 - the load's rhythm; nothing else runs


def decided(state: State, command: Command, now: Moment, press: str) -> State:
    """What is to come of it, and with it of what can no longer be taken back."""
    due = settle(state, now)
    return decide(due.state if due else state, command, now, press).state


def draw(state: State, rng: random.Random) -> Command:
    if state.stop is Stop.CLOSED and rng.random() < 0.8:
        return Open()
    choices: list[Command] = [Take(rng.choice(TOPICS), rng.random() < 0.1)] * 3
    choices += [CallNext(desk) for desk in DESKS]
    choices += [Call(rng.choice(DESKS), ticket.number) for ticket in state.parked()]
    choices += [TakeBack(desk) for desk in state.leaving]
    for ticket in state.called():
        at = (ticket.desk or 0, ticket.number)
        choices += [End(*at)] * 3
        choices += [Recall(*at), PutBack(*at), Absent(*at, back_in_line=rng.random() < 0.5)]
        choices += [Park(*at), HandOver(*at, to=3 - at[0])]
    choices += [Cancel(t.number) for t in state.line()[-1:]]
    if rng.random() < 0.05:
        choices = [Close(day_over=rng.random() < 0.3)]
    return rng.choice(choices)


def summary(state: State) -> dict[str, Any]:
    """All that is to be found again; of a day closed for good, only how many visits there were."""
    if state.over:
        state = State(state.day, visits_today=state.visits_today)
    return {
        "stop": state.stop.value,
        "next": state.next_number,
        "waiting": [t.number for t in state.line()],
        "called": {str(t.number): t.desk for t in state.called()},
        "parked": [t.number for t in state.parked()],
        "leaving": {
            str(d): [left.ticket.number, bool(left.visit)] for d, left in sorted(state.leaving.items())
        },
        "presses": list(state.applied),
        "visits": state.visits_today,
    }


if __name__ == "__main__":
    serve()
