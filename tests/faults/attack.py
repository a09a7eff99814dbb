"""Every door attacked from network namespaces, one line each. `make attack`; needs root. What a touch
costs meanwhile is in `tests.faults.attack_touch`.

Three machines on one network: a kiosk, its display, a stranger (`tests.faults.attacker`). Wanted: a known
display is back within 3 s, the kiosk's processor time and memory are as without the attack, no program ends,
and a pairing is done within 60 s.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder, pair_locally
from tests.faults import link_lab
from tests.faults.link_lab import End, Host, Lab, end
from tests.processes import started

BACK_WITHIN = 3.0
"""Seconds in which a known display is up to date again."""

PAIRED_WITHIN = 60.0
"""Seconds for a pairing, whoever else guesses."""

GROWTH = 8.0
"""MB by which the kiosk's process may grow under an attack."""

SHARE = 10.0
"""Hundredths of a core that an attack may cost the kiosk: a tenth of what a touch and its frames may use."""

WATCHED = 10.0
"""Seconds for which each attack goes on while all is well."""


@dataclass(frozen=True)
class Figures:
    """What one attack did. Seconds until the display was there at the start, and again after its restart; the
    kiosk's share of a core meanwhile, in hundredths; its growth in MB."""

    found: float
    back: float
    share: float
    growth: float

    @property
    def held(self) -> bool:
        return self.back <= BACK_WITHIN and self.growth <= GROWTH and self.share <= SHARE


class Site:
    """A van's keys, and its machines with a stranger's."""

    def __init__(self, lab: Lab, data: Path) -> None:
        self.data = data
        kiosk, display = Trust.open(keys_folder(data)), Trust.open(keys_folder(data, Role.AGENT, 1))
        pair_locally(kiosk, display, van="van", name="agent", role=Role.AGENT, desk=1)
        self.identifier = display.identifier
        self.kiosk = lab.host("kiosk", "10.77.0.1/24")
        self.display = lab.host("display", "10.77.0.2/24")
        self.stranger = lab.host("other", "10.77.0.9/24")


@asynccontextmanager
async def attack(host: Host, *words: str) -> AsyncIterator[int]:
    """The attacker at work, by its process; 0 and nobody where no words are given."""
    if not words:
        yield 0
        return
    process = await started("tests.faults.attacker", *words, network=host.space)
    try:
        async with asyncio.timeout(link_lab.LONG):
            await process.stdout.readline()
        yield process.pid
    finally:
        process.kill()
        await process.communicate()


def used(pid: int) -> tuple[float, float]:
    """Seconds of processor time of a process so far, and its memory in MB."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def shown_since(display: End, since: float) -> float:
    return float((await display.until("view", since=since))["at"]) - since


async def played(site: Site, kind: str, watched: float = WATCHED) -> Figures:
    """One attack from before the kiosk starts until after the display was started anew; one that needs the
    display's port begins once there is one."""
    words = {
        "alone": (),
        "claim": ("claim", site.identifier),
        "names": ("names",),
        "drown": ("drown", site.identifier),
    }.get(kind)
    async with AsyncExitStack() as stack:
        if words is not None:
            await stack.enter_async_context(attack(site.stranger, *words))
        begun = time.monotonic()
        kiosk = await stack.enter_async_context(end("kiosk", str(site.data), host=site.kiosk))
        async with end("display", str(site.data), "agent", host=site.display) as display:
            found = await shown_since(display, begun)
            if words is None:
                port = str((await display.until("listening"))["port"])
                await stack.enter_async_context(attack(site.stranger, kind, "10.77.0.2", port))
            cost, memory = used(kiosk.process.pid)
            await asyncio.sleep(watched)
            later, grown = used(kiosk.process.pid)
            display.kill()
        back = time.monotonic()
        async with end("display", str(site.data), "agent", host=site.display) as display:
            again = await shown_since(display, back)
            kiosk.order("push")
            await display.until("view", count=1)
    return Figures(found, again, 100 * (later - cost) / watched, grown - memory)


async def guessed(site: Site) -> float:
    """Seconds until a display is paired while a stranger guesses its code without end."""
    return await beside(site, "guess")


async def guessed_from_many(site: Site) -> float:
    """The same, from a hundred addresses at the same time."""
    addresses = [f"10.77.0.{n}" for n in range(100, 200)]
    for address in addresses:
        site.stranger.address(f"{address}/24")
    return await beside(site, "guess", *addresses)


async def beside(site: Site, kind: str, *more: str) -> float:
    """Seconds until a display is paired while a stranger does this to its door."""
    new = site.data / "new"
    async with (
        end("pair", str(new / "display"), "agent", host=site.display) as waits,
        end("give", str(new / "kiosk"), host=site.kiosk) as gives,
    ):
        code = (await waits.until("code"))["code"]
        port = str((await waits.until("waits"))["port"])
        async with attack(site.stranger, kind, "10.77.0.2", port, *more):
            begun = time.monotonic()
            gives.order(code)
            done = await gives.until("paired")
            await waits.until("paired")
            return float(done["at"]) - begun


async def crowded(site: Site, others: int = 30) -> float:
    """Seconds until a display is paired by its four signs, among so many others of its name."""
    new = site.data / "new"
    async with (
        end("pair", str(new / "display"), "agent", host=site.display) as waits,
        end("give", str(new / "kiosk"), host=site.kiosk) as gives,
        attack(site.stranger, "crowd", "Bureau 1", str(others)),
    ):
        told = await waits.until("code")
        begun = time.monotonic()
        gives.order(f"{told['code']} {told['short']}")
        done = await gives.until("paired")
        return float(done["at"]) - begun


KINDS = {
    "alone": "nobody",
    "claim": "the display's name claimed, 50 times a second",
    "names": "unknown names, 400 a second",
    "drown": "each question answered 500 times",
    "knock": "1,000 silent connections a second to the display",
}
PAIRINGS: dict[str, Callable[[Site], Awaitable[float]]] = {
    "a code guessed without end": guessed,
    "guessed from a hundred addresses": guessed_from_many,
    "shares without end that are none": partial(beside, kind="shares"),
    "1,000 silent connections a second": partial(beside, kind="knock"),
    "thirty others of its name": crowded,
    "five hundred others of its name": partial(crowded, others=500),
}


async def main() -> int:
    held = True
    print(f"{'':48} {'found':>8} {'back':>8} {'share':>8} {'growth':>8}")
    with link_lab.lab() as lab, tempfile.TemporaryDirectory() as folder:
        await played(Site(lab, Path(folder)), "alone", 0.1)  # what is imported once is imported now
    for kind, words in KINDS.items():
        with link_lab.lab() as lab, tempfile.TemporaryDirectory() as folder:
            figures = await played(Site(lab, Path(folder)), kind)
        held &= figures.held
        print(
            f"{words:48} {figures.found:6.2f} s {figures.back:6.2f} s {figures.share:6.1f} %"
            f" {figures.growth:5.1f} MB {'' if figures.held else '  NOT HELD'}",
            flush=True,
        )
    for words, pairing in PAIRINGS.items():
        with link_lab.lab() as lab, tempfile.TemporaryDirectory() as folder:
            seconds = await pairing(Site(lab, Path(folder)))
        held &= seconds <= PAIRED_WITHIN
        print(f"{'paired: ' + words:48} {seconds:6.2f} s", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    if why := link_lab.unavailable():
        sys.exit(why)
    sys.exit(asyncio.run(main()))
