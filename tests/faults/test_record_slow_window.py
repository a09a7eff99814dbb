"""The real touchscreen on a disk that takes as long for an fsync as the test says.

It goes on answering, and shows no number before that number is safe.
"""

from __future__ import annotations

import asyncio
import shutil
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
from tests.windows import opened

LATE = 30.0
ANSWERS = 20
"""Requests that the window's own event loop answers while the disk is still busy."""
BUSY = 600
"""Seconds that each fsync would take, were the disk not mended before: longer than any machine needs here."""

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (Debian: strace)")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A kiosk whose stop is open."""
    settings = Settings(
        printer=PrinterSettings("simulated:"), network=NetworkSettings(interfaces=("127.0.0.1",))
    )
    (tmp_path / "halte.toml").write_text(as_toml(settings), "utf-8")
    record, now = Record.open(tmp_path), Clock()()
    closed = record.load(now)
    asyncio.run(record.save(closed, decide(closed, Open(), now)))
    record.close()
    return tmp_path


@asynccontextmanager
async def busy_disk(kiosk: Hands) -> AsyncIterator[None]:
    """No fsync of any thread of the process comes to its end before this does."""
    how = ("-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", f"inject=fsync:delay_enter={BUSY}s")
    strace = await asyncio.create_subprocess_exec(
        "strace", *how, "-p", str(kiosk.process.pid), stdout=DEVNULL, stderr=PIPE
    )
    assert strace.stderr
    while b"attached" not in await asyncio.wait_for(strace.stderr.readline(), LATE):
        assert strace.returncode is None
    try:
        yield
    finally:
        strace.terminate()
        await strace.communicate()


async def test_the_touchscreen_answers_while_the_disk_is_busy(data: Path) -> None:
    common = ("--config", str(data / "halte.toml"), "--data", str(data))
    words = ("kiosk", "--windowed", "--size", "1280x800", "--hands")
    async with opened("kiosk", *common, *words) as kiosk:
        await kiosk.wait("tile:retraite", within=LATE)
        async with busy_disk(kiosk):
            await kiosk.touch("tile:retraite")
            for _ in range(ANSWERS):
                assert not any(w.id == "number" and w.visible for w in await kiosk.ids())
        assert await kiosk.text("number") == "1"
    assert await asyncio.to_thread(numbers_on_disk, data) == [1]


def numbers_on_disk(data: Path) -> list[int]:
    record = Record.open(data)
    try:
        return sorted(record.load(Clock()()).tickets)
    finally:
        record.close()
