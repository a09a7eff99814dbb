"""Asking a printer over an open port how it is and what it has printed.

Status answers and process-id responses arrive mixed; each is sorted to where it is waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from printer.port import Port, PortFailed
from printer.profiles import Profile
from printer.status import ANSWERS, ASK, Cause, PaperStatus, decode, processed, sort_out

PATIENCE = 0.5
"""Seconds that a status answer may take. At 9600 baud question and answer need 17 ms; the rest is for USB
adapters and for a printer that is cutting. It is counted as `Conversation.listen` says."""

LOOK = 0.05
"""Seconds that one look at the port lasts, where nothing comes."""


class Conversation:
    """One open port. Methods raise PortFailed when it is lost; `now` is a steady clock, in seconds."""

    def __init__(self, port: Port, profile: Profile, now: Callable[[], float] = time.monotonic) -> None:
        self.port = port
        self.profile = profile
        self._now = now
        self._blocks: list[bytes] = []
        self.answers = port.answers and profile.answers is not False
        self._must_answer = profile.answers is True
        self._rest = b""
        self._statuses = b""
        self._noise = 0

    def status(self) -> PaperStatus:
        """How the printer is now; within `PATIENCE` where it answers, twice that where it is silent."""
        if not self.answers:
            return PaperStatus(Cause.CANNOT_SAY)
        status = self._asked()
        if status.cause is Cause.NO_ANSWER and self._must_answer:
            return self._held_off()
        if status.cause is Cause.NO_ANSWER:
            return PaperStatus(Cause.NEVER_ANSWERED)
        self._must_answer = True
        return status

    @property
    def answering(self) -> bool:
        """Whether the printer answers questions at all, as far as is known by now."""
        return self.answers and self._must_answer

    def say(self, data: bytes, patience: float = PATIENCE) -> None:
        self.port.write(data, self._now() + patience)

    def hear(self, until: float) -> bool:
        """Take in what arrives before `until`; returns after the first bytes, whether there were any."""
        data = self.port.read(until)
        heard = sort_out(self._rest + data)
        self._rest = heard.rest
        self._statuses += heard.answers
        self._noise += len(heard.noise)
        self._blocks.extend(heard.blocks)
        return bool(data)

    def listen(self, patience: float, until: Callable[[], bool] = lambda: False) -> None:
        """Take in what arrives, for `patience` seconds of looking at the port or until `until()`.

        What is measured is the printer's silence, not the machine's slowness: a look counts for what it was
        meant to last, however long this process was kept from its turn meanwhile; and what has arrived by
        then is heard, since a silence ends with a look.
        """
        while not until() and patience > 0:
            began, look = self._now(), min(LOOK, patience)
            came = self.hear(began + look)
            patience -= min(look, self._now() - began) if came else look

    def block(self, question: bytes, header: bytes, patience: float = PATIENCE) -> bytes:
        """The longer answer to `question`, beginning with `header`; empty where none comes in `patience`."""

        def found() -> bytes:
            return next((block for block in self._blocks if block.startswith(header)), b"")

        self.port.write(question, self._now() + patience)
        self.listen(patience, lambda: bool(found()))
        if answer := found():
            # What it says of a ticket may have come just before, and is not to be lost.
            self._blocks = [block for block in self._blocks if processed(block)]
            return answer
        return b""

    def has_printed(self, identifier: bytes) -> bool:
        """Whether the printer has reported the ticket marked with `identifier`."""
        done = any(processed(block) == identifier for block in self._blocks)
        if done:
            self._blocks.clear()
        return done

    def _asked(self) -> PaperStatus:
        self.hear(0)  # what a question given up before has left behind
        self._statuses, self._noise = b"", 0
        try:
            self.port.write(ASK, self._now() + PATIENCE)
        except PortFailed as failed:
            if failed.cause is not Cause.STUCK:
                raise
            return PaperStatus(Cause.NO_ANSWER)
        # A report of a ticket may come right behind, and in pieces.
        self.listen(PATIENCE, lambda: len(self._statuses) >= ANSWERS and not self._rest)
        if self._noise or self._rest or 0 < len(self._statuses) < ANSWERS:
            return PaperStatus(Cause.GARBLED)
        return decode(self._statuses[:ANSWERS])

    def _held_off(self) -> PaperStatus:
        """Ask again with the line forced open: a printer that holds us off by XOFF still acts on real-time
        questions, and the answer says what is the matter. What had not gone out by then is lost, so that
        even a printer that is ready but for this counts as stuck."""
        self.port.discard()
        status = self._asked()
        return PaperStatus(Cause.STUCK) if status.can_print else status
