"""Every way to a printer, over what stands for it: a terminal, a socket, a file, a fake spooler, fake USB."""

from __future__ import annotations

import errno
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from printer.address import parse
from printer.conversation import Conversation
from printer.device import Device
from printer.encode import clear
from printer.finder import Connection, connect
from printer.outcome import Result
from printer.port import Port, PortFailed, open_port
from printer.port.usb import UsbPort
from printer.profiles import profile
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from printer.status import ASK, Cause
from printer.ticket import TicketText
from tests.processes import LATE

TICKET = TicketText("Agglo Mobile", 12, heading="Votre numéro")
EPSON = profile("TM-T20II")


def soon(seconds: float = LATE) -> float:
    return time.monotonic() + seconds


def cause(act: Callable[[], object]) -> Cause:
    with pytest.raises(PortFailed) as failed:
        act()
    return failed.value.cause


def printed(connect_to: Callable[[], Connection]) -> Result:
    device = Device(connect_to)
    try:
        device.ask()
        return device.print(TICKET, soon()).result
    finally:
        device.close()


# --- serial --------------------------------------------------------------------------------------


def test_serial_prints_and_is_confirmed() -> None:
    with Simulator() as printer:
        assert printed(lambda: connect(f"serial://{printer.path}", "TM-T20II")) is Result.PRINTED
        assert "12" in printer.slips[0].lines


def test_what_an_xoff_holds_back_can_be_taken_back() -> None:
    with Simulator() as printer:
        port = open_port(parse(f"serial://{printer.path}"))
        printer.fail(Fault.XOFF)
        assert cause(lambda: port.write(b"x" * 100_000, soon(0.2))) is Cause.STUCK
        port.discard()
        printer.mend(Fault.XOFF)
        port.write(ASK, soon())
        assert len(port.read(soon())) > 0
        port.close()


def test_a_closed_port_stays_closed() -> None:
    with Simulator() as printer:
        port = open_port(parse(f"serial://{printer.path}"))
        port.close()
        port.close()
        assert cause(lambda: port.write(b"x", soon())) is Cause.UNPLUGGED
        assert cause(lambda: port.read(soon())) is Cause.UNPLUGGED


def test_a_port_that_goes_away_is_unplugged() -> None:
    with Simulator() as printer:
        port = open_port(parse(f"serial://{printer.path}"))
        printer.fail(Fault.UNPLUGGED)
        assert cause(lambda: [port.read(soon()) for _ in range(3)]) is Cause.UNPLUGGED
        port.close()


