"""A simulated printer, its cable and a clock that the test holds: hours of patience pass in no time.

There is no thread and no port of the system. Whoever waits at the port's end has the printer live on until
what he waits for is there, and the clock moves by just so much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from printer.device import Device
from printer.finder import Connection
from printer.outcome import GIVE_UP, Outcome
from printer.port import PortFailed
from printer.profiles import profile
from printer.simulator.mechanism import XOFF, XON, Mechanism
from printer.simulator.models import MODELS
from printer.simulator.paper import Slip
from printer.status import Cause, PaperStatus
from printer.ticket import TicketText

HELD_BY_THE_SYSTEM = 4096
"""Bytes that a serial port's driver takes although they cannot go out yet."""


class HeldClock:
    """Seconds; they pass when somebody waits, or when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class HeldWire:
    """The cable, from the printer's end; `down` leads to the printer, `up` from it."""

    def __init__(self) -> None:
        self.plugged = True
        self.down = bytearray()
        self.up = bytearray()

    def plug_in(self) -> None:
        self.plugged = True

    def unplug(self) -> None:
        self.plugged = False
        self.down.clear()
        self.up.clear()

    def heard(self) -> bool:
        return bool(self.down) and self.plugged

    def read(self, most: int) -> bytes:
        taken = bytes(self.down[:most])
        del self.down[:most]
        return taken

    def send(self, data: bytes) -> None:
        if self.plugged:
            self.up += data


class HeldPort:
    """The driver's end: a serial port with software flow control.

    `busy` seconds pass at each call before anything else is done: a machine that is slow, or whose
    processor is needed elsewhere. `by_the_byte`: what has arrived is handed over one byte a time.
    """

    answers = True

    def __init__(self, clock: HeldClock, wire: HeldWire, printer: Mechanism) -> None:
        self._clock, self._wire, self._printer = clock, wire, printer
        self._waiting, self._arrived = bytearray(), bytearray()  # to the printer, from it
        self._held_off = self._closed = False
        self.busy, self.by_the_byte = 0.0, False

    def write(self, data: bytes, until: float) -> None:
        self._turn()
        if not self._wait(lambda: len(self._waiting) + len(self._wire.down) < HELD_BY_THE_SYSTEM, until):
            raise PortFailed(Cause.STUCK)
        self._waiting += data
        self._pass_on()

    def read(self, until: float) -> bytes:
        self._turn()
        self._wait(lambda: bool(self._arrived), until)
        data = bytes(self._arrived[:1] if self.by_the_byte else self._arrived)
        del self._arrived[: len(data)]
        return data

    def drain(self, until: float) -> None:
        self._turn()
        if not self._wait(lambda: not self._waiting and not self._wire.down, until):
            raise PortFailed(Cause.STUCK)

    def discard(self) -> None:
        self._there()
        self._waiting.clear()
        self._held_off = False

    def close(self) -> None:
        self._closed = True

    # --- Time ------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self._there()
        self._wait(lambda: False, self._clock() + self.busy)

    def _wait(self, met: Callable[[], bool], until: float) -> bool:
        """Let the printer live until `met()`, which is looked at once more when `until` has come."""
        while True:
            self._there()
            pause = self._printer.live(self._clock())
            self._pass_on()
            if met():
                return True
            left = until - self._clock()
            if left <= 0:
                return False
            self._clock.seconds += left if pause is None else min(pause, left)

    def _pass_on(self) -> None:
        for byte in self._wire.up:
            if bytes((byte,)) in (XON, XOFF):
                self._held_off = bytes((byte,)) == XOFF
            else:
                self._arrived.append(byte)
        self._wire.up.clear()
        if not self._held_off:
            self._wire.down += self._waiting
            self._waiting.clear()

    def _there(self) -> None:
        if self._closed or not self._wire.plugged:
            raise PortFailed(Cause.UNPLUGGED)


class HeldPrinter:
    """A printer and its driver. `port` is the one that the driver has opened last."""

    def __init__(
        self, model: str = "epson-80", name: str = "TM-T20II", *, baud: int = 38400, mm_s: float = 0.0
    ) -> None:
        self.clock, self.wire = HeldClock(), HeldWire()
        self.printer = Mechanism(
            MODELS[model], self.wire, baud=baud, mm_s=mm_s, on_slip=self._came_out, keep=False
        )
        self._lines: Counter[str] = Counter()  # on paper that has come out
        self.last: tuple[str, ...] = ()  # the lines of the last piece of it
        self.port: HeldPort
        self.busy = 0.0
        self._profile = profile(name)
        self.device = Device(self._connect, now=self.clock)

    def _connect(self) -> Connection:
        if not self.wire.plugged:
            raise PortFailed(Cause.NOT_FOUND)
        self.port = HeldPort(self.clock, self.wire, self.printer)
        self.port.busy = self.busy
        return Connection(self.port, self._profile, "serial:///held")

    def ask(self) -> PaperStatus:
        return self.device.ask()

    def print(self, ticket: TicketText, within: float = GIVE_UP) -> Outcome:
        return self.device.print(ticket, self.clock() + within)

    def slow(self, seconds: float) -> None:
        """From now on the machine takes so long for each step."""
        self.busy = self.port.busy = seconds

    def times_on_paper(self, number: int) -> int:
        """How often the number of a ticket has been printed, on whatever piece of paper."""
        return self._lines[str(number)] + (str(number) in self.printer.roll.hanging().lines)

    @property
    def fed(self) -> int:
        """Dots of paper that have moved, ever."""
        return self.printer.roll.fed

    def _came_out(self, slip: Slip) -> None:
        self.last = tuple(slip.lines)
        self._lines.update(set(slip.lines))
