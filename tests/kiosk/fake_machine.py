"""A machine whose clocks are set by hand, in the time zone of Paris."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.machine_clocks import MachineClocks

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=PARIS)


@dataclass
class FakeMachine(MachineClocks):
    """`go` lets time pass on all clocks; to set `time` alone is a jump of the wall clock.

    Nothing vouches for it unless told so: by `network` (the kernel's word), by `network_before`
    (systemd-timesyncd's), by what the hardware clocks show, `rtcs`.
    """

    time: datetime = NOON
    seconds: float = 100.0
    boot: str = "boot-1"
    network: bool = False
    network_before: bool = False
    rtcs: tuple[datetime, ...] = ()

    def wall(self) -> datetime:
        return self.time

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(PARIS)

    def steady(self) -> float:
        return self.seconds

    def synchronised(self) -> bool:
        return self.network

    def synchronised_before(self) -> bool:
        return self.network_before

    def hardware(self) -> tuple[datetime, ...]:
        return self.rtcs

    def go(self, gone: timedelta) -> None:
        self.time = _later(self.time, gone)
        self.rtcs = tuple(_later(shown, gone) for shown in self.rtcs)
        self.seconds += gone.total_seconds()

    def restart(self, boot: str, time: datetime) -> None:
        """Off, and on again with the wall clock at `time`."""
        self.boot, self.time, self.seconds = boot, time, 10.0


def _later(time: datetime, gone: timedelta) -> datetime:
    # Through UTC: adding to a local time ignores that the clock changes in between.
    return (time.astimezone(UTC) + gone).astimezone(PARIS)
