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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.clock import Moment
from kiosk.queue import CallNext, Close, Command, End, Open, Take
from kiosk.queue_service import QueueService
from kiosk.record.record import Record

NOW = Moment(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 1000.5, "boot")
LATER = Moment(datetime(2026, 3, 2, 9, 47, tzinfo=UTC), 2000.5, "boot")
GO = "go\n"
IDENTIFIER = "the-press-under-way"

COMMANDS: dict[str, tuple[tuple[Command, ...], Command]] = {
    "take": ((Open(), Take("retraite"), CallNext(1)), Take("impots")),
    "call": ((Open(), Take("retraite"), Take("impots"), CallNext(1)), CallNext(2)),
    "end": ((Open(), Take("retraite"), Take("impots"), CallNext(1)), End(1, 1)),
    "close": ((Open(), Take("retraite"), CallNext(1), End(1, 1)), Close()),
}
"""By name: what has happened before, and the command that is killed."""


def serve() -> None:
    for line in sys.stdin:
        if line == GO:  # meant for one that was killed before it read it
            continue
        data, name = line.split()
        pid = os.fork()
        if pid == 0:
            carry_out(Path(data), COMMANDS[name][1])
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        say(killed=os.WIFSIGNALED(status))


def carry_out(data: Path, command: Command) -> None:
    record = Record.open(data)
    service = QueueService(record.load(LATER), record, lambda: LATER)
    say(ready=os.getpid())
    os.read(0, len(GO))
    asyncio.run(service.submit(command, IDENTIFIER))
    say(done=True)
    record.close()


def say(**what: Any) -> None:
    """One write of one line: a kill never leaves half of it."""
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    serve()
