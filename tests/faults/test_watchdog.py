"""The real kiosk under a watchdog: what freezes or hangs is made anew, or ends; the line is as it was.

A test stands in for systemd: it hears what the kiosk says of itself, and does what the unit would do.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.engine import decide
from kiosk.queue import Open
from kiosk.record.record import Record
from kiosk.settings import NetworkSettings, PrinterSettings, Settings, as_toml
from queue_display.hands.hands import Hands
from tests.faults.service_manager import Heard, service_manager
from tests.processes import LATE
from tests.windows import opened

SOON = 0.4
"""Seconds of a watchdog that a test need not wait long for; it is fed every half of them."""

USUAL = 10.0
"""As in the unit."""

SILENCE = 1.5
"""Seconds in which nothing is heard of a kiosk that stands still: several meals."""

FED = ["WATCHDOG=1"]

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (Debian: strace)")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A kiosk whose stop is open."""
    configure(tmp_path, "simulated:")
    record, now = Record.open(tmp_path), Clock()()
    closed = record.load(now)
    asyncio.run(record.save(closed, decide(closed, Open(), now)))
    record.close()
    return tmp_path


def configure(data: Path, printer: str) -> None:
    settings = Settings(printer=PrinterSettings(printer), network=NetworkSettings(interfaces=("127.0.0.1",)))
    (data / "halte.toml").write_text(as_toml(settings), "utf-8")


@asynccontextmanager
async def kiosk(data: Path, heard: Heard, path: str = "") -> AsyncIterator[Hands]:
    """The window of a kiosk that has said that it is ready. `path`: a folder whose programs come first."""
    common = ("--config", str(data / "halte.toml"), "--data", str(data))
    words = ("kiosk", "--windowed", "--size", "1280x800", "--hands")
    environment = {**os.environ, **heard.environment}
    if path:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    async with opened("kiosk", *common, *words, env=environment) as hands:
        await heard.until("READY=1")
        yield hands


async def take(hands: Hands) -> int:
    """A visitor's touch; the number."""
    await hands.wait("tile:retraite", within=LATE)
    await hands.touch("tile:retraite")
    return int(await hands.text("number"))


async def next_visitor(hands: Hands) -> None:
    await hands.touch("done")


def waiting(data: Path) -> list[int]:
    """The numbers in the line, as a kiosk that starts now would find it."""
    record = Record.open(data)
    try:
        return sorted(record.load(Clock()()).tickets)
    finally:
        record.close()


async def ended_by_systemd(hands: Hands) -> None:
    hands.process.kill()
    await hands.process.wait()


async def link_serves(pid: int) -> None:
    """Return once the process has loaded what the link needs, TLS, which is imported late."""
    async with asyncio.timeout(LATE):
        while "_ssl." not in await asyncio.to_thread(Path(f"/proc/{pid}/maps").read_text, "utf-8"):  # noqa: ASYNC110  # another process's memory
            await asyncio.sleep(0.05)


@asynccontextmanager
async def strace(pid: int, *how: str, within: Path | None = None) -> AsyncIterator[None]:
    """Interfere with the process for as long as the block runs."""
    only = ("-P", str(within)) if within else ()
    tracer = await asyncio.create_subprocess_exec(
        "strace", "-o", "/dev/null", *only, *how, "-p", str(pid), stdout=DEVNULL, stderr=PIPE
    )
    assert tracer.stderr
    while b"attached" not in await asyncio.wait_for(tracer.stderr.readline(), LATE):
        assert tracer.returncode is None
    try:
        yield
    finally:
        tracer.terminate()
        await tracer.communicate()


def held(*calls: str) -> tuple[str, str, str, str]:
    """None of these calls comes to its end before the block does, at least."""
    names = ",".join(calls)
    return "-e", f"trace={names}", "-e", f"inject={names}:delay_enter=600s"


async def test_it_says_that_it_is_ready_is_fed_and_says_that_it_stops(data: Path) -> None:
    async with service_manager(data, SOON) as heard:
        async with kiosk(data, heard) as hands:
            for _ in range(5):
                assert await heard.next() == FED
            heard.forget()
            hands.process.terminate()
            *fed, last = await heard.until("STOPPING=1")
        assert last == ["STOPPING=1"]
        assert all(message == FED for message in fed)


async def test_a_process_that_is_stopped_feeds_nobody_and_goes_on_as_if_nothing_had_been(data: Path) -> None:
    async with service_manager(data, SOON) as heard, kiosk(data, heard) as hands:
        assert await take(hands) == 1
        hands.process.send_signal(signal.SIGSTOP)
        await asyncio.to_thread(stopped, hands.process.pid)
        heard.forget()
        assert await heard.falls_silent(SILENCE) == []
        hands.process.send_signal(signal.SIGCONT)
        assert await heard.next() == FED
        await next_visitor(hands)
        assert await take(hands) == 2


