"""What is plugged in: serial ports and USB devices that look like receipt printers, and the choice `auto`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printer.address import Address, find_model, parse
from printer.port import Port, PortFailed, open_port
from printer.port.usb import devices as usb_devices
from printer.port.usb import is_printer
from printer.profiles import Profile, profile
from printer.simulator.models import USUAL

VENDORS = {
    0x04B8: ("Epson", "TM-T20II"),
    0x0519: ("Star Micronics", "TSP600"),
    0x1504: ("Bixolon", "default"),
    0x1D90: ("Citizen", "CT-S651"),
    0x0DD4: ("Custom", "default"),
    0x20D1: ("Rongta", "RP326"),
    0x0416: ("Winbond (POS-58)", "POS-5890"),
    0x0483: ("STMicroelectronics (POS-58)", "POS-5890"),
    0x0FE6: ("ICS (POS-80)", "default"),
    0x1FC9: ("NXP (POS-80)", "default"),
    0x6868: ("Zjiang", "ZJ-5870"),
}
"""USB vendors of receipt printers (the USB-IF's list of vendors) and the profile to start from."""

ADAPTERS = {0x0403: "FTDI", 0x067B: "Prolific", 0x1A86: "WCH", 0x10C4: "Silicon Labs"}
"""USB vendors of serial adapters: there may be a printer behind one, or anything else."""


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer, or (`sure` False) an adapter that may lead to one."""

    address: str
    name: str
    profile: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Connection:
    """An open port, the profile of what is behind it, its address; `simulated` where it stands in for one."""

    port: Port
    profile: Profile
    address: str
    simulated: bool = False
    guessed: bool = False  # the profile: better to ask the printer


def _comports() -> Iterable[Any]:
    from serial.tools.list_ports import comports

    return list(comports())


@dataclass(frozen=True, slots=True)
class Connectors:
    """Where to look: the kernel's printer devices, its serial ports, what is on USB."""

    printers: Path = Path("/dev/usb")
    serial_ports: Callable[[], Iterable[Any]] = _comports
    usb: Callable[[], Iterable[Any]] = usb_devices


THIS = Connectors()


def find(machine: Connectors = THIS) -> list[FoundPrinter]:
    """What is plugged in now, likeliest first."""
    kernel = _devices(machine.printers)
    # Where the kernel's driver has taken the printer, its device is the simpler way.
    usb = [] if kernel else [_described(device) for device in machine.usb() if is_printer(device)]
    return sorted([*kernel, *_serial(machine.serial_ports()), *usb], key=lambda found: not found.sure)


def connect(address: str, wanted: str = "") -> Connection:
    """Open `address` with the profile `wanted`; `auto` opens the first real printer, else a simulated one.

    Raises BadAddress, UnknownProfile or PortFailed.
    """
    where = parse(address)
    if where.kind != "auto":
        known = profile(wanted or _likely(where))
        return Connection(open_port(where), known, address, guessed=not wanted)
    return first_real(wanted) or _simulated()


def first_real(wanted: str = "", machine: Connectors = THIS) -> Connection | None:
    """The first printer found that opens; an adapter is used only if its address is given.

    Raises PortFailed where there are some, but none can be used: the agents should read why.
    """
    failure: PortFailed | None = None
    for found in find(machine):
        if found.sure:
            try:
                port = open_port(parse(found.address))
            except PortFailed as failed:
                failure = failure or failed
                continue
            return Connection(port, profile(wanted or found.profile), found.address, guessed=not wanted)
    if failure:
        raise failure
    return None


def _likely(where: Address) -> str:
    """A profile from the address alone: the USB vendor says something, a simulated printer is known."""
    if where.kind == "usb":
        return VENDORS.get(int(where.place[:4], 16), ("", ""))[1]
    if where.kind == "simulated":
        return find_model(where.option("model", USUAL.name)).profile
    return ""


def _simulated() -> Connection:
    return Connection(open_port(Address("simulated")), profile(USUAL.profile), "simulated:", simulated=True)


def _devices(folder: Path) -> list[FoundPrinter]:
    """The kernel's own printer devices (module usblp)."""
    return [FoundPrinter(f"file://{path}", _usblp_name(path), "") for path in sorted(folder.glob("lp*"))]


def _usblp_name(path: Path) -> str:
    described = Path("/sys/class/usbmisc", path.name, "device", "ieee1284_id")
    try:
        fields = dict(part.split(":", 1) for part in described.read_text().strip().split(";") if ":" in part)
    except OSError:
        return path.name
    return " ".join(fields[key] for key in ("MFG", "MDL") if key in fields) or path.name


def _described(device: Any) -> FoundPrinter:
    vendor, name = VENDORS.get(device.idVendor, ("USB", ""))
    return FoundPrinter(f"usb://{device.idVendor:04x}:{device.idProduct:04x}", vendor, name)


def _serial(ports: Iterable[Any]) -> list[FoundPrinter]:
    found = []
    for port in ports:
        if port.vid in VENDORS:
            vendor, name = VENDORS[port.vid]
            found.append(FoundPrinter(f"serial://{port.device}", port.product or vendor, name))
        elif port.vid in ADAPTERS:
            found.append(
                FoundPrinter(f"serial://{port.device}", port.product or ADAPTERS[port.vid], "", sure=False)
            )
    return sorted(found, key=lambda port: port.address)
