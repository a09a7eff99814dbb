"""The van of the simulated year: its processes, each on a host of its own, and all that can befall them.

Needs root: network namespaces, and a file system of its own for the data.
"""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from assets.days import MONTHS
from printer.simulator.paper import Slip
from printer.simulator.realtime import Fault
from printer.simulator.simulator import Simulator
from queue_display import messages
from queue_display.hands.hands import Touch, Wait
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.children import program
from tests.faults.link_lab import lab
from tests.faults.record_site import fill
from tests.faults.year_acts import DESKS, Act
from tests.faults.year_clocks import YearTime, written
from tests.faults.year_display import seat
from tests.faults.year_figures import Usage, cpu_seconds, usage
from tests.faults.year_teller import Teller, Told
from tests.processes import LATE

DISK = "32m"
"""Of the data's file system: room for the log twice."""


@contextmanager
def file_system(folder: Path) -> Iterator[Path]:
    """A small one of its own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


class YearHost(Protocol):
    """A machine that a process runs on."""

    def command(self, *words: str) -> tuple[str, ...]: ...

    def ip(self, *words: str) -> None: ...


class YearHosts(Protocol):
    """Where to get them."""

    def host(self, name: str, address: str = "") -> YearHost: ...


def paired(data: Path, desks: Sequence[int] = DESKS) -> None:
    """The kiosk's keys and each display's, all under `data`'s folder, as after a pairing; 0: the board."""
    kiosk = Trust.open(keys_folder(data))
    for place in desks:
        role, desk = seat(place)
        display = Trust.open(keys_folder(data.parent, role, desk))
        pair_locally(kiosk, display, van="van", name=f"Bureau {place}", role=role, desk=desk)


