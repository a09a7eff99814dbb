"""What serial lines, devices and sockets share: each is a non-blocking file descriptor."""

from __future__ import annotations

import contextlib
import os
import select
import termios
import time
from collections.abc import Iterator

from printer.address import Address
from printer.port.port import LOOK_AGAIN, READ, PortFailed
from printer.status import Cause


class DescriptorPort:
    """Whatever is a non-blocking file descriptor: devices, serial lines, sockets."""

    answers = True

    def __init__(self, where: Address) -> None:
        self._fd = -1

    def write(self, data: bytes, until: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(write=True, until=until)
            with self._lost():
                left = left[self._send(left) :]

    def read(self, until: float) -> bytes:
        if not self._ready(write=False, until=until):
            return b""
        with self._lost():
            data = os.read(self._fd, READ)
        if not data:
            raise PortFailed(Cause.UNPLUGGED)
        return data

    def drain(self, until: float) -> None:
        while self._unsent():
            if time.monotonic() >= until:
                raise PortFailed(Cause.STUCK)
            time.sleep(LOOK_AGAIN)

    def _unsent(self) -> int:
        """Bytes that the system still holds, where it can say."""
        return 0

    def discard(self) -> None:
        """Nothing can be taken back from a plain descriptor."""

    def close(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                os.close(self._fd)
        self._fd = -1

    def _send(self, data: memoryview) -> int:
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0

    def _wait(self, *, write: bool, until: float) -> None:
        if not self._ready(write=write, until=until):
            raise PortFailed(Cause.STUCK)

    def _ready(self, *, write: bool, until: float) -> bool:
        poll = select.poll()
        with self._lost():
            poll.register(self._fd, select.POLLOUT if write else select.POLLIN)
        events = poll.poll(max(0.0, until - time.monotonic()) * 1000)
        if any(event & select.POLLNVAL or event == select.POLLHUP for _, event in events):
            raise PortFailed(Cause.UNPLUGGED)
        return bool(events)

    @contextlib.contextmanager
    def _lost(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, termios.error) as error:
            raise PortFailed(Cause.UNPLUGGED) from error
