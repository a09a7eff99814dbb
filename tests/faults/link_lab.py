"""Several hosts on one machine: network namespaces on a bridge of their own, and the ends that run in them.

Needs root and the `ip` command; `unavailable()` says what is missing.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from tests.processes import WarmProcess, started

LONG = 25.0
"""Seconds after which what is awaited is taken never to come; far over any promise, for slow machines."""


def unavailable() -> str:
    """Why there can be no hosts here, or an empty text."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "several hosts need root on Linux (network namespaces)"
    if not shutil.which("ip"):
        return "several hosts need the ip command (Debian: iproute2)"
    return ""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


_serial = itertools.count()


class Host:
    """One machine. `cards` are its network cards, by the name of the bridge that each is plugged into."""

    def __init__(self, space: str) -> None:
        self.space = space

    def ip(self, *words: str) -> None:
        ip("-n", self.space, *words)

    def address(self, address: str, card: str = "eth0", how: str = "add") -> None:
        extra = ["nodad"] if ":" in address and how == "add" else []
        self.ip("addr", how, address, "dev", card, *extra)
        if how == "add":
            self.ip(*(["-6"] if ":" in address else []), "route", "replace", "default", "dev", card)

    def command(self, *words: str) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.space, *words)


class Lab:
    """Hosts and the bridges between them."""

    def __init__(self) -> None:
        self._spaces: list[str] = []
        self._hub = self._space("hub")
        self._bridges: set[str] = set()
        self._ports = 0

    def host(self, name: str, address: str = "", bridge: str = "br0") -> Host:
        host = Host(self._space(name))
        host.ip("link", "set", "lo", "up")
        self.plug(host, "eth0", bridge)
        if address:
            host.address(address)
        return host

    def plug(self, host: Host, card: str, bridge: str) -> None:
        """Give `host` a card on `bridge`, up, without an IPv4 address."""
        if bridge not in self._bridges:
            self._bridges.add(bridge)
            ip("-n", self._hub, "link", "add", bridge, "type", "bridge", "mcast_snooping", "0")
            ip("-n", self._hub, "link", "set", bridge, "up")
        self._ports += 1
        port = f"p{self._ports}"
        ip("-n", self._hub, "link", "add", port, "type", "veth", "peer", "name", card, "netns", host.space)
        ip("-n", self._hub, "link", "set", port, "master", bridge, "up")
        host.ip("link", "set", card, "up")

    def _space(self, name: str) -> str:
        space = f"halte-{os.getpid()}-{next(_serial)}-{name}"
        ip("netns", "add", space)
        self._spaces.append(space)
        return space

    def close(self) -> None:
        for space in reversed(self._spaces):
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)


@contextmanager
def lab() -> Iterator[Lab]:
    one = Lab()
    try:
        yield one
    finally:
        one.close()


class End:
    """A process of `link_end.py`: what it told so far, and what it will tell."""

    def __init__(self, process: WarmProcess) -> None:
        self.process = process
        self.told: list[dict[str, Any]] = []
        self._read = 0

    async def until(self, what: str, since: float = 0.0, **fields: object) -> dict[str, Any]:
        """The first line after the moment `since`, told or yet to come, with these fields."""

        def fits(line: dict[str, Any]) -> bool:
            return (
                line["what"] == what
                and line["at"] >= since
                and all(line.get(k) == v for k, v in fields.items())
            )

        async with asyncio.timeout(LONG):
            for line in self.told:
                if fits(line):
                    return line
            while True:
                line = await self._next()
                if fits(line):
                    return line

    async def next_told(self, what: str) -> dict[str, Any]:
        """The next line of this kind that nobody has asked for yet; those before it are passed over."""
        async with asyncio.timeout(LONG):
            while True:
                while self._read < len(self.told):
                    self._read += 1
                    if self.told[self._read - 1]["what"] == what:
                        return self.told[self._read - 1]
                await self._next()

    async def last(self, what: str, test: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(LONG):
            while not (lines := [line for line in self.told if line["what"] == what and test(line)]):
                await self._next()
            return lines[-1]

    async def _next(self) -> dict[str, Any]:
        text = await self.process.stdout.readline()
        assert text, "the process has ended"
        line: dict[str, Any] = json.loads(text)
        self.told.append(line)
        return line

    def order(self, text: str) -> None:
        self.process.stdin.write(f"{text}\n".encode())

    def kill(self) -> None:
        """End it with no goodbye."""
        self.process.send_signal(signal.SIGKILL)


@asynccontextmanager
async def end(*words: str, host: Host | None = None) -> AsyncIterator[End]:
    """Run `link_end.py` with `words`, on `host`."""
    process = await started("tests.faults.link_end", *words, network=host.space if host else "")
    try:
        yield End(process)
    finally:
        process.kill()
        await process.communicate()
