"""The number of a machine: the same at each start, another one on other hardware, whatever the card holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hardware import CARDS, SERIAL, hardware_number, machine_mark


def written(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root


def card(name: str, address: str, made: bytes = b"0\n", device: bool = True) -> dict[str, bytes]:
    files = {"address": f"{address}\n".encode(), "addr_assign_type": made} | (
        {"device/x": b""} if device else {}
    )
    return {f"{CARDS}/{name}/{file}": content for file, content in files.items()}


PI = {SERIAL: b"10000000a1b2c3d4\0"}
LAPTOP = card("eth0", "02:00:00:00:00:01")


@pytest.mark.parametrize(
    ("files", "number"),
    [
        (PI | LAPTOP, b"10000000a1b2c3d4"),
        (LAPTOP, b"02:00:00:00:00:01"),
        ({SERIAL: b"\0"} | LAPTOP, b"02:00:00:00:00:01"),
        (card("br0", "02:00:00:00:00:09", device=False) | LAPTOP, b"02:00:00:00:00:01"),
        (card("a0", "02:00:00:00:00:08", made=b"3\n") | LAPTOP, b"02:00:00:00:00:01"),  # made up by software
    ],
)
def test_the_makers_number(tmp_path: Path, files: dict[str, bytes], number: bytes) -> None:
    assert hardware_number(written(tmp_path, files)) == number


@pytest.mark.parametrize("files", [{}, card("eth0", "x", made=b"3\n")])
def test_where_there_is_none_each_start_counts_as_a_machine(tmp_path: Path, files: dict[str, bytes]) -> None:
    root = written(tmp_path, files)
    assert hardware_number(root) != hardware_number(root)


def test_a_mark_tells_machines_apart_and_not_what_they_are() -> None:
    marks = {machine_mark(number, keys) for number in (b"1", b"2") for keys in (b"ours", b"another van's")}
    assert len(marks) == 4
    assert machine_mark(b"1", b"ours") in marks
