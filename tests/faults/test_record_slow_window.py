"""The real touchscreen on a disk whose every fsync takes two seconds.

It goes on answering, and shows no number before that number is safe.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
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
from queue_display.hands.hands import Hands, opened

LATE = 30.0
ANSWERS = 20
"""Requests that the window's own event loop answers while the disk is still busy."""

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
async def slow_disk(kiosk: Hands) -> AsyncIterator[None]:
    """Each fsync of each thread of the process takes two seconds more."""
    how = ("-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=2000000")
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


async def test_the_touchscreen_answers_while_the_disk_is_slow(data: Path) -> None:
    common = ("--config", str(data / "halte.toml"), "--data", str(data))
    words = ("kiosk", "--windowed", "--size", "1280x800", "--hands")
    own = {"SDL_VIDEODRIVER": "offscreen", "KCFG_GRAPHICS_MULTISAMPLES": "0"}
    async with opened(sys.executable, "-m", "kiosk", *common, *words, env={**os.environ, **own}) as kiosk:
        await kiosk.wait("tile:retraite", within=LATE)
        async with slow_disk(kiosk):
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
