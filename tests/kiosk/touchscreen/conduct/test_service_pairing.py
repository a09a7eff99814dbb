"""A display paired on the kiosk's service screen: a real van, and `halte pair` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import secrets
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk.keys import Keys
from kiosk.record.record import Record
from kiosk.settings import NetworkSettings, PrinterSettings, load
from kiosk.touchscreen.conduct import service_code
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.content.parts import Content
from kiosk.touchscreen.journey.inputs import (
    Back,
    ByFinger,
    Code,
    Digit,
    Knock,
    Pick,
    Revoke,
    Show,
    ShowPairing,
)
from kiosk.touchscreen.journey.state import Screen
from kiosk.van import Van
from queue_display.link import DisplayServer, Link
from queue_display.messages import Role
from queue_display.pairing.code import SIGNS
from queue_display.trust import Trust, keys_folder
from tests.kiosk.fake_van import FakeVoice
from tests.processes import WarmProcess, started

LATE = 30.0
"""Seconds for a process to start on a busy machine; nothing waits that long when all is well."""

SETTINGS = msgspec.structs.replace(
    load(None),
    printer=PrinterSettings("simulated:"),
    service_code=service_code.hashed("271828", b"salt"),
)

pytestmark = [
    pytest.mark.may_block("the record and the keys are opened inside the loop, for the test's sake"),
    pytest.mark.timeout(180),  # each looks several times, three seconds each, at the displays that wait
]


class Kiosk:
    """A real van led by its conductor; `until` waits for a screen, or for one that says something."""

    def __init__(self, van: Van) -> None:
        self.van = van
        self._drawn = asyncio.Event()
        self.conductor = Conductor(van, lambda *drawn: self._drawn.set(), FakeVoice())

    @property
    def shown(self) -> Content:
        return self.conductor.shown

    async def until(self, screen: Screen, said: str = "") -> None:
        async with asyncio.timeout(LATE):
            while self.conductor.at.screen is not screen or said not in self.texts():
                self._drawn.clear()
                await self._drawn.wait()

    def texts(self) -> str:
        return "\n".join((self.shown.title, *(line.words for line in self.shown.lines))).replace(
            "\N{NBSP}", " "
        )

    def type(self, code: str) -> None:
        for digit in code:
            assert self.conductor.do(Digit(digit))

    async def open_service(self) -> None:
        assert self.conductor.do(Knock())
        self.type("271828")
        await self.until(Screen.SERVICE, "Go libres")

    async def look(self, wanted: str = "") -> None:
        """Look for displays that wait; of several, those of other tests that run now too, have `wanted`."""
        assert self.conductor.do(ShowPairing())
        await self.carried_out()
        if self.conductor.at.screen is Screen.SIGNS:
            self.type(wanted[:SIGNS])
            await self.carried_out()
        if self.conductor.at.screen is Screen.WAITING:
            assert self.conductor.do(Pick(wanted))

    async def carried_out(self) -> None:
        async with asyncio.timeout(LATE):
            while self.conductor.at.screen is Screen.CARRYING_OUT:
                self._drawn.clear()
                await self._drawn.wait()

    async def looked_by_signs(self, wanted: str) -> dict[ByFinger, str]:
        """What can be picked, of all that wait, where the signs of one are typed."""
        assert self.conductor.do(ShowPairing())
        await self.until(Screen.SIGNS)
        self.type(wanted[:SIGNS])
        await self.until(Screen.WAITING)
        return {tile.sends: tile.words for tile in self.shown.tiles if tile.id != "done"}

    async def pair(self, code: str) -> str:
        self.type(code)
        await self.until(Screen.ANSWER)
        return self.texts()


@asynccontextmanager
async def kiosk(data: Path, address: str = "127.0.0.1") -> AsyncIterator[Kiosk]:
    record = Record.open(data)
    settings = msgspec.structs.replace(SETTINGS, network=NetworkSettings((address,)))
    led = Kiosk(Van(settings, record, Keys(keys_folder(data))))
    try:
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(part.run()) for part in (led.van, led.conductor)]
            await asyncio.sleep(0)
            yield led
            for task in running:
                task.cancel()
    finally:
        record.close()


def common(data: Path, settings: str = "") -> tuple[str, ...]:
    """The options of every command on one machine."""
    config = data.with_suffix(".toml")
    config.write_text(f'{settings}\n[network]\ninterfaces = ["127.0.0.1"]\n', "utf-8")
    return "--config", str(config), "--data", str(data), "--lang", "fr"


@asynccontextmanager
async def display_that_waits(data: Path, *what: str, settings: str = "") -> AsyncIterator[WarmProcess]:
    process = await started("kiosk", *common(data, settings), "pair", *what)
    try:
        yield process
    finally:
        process.kill()
        await process.communicate()


async def next_code(display: WarmProcess) -> str:
    """The code that the display shows."""
    async with asyncio.timeout(LATE):
        while line := (await display.stdout.readline()).decode():
            if found := re.search(r"(\d{3}) (\d{3})", line):
                return "".join(found.groups())
    raise AssertionError("the display ended without a code")


async def test_a_display_is_paired_on_the_service_screen_and_connects_by_itself(tmp_path: Path) -> None:
    laptop = tmp_path / "laptop"
    async with kiosk(tmp_path / "van") as on:
        await on.open_service()
        async with display_that_waits(laptop, "--desk", "1") as display:
            code = await next_code(display)
            mine = Trust.open(keys_folder(laptop, Role.AGENT, 1)).identifier
            await on.look(mine)
            wrong = f"{(int(code) + 1) % 10**6:06}"
            assert "Ce code n’est pas celui que l’écran montre" in await on.pair(wrong)
            assert not on.van.pairings.paired
            await on.look(mine)
            said = await on.pair(code)
            assert "l’écran « Bureau 1 » (écran d’agent, bureau 1) est associé" in said
            async with asyncio.timeout(LATE):
                assert await display.wait() == 0
        assert on.conductor.do(Back())
        await connects_until_revoked(on, Trust.open(keys_folder(laptop, Role.AGENT, 1)))


async def test_a_display_for_a_desk_that_the_van_lacks_is_refused_on_the_service_screen(
    tmp_path: Path,
) -> None:
    laptop = tmp_path / "laptop"
    async with kiosk(tmp_path / "van") as on:
        await on.open_service()
        async with display_that_waits(laptop, "--desk", "3", settings="desks = 3") as display:
            code = await next_code(display)
            await on.look(Trust.open(keys_folder(laptop, Role.AGENT, 3)).identifier)
            said = await on.pair(code)
            assert "Ce camion n’a pas de bureau 3" in said
            assert "--desk" in said
            assert display.returncode is None  # it waits on, for a kiosk that has a place for it
        assert not on.van.pairings.paired
        assert not Trust.open(keys_folder(laptop, Role.AGENT, 3)).paired


async def connects_until_revoked(on: Kiosk, trust: Trust) -> None:
    states: asyncio.Queue[Link] = asyncio.Queue()
    server = DisplayServer(
        "Bureau 1",
        Role.AGENT,
        1,
        trust=trust,
        interfaces=("127.0.0.1",),
        on_view=lambda view: None,
        on_state=lambda state: states.put_nowait(state.link),
    )
    running = asyncio.ensure_future(server.run())
    try:
        await on.until(Screen.SERVICE, "Écrans connectés : Bureau 1")
        assert on.conductor.do(Show(Screen.DISPLAYS))
        (known,) = on.van.pairings.paired
        assert on.conductor.do(Pick(known.identifier))
        assert "Connecté en ce moment" in on.texts()
        assert on.conductor.do(Revoke())
        await on.until(Screen.ANSWER, "l’écran « Bureau 1 » est dissocié")
        assert on.conductor.do(Back())
        await on.until(Screen.SERVICE, "Aucun écran n’est connecté")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert Link.UP in [states.get_nowait() for _ in range(states.qsize())]


async def given(data: Path, code: str, *how: str, stdin: int = DEVNULL) -> tuple[int | None, str]:
    """How `halte pair CODE` ends on the kiosk's machine, and what it said."""
    command = (sys.executable, "-m", "kiosk", *common(data), "pair", code, *how)
    process = await asyncio.create_subprocess_exec(*command, stdin=stdin, stdout=PIPE, stderr=STDOUT)
    async with asyncio.timeout(LATE):
        said, _ = await process.communicate()
    return process.returncode, said.decode().replace("\N{NBSP}", " ")


