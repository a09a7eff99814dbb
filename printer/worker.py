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
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from printer.address import parse
from printer.outcome import GIVE_UP, Outcome
from printer.profiles import check
from printer.status import STARTING, PaperStatus
from printer.thread import STUCK, PrinterThread, PrintJob
from printer.ticket import TicketText

if TYPE_CHECKING:
    from printer.device import Device
    from printer.finder import Connection

ASK_EVERY = 1.0
"""Seconds between two status questions while nothing is printed: 12 bytes each."""

FAREWELL = 3.0
"""Seconds that closing waits for the thread before it leaves it behind; the thread is a daemon."""

MOST_LEFT = 3
"""Threads that hang and were left behind, at most: with another one only the memory would fill up."""


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
        connect: Callable[[str, str], Connection] | None = None,
        ask_every: float = ASK_EVERY,
        give_up: float = GIVE_UP,
        real: Callable[[str], Connection | None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        parse(address)
        check(profile)
        self.status = STARTING
        self.on_status = on_status
        self._make = partial(_device, address, profile, logo, connect, real, now)
        self._now = now
        self._ask_every, self._give_up = ask_every, give_up
        self._left: list[PrinterThread] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        self._thread = self._new_thread()

    def print(self, ticket: TicketText) -> asyncio.Future[Outcome]:
        """Have `ticket` printed; returns at once. The outcome comes within `GIVE_UP` seconds and a little."""
        return self._put(ticket)

    async def answer(self) -> None:
        """Return once the thread has had a turn. Lawfully that is `GIVE_UP` seconds and a little too, while a
        slow ticket is being printed."""
        await self._put()

    def _put(self, ticket: TicketText | None = None) -> asyncio.Future[Outcome]:
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        done = lambda came: self._tell(_settle, outcome, came)  # noqa: E731  # both are this ticket's
        self._thread.put(PrintJob(done, ticket, self._now() + self._give_up))
        return outcome

    async def run(self) -> None:
        """Keep the printer until cancelled; then give up what is under way and close the port."""
        self._loop = asyncio.get_running_loop()
        self._ended.clear()
        self._thread.start()
        try:
            await self._ended.wait()  # of itself only where it failed: whoever keeps it begins another one
        finally:
            self._thread.stop()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), FAREWELL)
            self._thread = self._new_thread()  # to be run again

    def renew(self) -> None:
        """The thread hangs: leave it behind, with the ticket that it has in hand, and go on with another.

        Where `MOST_LEFT` have been left behind and none has come back, its tickets are given up, no more.
        """
        self._changed(STUCK.status)
        self._left = [thread for thread in self._left if thread.alive]
        waiting = self._thread.take_back()
        if len(self._left) == MOST_LEFT:
            for job in waiting:
                job.done(STUCK)
            return
        self._thread.stop()
        self._left.append(self._thread)
        self._thread = self._new_thread()
        for job in waiting:
            self._thread.put(job)
        self._thread.start()

    def _new_thread(self) -> PrinterThread:
        thread = PrinterThread(
            self._make,
            lambda status: self._tell(self._changed, status),
            lambda: self._tell(self._has_ended, thread),
            self._ask_every,
        )
        return thread

    def _has_ended(self, thread: PrinterThread) -> None:
        if thread is self._thread:
            self._ended.set()

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


def _device(
    address: str,
    profile: str,
    logo: Path | None,
    connect: Callable[[str, str], Connection] | None,
    real: Callable[[str], Connection | None] | None,
    now: Callable[[], float],
    stopped: Callable[[], bool],
) -> Device:
    """On the printer's thread: ports and profiles are not needed, nor imported, before the first frame."""
    from printer import finder
    from printer.device import Device

    connect, real = connect or finder.connect, real or finder.first_real
    return Device(lambda: connect(address, profile), lambda: real(profile), logo, stopped, now)
