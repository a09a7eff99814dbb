"""What the steps of one release share: the machine, the agent's window, and how a visitor takes a ticket."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops

from tests.field.desk import Desk
from tests.field.furniture import AGENT
from tests.field.machine import Booted, NotShown
from tests.field.trees import folder

TILE = 0.2, 0.4
"""Where a first topic is, whatever it is called: parts of the screen's width and height."""

SEEN = tuple((0.76, down / 100) for down in range(80, 54, -5))
"""Where the one button of a number's screen may be, whatever it says: nothing else there can be pressed."""

ALIKE = 0.05
"""The part of a screen that may differ where it is the same screen: the hour, a number in a line of text."""


def _alike(one: Image.Image, other: Image.Image) -> bool:
    differ = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(differ[8:]) < ALIKE * one.width * one.height


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
    _topics: Image.Image | None = field(default=None, repr=False)

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
        self._leave()
        return str(self._last)

    def _leave(self) -> None:
        """Press the one button of the number's screen, which is looked for. Raises NotShown."""
        for place in SEEN * 3:
            self.machine.monitor.press(*place)
            with suppress(NotShown):
                self.machine.wait("the topics", self._shows_topics, 1)
                return
        raise NotShown("no button of the number's screen leads back to the topics")

    def _shows_topics(self) -> bool:
        """Whether the screen is again what it was before the touch that gave the last number."""
        return self._topics is None or _alike(self.machine.monitor.picture(), self._topics)

    def _touched(self) -> int:
        """The new number after a touch, or 0: a screen that comes takes none, and a number's screen none."""
        self._topics = self.machine.monitor.picture()
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
