"""What is plugged in: serial ports and USB devices that look like receipt printers, and the choice `auto`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from assets.told import told
from printer.address import Address, find_model, parse
from printer.port import Port, PortFailed, open_port
from printer.port.usb import devices as usb_devices
from printer.port.usb import is_printer, port_of, serial_of
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
    """A printer, or (`sure` False) an adapter that may lead to one.

    `lasting`: the address that stays the same when it is plugged in again, where `address` may not.
    """

    address: str
    name: str
    profile: str
    sure: bool = True
    lasting: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", told(self.name))  # a device gives itself the name that it likes


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
    """Where to look: the kernel's printer devices and what it knows of them, its serial ports and udev's
    names for them, what is on USB."""

    printers: Path = Path("/dev/usb")
    usb_classes: Path = Path("/sys/class/usbmisc")
    links: Path = Path("/dev/serial")
    serial_ports: Callable[[], Iterable[Any]] = _comports
    usb: Callable[[], Iterable[Any]] = usb_devices


THIS = Connectors()


def find(machine: Connectors = THIS) -> list[FoundPrinter]:
    """What is plugged in now, likeliest first."""
    kernel = _devices(machine)
    # Where the kernel's driver has taken the printer, its device is the simpler way.
    usb = [] if kernel else _on_usb(machine.usb())
    serial = _serial(machine.serial_ports(), machine.links)
    return sorted([*kernel, *serial, *usb], key=lambda found: not found.sure)


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


def _devices(machine: Connectors) -> list[FoundPrinter]:
    """The kernel's own printer devices (module usblp). Their numbers go by the order of plugging in."""
    found = []
    for path in sorted(machine.printers.glob("lp*")):
        interface = machine.usb_classes / path.name / "device"
        found.append(
            FoundPrinter(
                f"file://{path}", _usblp_name(interface) or path.name, "", lasting=_usblp_place(interface)
            )
        )
    return found


def _usblp_name(interface: Path) -> str:
    described = _text(interface / "ieee1284_id")
    fields = dict(part.split(":", 1) for part in described.split(";") if ":" in part)
    return " ".join(fields[key] for key in ("MFG", "MDL") if key in fields)


def _usblp_place(interface: Path) -> str:
    """The address by which the same printer is found wherever its number has gone; empty if not known."""
    device = interface.resolve().parent
    ids = [_text(device / name) for name in ("idVendor", "idProduct")]
    if not all(ids):
        return ""
    serial = _text(device / "serial")
    return _usb_address(":".join(ids), "serial" if serial else "port", serial or device.name)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _on_usb(devices: Iterable[Any]) -> list[FoundPrinter]:
    """Printers by their class. Of twins each is told by its serial number, or by where it is plugged in."""
    printers = [device for device in devices if is_printer(device)]
    twins = Counter(_ids(device) for device in printers)
    serials = Counter((_ids(device), serial_of(device)) for device in printers)
    return [_described(d, twins[_ids(d)] > 1, serials[_ids(d), serial_of(d)] == 1) for d in printers]


def _ids(device: Any) -> str:
    return f"{device.idVendor:04x}:{device.idProduct:04x}"


def _described(device: Any, twin: bool, told: bool) -> FoundPrinter:
    """`twin`: another has its numbers; `told`: no other has its serial number too."""
    vendor, name = VENDORS.get(device.idVendor, ("USB", ""))
    serial = serial_of(device) if told else None
    if not twin:
        return FoundPrinter(f"usb://{_ids(device)}", vendor, name)
    return FoundPrinter(
        _usb_address(_ids(device), "serial" if serial else "port", serial or port_of(device)), vendor, name
    )


def _usb_address(ids: str, option: str, value: str) -> str:
    return f"usb://{ids}?{urlencode({option: value})}"


def _serial(ports: Iterable[Any], links: Path) -> list[FoundPrinter]:
    found = []
    for port in ports:
        address, lasting = f"serial://{port.device}", _lasting(port.device, links)
        if port.vid in VENDORS:
            vendor, name = VENDORS[port.vid]
            found.append(FoundPrinter(address, port.product or vendor, name, lasting=lasting))
        elif port.vid in ADAPTERS:
            name = port.product or ADAPTERS[port.vid]
            found.append(FoundPrinter(address, name, "", sure=False, lasting=lasting))
    return sorted(found, key=lambda port: port.address)


def _lasting(device: str, links: Path) -> str:
    """The address by udev's name for it, which stays when it is plugged in again: by what it is, or, where
    twins have one name, by where it is plugged in; empty where there is no such name."""
    for folder in ("by-id", "by-path"):
        for link in sorted((links / folder).glob("*")):
            if link.resolve() == Path(device).resolve():
                return f"serial://{quote(str(link), safe='/:')}"
    return ""