async def test_the_command_asks_which_of_two_displays_of_one_name_is_meant(tmp_path: Path) -> None:
    van, name = tmp_path / "van", f"Portable {secrets.token_hex(4)}"  # no other test's
    async with (
        display_that_waits(tmp_path / "one", "--name", name) as one,
        display_that_waits(tmp_path / "two", "--name", name) as two,
    ):
        codes = [await next_code(one), await next_code(two)]
        ids = [Trust.open(keys_folder(tmp_path / data, Role.AGENT, 1)).identifier for data in ("one", "two")]
        (first, its_code), (second, its_own) = sorted(zip(ids, codes, strict=True))
        ended, said = await given(van, its_own, "--display", name)
        assert ended == 1
        assert f"{name} ({first[:4]}), {name} ({second[:4]})" in said
        terminal, keys = pty.openpty()
        try:
            os.write(terminal, f"lequel\n{second[:4].upper()}\n".encode())
            assert (await given(van, its_own, "--display", name, stdin=keys))[0] == 0
        finally:
            os.close(terminal)
            os.close(keys)
        assert [p.identifier for p in Trust.open(keys_folder(van)).paired] == [second]
        assert (await given(van, its_code, "--display", first))[0] == 0
        async with asyncio.timeout(LATE):
            assert [await one.wait(), await two.wait()] == [0, 0]
    assert {p.identifier for p in Trust.open(keys_folder(van)).paired} == {first, second}


