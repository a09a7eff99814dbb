"""The address `simulated:`: a simulated printer in this very process, behind a real serial port.

`simulated:FOLDER` keeps each slip as FOLDER/ticket-0001.png; without a folder nothing is kept, because a
picture of a ticket is something that a thief could read. `?model=pos-58` picks one of the models.
"""

from __future__ import annotations

import contextlib
import io
import re
import threading
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from assets.errors import Trouble
from assets.files import Undated, make_folder, replace_file
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


class SlipsNotKept(Trouble):
    """The folder for the slips cannot be used."""


class SlipFolder:
    """Saves each slip into `folder`, a picture and then its text, numbered after those that are there, never
    half a file.

    On a thread of its own: on a slow machine a picture takes longer than a printer may leave a question
    unanswered. Raises SlipsNotKept.
    """

    def __init__(self, folder: Path) -> None:
        try:
            make_folder(folder)
            self._first = 1 + max(map(_number, folder.iterdir()), default=0)
        except OSError as error:
            raise SlipsNotKept(
                "Impossible d’utiliser le dossier {folder} ({why}) ; donnez-en un autre aux tickets.",
                folder=folder,
                why=error.strerror,
            ) from None
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
        for number in count(self._first):
            slip = self._slips.get()
            if slip is None:
                return
            drawn = io.BytesIO()
            picture(slip).save(drawn, "PNG")
            for ending, content in (("png", drawn.getvalue()), ("txt", slip.text.encode())):
                with contextlib.suppress(OSError):  # a full disk: the printer prints on
                    replace_file(Undated(), self._folder / f"ticket-{number:04}.{ending}", content)


def _number(file: Path) -> int:
    found = re.fullmatch(r"ticket-(\d+)\.(png|txt)", file.name)
    return int(found[1]) if found else 0


def _keep_nothing(slip: Slip) -> None:
    pass
