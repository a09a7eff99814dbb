"""The way to the printer: opened, written to and read, with a time limit on everything.

python-escpos has transports too; these differ in what a kiosk needs: no write without an end, a status
question that returns with the answer and not with the time-out, a close that is final, and bytes that
were not sent yet can be taken back.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
import socket
import stat
import struct
import termios
import time
from collections.abc import Iterator
from typing import Protocol

from printer.address import Address, parse
from printer.status import Cause

_LOOK_AGAIN = 0.01

CONNECT = 2.0
"""Seconds that a network printer may take to accept a connection."""


class PortFailed(Exception):
    """The port could not be opened, or is lost. `cause` is for the status."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.name)
        self.cause = cause


class Port(Protocol):
    """An open way to a printer. Whatever fails raises PortFailed."""

    answers: bool
    """False where the way is one-way, as through a print spooler."""

    def write(self, data: bytes, until: float) -> None:
        """Hand over all of `data` before `until` (time.monotonic, seconds), else raise Cause.STUCK."""

    def read(self, until: float) -> bytes:
        """What has arrived, at least one byte unless `until` comes first."""

    def drain(self, until: float) -> None:
        """Wait for all that was handed over to leave this machine; Cause.STUCK if it has not by `until`."""

    def discard(self) -> None:
        """Take back what has been handed over but not sent, and let the line run again after an XOFF."""

    def close(self) -> None:
        """For good; never waits for a printer that does not take its bytes."""


def open_port(address: str) -> Port:
    """Open the printer at `address`, any but `auto`. Raises BadAddress or PortFailed."""
    return open_parsed(parse(address))


def open_parsed(where: Address) -> Port:
    """Open what `printer.address.parse` has read."""
    if where.kind == "serial":
        return _guarded(SerialPort, where)
    if where.kind == "network":
        return _guarded(NetworkPort, where)
    if where.kind == "file":
        return _guarded(FilePort, where)
    if where.kind == "usb":
        from printer.usb_port import UsbPort

        return UsbPort(where)
    if where.kind == "cups":
        from printer.cups_port import CupsPort

        return CupsPort(where)
    if where.kind == "simulated":
        from printer.simulated_port import SimulatedPort

        return SimulatedPort(where)
    raise PortFailed(Cause.NOT_FOUND)


def _guarded(kind: type[DescriptorPort], where: Address) -> Port:
    try:
        return kind(where)
    except (OSError, ValueError) as error:
        raise PortFailed(cause_of(error)) from error


def cause_of(error: BaseException) -> Cause:
    """What an error of the system means for the printer. pyserial wraps its errors in one of its own."""
    number = getattr(error, "errno", None)
    if number is None and error.__context__ is not None:
        return cause_of(error.__context__)
    if number in (errno.EACCES, errno.EPERM):
        return Cause.NO_PERMISSION
    if number in (errno.EBUSY, errno.EAGAIN):
        return Cause.TAKEN
    if number in (errno.EIO, errno.ENODEV, errno.EPIPE, errno.ECONNRESET, errno.EBADF):
        return Cause.UNPLUGGED
    return Cause.NOT_FOUND


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
            data = os.read(self._fd, 4096)
        if not data:
            raise PortFailed(Cause.UNPLUGGED)
        return data

    def drain(self, until: float) -> None:
        while self._unsent():
            if time.monotonic() >= until:
                raise PortFailed(Cause.STUCK)
            time.sleep(_LOOK_AGAIN)

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
                data = os.read(self._fd, 4096)
            if data or time.monotonic() >= until:
                return data
            time.sleep(_LOOK_AGAIN)
        return b""

    def _ready(self, *, write: bool, until: float) -> bool:
        return super()._ready(write=write, until=until) if self.answers else write


class NetworkPort(DescriptorPort):
    """A printer that takes raw bytes over TCP."""

    def __init__(self, where: Address) -> None:
        super().__init__(where)
        self._socket = socket.create_connection((where.place, where.port), CONNECT)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._fd = self._socket.fileno()

    def _unsent(self) -> int:
        with self._lost():
            return sum(fcntl.ioctl(self._fd, termios.TIOCOUTQ, bytes(4)))

    def discard(self) -> None:
        """What TCP has taken cannot be taken back: if some is unsent, the connection is reset and lost."""
        with self._lost():
            if self._unsent():
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                self.close()
                raise PortFailed(Cause.STUCK)

    def close(self) -> None:
        self._socket.close()
        self._fd = -1


_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, zero seconds


class SerialPort(DescriptorPort):
    """A serial line, or a USB or Bluetooth device that behaves like one; pyserial sets it up."""

    def __init__(self, where: Address) -> None:
        import serial

        super().__init__(where)
        flow = where.option("flow", "xonxoff")
        self._serial = serial.Serial(
            where.place,
            int(where.option("baudrate", "9600")),
            xonxoff=flow == "xonxoff",
            rtscts=flow == "rtscts",
            exclusive=True,
            timeout=0,
        )
        self._fd = self._serial.fileno()

    @property
    def fileno(self) -> int:
        return self._fd

    def _unsent(self) -> int:
        with self._lost():
            waiting: int = self._serial.out_waiting
            return waiting

    def discard(self) -> None:
        """Linux forgets an XOFF it has received only when software flow control is switched off."""
        with self._lost():
            self._serial.reset_output_buffer()
            if self._serial.xonxoff:
                self._serial.xonxoff = False
                self._serial.xonxoff = True

    def close(self) -> None:
        """After discarding: a line held by XOFF would keep `close` waiting, half a minute on some drivers."""
        with contextlib.suppress(PortFailed):
            self.discard()
        with contextlib.suppress(OSError):
            self._serial.close()
        self._fd = -1
