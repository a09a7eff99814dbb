"""Who asks the running kiosk, over a real socket: its own findings, or that it does not answer."""

from __future__ import annotations

import asyncio
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from assets.files import BEGINNING
from assets.findings import Finding, found, worst_first
from kiosk.doctor import asking
from kiosk.doctor.asking import NoAnswer, ask, read
from kiosk.doctor.consulting import consult
from kiosk.doctor.examination import Check
from kiosk.doctor.machine import Machine
from kiosk.doctor.van_doctor import VanDoctor
from kiosk.doctor.van_parts import VanState
from kiosk.record.record import LOCK, Record
from kiosk.settings import Settings
from printer.status import Cause, PaperStatus
from tests.processes import LATE

STATE = VanState("runs", PaperStatus(Cause.NO_PAPER), displays=(("Bureau 1", True), ("Panneau", False)))
SWAP = Check(lambda machine: None, lambda facts: found("swap", "none"))

LISTENS = (
    "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(1);"
    "print(flush=True); "
)
"""A program that listens as a kiosk does, and then does something else."""


@contextmanager
def listening(folder: Path, program: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program, once it listens; killed at the end."""
    command = [sys.executable, "-c", program, asking.SOCKET]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        try:
            yield other
        finally:
            other.kill()


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sockets in folders are Linux's")


def doctor(data: Path, changed: list[int] | None = None) -> VanDoctor:
    told = [] if changed is None else changed
    return VanDoctor(Machine(data, Settings()), lambda: STATE, lambda: told.append(1), {"swap": SWAP})


@asynccontextmanager
async def running(data: Path) -> AsyncIterator[VanDoctor]:
    at = doctor(data)
    task = asyncio.create_task(at.run())
    try:
        yield at
    finally:
        task.cancel()
        await asyncio.wait([task])


async def answered(data: Path) -> list[Finding] | None:
    """The socket is there a moment after the start, and a moment before it listens."""
    told = None
    async with asyncio.timeout(LATE):
        while told is None:
            told = await asyncio.to_thread(ask, data)
    return told


async def test_the_running_kiosk_tells_its_own_findings(tmp_path: Path) -> None:
    async with running(tmp_path) as at:
        told = await answered(tmp_path)
        assert told == list(at.findings)
        names = {(f.check, f.name) for f in told or ()}
        assert names >= {("kiosk", "runs"), ("printer", "no_paper"), ("displays", "away"), ("swap", "none")}
        assert told == worst_first(told or ())


async def test_its_socket_is_its_owners_alone_bears_no_hour_and_is_gone_at_the_end(tmp_path: Path) -> None:
    place = tmp_path / asking.SOCKET
    place.touch()  # left from one that was killed
    async with running(tmp_path):
        await answered(tmp_path)
        there, folder = await asyncio.to_thread(place.stat), await asyncio.to_thread(tmp_path.stat)
        assert stat.S_ISSOCK(there.st_mode)
        assert stat.S_IMODE(there.st_mode) == 0o600
        start = (BEGINNING.year, BEGINNING.month, BEGINNING.day)
        for status in (there, folder):
            assert _day(status.st_mtime) == start
    assert not await asyncio.to_thread(place.exists)


def _day(seconds: float) -> tuple[int, int, int]:
    from datetime import UTC, datetime

    day = datetime.fromtimestamp(seconds, UTC)
    assert (day.hour, day.minute) == (0, 0)
    return day.year, day.month, day.day


async def test_a_folder_with_a_long_name_has_its_socket_too(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120)
    await asyncio.to_thread(folder.mkdir)
    async with running(folder):
        assert await answered(folder)


async def test_where_no_socket_can_be_made_the_kiosk_goes_on(tmp_path: Path) -> None:
    await asyncio.wait_for(asking.serve(tmp_path / "nowhere", lambda: asyncio.sleep(0, [])), 20)


async def test_who_asks_while_it_looks_waits_for_the_same_look_and_a_change_is_told_once(
    tmp_path: Path,
) -> None:
    changed: list[int] = []
    at = doctor(tmp_path, changed)
    await asyncio.gather(at.look(), at.look())
    await at.look()
    assert [f.check for f in at.machine_findings] == ["swap"]
    assert changed == [1]


def test_nobody_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(tmp_path) is None
    left = socket.socket(socket.AF_UNIX)
    monkeypatch.chdir(tmp_path)
    left.bind(asking.SOCKET)
    left.close()
    assert ask(tmp_path) is None


@pytest.mark.parametrize("answer", [b"", b"{}", b"[1]", b'[{"check":', b"\xff" * 200_000])
def test_an_odd_answer_is_no_answer(answer: bytes, tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(answer)
    program = LISTENS + "c, _ = s.accept(); c.sendall(open('answer', 'rb').read())"
    with listening(tmp_path, program), pytest.raises(NoAnswer):
        ask(tmp_path)


def test_a_kiosk_that_is_stopped_does_not_answer(tmp_path: Path) -> None:
    with listening(tmp_path, LISTENS + "sys.stdin.read()") as frozen:
        frozen.send_signal(signal.SIGSTOP)
        told = {f.check: f.name for f in consult(tmp_path, None, patience=0.2)}
    assert told["kiosk"] == "silent"
    assert told["printer"] == "not_known", "a printer that the kiosk has is asked by nobody else"


def test_without_a_kiosk_the_machine_and_the_printer_are_looked_at(tmp_path: Path) -> None:
    config = tmp_path / "halte.toml"
    config.write_text('[printer]\naddress = "simulated:"\n')
    told = {f.check: f.name for f in consult(tmp_path / "data", config)}
    assert told["kiosk"] == "stopped"
    assert told["printer"] in ("ready", "simulated")
    assert told["settings"] == "right"
    assert not (tmp_path / "data").exists(), "looking makes nothing"


def test_settings_that_are_wrong_are_told_and_stop_no_other_check(tmp_path: Path) -> None:
    config = tmp_path / "halte.toml"
    config.write_text("desks = 99\n")
    told = {f.check: f.name for f in consult(tmp_path / "data", config)}
    assert told["settings"] == "faults"
    assert told["versions"] == "known"


def test_a_kiosk_that_has_the_folder_and_no_socket_is_told_as_silent(tmp_path: Path) -> None:
    record = Record.open(tmp_path)
    try:
        told = {f.check: f.name for f in consult(tmp_path, None)}
    finally:
        record.close()
    assert told["kiosk"] == "silent"
    assert (tmp_path / LOCK).exists()


def test_what_is_sent_reads_back(tmp_path: Path) -> None:
    findings = [found("swap", "disk", name="/var/swap"), found("clock", "alone")]
    assert read(asking.written(findings)) == findings
