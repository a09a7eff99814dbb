"""A process that has imported the van's side once and forks it on demand, to be killed at any moment.

Each line on standard input, "DATA SEED", forks a van on the folder DATA that plays random commands drawn
from SEED until it is killed. The fork's pid is printed; the fork then prints, as JSON lines, the state it
found, and each thing it would have shown, once it may be shown.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.clock import Clock
from kiosk.queue import (
    Absent,
    CallNext,
    Cancel,
    Close,
    Command,
    End,
    Open,
    PutBack,
    Recall,
    Refused,
    State,
    Stop,
    Take,
)
from kiosk.queue_service import QueueService
from kiosk.record.record import Record

DESKS = (1, 2)
TOPICS = ("retraite", "emploi", "impots")


def serve() -> None:
    for line in sys.stdin:
        data, seed = line.rsplit(maxsplit=1)
        pid = os.fork()
        if pid == 0:
            asyncio.run(play(Path(data), random.Random(int(seed))))
            os._exit(0)
        say(pid=pid)
        os.waitpid(pid, 0)
        say(ended=pid)


def say(**what: Any) -> None:
    """One write of one line: a kill never leaves half of it."""
    os.write(1, (json.dumps(what) + "\n").encode())


async def play(data: Path, rng: random.Random) -> None:
    record = Record.open(data)
    clock = Clock()
    state = record.load(clock())
    say(found=summary(state), visits=visits(record))
    service = QueueService(state, record, clock)
    for command in commands(service, rng):
        try:
            decision = await service.submit(command, str(rng.random()))
        except Refused:
            continue
        say(did=type(command).__name__, state=summary(decision.state))
        time.sleep(rng.choice((0, 0, 0.001)))  # noqa: ASYNC251 - the load's rhythm; nothing else runs


def commands(service: QueueService, rng: random.Random) -> Iterator[Command]:
    while True:
        yield draw(service.state, rng)


def draw(state: State, rng: random.Random) -> Command:
    if state.stop is Stop.CLOSED:
        return Open()
    called = state.called()
    choices: list[Command] = [Take(rng.choice(TOPICS), rng.random() < 0.1)] * 3
    choices += [CallNext(desk) for desk in DESKS]
    for ticket in called:
        at = (ticket.desk or 0, ticket.number)
        choices += [End(*at)] * 3
        choices += [Recall(*at), PutBack(*at), Absent(*at, back_in_line=rng.random() < 0.5)]
    choices += [Cancel(t.number) for t in state.line()[-1:]]
    if rng.random() < 0.02:
        choices = [Close(day_over=False)]
    return rng.choice(choices)


def summary(state: State) -> dict[str, Any]:
    return {
        "stop": state.stop.value,
        "next": state.next_number,
        "waiting": [t.number for t in state.line()],
        "called": {t.number: t.desk for t in state.called()},
        "visits": state.visits_today,
    }


def visits(record: Record) -> int:
    return sum(count for _, _, _, count in record.visits())


if __name__ == "__main__":
    serve()