@pytest.mark.parametrize(
    "address",
    ["serial:///dev/no-such-tty", "file:///dev/no-such-lp", "usb://ffff:ffff", "cups://no-such-queue"],
)
def test_nothing_there(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cause(lambda: open_port(parse(address))) is Cause.NOT_FOUND


# --- file ----------------------------------------------------------------------------------------


def test_a_plain_file_takes_the_bytes_and_answers_nothing(tmp_path: Path) -> None:
    file = tmp_path / "out.bin"
    file.touch()
    assert printed(lambda: connect(f"file://{file}", "TM-T20II")) is Result.SENT
    assert b"Agglo Mobile" in file.read_bytes()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert cause(lambda: open_port(parse(f"file://{tmp_path}/typo"))) is Cause.NOT_FOUND
    assert not list(tmp_path.iterdir())


def test_a_device_answers() -> None:
    with Simulator() as printer:
        assert printed(lambda: connect(f"file://{printer.terminal}", "TM-T20II")) is Result.PRINTED


def test_a_device_with_nothing_to_say_is_not_gone() -> None:
    port = open_port(parse("file:///dev/null"))
    assert port.answers
    assert port.read(soon(0.05)) == b""
    port.close()


# --- network -------------------------------------------------------------------------------------


@contextmanager
def on_the_network(printer: Simulator) -> Iterator[tuple[str, int]]:
    """The printer behind a TCP port, as one with a network card is; one client at a time."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop_out, stop_in = os.pipe()
        thread = threading.Thread(target=_relay, args=(server, printer.path, stop_out))
        thread.start()
        try:
            yield server.getsockname()
        finally:
            os.close(stop_in)
            thread.join()
            os.close(stop_out)


def _relay(server: socket.socket, path: str, stop: int) -> None:
    ends: list[socket.socket | int] = [server, stop]
    while server in (ready := select.select(ends, [], [])[0]) and stop not in ready:
        client, _ = server.accept()
        line = open_port(parse(f"serial://{path}?flow=none"))
        with client:
            while stop not in (ready := select.select([client, line._fd, stop], [], [])[0]):  # type: ignore[attr-defined]
                if client in ready:
                    data = client.recv(4096)
                    if not data:
                        break
                    line.write(data, soon())
                else:
                    client.sendall(line.read(soon()))
        line.close()
        if stop in ready:
            return


def test_network_prints_and_is_confirmed() -> None:
    with Simulator() as printer, on_the_network(printer) as (host, port):
        assert printed(lambda: connect(f"network://{host}:{port}", "TM-T20II")) is Result.PRINTED
        assert "12" in printer.slips[0].lines


def test_a_network_printer_that_does_not_take_its_bytes_is_let_go_of() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = open_port(parse("network://{}:{}".format(*server.getsockname())))
        assert cause(lambda: port.write(b"x" * 50_000_000, soon(0.2))) is Cause.STUCK
        assert cause(port.discard) is Cause.STUCK
        client, _ = server.accept()
        with client, pytest.raises(ConnectionResetError):
            _read_to_the_end(client)


def _read_to_the_end(client: socket.socket) -> None:
    while client.recv(1 << 20):
        pass


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
    assert cause(lambda: open_port(parse(f"network://{host}:{port}"))) is Cause.NOT_FOUND


# --- CUPS ----------------------------------------------------------------------------------------


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake CUPS: commands that keep their jobs in a folder; a job stays while `held` exists."""
    for name, script in {
        "lp": 'cat > "$SPOOL/job-7"; echo "request id is tickets-7 (1 file(s))"',
        "lpstat": '[ "$2" = tickets ] || exit 1; [ "$1" = -p ] && echo "printer tickets is idle.";'
        ' [ "$1" = -o ] && [ -e "$SPOOL/held" ] && [ -e "$SPOOL/job-7" ] && echo "tickets-7 root 1"; exit 0',
        "cancel": '[ "$1" = -x ] || exit 1; mv "$SPOOL/job-7" "$SPOOL/gone"; echo "$2" >> "$SPOOL/purged"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("SPOOL", str(tmp_path))
    return tmp_path


def test_cups_gets_one_whole_job(spooler: Path) -> None:
    assert printed(lambda: connect("cups://tickets", "TM-T20II")) is Result.SENT
    job = (spooler / "gone").read_bytes()
    assert b"Agglo Mobile" in job
    assert b"\x1dV" in job


def test_cups_keeps_nothing_of_a_ticket_that_is_out(spooler: Path) -> None:
    assert printed(lambda: connect("cups://tickets", "TM-T20II")) is Result.SENT
    assert (spooler / "purged").read_text() == "tickets-7\n"
    assert not (spooler / "job-7").exists()


def test_a_ticket_that_is_out_is_out_though_cups_will_not_forget_it(spooler: Path) -> None:
    (spooler / "cancel").write_text("#!/bin/sh\nexit 1\n")
    assert printed(lambda: connect("cups://tickets", "TM-T20II")) is Result.SENT


def test_a_job_that_cups_still_holds_is_cancelled(spooler: Path) -> None:
    (spooler / "held").touch()
    device = Device(lambda: connect("cups://tickets", "TM-T20II"))
    assert device.print(TICKET, soon(2)).result is Result.GIVEN_UP
    assert (spooler / "purged").read_text() == "tickets-7\n"
    assert not (spooler / "job-7").exists()


# --- USB -----------------------------------------------------------------------------------------


class FakeUsb:
    """A pyusb device whose bulk endpoints lead to a simulated printer."""

    def __init__(
        self, printer: Simulator, vendor: int = 0x04B8, product: int = 0x0E15, serial: str = "A1"
    ) -> None:
        self.idVendor, self.idProduct, self.serial_number = vendor, product, serial
        self._fd = os.open(printer.terminal, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        self._plugged = True
        out = SimpleNamespace(bEndpointAddress=0x01, wMaxPacketSize=64, write=self._write)
        back = SimpleNamespace(bEndpointAddress=0x82, wMaxPacketSize=64, read=self._read)
        self._interface = FakeInterface([out, back])
        self._ctx = SimpleNamespace(dispose=lambda device: None, managed_claim_interface=lambda *a: None)

    def __iter__(self) -> Iterator[list[FakeInterface]]:
        return iter([[self._interface]])

    def is_kernel_driver_active(self, number: int) -> bool:
        return False

    def unplug(self) -> None:
        self._plugged = False

    def close(self) -> None:
        os.close(self._fd)

    def _write(self, data: bytes, timeout: int) -> int:
        self._there()
        return os.write(self._fd, data[:64])

    def _read(self, size: int, timeout: int) -> bytes:
        self._there()
        if not select.select([self._fd], [], [], timeout / 1000)[0]:
            raise OSError(errno.ETIMEDOUT, "timed out")
        return os.read(self._fd, size)

    def _there(self) -> None:
        if not self._plugged:
            raise OSError(errno.ENODEV, "no such device")


class FakeInterface(list[Any]):
    bInterfaceNumber = 0  # noqa: N815 (pyusb's name)
    bInterfaceClass = 7  # noqa: N815 (pyusb's name)


def usb(device: FakeUsb, address: str = "usb://04b8:0e15") -> Port:
    return UsbPort(parse(address), [device])


@pytest.fixture
def device() -> Iterator[tuple[Simulator, FakeUsb]]:
    with Simulator() as printer:
        made = FakeUsb(printer)
        yield printer, made
        made.close()


def test_usb_prints_and_is_confirmed(device: tuple[Simulator, FakeUsb]) -> None:
    printer, made = device
    assert printed(lambda: Connection(usb(made), EPSON, "usb://04b8:0e15")) is Result.PRINTED
    assert "12" in printer.slips[0].lines


def test_usb_unplugged_and_plugged_in_elsewhere_is_found_again(device: tuple[Simulator, FakeUsb]) -> None:
    printer, made = device
    plugged = [made]

    def look() -> Connection:
        return Connection(UsbPort(parse("usb://04b8:0e15"), list(plugged)), EPSON, "usb://04b8:0e15")

    kept = Device(look)
    assert kept.ask().cause is Cause.READY
    made.unplug()
    plugged.clear()
    assert kept.ask().cause is Cause.UNPLUGGED
    assert kept.ask().cause is Cause.NOT_FOUND
    elsewhere = FakeUsb(printer)
    plugged.append(elsewhere)
    assert kept.ask().cause is Cause.READY
    assert kept.print(TICKET, soon()).result is Result.PRINTED
    kept.close()
    elsewhere.close()


def test_usb_twins_are_told_apart_by_their_serial_number(device: tuple[Simulator, FakeUsb]) -> None:
    _, made = device
    assert usb(made, "usb://04b8:0e15?serial=A1").answers
    assert usb(made, "usb://04b8").answers
    assert cause(lambda: usb(made, "usb://04b8:0e15?serial=B2")) is Cause.NOT_FOUND
    assert cause(lambda: usb(made, "usb://04b8:ffff")) is Cause.NOT_FOUND


# --- what holds for all --------------------------------------------------------------------------


def test_clearing_empties_the_printer_even_while_it_cannot_print() -> None:
    with Simulator() as printer:
        talk = Conversation(open_port(parse(f"serial://{printer.path}")), EPSON)
        printer.fail(Fault.NO_PAPER)
        talk.say(b"a ticket that nobody wants any more\n")
        assert printer.wait_for(lambda: printer.unprinted > 0)
        talk.say(clear())
        assert printer.wait_for(lambda: printer.unprinted == 0)
        printer.mend(Fault.NO_PAPER)
        assert not printer.hanging.lines
        talk.port.close()
