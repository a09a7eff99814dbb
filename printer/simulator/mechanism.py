"""The simulated printer as a function of time: bytes in, paper and answers out. No thread, no clock, no port.

It has a receive buffer, XON/XOFF, a line speed and a paper speed, answers real-time questions, and has every
fault of `Fault` on demand. `printer.simulator.simulator` gives it a life of its own behind a serial port.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from printer.simulator.language import Interpreter
from printer.simulator.models import USUAL, Model
from printer.simulator.paper import DOTS_A_MM, Roll, Slip
from printer.simulator.realtime import CLEARED, STOPS_PRINTING, Ears, Fault, answers

BUFFER = 4096
"""Bytes of receive buffer, as Epson's TM series has; XOFF goes out at three quarters."""

STILL = 0.4
"""Seconds without a new line after which paper that hangs from a printer without cutter is torn off."""

TICK = 0.005
"""Seconds; how finely speeds are kept."""

AT_ONCE = 64
"""Bytes that are printed before the line is looked at again: a printer hears questions while it prints."""

XON, XOFF = b"\x11", b"\x13"
_GARBAGE = b"\x80\xff\x41\xc3"


class CableEnd(Protocol):
    """The printer's end of its cable."""

    @property
    def plugged(self) -> bool: ...

    def plug_in(self) -> None: ...

    def unplug(self) -> None: ...

    def heard(self) -> bool:
        """Whether bytes have come."""

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; none where they cannot be read."""

    def send(self, data: bytes) -> None:
        """What nobody takes, or no cable carries, is lost."""


class Mechanism:
    """A printer with the power on. `baud` 0 is a line without limit, `mm_s` 0 paper without delay.

    `on_slip` is called with each finished slip; `keep` holds them in the roll too.
    """

    def __init__(
        self,
        model: Model | None,
        wire: CableEnd,
        *,
        baud: int = 0,
        mm_s: float = 0.0,
        on_slip: Callable[[Slip], None] = lambda slip: None,
        keep: bool = True,
    ) -> None:
        self.model = model or USUAL
        self.roll = Roll(self.model.dots, keep=keep)
        self.received = 0  # bytes, ever
        self.faults: set[Fault] = set()
        self._wire = wire
        self._baud, self._mm_s, self._on_slip = baud, mm_s, on_slip
        self._interpreter = Interpreter(self.roll, self.model, self._answer, self._cut)
        self._armed: deque[tuple[int, Fault]] = deque()
        self._buffer: deque[int] = deque()
        self._ears, self._held_off = Ears(), False
        self._jammed = False  # and was not told since that its knife is free
        self._free_at = self._credit_at = self._printed_at = 0.0

    @property
    def slips(self) -> list[Slip]:
        """What has come out, the piece that still hangs from a printer without cutter included."""
        hanging = [self.roll.hanging()] if self._hangs else []
        return [*self.roll.slips, *hanging]

    @property
    def unprinted(self) -> int:
        """Bytes in its buffer."""
        return len(self._buffer)

    # --- Faults ----------------------------------------------------------------------------------

    def fail(self, fault: Fault, after: int = 0) -> None:
        """Have `fault`, at once or when `after` more bytes have been printed."""
        if after:
            self._armed.append((after, fault))
        else:
            self._begin(fault)

    def disarm(self) -> None:
        """Forget the faults that have not come about yet."""
        self._armed.clear()

    def mend(self, fault: Fault) -> None:
        """End `fault`: as if someone had put in paper, closed the cover, switched on, plugged in.

        A knife that was freed stays where it is until the printer is told to go on, if it can be told.
        """
        self.faults.discard(fault)
        if fault is Fault.CUTTER and not self.model.answers:
            self._jammed = False
        if fault is Fault.UNPLUGGED and not self._wire.plugged:
            self._wire.plug_in()
        if fault is Fault.XOFF:
            self._hold_off(False)

    def _count_down(self) -> None:
        self._armed = deque((left - 1, fault) for left, fault in self._armed)
        for left, fault in [*self._armed]:
            if left <= 0:
                self._armed.remove((left, fault))
                self._begin(fault)

    def _begin(self, fault: Fault) -> None:
        self.faults.add(fault)
        self._jammed |= fault is Fault.CUTTER
        if fault is Fault.OFF:
            self._buffer.clear()
            self._interpreter.restart()
        if fault is Fault.XOFF:
            self._hold_off(True)

    # --- Its life --------------------------------------------------------------------------------

    def live(self, now: float) -> float | None:
        """Take in and print what is due; for how many seconds nothing is due then, None until bytes come."""
        if Fault.UNPLUGGED in self.faults and self._wire.plugged:
            self._wire.unplug()
        self._take_in(now)
        if self._print(now):
            return 0.0
        due = [self._credit_at] if self._credit_at > now else []
        if self._can_print and self._buffer:
            due.append(self._free_at)
        elif self._hangs:
            due += self._torn_off(now)
        return max(TICK, min(due) - now) if due else None

    def listens(self, now: float) -> bool:
        """Whether it would take a byte that comes now."""
        return self._wire.plugged and len(self._buffer) < BUFFER and self._credit_at <= now

    def finish(self) -> None:
        """Tear off what still hangs from a printer without cutter."""
        if self._hangs:
            self._cut()

    def _take_in(self, now: float) -> None:
        if self._credit_at > now or not self._wire.heard():
            return
        room = BUFFER - len(self._buffer)
        wanted = min(room, max(1, int(self._baud / 10 * TICK))) if self._baud else room
        if wanted <= 0:
            return
        if data := self._wire.read(wanted):
            self._credit_at = now + (len(data) * 10 / self._baud if self._baud else 0)
            self._received(data)

    def _received(self, data: bytes) -> None:
        if Fault.OFF in self.faults:
            return
        self.received += len(data)
        for byte in data:
            self._buffer.append(byte)
            for kind, argument in self._ears.listen(bytes((byte,))):
                self._real_time(kind, argument)
        if Fault.XOFF in self.faults or len(self._buffer) > BUFFER * 3 // 4:
            self._hold_off(True)

    def _real_time(self, kind: str, argument: int) -> None:
        if kind == "ask" and self.model.answers:
            stopped = not self._can_print and Fault.XOFF not in self.faults
            self._answer(answers(argument, self._stops, stopped))
        elif kind == "clear" and self.model.clears:
            self._buffer.clear()
            self._interpreter.forget()
            self._answer(CLEARED)
        elif kind == "recover" and self._jammed and Fault.CUTTER not in self.faults:
            self._jammed = False
            self._buffer.clear()
            self._interpreter.forget()

    @property
    def _can_print(self) -> bool:
        return not self._stops & STOPS_PRINTING

    @property
    def _stops(self) -> frozenset[Fault]:
        return frozenset(self.faults | {Fault.CUTTER} if self._jammed else self.faults)

    @property
    def _hangs(self) -> bool:
        """Whether paper hangs out that nothing will cut."""
        return self.roll.printed_on and not self.model.cuts

    def _print(self, now: float) -> bool:
        """Print `AT_ONCE` bytes at most; whether more could be printed at once."""
        for _ in range(AT_ONCE):
            if not self._may_print(now):
                break
            before = self.roll.fed
            self._interpreter.feed(self._buffer.popleft())
            self._count_down()
            self._printed_at = now
            moved = self.roll.fed - before
            if self._mm_s and moved:
                self._free_at = max(now, self._free_at) + moved / DOTS_A_MM / self._mm_s
        if self._held_off and len(self._buffer) < BUFFER // 4 and Fault.XOFF not in self.faults:
            self._hold_off(False)
        return self._may_print(now)

    def _may_print(self, now: float) -> bool:
        return bool(self._buffer) and self._can_print and self._free_at <= now

    def _torn_off(self, now: float) -> list[float]:
        """Without a cutter, somebody tears the paper off once the printer is still: when that is due."""
        still_until = max(self._free_at, self._printed_at) + STILL
        if now < still_until:
            return [still_until]
        self._cut()
        self.roll.cut()
        return []

    def _cut(self) -> bool:
        if self._jammed:
            return False
        slip = self.roll.hanging()
        if slip.lines or self.roll.printed_on:
            self._on_slip(slip)
        return True

    # --- Its cable -------------------------------------------------------------------------------

    def _answer(self, data: bytes) -> None:
        if not self.faults & {Fault.SILENT, Fault.OFF}:
            self._wire.send(_GARBAGE[: len(data)] if Fault.GARBAGE in self.faults else data)

    def _hold_off(self, hold: bool) -> None:
        self._held_off = hold
        if Fault.OFF not in self.faults:
            self._wire.send(XOFF if hold else XON)
