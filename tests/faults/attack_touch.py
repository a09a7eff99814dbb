"""A visitor's touch while every door is attacked: in the real window's process, beside itself left alone.

The two take turns, so that whatever else the machine does meanwhile is the same for both.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import link_lab
from tests.faults.attack import Site, attack, used
from tests.faults.link_lab import end
from tests.processes import WarmProcess, started
from tests.windows import as_shipped

SLOWER = 1.2
"""Times that a touch may take under attack, beside itself alone."""

TURNS, TOUCHES = 4, 10
"""How often the two take turns, and the touches of each turn."""

WARM = 30.0
"""Seconds until what is done once, as the doctor's first look, is done."""

GROWTH = 8.0
"""MB by which the kiosk's process may grow over all of it, beyond what it grows by alone."""

KINDS: Mapping[str, str] = {
    "alone": "nobody",
    "claim": "the missing display's name claimed, 50 times a second",
    "names": "unknown names, 400 a second",
    "drown": "each question for the missing display answered 500 times",
    "knock": "1,000 silent connections a second to the display",
    "press": "200 tickets at a time asked for by one laptop",
}
MISSING = ("claim", "drown")
"""What needs a display that is looked for: it is not there in either turn."""


@dataclass
class TouchFigures:
    """Seconds of each touch, and how much more the process grew under attack than alone, in MB."""

    alone: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    growth: float = 0.0

    @property
    def slower(self) -> float:
        return statistics.median(self.attacked) / statistics.median(self.alone)

    @property
    def held(self) -> bool:
        return self.slower <= SLOWER and self.growth <= GROWTH

    def __str__(self) -> str:
        one, other = (1000 * statistics.median(took) for took in (self.alone, self.attacked))
        late = 1000 * statistics.quantiles(self.attacked, n=20)[18]
        return (
            f"touch {one:5.1f} ms alone, {other:5.1f} ms attacked ({late:5.1f} for 95 %),"
            f" {self.slower:5.2f} times, {self.growth:5.1f} MB{'' if self.held else '  NOT HELD'}"
        )


@asynccontextmanager
async def touchscreen(site: Site) -> AsyncIterator[WarmProcess]:
    words = ("tests.faults.attack_window", str(site.data))
    process = await started(*words, env=as_shipped(), network=site.kiosk.space)
    try:
        await _line(process)
        yield process
    finally:
        process.kill()
        await process.communicate()


async def touched(screen: WarmProcess, touches: int = TOUCHES) -> list[float]:
    screen.stdin.write(f"{touches}\n".encode())
    return list(map(float, json.loads(await _line(screen))))


async def _line(process: WarmProcess) -> bytes:
    async with asyncio.timeout(4 * link_lab.LONG):
        line = await process.stdout.readline()
    assert line, "the window has ended"
    return line


@asynccontextmanager
async def attacked(site: Site, kind: str) -> AsyncIterator[None]:
    """One turn: the display is there unless it is `MISSING`; "" for a turn without the attack."""
    async with AsyncExitStack() as stack:

        async def begun(*words: str) -> None:
            give_way(await stack.enter_async_context(attack(site.stranger, *words)))

        if kind.removesuffix(" alone") not in MISSING:
            display = await stack.enter_async_context(
                end("display", str(site.data), "agent", host=site.display)
            )
            give_way(display.process.pid)
            await display.until("view")
            if kind == "press":
                display.order("press")
            if kind == "knock":
                port = str((await display.until("listening"))["port"])
                await begun(kind, "10.77.0.2", port)
        if kind == "names":
            await begun(kind)
        if kind in MISSING:
            await begun(kind, site.identifier)
        yield


def give_way(pid: int) -> None:
    """It is a machine of its own: what it calculates is not to be taken from the kiosk's."""
    os.setpriority(os.PRIO_PROCESS, pid, 19)


async def measured(site: Site, kind: str, turns: int = TURNS, touches: int = TOUCHES) -> TouchFigures:
    """A window of its own for each kind: what one did to it is not counted to the next."""
    found = TouchFigures()
    async with touchscreen(site) as screen:
        async with attacked(site, f"{kind} alone"):
            warm = time.monotonic() + WARM
            while time.monotonic() < warm:
                await touched(screen, touches)
        for _ in range(turns):
            for took, what, sign in ((found.alone, f"{kind} alone", -1), (found.attacked, kind, 1)):
                before = used(screen.pid)[1]
                async with attacked(site, what):
                    took += await touched(screen, touches)
                found.growth += sign * (used(screen.pid)[1] - before)
    return found


async def main() -> int:
    held = True
    for kind, words in KINDS.items():
        with link_lab.lab() as lab, tempfile.TemporaryDirectory() as folder:
            figures = await measured(Site(lab, Path(folder)), kind)
        held &= figures.held
        print(f"{words:60} {figures}", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    if why := link_lab.unavailable():
        sys.exit(why)
    sys.exit(asyncio.run(main()))
