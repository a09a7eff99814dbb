"""The simulated printer's end of a serial line: a pseudo-terminal that can be pulled out and put in again."""

from __future__ import annotations

import contextlib
import os
import select
import tty
from pathlib import Path


class Cable:
    """`link` is a path that becomes a link to the port and follows it when it is unplugged and plugged in."""

    def __init__(self, link: Path | None) -> None:
        self._link = link
        self._master = self._slave = -1

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    @property
    def fileno(self) -> int:
        """Of the printer's end, readable when bytes have come."""
        return self._master

    @property
    def terminal(self) -> Path:
        """The device itself."""
        return Path(os.ttyname(self._slave))

    @property
    def path(self) -> str:
        """Of the port to open: the link where there is one."""
        return str(self._link or self.terminal)

    def plug_in(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        if self._link:
            fresh = self._link.with_name(self._link.name + ".new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(self.terminal)
            fresh.replace(self._link)

    def unplug(self) -> None:
        if self._link:
            self._link.unlink(missing_ok=True)
        for fd in (self._slave, self._master):
            if fd >= 0:
                os.close(fd)
        self._master = self._slave = -1

    def send(self, data: bytes) -> None:
        """What nobody takes, or no cable carries, is lost."""
        if self.plugged:
            with contextlib.suppress(OSError):
                os.write(self._master, data)

    def heard(self) -> bool:
        """Whether bytes have come."""
        return self.plugged and bool(select.select([self._master], [], [], 0)[0])

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; none where they cannot be read."""
        with contextlib.suppress(OSError):
            return os.read(self._master, most)
        return b""
