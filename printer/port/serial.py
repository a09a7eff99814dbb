"""A printer on a serial line."""

from __future__ import annotations

import contextlib

from printer.address import Address
from printer.port.descriptor import DescriptorPort
from printer.port.port import PortFailed


class SerialPort(DescriptorPort):
    """A serial line, or a USB or Bluetooth device that behaves like one; pyserial sets it up."""

    def __init__(self, where: Address) -> None:
        import serial

        super().__init__(where)
        self._serial = serial.Serial(
            where.place,
            where.speed,
            xonxoff=where.flow == "xonxoff",
            rtscts=where.flow == "rtscts",
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
