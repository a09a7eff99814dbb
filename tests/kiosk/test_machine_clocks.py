"""What a machine says of its clocks: this one, and folders as a kernel makes them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.machine_clocks import MachineClocks, kernel_status

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
SECONDS = b"1772449200\n"
"""NOON as a kernel writes it."""


def test_this_machine_has_a_boot_and_a_clock_that_runs_forward() -> None:
    one, other = MachineClocks(), MachineClocks()
    assert one.boot
    assert one.steady() <= other.steady()
    assert one.wall().utcoffset() is not None


ODD = {
    "nothing": b"",
    "not a number": b"not yet set\n",
    "no text": b"\xff\xfe",
    "a year that no calendar has": b"99999999999999999999\n",
    "before all calendars": b"-99999999999999\n",
}


@pytest.mark.parametrize("content", ODD.values(), ids=list(ODD))
def test_a_hardware_clock_that_says_something_odd_is_none(content: bytes, tmp_path: Path) -> None:
    _hardware_clock(tmp_path, "rtc0", content)
    _hardware_clock(tmp_path, "rtc1", SECONDS)
    assert MachineClocks(tmp_path).hardware() == (NOON,)


def test_a_hardware_clock_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "rtc0" / "since_epoch").mkdir(parents=True)  # reading it fails, as with a dead battery
    assert MachineClocks(tmp_path).hardware() == ()


def test_a_machine_without_a_hardware_clock_has_none(tmp_path: Path) -> None:
    assert MachineClocks(tmp_path).hardware() == ()
    assert MachineClocks(tmp_path / "no such folder").hardware() == ()


def test_each_hardware_clock_is_read(tmp_path: Path) -> None:
    _hardware_clock(tmp_path, "rtc0", b"12\n")
    _hardware_clock(tmp_path, "rtc1", SECONDS)
    assert MachineClocks(tmp_path).hardware() == (datetime(1970, 1, 1, 0, 0, 12, tzinfo=UTC), NOON)


def _hardware_clock(folder: Path, name: str, since_epoch: bytes) -> None:
    (folder / name).mkdir()
    (folder / name / "since_epoch").write_bytes(since_epoch)


def test_that_the_network_has_set_the_clock_is_known_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "synchronized"
    machine = MachineClocks(timesyncd=file)
    assert not machine.synchronised_before()
    file.touch()
    assert machine.synchronised_before()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux is asked")
def test_the_kernel_is_asked_as_perl_asks_it() -> None:
    """Another program makes the same system call, and reads the answer as this machine's C would."""
    perl = shutil.which("perl")
    if perl is None:
        pytest.skip("perl is not there")
    program = (
        "require 'syscall.ph'; my $t = pack('x512'); my $a = syscall(&SYS_adjtimex, $t);"
        " print $a < 0 ? -1 : unpack('x[i!]x![l!]x[l!4]i', $t);"
    )
    said = subprocess.run([perl, "-e", program], capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("this perl knows no system calls")
    status = int(said.stdout)
    assert kernel_status() == (status if status >= 0 else None)
    assert MachineClocks().synchronised() is (status >= 0 and not status & 0x40)
