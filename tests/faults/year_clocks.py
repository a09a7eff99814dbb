"""The time of the simulated year: one file that the soak writes, and that each process reads as its clock.

Nothing waits for it: what the van does in an hour takes as long as its commands take.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from kiosk.machine_clocks import MachineClocks

PARIS = ZoneInfo("Europe/Paris")
START = "start "
"""Before the number of a start of the machine, in its name."""


class YearTime(msgspec.Struct, frozen=True):
    """`true` is what a good watch shows, in seconds since 1970, and so do the agents' laptops. The kiosk's
    wall clock is `off` seconds from it; its machine was started at `started` (true time) as its start `boot`.
    `module`: it has a hardware clock that keeps its time."""

    true: float
    off: float = 0.0
    started: float = 0.0
    boot: int = 0
    module: bool = True

    @property
    def vouched(self) -> bool:
        """Whether the kiosk can know that its wall clock is right."""
        return self.module and abs(self.off) <= 60


def in_paris(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, PARIS)


def written(file: Path, now: YearTime) -> None:
    """Replace the file whole: nobody reads half of it."""
    new = file.with_name(file.name + ".new")
    new.write_bytes(msgspec.json.encode(now))
    new.rename(file)


@dataclass
class YearClocks(MachineClocks):
    """The kiosk's machine, as `file` has it now."""

    file: Path

    def __post_init__(self) -> None:
        self.boot = f"{START}{self.read().boot}"

    def read(self) -> YearTime:
        return msgspec.json.decode(self.file.read_bytes(), type=YearTime)

    def wall(self) -> datetime:
        now = self.read()
        return in_paris(now.true + now.off)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(PARIS)

    def steady(self) -> float:
        now = self.read()
        return now.true - now.started

    def synchronised(self) -> bool:
        return False

    def synchronised_before(self) -> bool:
        return False

    def hardware(self) -> tuple[datetime, ...]:
        now = self.read()
        return (in_paris(now.true),) if now.module else ()
