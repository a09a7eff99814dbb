"""A new kiosk and a new console, as real processes: set up by touches alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from queue_display.hands.hands import Hands, HandsFailed
from tests.processes import LATE
from tests.windows import opened

pytestmark = pytest.mark.timeout(180)  # two processes start, and find each other over mDNS

CODE = "271828"


@asynccontextmanager
async def window(folder: Path, *words: str) -> AsyncIterator[Hands]:
    """One with a data folder of its own, as on a machine of its own."""
    common = ("--config", str(folder / "halte.toml"), "--data", str(folder / words[0]))
    async with opened("kiosk", *common, *words, "--windowed", "--size", "1024x640", "--hands") as hands:
        yield hands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings = '[network]\ninterfaces = ["127.0.0.1"]\n[printer]\naddress = "simulated:"\n'
    (tmp_path / "halte.toml").write_text(settings, "utf-8")
    return tmp_path


async def typed(kiosk: Hands, code: str) -> None:
    for digit in code:
        await kiosk.touch(f"digit:{digit}", within=LATE)


async def code_of(display: Hands) -> str:
    found = await display.wait("pairing-code", text=r"\d{3}\D\d{3}", within=LATE)
    return re.sub(r"\D", "", found.text if found else "")


async def asked_for_the_code(kiosk: Hands) -> None:
    """The kiosk looks for three seconds at who waits, which a busy machine may not be in time for."""
    for _ in range(3):
        with suppress(HandsFailed):
            await kiosk.wait("digit:1", within=10)
            return
        await kiosk.touch("pair", within=LATE)
    raise AssertionError("no display was found")


async def test_a_van_is_set_up_by_touches_alone(folder: Path) -> None:
    async with window(folder, "kiosk") as kiosk, window(folder, "display", "--desk", "1") as console:
        code = await code_of(console)
        assert "open" not in {one.id for one in await console.ids()}, "no button that does nothing"
        await kiosk.touch("first-start", within=LATE)
        await kiosk.touch("choose-code", within=LATE)
        await typed(kiosk, CODE * 2)
        await asked_for_the_code(kiosk)
        await typed(kiosk, code)
        await kiosk.wait("pair", within=LATE)
        await console.touch("open", within=LATE)
        await kiosk.touch("done", within=LATE)
        await kiosk.touch("done", within=LATE)
        await kiosk.touch("tile:retraite", within=LATE)
        await console.wait("row:1", within=LATE)
        assert "first-start" not in {one.id for one in await kiosk.ids()}
