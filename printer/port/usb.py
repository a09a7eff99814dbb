"""A printer on USB, found by its numbers wherever it is plugged in, spoken to through pyusb."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from printer.address import Address
from printer.port.port import LOOK_AGAIN, PortFailed, cause_of
from printer.status import Cause

PRINTER_CLASS = 7
"""USB's interface class of printers (USB-IF, "Device Class Definition for Printing Devices")."""

_IN = 0x80  # the direction bit of an endpoint's address


SYSTEM = Path("/sys/bus/usb/devices")
"""Where Linux lists what is plugged in."""


def devices() -> Iterable[Any]:
    """The USB devices plugged in, as pyusb sees them; none without libusb.

    libusb is not loaded while Linux lists no device at all: once opened, it stays open.
    """
    if sys.platform == "linux" and not any(SYSTEM.glob("*/idVendor")):
        return []
    import usb.core

    try:
        return list(usb.core.find(find_all=True))
    except usb.core.NoBackendError:
        return []


def is_printer(device: Any) -> bool:
    """Whether it declares the printer class; a cheap one that does not is used only by its address."""
    return any(i.bInterfaceClass == PRINTER_CLASS for configuration in device for i in configuration)


class UsbPort:
    """Bulk transfers to the first device with the address's numbers. `found` are pyusb devices."""

    answers = True

    def __init__(self, where: Address, found: Iterable[Any] | None = None) -> None:
        self._device = _matching(where, devices() if found is None else found)
        try:
            self._interface = _printing_interface(self._device)
            self._claim()
        except Exception as error:
            raise _failed(error) from error
        self._out = next(e for e in self._interface if not e.bEndpointAddress & _IN)
        self._in = next((e for e in self._interface if e.bEndpointAddress & _IN), None)
        self.answers = self._in is not None

    def write(self, data: bytes, until: float) -> None:
        left = memoryview(data)
        while left:
            sent = self._transfer(self._out.write, bytes(left), until, late=Cause.STUCK)
            left = left[sent or 0 :]

    def read(self, until: float) -> bytes:
        """A printer answers an empty transfer while it has nothing to say; that is not the end."""
        while self._in is not None:
            data = bytes(self._transfer(self._in.read, self._in.wMaxPacketSize, until, late=None) or b"")
            if data or time.monotonic() >= until:
                return data
            time.sleep(LOOK_AGAIN)
        return b""

    def drain(self, until: float) -> None:
        """A finished transfer has left this machine."""

    def discard(self) -> None:
        """A transfer that timed out was taken back with it."""

    def close(self) -> None:
        import usb.util

        usb.util.dispose_resources(self._device)

    def _claim(self) -> None:
        import usb.util

        number = self._interface.bInterfaceNumber
        if self._device.is_kernel_driver_active(number):
            self._device.detach_kernel_driver(number)
        usb.util.claim_interface(self._device, number)

    def _transfer(self, transfer: Any, what: Any, until: float, late: Cause | None) -> Any:
        limit = max(1, int((until - time.monotonic()) * 1000))
        try:
            return transfer(what, timeout=limit)
        except Exception as error:
            if getattr(error, "errno", None) != errno.ETIMEDOUT:
                raise _failed(error) from error
        if late:
            raise PortFailed(late)
        return None


def _matching(where: Address, found: Iterable[Any]) -> Any:
    vendor, _, product = where.place.partition(":")
    serial, port = where.option("serial", ""), where.option("port", "")
    for device in found:
        if f"{device.idVendor:04x}" != vendor or product not in ("", f"{device.idProduct:04x}"):
            continue
        if (not serial or serial == serial_of(device)) and (not port or port == port_of(device)):
            return device
    raise PortFailed(Cause.NOT_FOUND)


def serial_of(device: Any) -> str | None:
    """What the device says of itself; None where it has none, or may not be asked."""
    try:
        number = device.serial_number
    except Exception:  # pyusb's own kinds, and ValueError for a device without languages
        return None
    return str(number) if number else None


def port_of(device: Any) -> str:
    """Where it is plugged in, as Linux calls the place: "1-1.2" is port 2 of a hub in port 1 of bus 1."""
    return f"{device.bus}-" + ".".join(str(number) for number in device.port_numbers or ())


def _printing_interface(device: Any) -> Any:
    """The interface of the printer class; the first with a way out where a cheap printer declares none."""
    interfaces = [i for configuration in device for i in configuration]
    printing = [i for i in interfaces if i.bInterfaceClass == PRINTER_CLASS]
    for interface in printing or interfaces:
        if any(not e.bEndpointAddress & _IN for e in interface):
            return interface
    raise PortFailed(Cause.NOT_FOUND)


def _failed(error: Exception) -> PortFailed:
    if isinstance(error, PortFailed):
        return error
    number = getattr(error, "errno", None)
    return PortFailed(
        cause_of(error) if number in (errno.EACCES, errno.EPERM, errno.EBUSY) else Cause.UNPLUGGED
    )
