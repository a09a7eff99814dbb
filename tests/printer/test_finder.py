"""What is found on machines with this or that plugged in, and what `auto` makes of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from printer.finder import Connectors, FoundPrinter, connect, find, first_real
from printer.port import PortFailed
from printer.simulator.simulator import Simulator
from printer.status import Cause


def serial_port(device: str, vid: int | None, product: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(device=device, vid=vid, product=product)


def usb_device(vendor: int, product: int, kind: int) -> list[list[SimpleNamespace]]:
    class Device(list[list[SimpleNamespace]]):
        idVendor, idProduct = vendor, product  # noqa: N815 (pyusb's names)

    return Device([[SimpleNamespace(bInterfaceClass=kind)]])


def machine(
    folder: Path,
    *,
    ports: list[SimpleNamespace] | None = None,
    usb: list[list[list[SimpleNamespace]]] | None = None,
) -> Connectors:
    return Connectors(folder, lambda: ports or [], lambda: usb or [])


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
    (tmp_path / "lp0").touch()
    found = find(machine(tmp_path, usb=[usb_device(0x04B8, 0x0E15, 7)]))
    assert [f.address for f in found] == [f"file://{tmp_path}/lp0"]


def test_auto_takes_the_first_that_opens(tmp_path: Path) -> None:
    with Simulator() as printer:
        (tmp_path / "lp0").symlink_to("/nowhere")
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
