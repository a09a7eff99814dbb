"""A van's side that is killed at one system call of one command; see `test_record_crash`.

Run as a script it imports everything once and forks on demand: a line "DATA COMMAND" on standard input forks
a process that opens the record in DATA, says so, waits for another line, carries the command out, says that
it is done, and ends. What it says is one JSON line each.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.clock import Moment
from kiosk.queue import CallNext, Close, Command, End, Open, State, Take, TakeBack
from kiosk.queue_service import QueueService
from kiosk.record.record import Record
from kiosk.timing import TAKE_BACK

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
GO = "go\n"
IDENTIFIER = "the-press-under-way"


def at(minute: float, boot: str = "boot") -> Moment:
    return Moment(BEGAN + timedelta(minutes=minute), 1000.5 + 60 * minute, boot)


WORK = 17.0
"""The minute of what is killed; all before it happens within the first minutes."""

SETTLED = WORK + TAKE_BACK / 60
SOON = WORK + 0.1
"""A moment after it at which an end can still be taken back."""


@dataclass(frozen=True)
class Case:
    """What has happened before, each at its minute, and what is killed: a command, or None where time alone
    brings it (a visit that counts, a day that is carried over to the log)."""

    before: tuple[tuple[float, Command | None], ...]
    command: Command | None
    minute: float = WORK


def minutes(*commands: Command | None, begin: float = 0.0) -> tuple[tuple[float, Command | None], ...]:
    return tuple((begin + n, command) for n, command in enumerate(commands))


A_DAY = (Open(), Take("retraite"), CallNext(1), End(1, 1), Close())
"""Settled at the next moment, the day is closed for good."""

CASES: dict[str, Case] = {
    "take": Case(minutes(Open(), Take("retraite"), CallNext(1)), Take("impots")),
    "call": Case(minutes(Open(), Take("retraite"), Take("impots"), CallNext(1)), CallNext(2)),
    "end": Case(minutes(Open(), Take("retraite"), Take("impots"), CallNext(1)), End(1, 1)),
    "settle": Case(
        (*minutes(Open(), Take("retraite"), Take("impots"), CallNext(1)), (WORK, End(1, 1))), None, SETTLED
    ),
    "take back": Case(
        (*minutes(Open(), Take("retraite"), Take("impots"), CallNext(1)), (WORK, End(1, 1))),
        TakeBack(1),
        SOON,
    ),
    "close": Case(
        (*minutes(Open(), Take("retraite"), CallNext(1)), (WORK, End(1, 1))), Close(day_over=False), SOON
    ),
    "carry over": Case((*minutes(*A_DAY[:3]), (WORK, End(1, 1)), (SOON, Close())), None, SETTLED),
    "carry over again": Case(
        (
            *minutes(*A_DAY),
            (6.0, None),
            *minutes(Open(), Take("impots"), CallNext(1), begin=7.0),
            (WORK, End(1, 2)),
            (SOON, Close()),
        ),
        None,
        SETTLED,
    ),
    "new day": Case(
        minutes(Open(), Take("retraite"), CallNext(1), End(1, 1), Take("impots"), CallNext(1)),
        None,
        24 * 60.0,
    ),
}
"""By name. "carry over" closes the day for good, both of whose visits are counted by what is killed; "again"
does so on a day that is in the log already; a "new day" finds the stop of the day before still open."""


def serve() -> None:
    for line in sys.stdin:
        if line == GO:  # meant for one that was killed before it read it
            continue
        data, name = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            carry_out(Path(data), CASES[name])
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        say(killed=os.WIFSIGNALED(status))


def carry_out(data: Path, case: Case) -> None:
    record = Record.open(data)
    now = at(case.minute)
    service = QueueService(record.load(now), record, lambda: now)
    say(ready=os.getpid())
    os.read(0, len(GO))
    asyncio.run(work(service, case.command))
    say(done=True)
    record.close()


async def work(service: QueueService, command: Command | None) -> State:
    """The command, or what is due."""
    if command:
        await service.submit(command, IDENTIFIER)
    else:
        await service.settle()
        await service.roll()
    return service.state


def say(**what: Any) -> None:
    """One write of one line: a kill never leaves half of it."""
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    serve()
