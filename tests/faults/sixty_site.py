"""The van without root: kiosk, two consoles and the board as processes on the loopback, a relay before each.

As `tests.faults.year_site` otherwise. The displays have no window: what one of them would draw is the view
that has come to it.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import cast

from tests.faults.relay import Relay
from tests.faults.year_acts import DESKS
from tests.faults.year_clocks import YearTime
from tests.faults.year_display import LOOPBACK
from tests.faults.year_site import YearHost, YearSite
from tests.faults.year_teller import Teller
from tests.processes import started

BOARD = 0
"""In place of a desk."""


class ThisMachine:
    """Each host is this one."""

    def host(self, name: str, address: str = "") -> ThisMachine:
        return self

    def command(self, *words: str) -> tuple[str, ...]:
        return words

    def ip(self, *words: str) -> None:
        raise NotImplementedError("the network of this machine is not ours")


class SixtySite(YearSite):
    """`relays` by desk; they are there once it is open."""

    desks = (*DESKS, BOARD)

    def __init__(self, folder: Path, now: YearTime) -> None:
        super().__init__(folder, folder / "disk", ThisMachine(), now, windowed=False)
        self.relays: dict[int, Relay] = {}
        self._ports: dict[int, int] = {}
        self._open_relays = AsyncExitStack()

    async def open(self) -> None:
        for desk in self.desks:
            relay = Relay(partial(self._ports.__getitem__, desk))
            self.relays[desk] = await self._open_relays.enter_async_context(relay)
        await super().open()

    async def close(self) -> None:
        await super().close()
        await self._open_relays.aclose()

    async def _open_display(self, desk: int) -> None:
        await super()._open_display(desk)
        self._ports[desk] = (await self._displays[desk].told("listening"))["port"]

    async def _started(self, host: YearHost, *words: str) -> Teller:
        options = () if "tests.faults.year_kiosk" in words else ("alone",)
        return Teller(cast(Process, await started(*words, *options)))

    def _options(self) -> tuple[str, ...]:
        return tuple(f"display={LOOPBACK[0]}:{relay.port}" for relay in self.relays.values())

    async def alike(self) -> None:
        """Return once each display shows what the kiosk has for it now. Raises TimeoutError."""
        for desk, display in self._displays.items():
            view = (await self.told(f"view {desk}", "view"))["view"]
            await display.told("shows", f"shows {view}")


@asynccontextmanager
async def sixty_site(folder: Path, now: YearTime) -> AsyncIterator[SixtySite]:
    """Its displays run; the kiosk is still off."""
    (folder / "disk").mkdir()
    site = await asyncio.to_thread(SixtySite, folder, now)
    with site.simulator:
        try:
            await site.open()
            yield site
        finally:
            await site.close()
