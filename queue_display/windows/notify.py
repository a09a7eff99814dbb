"""What systemd is told of this process: sd_notify(3), one datagram a message. Nobody is told where it did not
start us.

`systemd-watchdog` (PyPI) does the same from a timer of its own; what is fed here is fed by the window's
frames, and the rest is one socket.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping
from typing import Any

_UNIX: Any = getattr(socket, "AF_UNIX", None)  # not on Windows, which has no systemd either

MICROSECONDS = 1_000_000

STARTS_WITHIN = 60.0
"""Seconds from one process to the first frame of the next: on a Raspberry Pi 3 some twenty."""


class ServiceManager:
    """Who started us, if it wants to hear of us. `$WATCHDOG_PID` is not asked: under cage it is cage's."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._socket: socket.socket | None = None
        wanted = environment.get("WATCHDOG_USEC", "")
        self.patience = int(wanted) / MICROSECONDS if self.listens and wanted.isdigit() else 0.0
        """Seconds after which it ends a process that has not fed it; 0: it does not watch."""

    @property
    def listens(self) -> bool:
        """Whether there is one: a socket of the file system, or an abstract one ("@name")."""
        return self._address[:1] in ("/", "@") and _UNIX is not None

    def ready(self, status: str) -> None:
        """It has started; `status` is one line for `systemctl status`, and holds nothing of a visit."""
        watched = [self._watchdog(self.patience)] if self.patience else []
        self._tell("READY=1", f"STATUS={status}", *watched)

    def status(self, status: str) -> None:
        self._tell(f"STATUS={status}")

    def feed(self) -> None:
        """All is well: `patience` begins anew."""
        self._tell("WATCHDOG=1")

    def end_me(self, why: str) -> None:
        """Have it end this process and start another, at once: what holds a thread holds no signal."""
        self._tell(f"STATUS={why}", "WATCHDOG=trigger")

    def start_anew(self) -> None:
        """This process is about to be another, which has `STARTS_WITHIN` seconds until it is ready."""
        if self.patience:
            self._tell(self._watchdog(STARTS_WITHIN), "WATCHDOG=1")

    def stopping(self) -> None:
        """It ends for good: after this systemd lets it live on for a short while only."""
        self._tell("STOPPING=1")

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None

    def _tell(self, *lines: str) -> None:
        """It may be gone, or too busy to take another message: that is no trouble of ours."""
        if not self.listens:
            return
        if not self._socket:
            self._socket = socket.socket(_UNIX, socket.SOCK_DGRAM)
            self._socket.setblocking(False)
        with contextlib.suppress(OSError):
            self._socket.sendto("\n".join(lines).encode(), self._place())

    @staticmethod
    def _watchdog(seconds: float) -> str:
        return f"WATCHDOG_USEC={round(seconds * MICROSECONDS)}"

    def _place(self) -> str:
        abstract = self._address.startswith("@")
        return f"\0{self._address[1:]}" if abstract else self._address
