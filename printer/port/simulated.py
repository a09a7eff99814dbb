"""The address `simulated:`: a simulated printer in this very process, behind a real serial port.

`simulated:FOLDER` keeps each slip as FOLDER/ticket-0001.png; without a folder nothing is kept, because a
picture of a ticket is something that a thief could read. `?model=pos-58` picks one of the models.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

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
        keep = keeper(Path(where.place)) if where.place else _keep_nothing
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
        self._fd = -1


def keeper(folder: Path) -> Callable[[Slip], None]:
    """Saves each slip into `folder`, a picture and then its text, numbered from 1, never half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = count(1)

    def keep(slip: Slip) -> None:
        name = f"ticket-{next(numbers):04}"
        unfinished = folder / f".{name}"
        picture(slip).save(unfinished, "PNG")
        unfinished.rename(folder / f"{name}.png")
        unfinished.write_text(slip.text, "utf-8")
        unfinished.rename(folder / f"{name}.txt")

    return keep


def _keep_nothing(slip: Slip) -> None:
    pass
