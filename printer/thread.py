"""The thread that has the printer: tickets and questions in, outcomes and statuses out.

One that hangs, in a driver or a spooler, cannot be ended from outside. It is left behind: it prints nothing
more, takes no further ticket, and its port is closed once it comes back. Its descriptor is not closed under
it: its number might by then be another file's.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from assets.late import late
from printer.outcome import Outcome, Result
from printer.profiles import library
from printer.status import Cause, PaperStatus
from printer.ticket import TicketText

if TYPE_CHECKING:
    from printer.device import Device

_log = logging.getLogger(__name__)


STUCK = Outcome(Result.GIVEN_UP, PaperStatus(Cause.STUCK))
"""What becomes of a ticket that a thread which hangs has in hand."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A ticket, and until when it is wanted, by the device's clock; without a ticket only a sign of life.

    `done` is called on the thread.
    """

    done: Callable[[Outcome], None]
    ticket: TicketText | None = None
    until: float = 0.0


MakeDevice: TypeAlias = "Callable[[Callable[[], bool]], Device]"
"""A device that gives up what is under way once the function that it is given says so."""


class PrinterThread:
    """Serves until told to `stop`; `show` is given each status, and `ended` is called at the end, all on the
    thread. `load` has what the device needs imported; it is tried until it can be."""

    def __init__(
        self,
        make: MakeDevice,
        show: Callable[[PaperStatus], None],
        ended: Callable[[], None],
        ask_every: float,
        load: Callable[[], object] = library,
    ) -> None:
        self._stopping = threading.Event()
        self._make, self._load = make, load
        self._show, self._ended, self._ask_every = show, ended, ask_every
        self._jobs: SimpleQueue[PrintJob | None] = SimpleQueue()
        self._in_hand: PrintJob | None = None
        self._last = PaperStatus(Cause.STARTING)
        self._thread = threading.Thread(target=self._work, name="printer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, job: PrintJob) -> None:
        self._jobs.put(job)

    def stop(self) -> None:
        """Have it give up what is under way, and end."""
        self._stopping.set()
        self._jobs.put(None)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def take_back(self) -> list[PrintJob]:
        """It hangs: the ticket that it has in hand is given up. Returns those that it has not begun."""
        waiting = self._taken()
        if in_hand := self._in_hand:
            in_hand.done(STUCK)
        return waiting

    def _taken(self) -> list[PrintJob]:
        found: list[PrintJob] = []
        with contextlib.suppress(Empty):
            while True:
                if job := self._jobs.get_nowait():
                    found.append(job)
        return found

    # --- On the thread ---------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            device = self._begun()
            while device and not self._stopping.is_set():
                self._turn(device)
            if device:
                device.close()
        except Exception as error:  # the keeper of this thread begins another one
            _log.error("the printer's thread failed: %s", type(error).__name__)
        finally:
            self._give_up()
            self._ended()

    def _begun(self) -> Device | None:
        """The device, as soon as it can be made; None once told to stop. The library wants room for a file of
        its own: until there is some, tickets are given up at once, and the agents are told."""
        while not self._stopping.is_set():
            try:
                with late.in_turn():
                    self._load()  # slow to import: here and now, not within the first ticket
                    return self._make(self._stopping.is_set)
            except Exception as error:
                if self._last.cause is not Cause.NOT_LOADED:
                    _log.error("the printer's library cannot be loaded: %s", type(error).__name__)
                self._shown(PaperStatus(Cause.NOT_LOADED))
                self._refuse_for(self._ask_every)
        return None

    def _refuse_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with contextlib.suppress(Empty):
            while job := self._jobs.get(timeout=max(0.0, until - time.monotonic())):
                job.done(Outcome(Result.GIVEN_UP, self._last))

    def _give_up(self) -> None:
        for job in self._taken():
            job.done(Outcome(Result.GIVEN_UP, self._last))

    def _turn(self, device: Device) -> None:
        """A question, and the tickets that come before the next one: after a ticket, it is asked at once."""
        self._shown(self._safely(device.ask))
        until = time.monotonic() + self._ask_every
        with contextlib.suppress(Empty):
            while job := self._jobs.get(timeout=max(0.0, until - time.monotonic())):
                self._serve(device, job)
                until = 0.0 if job.ticket else until

    def _serve(self, device: Device, job: PrintJob) -> None:
        outcome = Outcome(Result.GIVEN_UP, PaperStatus(Cause.BROKEN))
        self._in_hand = job
        try:
            if job.ticket:
                outcome = device.print(job.ticket, job.until)
                self._shown(outcome.status)
        except Exception as error:  # a driver's own fault must not end the thread that prints
            _log.error("printer driver failed: %s", type(error).__name__)
            self._shown(outcome.status)
        self._in_hand = None
        job.done(outcome)

    def _safely(self, ask: Callable[[], PaperStatus]) -> PaperStatus:
        try:
            return ask()
        except Exception as error:
            _log.error("printer driver failed: %s", type(error).__name__)
            return PaperStatus(Cause.BROKEN)

    def _shown(self, status: PaperStatus) -> None:
        self._last = status
        if not self._stopping.is_set():
            self._show(status)
