"""A receipt printer made of software: ESC/POS on a pseudo-terminal, paper as pictures and text.

The other end is an ordinary serial port: the driver of real printers prints on this one unchanged. What it
shows comes from the bytes alone. It has a receive buffer, XON/XOFF, a line speed and a paper
speed, answers real-time questions, and has every fault of `Fault` on demand.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from printer.simulator.cable import Cable
from printer.simulator.language import Interpreter
from printer.simulator.models import USUAL, Model
from printer.simulator.paper import DOTS_A_MM, Roll, Slip
from printer.simulator.realtime import CLEARED, STOPS_PRINTING, Ears, Fault, answers

BUFFER = 4096
"""Bytes of receive buffer, as Epson's TM series has; XOFF goes out at three quarters."""

STILL = 0.4
"""Seconds without a new line after which paper that hangs from a printer without cutter is torn off."""

_XON, _XOFF = b"\x11", b"\x13"
_GARBAGE = b"\x80\xff\x41\xc3"
_TICK = 0.005  # seconds; how finely speeds are kept


class Simulator:
    """A printer with the power on. `baud` 0 is a line without limit, `mm_s` 0 paper without delay.

    `link` as for `Cable`. `on_slip` is called on the simulator's thread with each finished slip; `keep`
    holds them in `slips` too.
    """

    def __init__(
        self,
        model: Model | None = None,
        *,
        link: Path | None = None,
        baud: int = 0,
        mm_s: float = 0.0,
        on_slip: Callable[[Slip], None] = lambda slip: None,
        keep: bool = True,
    ) -> None:
        self.model = model or USUAL
        self.roll = Roll(self.model.dots, keep=keep)
        self.received = 0  # bytes, ever
        self._cable = Cable(link)
        self._baud, self._mm_s, self._on_slip = baud, mm_s, on_slip
        self._interpreter = Interpreter(self.roll, self.model, self._answer, self._cut)
        self._faults: set[Fault] = set()
        self._armed: deque[tuple[int, Fault]] = deque()
        self._buffer: deque[int] = deque()
        self._ears, self._held_off = Ears(), False
        self._lock = threading.RLock()
        self._free_at = self._credit_at = self._printed_at = 0.0
        self._wake_out, self._wake_in = os.pipe()
        self._thread = threading.Thread(target=self._run, name="printer-simulator", daemon=True)
        self._stopping = False

    # --- For whoever holds it --------------------------------------------------------------------

    def __enter__(self) -> Simulator:
        self._cable.plug_in()
        self._thread.start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._stopping = True
        self._nudge()
        self._thread.join()
        with self._lock:
            if self.roll.printed_on and not self.model.cuts:
                self._cut()
            self._cable.unplug()
        os.close(self._wake_in)
        os.close(self._wake_out)

    @property
    def path(self) -> str:
        """Of the serial port to open: the link where there is one."""
        return self._cable.path

    @property
    def terminal(self) -> Path:
        """The device itself."""
        return self._cable.terminal

    @property
    def slips(self) -> list[Slip]:
        """What has come out, the piece that still hangs from a printer without cutter included."""
        with self._lock:
            hanging = [self.roll.hanging()] if self.roll.printed_on and not self.model.cuts else []
            return [*self.roll.slips, *hanging]

    @property
    def hanging(self) -> Slip:
        """What has been printed and not been cut."""
        with self._lock:
            return self.roll.hanging()

    @property
    def unprinted(self) -> int:
        """Bytes in its buffer."""
        with self._lock:
            return len(self._buffer)

    @property
    def faults(self) -> frozenset[Fault]:
        with self._lock:
            return frozenset(self._faults)

    def fail(self, fault: Fault, after: int = 0) -> None:
        """Have `fault`, at once or when `after` more bytes have been printed."""
        with self._lock:
            if after:
                self._armed.append((after, fault))
            else:
                self._begin(fault)
        self._nudge()

    def disarm(self) -> None:
        """Forget the faults that have not come about yet."""
        with self._lock:
            self._armed.clear()

    def mend(self, fault: Fault) -> None:
        """End `fault`: as if someone had put in paper, closed the cover, switched on, plugged in."""
        with self._lock:
            self._faults.discard(fault)
            if fault is Fault.UNPLUGGED and not self._cable.plugged:
                self._cable.plug_in()
            if fault is Fault.XOFF:
                self._hold_off(False)
        self._nudge()

    def wait_for(self, met: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Until `met()`; False where `seconds` go by without."""
        until = time.monotonic() + seconds
        while not met():
            if time.monotonic() > until:
                return False
            time.sleep(_TICK)
        return True

    # --- Its life --------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            with self._lock:
                pause = self._live(time.monotonic())
                watched = [self._wake_out]
                if self._cable.plugged and len(self._buffer) < BUFFER and self._credit_at <= time.monotonic():
                    watched.append(self._cable.fileno)
            ready, _, _ = select.select(watched, [], [], pause)
            if self._wake_out in ready:
                os.read(self._wake_out, 1024)

    def _live(self, now: float) -> float | None:
        """Take in and print what is due; how long to sleep then, None until something happens."""
        if Fault.UNPLUGGED in self._faults and self._cable.plugged:
            self._cable.unplug()
        self._take_in(now)
        self._print(now)
        due = [self._credit_at] if self._credit_at > now else []
        if self._can_print and self._buffer:
            due.append(self._free_at)
        elif self.roll.printed_on and not self.model.cuts:
            due += self._torn_off(now)
        return max(_TICK, min(due) - now) if due else None

    def _take_in(self, now: float) -> None:
        if self._credit_at > now or not self._cable.heard():
            return
        room = BUFFER - len(self._buffer)
        wanted = min(room, max(1, int(self._baud / 10 * _TICK))) if self._baud else room
        if wanted <= 0:
            return
        if data := self._cable.read(wanted):
            self._credit_at = now + (len(data) * 10 / self._baud if self._baud else 0)
            self._received(data)

    def _received(self, data: bytes) -> None:
        if Fault.OFF in self._faults:
            return
        self.received += len(data)
        for byte in data:
            self._buffer.append(byte)
            for kind, argument in self._ears.listen(bytes((byte,))):
                self._real_time(kind, argument)
        if Fault.XOFF in self._faults or len(self._buffer) > BUFFER * 3 // 4:
            self._hold_off(True)

    def _real_time(self, kind: str, argument: int) -> None:
        if kind == "ask" and self.model.answers:
            stopped = not self._can_print and Fault.XOFF not in self._faults
            self._answer(answers(argument, self._faults, stopped))
        elif kind == "clear" and self.model.clears:
            self._buffer.clear()
            self._interpreter.forget()
            self._answer(CLEARED)

    @property
    def _can_print(self) -> bool:
        return not self._faults & STOPS_PRINTING

    def _print(self, now: float) -> None:
        while self._buffer and self._can_print and self._free_at <= now:
            before = self.roll.fed
            self._interpreter.feed(self._buffer.popleft())
            self._count_down()
            self._printed_at = now
            moved = self.roll.fed - before
            if self._mm_s and moved:
                self._free_at = max(now, self._free_at) + moved / DOTS_A_MM / self._mm_s
        if self._held_off and len(self._buffer) < BUFFER // 4 and Fault.XOFF not in self._faults:
            self._hold_off(False)

    def _torn_off(self, now: float) -> list[float]:
        """Without a cutter, paper is torn off once the printer has been still: tells when that will be."""
        still_until = max(self._free_at, self._printed_at) + STILL
        if now < still_until:
            return [still_until]
        self._cut()
        self.roll.cut()
        return []

    def _count_down(self) -> None:
        self._armed = deque((left - 1, fault) for left, fault in self._armed)
        for left, fault in [*self._armed]:
            if left <= 0:
                self._armed.remove((left, fault))
                self._begin(fault)

    def _begin(self, fault: Fault) -> None:
        self._faults.add(fault)
        if fault is Fault.OFF:
            self._buffer.clear()
            self._interpreter.restart()
        if fault is Fault.XOFF:
            self._hold_off(True)

    def _cut(self) -> bool:
        if Fault.CUTTER in self._faults:
            return False
        slip = self.roll.hanging()
        if slip.lines or self.roll.printed_on:
            self._on_slip(slip)
        return True

    # --- Its cable -------------------------------------------------------------------------------

    def _answer(self, data: bytes) -> None:
        if not self._faults & {Fault.SILENT, Fault.OFF}:
            self._cable.send(_GARBAGE[: len(data)] if Fault.GARBAGE in self._faults else data)

    def _hold_off(self, hold: bool) -> None:
        self._held_off = hold
        if Fault.OFF not in self._faults:
            self._cable.send(_XOFF if hold else _XON)

    def _nudge(self) -> None:
        os.write(self._wake_in, b"!")
