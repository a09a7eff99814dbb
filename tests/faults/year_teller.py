"""A process of the simulated year that is given orders, and tells by JSON lines what came of them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections import defaultdict, deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.processes import LATE
from tests.windows import UNSEEN

Told = dict[str, Any]


class Gone(ConnectionError):
    """The process has ended, and will not answer."""


class Teller:
    """Orders may be under way together; those that are answered by the same word are answered in turn.

    `linked` is the moment, on the steady clock, at which its link last came up.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.linked = -1.0
        self._waiting: dict[str, deque[asyncio.Future[Told]]] = defaultdict(deque)
        self._linked = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def of(cls, command: Sequence[str], complaints: Path) -> Teller:
        """What it says on stderr goes to the end of the file `complaints`."""
        environment = {**os.environ, **UNSEEN, "PYTHONUNBUFFERED": "1"}
        with complaints.open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=file, env=environment, limit=1 << 20
            )
        return cls(process)

    async def told(self, answer: str, order: str = "") -> Told:
        """Its next line of the kind `answer`, after `order` where one is given. Raises Gone, TimeoutError."""
        coming: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting[answer].append(coming)
        if order and self.process.stdin:
            self.process.stdin.write(f"{order}\n".encode())
        async with asyncio.timeout(3 * LATE):
            return await coming

    async def up(self, since: float) -> None:
        """Until its link has come up after that moment."""
        async with asyncio.timeout(LATE):
            while self.linked < since:
                self._linked.clear()
                await self._linked.wait()

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self._hear(json.loads(line))
        for waiting in self._waiting.values():
            for coming in waiting:
                if not coming.done():
                    coming.set_exception(Gone("the process has ended"))

    def _hear(self, line: Told) -> None:
        if line["what"] != "link":
            waiting = self._waiting[line["what"]]
            if waiting and not (coming := waiting.popleft()).done():
                coming.set_result(line)
        elif line["link"] == "up":
            self.linked = line["at"]
            self._linked.set()

    async def end(self, number: int = signal.SIGKILL) -> int:
        """Send it the signal `number`, and wait. Returns its status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(LATE):
            status = await self.process.wait()
            await self._reading
        return status
