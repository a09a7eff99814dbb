"""What the demonstration runs: each part of the van as a process of its own, with settings and data that are
deleted at the end.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import kiosk
from assets.errors import Trouble
from assets.files import Undated, replace_file
from kiosk.settings import NetworkSettings, PlannedStop, PrinterSettings, Settings, as_toml
from printer.simulator.models import USUAL
from queue_display.hands.hands import LEAVE, Hands, opened
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally


class DemoFailed(Trouble):
    """A part of the demonstration did not start."""


SLOW = 60.0
"""Seconds in which each window does what it is asked: a machine that does other work is no failure."""


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """A window's place on the screen, in pixels from the top left."""

    x: int
    y: int
    width: int
    height: int

    def options(self) -> tuple[str, ...]:
        return "--windowed", "--size", f"{self.width}x{self.height}", "--position", f"{self.x},{self.y}"


@dataclass(frozen=True, slots=True)
class Layout:
    kiosk: WindowPlace
    console: WindowPlace
    board: WindowPlace
    slip: WindowPlace


def _program(module: str, *words: str) -> tuple[str, ...]:
    # -P: what is imported is Halte's own, whatever lies in the folder that somebody stands in.
    return (sys.executable, "-P", "-m", module, *words)


@dataclass(frozen=True, slots=True)
class Halte:
    """The `halte` command on the demonstration's own settings and data."""

    config: Path
    data: Path
    language: str

    def command(self, *words: str) -> tuple[str, ...]:
        common = ("--config", str(self.config), "--data", str(self.data), "--lang", self.language)
        return _program("kiosk", *common, *words)

    def slips(self, paper: Path) -> tuple[str, ...]:
        """The command of the window that shows the slips of that folder."""
        return _program("kiosk.demo.slips", str(paper), "--lang", self.language)

    async def run(self, *words: str) -> bytes:
        """What the command prints. Raises DemoFailed if it fails."""
        process = await asyncio.create_subprocess_exec(*self.command(*words), stdout=PIPE, env=with_house())
        printed, _ = await process.communicate()
        if process.returncode:
            raise DemoFailed("La commande « halte {command} » a échoué.", command=" ".join(words))
        return printed


def with_house(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The same environment, in which Python finds this very Halte, installed or not."""
    house = str(Path(kiosk.__file__).parents[1])
    others = environment.get("PYTHONPATH", "")
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, (house, others)))}


@dataclass(frozen=True, slots=True)
class DemoStage:
    """What runs: the windows, and where the simulated printer leaves its paper."""

    kiosk: Hands
    console: Hands
    board: Hands
    slip: Hands
    paper: Path
    halte: Halte


@asynccontextmanager
async def stage(language: str, layout: Layout, environment: dict[str, str]) -> AsyncIterator[DemoStage]:
    """Start everything; at the end, close everything, whatever happened in between."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="halte-demo-")))
        serial, paper = folder / "printer", folder / "paper"
        halte = Halte(folder / "halte.toml", folder / "data", language)
        prepare(halte, serial)
        simulate = halte.command("printer", "simulate", "--link", str(serial), "--paper", str(paper))
        await stack.enter_async_context(printer(simulate, environment))

        async def window(*command: str) -> Hands:
            hands = await stack.enter_async_context(opened(*command, "--hands", env=environment))
            hands.patience = SLOW
            return hands

        yield DemoStage(
            console=await window(*halte.command("display", "--desk", "1", *layout.console.options())),
            board=await window(*halte.command("board", *layout.board.options())),
            kiosk=await window(*halte.command("kiosk", *layout.kiosk.options())),
            slip=await window(*halte.slips(paper), *layout.slip.options()),
            paper=paper,
            halte=halte,
        )


@asynccontextmanager
async def printer(command: tuple[str, ...], environment: dict[str, str]) -> AsyncIterator[Process]:
    """The simulated printer, once it can print."""
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=environment)
    try:
        if not process.stdout or not await process.stdout.readline():
            raise DemoFailed("L’imprimante simulée n’a pas démarré.")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), LEAVE)
        except TimeoutError:
            process.kill()
            await process.communicate()


def prepare(halte: Halte, serial: Path) -> None:
    """Settings, and displays that are paired already."""
    replace_file(Undated(), halte.config, as_toml(settings(serial, date.today())).encode())
    kiosk = Trust.open(keys_folder(halte.data))
    for name, role, desk in (("Bureau 1", Role.AGENT, 1), ("Panneau", Role.BOARD, None)):
        display = Trust.open(keys_folder(halte.data, role, desk))
        pair_locally(kiosk, display, van=Settings().van, name=name, role=role, desk=desk)


def settings(serial: Path, today: date) -> Settings:
    """The demonstration's settings: a stop today and two to come."""
    return Settings(
        phone="03 00 00 00 00",
        printer=PrinterSettings(address=f"serial://{serial}?baudrate=38400", profile=USUAL.profile),
        network=NetworkSettings(interfaces=("127.0.0.1",)),
        stops=(
            PlannedStop(today, "Attin", time(0), time(23, 59)),
            PlannedStop(today + timedelta(days=1), "Beussent", time(9), time(12)),
            PlannedStop(today + timedelta(days=3), "Cormont", time(14), time(17)),
        ),
    )
