"""A new kiosk and a new console, as real processes: set up by touches alone."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from queue_display.hands.hands import Hands
from tests.processes import LATE
from tests.windows import opened

pytestmark = [
    pytest.mark.timeout(180),  # two processes start, and find each other over mDNS
    pytest.mark.skipif(
        not os.environ.get("WHOLE"),
        reason="fails beside other tests that announce displays, not known why; `make walk` runs it alone",
    ),
]

CODE = "271828"

LOOK = 0.2
"""Seconds between two looks at what the kiosk asks for."""


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


async def picked(kiosk: Hands, signs: str) -> None:
    """The display of these signs. The kiosk looks for three seconds at who waits, and a busy machine may
    be late; where others wait too, it asks for the signs."""
    while True:
        seen = await seen_of(kiosk, ("pair", "digit:1", "display:"))
        if seen.startswith("display:"):
            await kiosk.touch(seen, within=LATE)
            await kiosk.wait("digit:1", within=LATE)
            return
        if seen == "pair":
            await kiosk.touch("pair", within=LATE)
        else:
            await typed(kiosk, signs)
            await kiosk.wait("digit:1", state="gone", within=LATE)


async def seen_of(kiosk: Hands, wanted: tuple[str, ...]) -> str:
    """The first control there whose id begins as one of `wanted`, once there is one."""
    async with asyncio.timeout(LATE):
        while True:
            for one in await kiosk.ids():
                if one.visible and one.id.startswith(wanted):
                    return one.id
            await asyncio.sleep(LOOK)


async def test_a_van_is_set_up_by_touches_alone(folder: Path) -> None:
    async with window(folder, "kiosk") as kiosk, window(folder, "display", "--desk", "1") as console:
        code, signs = await code_of(console), (await console.text("pairing-who"))[-5:-1]
        assert "open" not in {one.id for one in await console.ids()}, "no button that does nothing"
        await kiosk.touch("first-start", within=LATE)
        await kiosk.touch("choose-code", within=LATE)
        await typed(kiosk, CODE * 2)
        await kiosk.wait("digit:1", state="gone", within=LATE)  # a busy machine takes its time to keep it
        await picked(kiosk, signs)
        await typed(kiosk, code)
        await kiosk.wait("pair", within=LATE)
        await console.touch("open", within=LATE)
        await kiosk.touch("done", within=LATE)
        await kiosk.touch("done", within=LATE)
        await kiosk.touch("tile:retraite", within=LATE)
        await console.wait("row:1", within=LATE)
        assert "first-start" not in {one.id for one in await kiosk.ids()}
