"""One printer: opened when needed, asked how it is, given tickets. Blocks, so it lives on a thread.

When a ticket is given up, in one place (`Device._carry_out` and what it calls):

- at once, if the printer says, or is found, unable to print: nothing but the van's name was sent;
- at the first sign of trouble while it prints;
- at the moment its `until` is reached, `GIVE_UP` seconds after it was asked for, whatever the reason. The
  printer is not blamed for it unless it was found unable: it may be slow, or the machine.

From then on nothing of it is sent. What the port still holds is taken back, the printer is told to forget
what it has been sent, and before the next ticket a torn one is pushed out of the way. A ticket is never
sent a second time: by then its holder has the number from the screen.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from printer.conversation import Conversation
from printer.encode import clean_start, clear, encode, identifier, mark, recover
from printer.finder import Connection
from printer.greeting import confirms, heading, recognised
from printer.logo import BadLogo
from printer.outcome import Outcome, Result
from printer.port import PortFailed
from printer.status import CLEARED, STARTING, Cause, PaperStatus
from printer.ticket import TicketText

AHEAD = 200
"""Bytes of a ticket that are sent without asking: at 9600 baud, a question behind them waits 0.2 s."""

STALL = 2.0
"""Seconds for which a line of a ticket may be held off before the printer counts as stuck: a small buffer
frees itself in the time that the number takes to print, 24 mm at 50 mm/s."""

SETTLE = 1.0
"""Seconds after the last byte at which a printer without process-id is asked whether all went well."""

_ASK_EVERY = 0.25

_log = logging.getLogger(__name__)

_GONE = frozenset({Cause.NOT_FOUND, Cause.UNPLUGGED, Cause.NO_PERMISSION, Cause.TAKEN})


class _Trouble(Exception):
    """The printer cannot go on with the ticket."""

    def __init__(self, status: PaperStatus) -> None:
        super().__init__(status.cause.name)
        self.status = status


class Device:
    """`connect` opens the printer; `real` finds one to take the place of one that is only simulated.

    `logo` is a picture for the head of the ticket; a ticket under way is given up once `stopped()`. `now`
    is a steady clock, in seconds, by which `until` is meant.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        real: Callable[[], Connection | None] = lambda: None,
        logo: Path | None = None,
        stopped: Callable[[], bool] = lambda: False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._connect = connect
        self._real = real
        self._logo = logo
        self._link: Connection | None = None
        self._talk: Conversation | None = None
        self._heading = b""  # prints the logo
        self._greeted: bool | None = None  # and whether it answered then
        self._last = STARTING
        self._marks = False  # it says which tickets are out
        self._marked = 0
        self._awaited = b""  # the mark behind the ticket that is under way
        self._torn = False  # part of a given-up ticket may be in the printer
        self._stopped = stopped

    @property
    def columns(self) -> int:
        """Characters across the paper of the printer that is open, 0 where none is."""
        return self._talk.profile.columns if self._talk else 0

    @property
    def address(self) -> str:
        """Of the printer that is open; empty where none is."""
        return self._link.address if self._link else ""

    def ask(self) -> PaperStatus:
        """How the printer is now; takes up to about a second where it is silent."""
        try:
            self._prefer_a_real_one()
            talk = self._opened()
            self._last = self._shown(talk.status())
            if self._last.cause is Cause.CUTTER:  # freed by hand, it still waits to be told
                talk.say(recover())
                self._last = self._shown(talk.status())
            if self._last.can_print:
                self._make_ready(talk)
        except PortFailed as failed:
            self._last = self._lost(failed)
        return self._last

    def print(self, ticket: TicketText, until: float, columns: int | None = None) -> Outcome:
        """Print `ticket`, or give it up at `until` at the latest; `columns` makes it narrower."""
        try:
            outcome = self._carry_out(ticket, until, columns)
        except _Trouble as trouble:
            outcome = self._given_up(trouble.status)
        except PortFailed as failed:
            outcome = self._given_up(PaperStatus(failed.cause))
        self._last = outcome.status
        return outcome

    def close(self) -> None:
        if self._link:
            self._link.port.close()
        self._link = self._talk = None

    # --- A ticket --------------------------------------------------------------------------------

    def _carry_out(self, ticket: TicketText, until: float, columns: int | None) -> Outcome:
        self._awaited = b""
        self._in_time(until)
        talk = self._opened()
        if self._torn or not self._last.can_print:
            _check(talk)
        if self._torn:
            self._tidy(talk)
        first, *rest = encode(ticket, talk.profile, self._heading, columns)
        self._send(talk, first, until, check=True)
        unasked = 0
        for piece in rest:
            unasked += len(piece)
            check = not self._marks or unasked > AHEAD
            self._send(talk, piece, until, check=check)
            unasked = 0 if check else unasked
        return self._marked_out(talk, until) if self._marks else self._settled(talk, until)

    def _send(self, talk: Conversation, piece: bytes, until: float, *, check: bool) -> None:
        """A printer that cannot be told to forget is asked after each line: little is left to come late."""
        self._in_time(until)
        self._torn = True
        self._write(talk, piece, until)
        if check and talk.answering:
            _check(talk)

    def _write(self, talk: Conversation, piece: bytes, until: float) -> None:
        stuck = self._now() + STALL
        try:
            talk.port.write(piece, min(until, stuck))
        except PortFailed as failed:
            if failed.cause is Cause.STUCK and until < stuck:
                raise _Trouble(PaperStatus(Cause.LATE)) from failed  # it was not held off for long
            raise

    def _in_time(self, until: float) -> None:
        if self._stopped() or self._now() >= until:
            raise _Trouble(PaperStatus(Cause.LATE))

    def _marked_out(self, talk: Conversation, until: float) -> Outcome:
        """Wait for the printer to say that the ticket is out; what is not by `until` is given up."""
        self._marked += 1
        self._awaited = identifier(self._marked)
        self._write(talk, mark(self._marked), until)
        while True:
            talk.hear(min(until, self._now() + _ASK_EVERY))
            if talk.has_printed(self._awaited):
                return self._done(Result.PRINTED, self._shown(talk.status()))
            self._in_time(until)
            status = talk.status()
            if talk.has_printed(self._awaited):  # it came while the status was waited for, or instead of it
                return self._done(Result.PRINTED, self._shown(status))
            if not status.can_print:
                raise _Trouble(status)

    def _settled(self, talk: Conversation, until: float) -> Outcome:
        talk.port.drain(until)
        if not talk.answering:
            return self._done(Result.SENT, self._last)
        talk.listen(min(SETTLE, until - self._now()))
        _check(talk)
        return self._done(Result.SENT, self._shown(talk.status()))

    def _done(self, result: Result, status: PaperStatus) -> Outcome:
        self._torn, self._awaited = False, b""
        return Outcome(result, status)

    def _given_up(self, status: PaperStatus) -> Outcome:
        try:
            if self._talk and self._torn:
                self._talk.port.discard()
                self._forget(self._talk)
                if self._awaited and self._talk.has_printed(self._awaited):
                    return self._done(Result.PRINTED, status)  # it was out before it could be taken back
            if status.cause in _GONE:
                self.close()
        except PortFailed as failed:
            self._lost(failed)
        return Outcome(Result.GIVEN_UP, status)

    def _make_ready(self, talk: Conversation) -> None:
        if self._torn:
            self._tidy(talk)
        if self._greeted is not talk.answering:
            self._greeted = talk.answering
            self._greet(talk)

    def _greet(self, talk: Conversation) -> None:
        if self._link and self._link.guessed and talk.answering:
            talk.profile = recognised(talk)
        self._marks = talk.profile.epson and confirms(talk)
        if self._link and self._logo:
            self._heading = self._headed(talk, self._logo, self._link.address)

    def _headed(self, talk: Conversation, logo: Path, address: str) -> bytes:
        try:
            return heading(talk, logo, address)
        except BadLogo:  # `halte config check` says what is wrong with it; a ticket can do without
            _log.warning("the tickets come without their logo: it is no picture")
            return b""

    def _tidy(self, talk: Conversation) -> None:
        self._forget(talk)
        talk.say(clean_start(talk.profile))
        self._torn = False

    def _forget(self, talk: Conversation) -> None:
        """The answer is waited for: what reached the printer before it would be forgotten as well."""
        if talk.profile.epson:
            talk.block(clear(), CLEARED)

    # --- The port --------------------------------------------------------------------------------

    def _opened(self) -> Conversation:
        return self._talk or self._begin(self._connect())

    def _prefer_a_real_one(self) -> None:
        if self._link and self._link.simulated and (real := self._real()):
            self.close()
            self._begin(real)

    def _begin(self, link: Connection) -> Conversation:
        self._link, self._talk = link, Conversation(link.port, link.profile, self._now)
        self._marks, self._greeted, self._heading = False, None, b""
        return self._talk

    def _shown(self, status: PaperStatus) -> PaperStatus:
        stands_in = self._link and self._link.simulated and status.cause is Cause.READY
        return PaperStatus(Cause.SIMULATED) if stands_in else status

    def _lost(self, failed: PortFailed) -> PaperStatus:
        self.close()
        return PaperStatus(failed.cause)


def _check(talk: Conversation) -> None:
    status = talk.status()
    if not status.can_print:
        raise _Trouble(status)