class YearSite:
    """`now` is the time that all processes read. `starts` holds, for each start of the kiosk, the seconds of
    the processor and those on the wall until it answered."""

    desks: Sequence[int] = DESKS
    """Where there are displays; 0 is the board's."""

    def __init__(self, folder: Path, disk: Path, hosts: YearHosts, now: YearTime, *, windowed: bool) -> None:
        self.data, self._disk, self._folder, self._windowed = disk / "data", disk, folder, windowed
        self._times = folder / "times"
        self.now = now
        self.set(now)
        paired(self.data, self.desks)
        self._kiosk_host = hosts.host("kiosk", "10.77.0.1/24")
        self._hosts = {desk: hosts.host(f"desk{desk}", f"10.77.0.{10 + desk}/24") for desk in self.desks}
        self.kiosk: Teller | None = None
        self._displays: dict[int, Teller] = {}
        self.starts: list[tuple[float, float]] = []
        self.printed: Counter[tuple[str, int]] = Counter()
        """Numbers that have come out on paper, with the day as it stands on it."""
        self.simulator = Simulator(link=folder / "printer", on_slip=self._on_slip, keep=False)

    def _on_slip(self, slip: Slip) -> None:
        """A piece may begin with what a power cut left of another ticket: a number is of the day above it."""
        day = ""
        for line in map(str.strip, slip.lines):
            if line.endswith(MONTHS):
                day = line.rpartition(", ")[2]  # behind the village
            elif line.isdigit() and day:
                self.printed[day, int(line)] += 1

    # --- Time --------------------------------------------------------------------------------------

    def set(self, now: YearTime) -> None:
        self.now = now
        written(self._times, now)

    def go(self, seconds: float) -> None:
        self.set(msgspec.structs.replace(self.now, true=self.now.true + seconds))

    async def time_went(self) -> Told:
        """What time brings about happens."""
        return await self.told("time", "timed")

    # --- Processes ---------------------------------------------------------------------------------

    async def open(self) -> None:
        for desk in self.desks:
            await self._open_display(desk)

    async def _open_display(self, desk: int) -> None:
        words = str(self._folder / "disk"), str(desk), str(self._times)
        self._displays[desk] = await self._started(self._hosts[desk], "tests.faults.year_display", *words)

    async def _started(self, host: YearHost, *words: str) -> Teller:
        return await Teller.of(host.command(*program(*words)), self._folder / "complaints")

    async def switch_on(self) -> None:
        """Until the kiosk answers; the displays are not connected yet."""
        began = time.monotonic()
        words = str(self.data), self.simulator.path, str(self._times), *self._options()
        self.kiosk = await self._started(self._kiosk_host, "tests.faults.year_kiosk", *words)
        ready = await self.kiosk.told("ready")
        self.starts.append((cpu_seconds(self.kiosk.process.pid), ready["at"] - began))

    def _options(self) -> tuple[str, ...]:
        """Of the kiosk's process."""
        return ("window",) if self._windowed else ()

    async def switch_off(self, number: int = signal.SIGTERM) -> None:
        """In order, or with SIGKILL as a power cut does."""
        assert self.kiosk
        kiosk, self.kiosk = self.kiosk, None
        status = await kiosk.end(number)
        assert status == (0 if number == signal.SIGTERM else -number), f"the kiosk ended with {status}"

    async def connected(self, since: float) -> None:
        """Until each display has been."""
        for desk in self.desks:
            await self.back(desk, since)

    async def close(self) -> None:
        for display in self._displays.values():
            await display.end()
        if self.kiosk:
            await self.kiosk.end()

    # --- Orders ------------------------------------------------------------------------------------

    async def told(self, order: str, answer: str) -> Told:
        assert self.kiosk
        return await self.kiosk.told(answer, order)

    async def act(self, act: Act, identifier: str) -> Told:
        """`refused` is empty where it was carried out; `number` is that of a ticket taken."""
        if act.desk:
            return await self._displays[act.desk].told("done", msgspec.json.encode(act.ask).decode())
        assert isinstance(act.ask, messages.Take)
        if self._windowed:
            return await self._touched(act.ask)
        return await self.told(f"take {act.ask.topic} {act.ask.priority} {identifier}", "took")

    async def _touched(self, take: messages.Take) -> Told:
        """A visitor's whole way: the card, a tile, the number, the button that ends it."""
        if take.priority:
            await self._hand(Touch(id="priority", within=LATE))
        await self._hand(Touch(id=f"tile:{take.topic}", within=LATE))
        seen = await self._hand(Wait(id="number", within=LATE))
        await self._hand(Touch(id="done", within=LATE))
        return {"number": int(seen["text"]), "refused": ""}

    async def _hand(self, request: Touch | Wait) -> Told:
        answer = await self.told(msgspec.json.encode(request).decode(), "touched")
        assert not answer["why"], answer["why"]
        return answer

    # --- Faults ------------------------------------------------------------------------------------

    def cut_network(self, desk: int) -> None:
        self._hosts[desk].ip("link", "set", "eth0", "down")

    def join_network(self, desk: int) -> None:
        self._hosts[desk].ip("link", "set", "eth0", "up")
        self._hosts[desk].ip("route", "replace", "default", "dev", "eth0")

    async def back(self, desk: int, since: float) -> None:
        """Until its link has come up after that moment of the steady clock."""
        await self._displays[desk].up(since)

    async def lose_laptop(self, desk: int) -> None:
        """Its battery is empty: no goodbye, and another start."""
        await self._displays[desk].end()
        began = time.monotonic()
        await self._open_display(desk)
        await self._displays[desk].up(began)

    def fill_disk(self) -> None:
        fill(self._disk / "film")

    def empty_disk(self) -> None:
        (self._disk / "film").unlink()

    async def fail_disk(self, step: str = "", number: int = 0) -> None:
        await self.told(f"disk {step} {number}" if step else "disk", "disk")

    def fail_printer(self, fault: Fault, rng: random.Random) -> None:
        self.simulator.fail(fault, after=rng.choice([0, rng.randrange(1, 200)]))

    async def mend_printer(self, fault: Fault) -> None:
        self.simulator.disarm()
        self.simulator.mend(fault)
        await self.told("paper", "papers")

    # --- Figures -----------------------------------------------------------------------------------

    def weigh(self) -> tuple[Usage, Usage]:
        """What the kiosk and the first desk's display use now."""
        assert self.kiosk
        return usage(self.kiosk.process.pid), usage(self._displays[DESKS[0]].process.pid)

    def files(self) -> dict[str, int]:
        """Those of the data folder and their bytes; the keys, which are made once, are not ours to weigh."""
        return {file.name: file.stat().st_size for file in self.data.iterdir() if file.is_file()}


@asynccontextmanager
async def year_site(folder: Path, now: YearTime, *, windowed: bool = False) -> AsyncIterator[YearSite]:
    """On a disk and hosts of its own, that are gone afterwards; the kiosk is still off."""
    with ExitStack() as stack:
        disk, hosts = stack.enter_context(file_system(folder / "disk")), stack.enter_context(lab())
        site = YearSite(folder, disk, hosts, now, windowed=windowed)
        stack.enter_context(site.simulator)
        try:
            await site.open()
            yield site
        finally:
            await site.close()
