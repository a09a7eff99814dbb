"""A printer on the network."""

from __future__ import annotations

import fcntl
import socket
import struct
import termios

from printer.address import Address
from printer.port.descriptor import DescriptorPort
from printer.port.port import PortFailed
from printer.status import Cause

CONNECT = 2.0
"""Seconds that a network printer may take to accept a connection."""

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, zero seconds


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
