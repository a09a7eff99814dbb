"""What befalls the van of the simulated year in the middle of a day, each by its name in `LIKELY`."""

from __future__ import annotations

import asyncio
import errno
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

from printer.simulator.realtime import Fault
from tests.faults.year_acts import DESKS, drawn, take
from tests.faults.year_clocks import in_paris
from tests.faults.year_teller import Gone, Told
from tests.faults.year_van import Differs, YearVan

LIKELY = {
    "printer": 0.25,
    "network": 0.1,
    "laptop": 0.05,
    "disk": 0.15,
    "clock": 0.15,
    "pause": 0.1,
    "power": 0.6,
}
"""How likely each is on a day; the power only fails on rough ones (`tests.faults.year_soak`)."""

LATER = 0.03
"""Seconds, at most, from a command to the power cut that falls into it: it falls before, within or after."""

DISK_FAULTS = (
    None,
    ("write", errno.ENOSPC),
    ("write", errno.EROFS),
    ("force", errno.EIO),
    ("rename", errno.EROFS),
)
"""None: it is really full."""

SELDOM = 0.1
"""Of the printer's faults, those in which it is silent: each ticket then takes seconds."""

OTHER_DAYS = (-20 * 365, -400, -1, 1, 30, 400)
"""Days by which a clock jumps."""


class YearFaults:
    """`befell` counts them by name; `rng` draws how they go."""

    def __init__(self, van: YearVan, rng: random.Random) -> None:
        self._van, self._site, self._rng = van, van.site, rng
        self.befell: Counter[str] = Counter()
        self._does: dict[str, Callable[[], Awaitable[None]]] = {
            "printer": self._printer,
            "network": self._network,
            "laptop": self._laptop,
            "disk": self._disk,
            "clock": self._clock,
            "pause": self._pause,
            "power": self._power,
        }

    async def befall(self, name: str) -> None:
        """Over when it returns. Raises Differs."""
        self.befell[name] += 1
        await self._does[name]()

    async def _printer(self) -> None:
        others = [fault for fault in Fault if fault is not Fault.SILENT]
        fault = Fault.SILENT if self._rng.random() < SELDOM else self._rng.choice(others)
        self._site.fail_printer(fault, self._rng)
        for _ in range(self._rng.randint(1, 3)):
            self._site.go(60)
            await self._van.take("caf")
        await self._site.mend_printer(fault)

    async def _network(self) -> None:
        """With a command under way: it is carried out once, or the agent is told that nobody knows. The
        visitor at the touchscreen does not notice."""
        desk, before, began = self._rng.choice(DESKS), self._van.stamp, time.monotonic()
        act = take("caf", desk)
        self._site.cut_network(desk)
        asked = asyncio.create_task(self._van.ask(act))
        await self._van.take("emploi", None)
        self._site.join_network(desk)
        answer = await asked
        if answer["refused"]:
            await self._site.back(desk, began)
        await self._van.in_doubt(act, answer, before)

    async def _laptop(self) -> None:
        await self._site.lose_laptop(self._rng.choice(DESKS))
        self._van.heard()

    async def _disk(self) -> None:
        """Nothing is taken, nothing is shown, and then all goes on."""
        fault = self._rng.choice(DISK_FAULTS)
        await self._site.fail_disk(*fault) if fault else self._site.fill_disk()
        for _ in range(self._rng.randint(1, 3)):
            act = take("caf", 1)
            if not (await self._van.ask(act))["refused"]:
                raise Differs(f"{self._van.when()}: a failing disk took {act.ask} ({fault})")
        await self._site.fail_disk() if fault else self._site.empty_disk()
        await self._van.time_went()

    async def _clock(self) -> None:
        """Within the day, or to another, while somebody is there who came since the machine's start: a day
        that nobody has come on since then is one that was left open. Later it is put right."""
        boot = self._site.now.boot
        came = any(person.taken.boot == boot for person in self._van.book.people.values())
        far = came and self._rng.random() < 0.5
        hours = self._rng.randint(1, 22) - in_paris(self._site.now.true).hour
        jump = self._rng.choice(OTHER_DAYS) * 86400 if far else hours * 3600
        right = self._site.now.off
        await self._set_off(right + jump)
        for _ in range(self._rng.randint(1, 3)):
            self._site.go(self._rng.randint(3, 90))
            if act := drawn(self._van.book, self._van.stamp, 0, self._rng, staying=far):
                await self._van.do(act)
        await self._set_off(right)

    async def _set_off(self, seconds: float) -> None:
        self._site.set(msgspec.structs.replace(self._site.now, off=seconds))
        await self._van.time_went()

    async def _pause(self) -> None:
        """The stop closes, the last are sent home, and another stop of the day follows."""
        day = self._van.book.day
        assert day
        await self._van.send_home(day_over=False)
        self._site.go(1800)
        await self._van.open(day, desk=2)

    async def _power(self) -> None:
        """Within a command."""
        act, before = drawn(self._van.book, self._van.stamp, 1, self._rng), self._van.stamp
        assert act
        asked = asyncio.create_task(self._van.ask(act))
        await asyncio.sleep(self._rng.uniform(0, LATER))
        await self._site.switch_off(signal.SIGKILL)
        await self._van.switch_on(self._rng.randint(61, 1800), module=self._site.now.module)
        answer: Told | None = None
        with suppress(Gone):  # the touchscreen went with the kiosk
            answer = await asked
        await self._van.in_doubt(act, answer, before)
