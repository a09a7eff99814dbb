"""Jobs in, outcomes out, off the event loop: the printer has a thread of its own.

    printer = Printer("auto", "", on_status=...)
    group.create_task(printer.run())
    outcome = await printer.print(ticket)        # at the latest GIVE_UP seconds later

Nothing here waits for the printer on the loop. Between tickets it is asked every second how it is, and a
lost one is looked for; `on_status` is called on the loop when the answer changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from assets.late import late
from printer.address import parse
from printer.device import GIVE_UP, Device
from printer.finder import Connection, connect, first_real
from printer.outcome import Outcome, Result
from printer.profiles import check, library
from printer.status import STARTING, Cause, PaperStatus
from printer.ticket import TicketText

ASK_EVERY = 1.0
"""Seconds between two status questions while nothing is printed: 12 bytes each."""

FAREWELL = 3.0
"""Seconds that closing waits for the thread before it leaves it behind; the thread is a daemon."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    ticket: TicketText
    until: float  # by the printer's clock
    outcome: asyncio.Future[Outcome]


class Printer:
    """One printer. A profile that is named is looked up on disk; raises BadAddress, UnknownProfile.

    `logo` is a picture for the head of each ticket; where it is none, the tickets come without.
    """

    def __init__(
        self,
        address: str,
        profile: str = "",
        on_status: Callable[[PaperStatus], None] = lambda status: None,
        *,
        logo: Path | None = None,
        connect: Callable[[str, str], Connection] = connect,
        ask_every: float = ASK_EVERY,
        give_up: float = GIVE_UP,
        real: Callable[[str], Connection | None] = first_real,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        parse(address)
        check(profile)
        self.status = STARTING
        self._stopping = threading.Event()
        self._device = Device(
            lambda: connect(address, profile), lambda: real(profile), logo, self._stopping.is_set, now
        )
        self._now = now
        self.on_status = on_status
        self._ask_every, self._give_up = ask_every, give_up
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def print(self, ticket: TicketText) -> asyncio.Future[Outcome]:
        """Have `ticket` printed; returns at once. The outcome comes within `GIVE_UP` seconds and a little."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(ticket, self._now() + self._give_up, outcome))
        return outcome

    async def run(self) -> None:
        """Keep the printer until cancelled; then give up what is under way and close the port."""
        self._loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        self._stopping.clear()
        thread = threading.Thread(target=self._work, args=(ended,), name="printer", daemon=True)
        thread.start()
        try:
            await ended.wait()
        finally:
            self._stopping.set()
            self._jobs.put(None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), FAREWELL)

    # --- On the thread ---------------------------------------------------------------------------

    def _work(self, ended: asyncio.Event) -> None:
        with late.in_turn():
            library()  # slow to import: here and now, not within the first ticket
        try:
            while not self._stopping.is_set():
                self._turn()
        finally:
            self._device.close()
            self._refuse_the_rest()
            self._tell(ended.set)

    def _turn(self) -> None:
        """One ticket, or one question when there is none."""
        self._show(self._safely(self._device.ask))
        with contextlib.suppress(Empty):
            job = self._jobs.get(timeout=self._ask_every)
            while job:
                self._serve(job)
                job = self._jobs.get_nowait()

    def _serve(self, job: _Job) -> None:
        outcome = Outcome(Result.GIVEN_UP, PaperStatus(Cause.BROKEN))
        try:
            outcome = self._device.print(job.ticket, job.until)
        except Exception as error:  # a driver's own fault must not end the thread that prints
            _log.error("printer driver failed: %s", type(error).__name__)
        self._show(outcome.status)
        self._tell(_settle, job.outcome, outcome)

    def _safely(self, ask: Callable[[], PaperStatus]) -> PaperStatus:
        try:
            return ask()
        except Exception as error:
            _log.error("printer driver failed: %s", type(error).__name__)
            return PaperStatus(Cause.BROKEN)

    def _refuse_the_rest(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                job = self._jobs.get_nowait()
                if job:
                    self._tell(_settle, job.outcome, Outcome(Result.GIVEN_UP, self.status))

    def _show(self, status: PaperStatus) -> None:
        self._tell(self._changed, status)

    def _changed(self, status: PaperStatus) -> None:
        if status != self.status:
            self.status = status
            self.on_status(status)

    def _tell(self, call: Callable[..., object], *values: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is there to be told
            if self._loop:
                self._loop.call_soon_threadsafe(call, *values)


def _settle(future: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not future.done():
        future.set_result(outcome)
