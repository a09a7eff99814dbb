"""A printer by the name of its device, or a file instead of a printer."""

from __future__ import annotations

import os
import stat
import time

from printer.address import Address
from printer.port.descriptor import DescriptorPort
from printer.port.port import LOOK_AGAIN, READ


class FilePort(DescriptorPort):
    """A device such as /dev/usb/lp0 (which answers), or a plain file (which does not)."""

    def __init__(self, where: Address) -> None:
        super().__init__(where)
        # Opened as it is: a name mistyped must not become a new file full of tickets.
        self._fd = os.open(where.place, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_APPEND)
        self.answers = stat.S_ISCHR(os.fstat(self._fd).st_mode)

    def read(self, until: float) -> bytes:
        """An empty answer is not the end: a USB printer gives them while it has nothing to say."""
        while self._ready(write=False, until=until):
            with self._lost():
                data = os.read(self._fd, READ)
            if data or time.monotonic() >= until:
                return data
            time.sleep(LOOK_AGAIN)
        return b""

    def _ready(self, *, write: bool, until: float) -> bool:
        return super()._ready(write=write, until=until) if self.answers else write
