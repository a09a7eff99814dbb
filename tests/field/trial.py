"""What the steps of one release share: the machine, the agent's window, and how a visitor takes a ticket."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.field.desk import Desk
from tests.field.furniture import AGENT
from tests.field.machine import Booted, NotShown
from tests.field.trees import folder

TILE = 0.2, 0.4
"""Where a first topic is, whatever it is called: parts of the screen's width and height."""

SEEN = 0.58, 0.61
"""Where a visitor touches to have seen the number."""


class NotYet(Exception):
    """This version of Halte has no such thing; the message says which."""


@dataclass
class Trial:
    """One release's run. `repository` is where its versions come from, bound at `address` in the machine."""

    machine: Booted
    readme: str
    repository: Path
    pictures: Path
    address: str
    _desk: Desk | None = field(default=None, repr=False)
    _last: int = 0

    @property
    def desk(self) -> Desk:
        """The agent's window. Raises NotShown if no step has opened it."""
        if self._desk is None:
            raise NotShown("there is no agent's window: pairing did not succeed")
        return self._desk

    def open_desk(self) -> None:
        self._desk = Desk(self.machine)

    def open_stop(self) -> None:
        """The agent opens it: numbers begin."""
        self.desk.press("open", until="next")
        self.desk.wait("next")
        self._last = 0

    def desk_gone(self) -> None:
        """Close the agent's window, or what is left of it after a power cut."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def ticket(self) -> str:
        """A visitor touches a topic, and leaves; the ticket's number, as the agent's window shows it."""
        self.desk.wait("next")
        self._last = self.machine.wait("a ticket in the agent's window", self._touched, 40)
        self.keep_picture("number")
        self.machine.monitor.press(*SEEN)
        return str(self._last)

    def _touched(self) -> int:
        """The new number after a touch, or 0: a screen that comes takes none, and a number's screen none."""
        self.machine.monitor.press(*TILE)
        try:
            return self.machine.wait("a new number", self._newer, 4)
        except NotShown:
            return 0

    def _newer(self) -> int:
        """A number in the line that is higher than any before; 0 if there is none."""
        return max((number for number in map(int, self.desk.waiting()) if number > self._last), default=0)

    def same(self, line: list[str]) -> str:
        """Wait until the agent's window shows that line. Raises NotShown."""
        self.desk.wait("next")
        self.machine.wait(f"the line {line}", lambda: self.desk.waiting() == line, 20)
        return f"the line as it was ({len(line)})"

    def version(self) -> str:
        """What `halte --version` says to anybody."""
        return self.machine.run("halte --version", AGENT).strip()

    def own_partition(self) -> list[str]:
        """The options of a boot with the data folder, as it is now, on a partition of its own."""
        partition = folder("run", self.machine.release) / "partition"
        if not partition.exists():
            subprocess.run(["cp", "--archive", self.machine.root / "var/lib/halte", partition], check=True)
        return [f"--bind={partition}:/var/lib/halte"]

    def keep_picture(self, name: str) -> Image.Image:
        """What the monitor shows; a file, too, beside the other pictures of this run."""
        picture = self.machine.monitor.picture()
        picture.save(self.pictures / f"{self.machine.release}-{name}.png")
        return picture
