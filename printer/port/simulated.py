"""The address `simulated:`: a simulated printer in this very process, behind a real serial port.

`simulated:FOLDER` keeps each slip as FOLDER/ticket-0001.png; without a folder nothing is kept, because a
picture of a ticket is something that a thief could read. `?model=pos-58` picks one of the models.
"""

from __future__ import annotations

import threading
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from printer.address import Address, find_model
from printer.port.descriptor import DescriptorPort
from printer.port.serial import SerialPort
from printer.simulator.models import PAPER_SPEED, USUAL
from printer.simulator.paper import Slip
from printer.simulator.picture import picture
from printer.simulator.simulator import Simulator


class SimulatedPort(DescriptorPort):
    """Owns the simulator; both end with `close`."""

    def __init__(self, where: Address) -> None:
        super().__init__(where)
        model = find_model(where.option("model", USUAL.name))
        self._folder = SlipFolder(Path(where.place)) if where.place else None
        keep = self._folder.keep if self._folder else _keep_nothing
        self._simulator = Simulator(model, mm_s=PAPER_SPEED, on_slip=keep, keep=False).__enter__()
        self._line = SerialPort(Address("serial", self._simulator.path))
        self._fd = self._line.fileno

    def _unsent(self) -> int:
        return self._simulator.unprinted

    def discard(self) -> None:
        self._line.discard()

    def close(self) -> None:
        if self._fd >= 0:
            self._line.close()
            self._simulator.__exit__()
            if self._folder:
                self._folder.close()
        self._fd = -1


class SlipFolder:
    """Saves each slip into `folder`, a picture and then its text, numbered from 1, never half a file.

    On a thread of its own: on a slow machine a picture takes longer than a printer may leave a question
    unanswered.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._slips: SimpleQueue[Slip | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._save, name="printer-slips", daemon=True)
        self._thread.start()

    def keep(self, slip: Slip) -> None:
        """Have `slip` saved; returns at once."""
        self._slips.put(slip)

    def close(self) -> None:
        """Once all slips have been saved."""
        self._slips.put(None)
        self._thread.join()

    def _save(self) -> None:
        for number in count(1):
            slip = self._slips.get()
            if slip is None:
                return
            name = f"ticket-{number:04}"
            unfinished = self._folder / f".{name}"
            picture(slip).save(unfinished, "PNG")
            unfinished.rename(self._folder / f"{name}.png")
            unfinished.write_text(slip.text, "utf-8")
            unfinished.rename(self._folder / f"{name}.txt")


def _keep_nothing(slip: Slip) -> None:
    pass
