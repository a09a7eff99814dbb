"""Whatever a file of the system is or holds, each check ends with a finding, and raises nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assets.checks import CHECKS
from assets.told import LONGEST, told
from assets.wording import wording
from kiosk.doctor.examination import MACHINE_CHECKS
from kiosk.doctor.machine import MOST, UNIT, Machine, number, value_of
from kiosk.doctor.screens import bits, millimetres
from kiosk.doctor.storage import mounts, under
from queue_display.messages import MachineFinding
from tests import seeds
from tests.kiosk.doctor.machines import BARE, PI, bare, complete

FILES = sorted({*BARE, *PI})


def sound(machine: Machine) -> None:
    """Each check, made without the guard around them all, says something that can be said and sent."""
    for name, check in MACHINE_CHECKS.items():
        finding = check(machine)
        assert finding.check == name
        assert finding.name in CHECKS[name].findings or finding.name == "not_known"
        said = finding.says(wording("fr")) + finding.act(wording("fr"))
        assert "\n" not in said
        assert MachineFinding.of(finding).finding == finding, "a value is longer than may be sent"


@contextmanager
def in_place_of(file: Path) -> Iterator[Path]:
    """Room for something else where `file` is, which is back at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_bytes() if file.exists() else None
    file.unlink(missing_ok=True)
    yield file
    file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
    if before is not None:
        file.write_bytes(before)


ODD: list[bytes] = [
    b"",
    b"\0",
    b"\n\n\n",
    b"-1\n",
    b"99999999999999999999999999",
    b"0x\n",
    "é\udcff".encode("utf-8", "surrogateescape"),
    b"a" * 3 * MOST,
    b"/ / / / / /\n" * 9,
    b"|\n",
    b"LogLevel\nRuntimeWatchdogSec=\nWatchdogSec\nUser=\n",
    b" 0 [x]: y - " + "ü\x07{name} %s".encode() * 50,
    b"PRETTY_NAME=" + b"\xf0\x9f\x9a\x90" * 100,
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd[:12]))
@pytest.mark.parametrize("make", [bare, complete])
def test_a_file_that_holds_anything(make: Callable[[Path], Machine], odd: bytes, tmp_path: Path) -> None:
    machine = make(tmp_path)
    for name in FILES:
        with in_place_of(machine.root / name) as file:
            file.write_bytes(odd)
            sound(machine)


KINDS: list[Callable[[Path], None]] = [
    Path.mkdir,
    os.mkfifo,
    lambda file: file.symlink_to(file),
    lambda file: None,
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_a_folder_a_pipe_a_circle_or_gone(
    kind: Callable[[Path], None], tmp_path: Path
) -> None:
    machine = complete(tmp_path)
    for name in FILES:
        with in_place_of(machine.root / name) as file:
            kind(file)
            sound(machine)


def test_a_machine_without_any_file(tmp_path: Path) -> None:
    machine = complete(tmp_path)
    sound(Machine(machine.data, machine.settings, machine.config, tmp_path / "empty", {}, machine.ask))


def test_a_value_longer_than_may_be_sent(tmp_path: Path) -> None:
    machine = complete(tmp_path)
    (machine.root / UNIT).parent.mkdir(parents=True, exist_ok=True)
    (machine.root / UNIT).write_text("[Service]\nUser=" + "é" * 500 + "\x1b[2J\n")
    sound(machine)


def test_files_of_random_bytes(tmp_path: Path) -> None:
    chance = seeds.chance()
    machine = complete(tmp_path)
    for _ in range(150):
        name = chance.choice(FILES)
        file = machine.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        known = (PI.get(name) or BARE.get(name) or "").encode()
        cut = bytearray(known[: chance.randrange(len(known) + 1)])
        for _ in range(chance.randrange(4)):
            cut[chance.randrange(len(cut) + 1) : chance.randrange(len(cut) + 1)] = chance.randbytes(3)
        file.write_bytes(cut)
        sound(machine)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.binary(max_size=200))
@example("-1", b"")  # no number of bits is negative
def test_the_small_readers_take_anything(text: str, raw: bytes) -> None:
    assert bits(text) >= 0
    assert number(text) is None or isinstance(number(text), int)
    assert value_of(text, "x") is None or isinstance(value_of(text, "x"), str)
    assert len(told(text)) <= LONGEST
    assert told(text).isprintable()
    assert len(millimetres(raw)) == 2
    under(mounts(text), PurePosixPath("/data"))
