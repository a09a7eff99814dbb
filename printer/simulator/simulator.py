"""A receipt printer made of software: ESC/POS on a pseudo-terminal, paper as pictures and text.

The other end is an ordinary serial port: the driver of real printers prints on this one unchanged. What it
shows comes from the bytes alone.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable
from pathlib import Path

from printer.simulator.cable import Cable
from printer.simulator.mechanism import TICK, Mechanism
from printer.simulator.models import Model
from printer.simulator.paper import Roll, Slip
from printer.simulator.realtime import Fault


class Simulator:
    """A `Mechanism` that lives on a thread of its own, behind a serial port.

    `link` as for `Cable`, the rest as for `Mechanism`. `on_slip` is called on the simulator's thread, which
    answers no question meanwhile.
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
        self._cable = Cable(link)
        self._mechanism = Mechanism(model, self._cable, baud=baud, mm_s=mm_s, on_slip=on_slip, keep=keep)
        self._lock = threading.RLock()
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
            self._mechanism.finish()
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
    def roll(self) -> Roll:
        return self._mechanism.roll

    @property
    def received(self) -> int:
        """Bytes, ever."""
        return self._mechanism.received

    @property
    def slips(self) -> list[Slip]:
        """What has come out, the piece that still hangs from a printer without cutter included."""
        with self._lock:
            return self._mechanism.slips

    @property
    def hanging(self) -> Slip:
        """What has been printed and not been cut."""
        with self._lock:
            return self.roll.hanging()

    @property
    def unprinted(self) -> int:
        """Bytes in its buffer."""
        with self._lock:
            return self._mechanism.unprinted

    @property
    def faults(self) -> frozenset[Fault]:
        with self._lock:
            return frozenset(self._mechanism.faults)

    def fail(self, fault: Fault, after: int = 0) -> None:
        """Have `fault`, at once or when `after` more bytes have been printed."""
        with self._lock:
            self._mechanism.fail(fault, after)
        self._nudge()

    def disarm(self) -> None:
        """Forget the faults that have not come about yet."""
        with self._lock:
            self._mechanism.disarm()

    def mend(self, fault: Fault) -> None:
        """End `fault`: as if someone had put in paper, closed the cover, switched on, plugged in."""
        with self._lock:
            self._mechanism.mend(fault)
        self._nudge()

    def wait_for(self, met: Callable[[], bool], seconds: float = 30.0) -> bool:
        """Until `met()`; False where `seconds` go by without."""
        until = time.monotonic() + seconds
        while not met():
            if time.monotonic() > until:
                return False
            time.sleep(TICK)
        return True

    # --- Its life --------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            with self._lock:
                pause = self._mechanism.live(time.monotonic())
                watched = [self._wake_out]
                if self._mechanism.listens(time.monotonic()):
                    watched.append(self._cable.fileno)
            ready, _, _ = select.select(watched, [], [], pause)
            if self._wake_out in ready:
                os.read(self._wake_out, 1024)

    def _nudge(self) -> None:
        os.write(self._wake_in, b"!")
