"""What this machine says of its clocks. What is made of it is decided in `kiosk.clock`."""

from __future__ import annotations

import ctypes
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

RTCS = Path("/sys/class/rtc")
"""One folder for each hardware clock (Linux, Documentation/ABI/testing/sysfs-class-rtc)."""

TIMESYNCD = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd touches it each time it has set the clock; it is gone at each start of the machine
(systemd-timesyncd.service(8))."""

STA_UNSYNC = 0x40
"""In the kernel's status: no network has set the clock, or none has for hours (adjtimex(2)). A start of the
machine sets this bit, and so does a person who sets the clock by hand. Whichever program keeps the time
clears it (systemd-timesyncd, ntpd; chronyd with `rtcsync`, as Debian has it)."""


class MachineClocks:
    """The clocks of this machine. `boot` names this start of it."""

    def __init__(self, rtcs: Path = RTCS, timesyncd: Path = TIMESYNCD) -> None:
        self.boot = _boot()
        self._rtcs, self._timesyncd = rtcs, timesyncd

    def wall(self) -> datetime:
        return datetime.now().astimezone()

    def local(self, moment: datetime) -> datetime:
        """`moment` in the machine's time zone."""
        return moment.astimezone()

    def steady(self) -> float:
        """Seconds since the machine started, its sleep included where the system counts that."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def synchronised(self) -> bool:
        """Whether the network sets the wall clock now, as the kernel has it; False where it says nothing."""
        status = kernel_status()
        return status is not None and not status & STA_UNSYNC

    def synchronised_before(self) -> bool:
        """Whether systemd-timesyncd has set the wall clock at any time since the start of the machine."""
        with suppress(OSError):
            return self._timesyncd.exists()
        return False

    def hardware(self) -> tuple[datetime, ...]:
        """What each hardware clock that can be read shows. A machine without a clock module has none.

        One whose battery is dead says so itself, as an error, or shows a year such as 1970 or 2000. One that
        keeps local time instead of UTC, as on a computer that runs Windows too, is wrong here by some hours.
        Waits for the device.
        """
        with suppress(OSError):
            files = sorted(self._rtcs.glob("rtc*/since_epoch"))
            return tuple(shown for shown in map(_shown, files) if shown)
        return ()


def _shown(since_epoch: Path) -> datetime | None:
    with suppress(OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(int(since_epoch.read_bytes()), tz=UTC)
    return None


class _Timex(ctypes.Structure):
    """The head of `struct timex` (adjtimex(2)), and more room than any kernel's has after it. `modes` 0: only
    ask."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 512),
    )


def kernel_status() -> int | None:
    """`timex.status`; None on a system that has none, or will not tell."""
    if sys.platform != "linux":
        return None
    asked = _Timex()
    try:
        answer = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(asked))
    except (OSError, AttributeError):
        return None
    return int(asked.status) if answer >= 0 else None


def _boot() -> str:
    """The system's identifier of this start of the machine; where it has none, one of this process."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return str(uuid4())