def stopped(pid: int) -> None:
    """Return once it is."""
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.005)


@needs_strace
async def test_a_frozen_screen_feeds_nobody_and_after_the_restart_the_line_is_as_it_was(data: Path) -> None:
    """Its first thread, which is the event loop and the window, never comes back from a system call."""
    async with service_manager(data, SOON) as heard:
        async with kiosk(data, heard) as hands:
            assert await take(hands) == 1
            async with strace(hands.process.pid, *held("epoll_wait", "epoll_pwait", "epoll_pwait2")):
                heard.forget()
                assert await heard.falls_silent(SILENCE) in ([], [FED])  # what was under way
            await ended_by_systemd(hands)
        assert await asyncio.to_thread(waiting, data) == [1]
        async with kiosk(data, heard) as hands:
            assert await take(hands) == 2


@needs_strace
async def test_a_disk_that_hangs_ends_the_process_and_the_line_is_as_it_was(data: Path) -> None:
    async with service_manager(data, USUAL) as heard:
        async with kiosk(data, heard) as hands:
            assert await take(hands) == 1
            await next_visitor(hands)
            await hands.wait("tile:retraite", within=LATE)
            async with strace(hands.process.pid, "-f", *held("fsync")):
                await hands.touch("tile:retraite")
                *_, end = await heard.until("WATCHDOG=trigger")
            await ended_by_systemd(hands)
        assert end[0] == "STATUS=L’enregistrement ne répond plus. Halte redémarre."
        there = await asyncio.to_thread(waiting, data)
        assert there in ([1], [1, 2])  # the second was not shown: it is there or not
        async with kiosk(data, heard) as hands:
            assert await take(hands) == there[-1] + 1


@needs_strace
async def test_a_link_that_hangs_is_made_anew_and_if_that_hangs_too_the_process_ends(data: Path) -> None:
    async with service_manager(data, USUAL) as heard:
        async with kiosk(data, heard) as hands:
            assert await take(hands) == 1
            keys = data / "keys" / "kiosk" / "paired.json"
            looks = held("newfstatat", "stat", "statx")
            await link_serves(hands.process.pid)
            for _ in range(3):  # by then it has been asked for a sign of life, and has given it
                await heard.until("WATCHDOG=1")
            async with strace(hands.process.pid, "-f", *looks, within=keys):
                await heard.until("STATUS=La connexion aux écrans ne répond plus.")
                *_, end = await heard.until("WATCHDOG=trigger")
            await ended_by_systemd(hands)
        assert end[0] == "STATUS=La connexion aux écrans ne répond plus. Halte redémarre."
        assert await asyncio.to_thread(waiting, data) == [1]


# --- The printer ----------------------------------------------------------------------------------

LP = """#!/bin/sh
cat > /dev/null
echo ticket >> {folder}/printed
echo "request id is queue-1 (1 file(s))"
"""

HANGS = """#!/bin/sh
case "$1" in -p) exit 0;; esac
[ -e {folder}/hang ] && exec cat {folder}/fifo
exit 0
"""
"""As `lpstat -o` and `cancel`: each is killed after its five seconds, one after the other."""


@pytest.fixture
def spooler(tmp_path: Path) -> Path:
    """A folder with a CUPS of the test's own: it hangs while there is a file `hang`, and keeps what it is
    given as a line in `printed`."""
    folder = tmp_path / "spooler"
    folder.mkdir()
    os.mkfifo(folder / "fifo")
    for name, program in {"lp": LP, "lpstat": HANGS, "cancel": HANGS}.items():
        (folder / name).write_text(program.format(folder=folder))
        (folder / name).chmod(stat.S_IRWXU)
    (folder / "printed").touch()
    return folder


def printed(spooler: Path, tickets: int) -> None:
    """Return once there are so many."""
    latest = time.monotonic() + LATE
    while len((spooler / "printed").read_text().splitlines()) < tickets:
        assert time.monotonic() < latest
        time.sleep(0.02)


async def test_a_printer_that_hangs_is_left_behind_and_another_thread_prints(
    data: Path, spooler: Path
) -> None:
    configure(data, "cups://queue")
    async with service_manager(data, USUAL) as heard, kiosk(data, heard, str(spooler)) as hands:
        assert await take(hands) == 1
        await asyncio.to_thread(printed, spooler, 1)
        await next_visitor(hands)
        (spooler / "hang").touch()
        assert await take(hands) == 2
        *meals, _ = await heard.until("STATUS=L’imprimante ne répond plus.")
        assert all(message == FED for message in meals)
        *meals, _ = await heard.until("STATUS=En marche.")
        assert all(message == FED for message in meals)
        (spooler / "hang").unlink()
        await next_visitor(hands)
        assert await take(hands) == 3
        await asyncio.to_thread(printed, spooler, 3)
    assert await asyncio.to_thread(waiting, data) == [1, 2, 3]
