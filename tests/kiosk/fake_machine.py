"""A machine whose clocks are set by hand, in the time zone of Paris."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.clock import MachineClocks

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=PARIS)


@dataclass
class FakeMachine(MachineClocks):
    """`go` lets time pass on both clocks; to set `time` alone is a jump of the wall clock."""

    time: datetime = NOON
    seconds: float = 100.0
    boot: str = "boot-1"
    by_network: bool = False

    def wall(self) -> datetime:
        return self.time

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(PARIS)

    def steady(self) -> float:
        return self.seconds

    def synchronised(self) -> bool:
        return self.by_network

    def go(self, gone: timedelta) -> None:
        # Through UTC: adding to a local time ignores that the clock changes in between.
        self.time = (self.time.astimezone(UTC) + gone).astimezone(PARIS)
        self.seconds += gone.total_seconds()

    def restart(self, boot: str, time: datetime) -> None:
        """Off, and on again with the wall clock at `time`."""
        self.boot, self.time, self.seconds = boot, time, 10.0
