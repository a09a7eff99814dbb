"""What is found on machines with this or that plugged in, and what `auto` makes of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from printer.address import parse
from printer.finder import Connectors, FoundPrinter, connect, find, first_real
from printer.port import PortFailed
from printer.port.usb import _matching
from printer.simulator.simulator import Simulator
from printer.status import Cause


def serial_port(device: str, vid: int | None, product: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(device=device, vid=vid, product=product)


def usb_device(
    vendor: int, product: int, kind: int, number: str | None = None, port: tuple[int, ...] = (1,)
) -> list[list[SimpleNamespace]]:
    class Device(list[list[SimpleNamespace]]):
        idVendor, idProduct = vendor, product  # noqa: N815 (pyusb's names)
        bus, port_numbers = 1, port

        @property
        def serial_number(self) -> str | None:
            if number == "secret":
                raise ValueError("The device has no langid")
            return number

    return Device([[SimpleNamespace(bInterfaceClass=kind)]])


def machine(
    folder: Path,
    *,
    ports: list[SimpleNamespace] | None = None,
    usb: list[list[list[SimpleNamespace]]] | None = None,
) -> Connectors:
    return Connectors(
        folder / "usb", folder / "usbmisc", folder / "serial", lambda: ports or [], lambda: usb or []
    )


def kernel(folder: Path, name: str, place: str, **said: str) -> None:
    """A printer that the kernel's driver has taken, plugged in at `place`, as sysfs shows it."""
    (folder / "usb").mkdir(exist_ok=True)
    (folder / "usb" / name).touch()
    device = folder / "devices" / place
    interface = device / f"{place}:1.0"
    interface.mkdir(parents=True)
    (interface / "ieee1284_id").write_text("MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;\n")
    for file, text in {"idVendor": "04b8", "idProduct": "0e15", **said}.items():
        (device / file).write_text(f"{text}\n")
    (folder / "usbmisc" / name).mkdir(parents=True)
    (folder / "usbmisc" / name / "device").symlink_to(interface)


def test_nothing_plugged_in(tmp_path: Path) -> None:
    assert find(machine(tmp_path)) == []
    assert first_real("", machine(tmp_path)) is None


def test_printers_come_before_adapters_and_other_things_are_left_out(tmp_path: Path) -> None:
    ports = [
        serial_port("/dev/ttyS0", None),
        serial_port("/dev/ttyUSB0", 0x0403, "FT232R USB UART"),
        serial_port("/dev/ttyACM0", 0x04B8, "TM-T20II"),
    ]
    assert find(machine(tmp_path, ports=ports)) == [
        FoundPrinter("serial:///dev/ttyACM0", "TM-T20II", "TM-T20II"),
        FoundPrinter("serial:///dev/ttyUSB0", "FT232R USB UART", "", sure=False),
    ]


def test_usb_printers_by_their_class(tmp_path: Path) -> None:
    usb = [usb_device(0x04B8, 0x0E15, 7), usb_device(0x046D, 0xC31C, 3), usb_device(0x1234, 0x5678, 7)]
    assert [(f.address, f.name) for f in find(machine(tmp_path, usb=usb))] == [
        ("usb://04b8:0e15", "Epson"),
        ("usb://1234:5678", "USB"),
    ]


def test_the_kernels_device_is_preferred_to_the_same_printer_on_usb(tmp_path: Path) -> None:
    kernel(tmp_path, "lp0", "1-1.4")
    found = find(machine(tmp_path, usb=[usb_device(0x04B8, 0x0E15, 7)]))
    assert [f.address for f in found] == [f"file://{tmp_path}/usb/lp0"]


def test_auto_takes_the_first_that_opens(tmp_path: Path) -> None:
    with Simulator() as printer:
        (tmp_path / "usb").mkdir()
        (tmp_path / "usb/lp0").symlink_to("/nowhere")
        ports = [serial_port(printer.path, 0x04B8)]
        connection = first_real("", machine(tmp_path, ports=ports))
        assert connection
        assert connection.address == f"serial://{printer.path}"
        assert connection.profile.name == "TM-T20II"
        assert not connection.simulated
        connection.port.close()


