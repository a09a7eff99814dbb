"""From an address to the open port. What a kind alone needs is imported when one of it is opened."""

from __future__ import annotations

from printer.address import Address
from printer.port.descriptor import DescriptorPort
from printer.port.file import FilePort
from printer.port.network import NetworkPort
from printer.port.port import Port, PortFailed, cause_of
from printer.port.serial import SerialPort
from printer.status import Cause


def open_port(where: Address) -> Port:
    """Open the printer at `where`, any but `auto`. Raises BadAddress or PortFailed."""
    if where.kind == "serial":
        return _guarded(SerialPort, where)
    if where.kind == "network":
        return _guarded(NetworkPort, where)
    if where.kind == "file":
        return _guarded(FilePort, where)
    if where.kind == "usb":
        from printer.port.usb import UsbPort

        return UsbPort(where)
    if where.kind == "cups":
        from printer.port.cups import CupsPort

        return CupsPort(where)
    if where.kind == "simulated":
        from printer.port.simulated import SimulatedPort

        return SimulatedPort(where)
    raise PortFailed(Cause.NOT_FOUND)


def _guarded(kind: type[DescriptorPort], where: Address) -> Port:
    try:
        return kind(where)
    except (OSError, ValueError) as error:
        raise PortFailed(cause_of(error)) from error