async def test_without_a_display_that_waits_the_screen_says_what_to_do(tmp_path: Path) -> None:
    async with kiosk(tmp_path, "192.0.2.1") as on:  # no network of this machine (RFC 5737)
        on.conductor.do(Knock())
        on.conductor.do(Code(right=True))
        await on.look()
        assert "Aucun écran n’attend d’être associé" in on.texts()


async def test_of_two_displays_that_wait_the_one_that_is_picked_is_paired_and_no_other(
    tmp_path: Path,
) -> None:
    async with (
        kiosk(tmp_path / "van") as on,
        display_that_waits(tmp_path / "one", "--desk", "1") as one,
        display_that_waits(tmp_path / "two", "--as", "board") as two,
    ):
        await on.open_service()
        codes = [await next_code(one), await next_code(two)]
        desk = Trust.open(keys_folder(tmp_path / "one", Role.AGENT, 1)).identifier
        board = Trust.open(keys_folder(tmp_path / "two", Role.BOARD)).identifier
        assert await on.looked_by_signs(board) == {Pick(board): "Panneau"}
        assert on.conductor.do(Back())
        assert await on.looked_by_signs(desk) == {Pick(desk): "Bureau 1\nécran d’agent, bureau 1"}
        assert on.conductor.do(Pick(desk))
        assert "Ce code n’est pas celui que l’écran montre" in await on.pair(
            codes[1]
        )  # the right code, the wrong one
        assert not on.van.pairings.paired
        await on.look(board)
        assert "l’écran « Panneau » (panneau) est associé" in await on.pair(codes[1])
        async with asyncio.timeout(LATE):
            assert await two.wait() == 0
        assert [(p.name, p.role) for p in on.van.pairings.paired] == [("Panneau", Role.BOARD)]
        assert one.returncode is None