def test_a_printer_that_is_there_but_cannot_be_used_is_no_reason_to_simulate(tmp_path: Path) -> None:
    with Simulator() as printer:
        holder = connect(f"serial://{printer.path}").port
        with pytest.raises(PortFailed) as failed:
            first_real("", machine(tmp_path, ports=[serial_port(printer.path, 0x04B8)]))
        assert failed.value.cause is Cause.TAKEN
        holder.close()


# --- What stays the same when it is plugged in again -------------------------------------------------


def link(folder: Path, name: str, device: Path) -> str:
    """A name that udev gives a serial port; its address."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(device)
    return f"serial://{folder / name}"


def test_serial_ports_are_told_by_udevs_names_too_twins_by_where_they_are(tmp_path: Path) -> None:
    devices = [tmp_path / name for name in ("ttyUSB0", "ttyUSB1", "ttyUSB2")]
    for device in devices:
        device.touch()
    links = tmp_path / "serial"
    ftdi = link(links, "by-id/usb-FTDI_FT232R_A50285BI-if00-port0", devices[0])
    link(links, "by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", devices[0])
    other = link(links, "by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", devices[1])
    ports = [serial_port(str(device), 0x0403, "FT232R") for device in devices]
    found = find(machine(tmp_path, ports=ports))
    assert [printer.lasting for printer in found] == [ftdi, other, ""]
    assert parse(ftdi).place == str(links / "by-id/usb-FTDI_FT232R_A50285BI-if00-port0")
    assert parse(other).place.endswith("pci-0000:00:14.0-usb-0:2:1.0-port0")


def test_the_address_by_udevs_name_leads_to_the_printer(tmp_path: Path) -> None:
    with Simulator() as printer:
        link(tmp_path / "serial", "by-id/usb-Odd name%20-port0", Path(printer.path))
        found = find(machine(tmp_path, ports=[serial_port(printer.path, 0x0403)]))
        port = connect(found[0].lasting, "TM-T20II").port
        port.close()


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("A1", "B2"), ("serial=A1", "serial=B2")),
        (("A1", "A1"), ("port=1-1.1", "port=1-1.2")),
        ((None, None), ("port=1-1.1", "port=1-1.2")),
        (("secret", "B2"), ("port=1-1.1", "serial=B2")),
        (("A&1 =", "B2"), ("serial=A%261+%3D", "serial=B2")),
    ],
)
def test_usb_twins_are_told_apart_and_found_by_what_is_told(
    numbers: tuple[str | None, str | None], told: tuple[str, str], tmp_path: Path
) -> None:
    twins = [usb_device(0x04B8, 0x0E15, 7, number, (1, n)) for n, number in enumerate(numbers, 1)]
    found = find(machine(tmp_path, usb=twins))
    assert [printer.address for printer in found] == [f"usb://04b8:0e15?{one}" for one in told]
    assert [_matching(parse(printer.address), twins) for printer in found] == twins


def test_one_of_a_kind_needs_no_more_than_its_numbers(tmp_path: Path) -> None:
    usb = [usb_device(0x04B8, 0x0E15, 7, "A1"), usb_device(0x1234, 0x5678, 7, "A1")]
    assert [p.address for p in find(machine(tmp_path, usb=usb))] == ["usb://04b8:0e15", "usb://1234:5678"]


def test_printers_of_the_kernel_have_an_address_that_stays(tmp_path: Path) -> None:
    kernel(tmp_path, "lp0", "1-1.4", serial="4A5X")
    kernel(tmp_path, "lp1", "1-1.3")
    found = find(machine(tmp_path))
    assert [printer.name for printer in found] == ["EPSON TM-T20II"] * 2
    assert [p.lasting for p in found] == ["usb://04b8:0e15?serial=4A5X", "usb://04b8:0e15?port=1-1.3"]
    assert all(parse(printer.lasting).kind == "usb" for printer in found)


def test_a_printer_of_the_kernel_that_says_nothing_of_itself_is_listed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb/lp0").touch()
    assert find(machine(tmp_path)) == [FoundPrinter(f"file://{tmp_path}/usb/lp0", "lp0", "")]
