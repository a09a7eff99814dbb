"""Real consoles, a real van, the real link between them: two agents at once, and what a crash leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.settings import NetworkSettings, PrinterSettings, Settings, as_toml
from queue_display.hands.hands import Hands
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.processes import LATE, WarmProcess, started
from tests.windows import opened

pytestmark = pytest.mark.timeout(180)  # four processes start, and find each other over mDNS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Settings, and two consoles and a board that are paired."""
    settings = Settings(
        printer=PrinterSettings("simulated:"), network=NetworkSettings(interfaces=("127.0.0.1",))
    )
    (tmp_path / "halte.toml").write_text(as_toml(settings), "utf-8")
    kiosk = Trust.open(keys_folder(tmp_path))
    for role, desk in ((Role.AGENT, 1), (Role.AGENT, 2), (Role.BOARD, None)):
        display = Trust.open(keys_folder(tmp_path, role, desk))
        pair_locally(kiosk, display, van="Agglo Mobile", name=role.value, role=role, desk=desk)
    return tmp_path


@asynccontextmanager
async def van(folder: Path) -> AsyncIterator[WarmProcess]:
    process = await started("tests.ui.van_alone", str(folder / "halte.toml"), str(folder))
    try:
        assert await said(process) == "ready"
        yield process
    finally:
        await process.communicate()


async def said(process: WarmProcess) -> str:
    return (await asyncio.wait_for(process.stdout.readline(), LATE)).decode().strip()


async def take(process: WarmProcess, topic: str) -> str:
    process.stdin.write(f"{topic}\n".encode())
    return await said(process)


@asynccontextmanager
async def window(folder: Path, *words: str) -> AsyncIterator[Hands]:
    common = ("--config", str(folder / "halte.toml"), "--data", str(folder))
    window = ("--windowed", "--size", "1024x640", "--hands")
    async with opened("kiosk", *common, *words, *window) as hands:
        yield hands


async def test_two_agents_who_call_at_the_same_moment_get_two_tickets(folder: Path) -> None:
    async with (
        van(folder) as kiosk,
        window(folder, "display", "--desk", "1") as first,
        window(folder, "display", "--desk", "2") as second,
        window(folder, "board") as board,
    ):
        await first.touch("open", within=LATE)
        await second.wait("next", within=LATE)
        for number in ("1", "2", "3"):
            assert await take(kiosk, "retraite") == number
        for agent in (first, second):
            await agent.wait("row:3", within=LATE)
        await asyncio.gather(first.touch("next"), second.touch("next"))
        numbers = [await agent.text("number") for agent in (first, second)]
        assert sorted(numbers) == ["1", "2"]
        await board.wait("called", text=r"[12]\nBureau\n[12]", within=LATE)
        await board.wait("called:1", text=r"[12]\nBureau\n[12]", within=LATE)
        await first.wait("others", text=f"Bureau 2.*numéro {numbers[1]}, .*")
        await asyncio.gather(first.touch("end"), second.touch("end"))
        await first.wait("note", text="2 visites terminées aujourd’hui")


async def test_a_visit_outlives_the_kiosk_and_the_console(folder: Path) -> None:
    async with window(folder, "display", "--desk", "1") as console:
        async with van(folder) as kiosk:
            await console.touch("open", within=LATE)
            await console.wait("next")
            await take(kiosk, "logement")
            await console.touch("next")
            await console.wait("number", text="1")
            kiosk.kill()
            await console.wait("lost", within=LATE)
            assert not any(w.enabled for w in await console.ids() if w.id == "end")
        async with van(folder) as kiosk:
            await console.wait("lost", state="gone", within=LATE)
            await console.wait("number", text="1")
            console.process.kill()
            async with window(folder, "display", "--desk", "1") as again:
                await again.wait("number", text="1", within=LATE)
                await again.wait("topic", text="Sujets cachés")
                assert await take(kiosk, "impots") == "2"
                await again.touch("end", within=LATE)
                await again.wait("note", text="1 visite terminée aujourd’hui")
                await again.wait("row:2")
