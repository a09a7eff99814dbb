"""One end of the link as a process of its own, on a host of its own: tells what it sees, a JSON line each.

    tests.faults.link_end kiosk DATA          commands on stdin: "push"
    tests.faults.link_end display DATA ROLE   commands on stdin: "next"; "press": 200 at a time, without end
    tests.faults.link_end pair DATA ROLE      waits to be paired
    tests.faults.link_end announce DATA IDENTIFIER
    tests.faults.link_end fakes DATA IDENTIFIER
    tests.faults.link_end give DATA           pairs with who waits; the code comes on stdin

--on=ADDRESS behind these has the end use this address of its host alone; --machine=MARK is the kiosk's.

Each line holds `at`, in seconds on the steady clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zeroconf import InterfaceChoice
from zeroconf.asyncio import AsyncZeroconf

from queue_display import messages
from queue_display.link import Asker, DisplayServer, KioskLink
from queue_display.messages import AgentView, AnyView, BoardView, Do, Done, Health, Role
from queue_display.network import discovery
from queue_display.network.discovery import NOTHING_TOLD, announce
from queue_display.pairing.code import short
from queue_display.pairing.display_end import PairingDisplay
from queue_display.pairing.exchange import PairingFailed
from queue_display.pairing.kiosk_end import pair_with, waiting_displays
from queue_display.trust import Trust, keys_folder

ON = tuple(word.removeprefix("--on=") for word in sys.argv if word.startswith("--on=")) or None
MACHINE = next((word.removeprefix("--machine=") for word in sys.argv if word.startswith("--machine=")), "")


def tell(what: str, **more: object) -> None:
    print(json.dumps({"at": time.monotonic(), "what": what, **more}), flush=True)


async def orders(obey: Callable[[str], None]) -> None:
    """Hand each line of stdin to `obey`."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        obey(line.decode().strip())


class Counter:
    """The smallest van: one number that grows."""

    def __init__(self) -> None:
        self.count = 0
        self.link: KioskLink

    async def answer(self, asker: Asker, do: Do) -> Done:
        tell("asked", identifier=do.identifier, desk=asker.desk)
        self.count += 1
        self.link.push()
        return Done(do.identifier, number=self.count)

    def push(self, order: str) -> None:
        self.count += 1
        tell("pushed", count=self.count)
        self.link.push()

    def view(self, role: Role, desk: int | None) -> AnyView:
        if role is Role.BOARD:
            return BoardView("van", "open", (messages.BoardCall(self.count, 1, 1),))
        ok = Health("ok")
        return AgentView("van", "", "open", (), (), (), ok, ok, self.count)


async def kiosk(data: Path) -> None:
    van = Counter()
    van.link = KioskLink(
        "van",
        van.answer,
        van.view,
        trust=await asyncio.to_thread(Trust.open, keys_folder(data)),
        interfaces=ON,
        on_change=lambda: tell(
            "connected", ends=[a.identifier for a in van.link.connected], twin=van.link.twin
        ),
        machine=MACHINE,
    )
    await together(van.link.run(), orders(van.push))


async def display(data: Path, role: Role) -> None:
    desk = 1 if role is Role.AGENT else None

    def seen(view: AnyView) -> None:
        count = view.called[0].number if isinstance(view, BoardView) else getattr(view, "visits_today", 0)
        tell("view", count=count)

    server = DisplayServer(
        role.value,
        role,
        desk,
        trust=await asyncio.to_thread(Trust.open, keys_folder(data, role, desk)),
        on_view=seen,
        interfaces=ON,
        on_state=lambda state: tell("link", link=state.link.value),
    )

    async def ask() -> None:
        tell("asking")
        done = await server.ask(messages.CallNext())
        tell("done", refused=done.refused, identifier=done.identifier)

    async def press() -> None:
        while True:
            asks = (server.ask(messages.Take("retraite", on_paper=False)) for _ in range(200))
            await asyncio.gather(*asks)

    async def listening() -> None:
        await server.listening.wait()
        tell("listening", port=server.port)

    async with asyncio.TaskGroup() as tasks:
        does = {"next": ask, "press": press}
        await together(
            server.run(), listening(), orders(lambda order: void(tasks.create_task(does[order]())))
        )


async def pair(data: Path, role: Role) -> None:
    trust = await asyncio.to_thread(Trust.open, keys_folder(data, role, 1))

    async def announced(identifier: str, port: int, **options: Any) -> None:
        tell("waits", port=port)
        await announce(identifier, port, **options)

    waiting = PairingDisplay(
        trust,
        "Bureau 1",
        role,
        1,
        on_code=lambda code, pause: tell("code", code=code, pause=pause, short=short(trust.identifier)),
        announce=announced,
    )
    tell("paired", name=(await waiting.run()).name)


async def give(data: Path) -> None:
    trust = await asyncio.to_thread(Trust.open, keys_folder(data))

    async def one(order: str) -> None:
        code, _, signs = order.partition(" ")
        try:
            paired = await pair_with(trust, (await waiting_displays(beginning=signs))[0], code, "van")
            tell("paired", name=paired.name)
        except PairingFailed as failed:
            tell("failed", kind=type(failed).__name__)

    async with asyncio.TaskGroup() as tasks:
        await orders(lambda code: void(tasks.create_task(one(code))))


async def announcer(identifier: str) -> None:
    """Announces a display that is not there."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(announce(identifier, 9))
        await asyncio.sleep(2.5)
        tell("announced")


async def fakes(identifier: str) -> None:
    """Announces five hundred displays that are not there, ninety of them under `identifier`."""
    names = [f"halte-{identifier}-{n}" for n in range(10, 100)]
    names += [f"halte-{secrets.token_hex(6)}" for _ in range(500 - len(names))]
    async with AsyncZeroconf(interfaces=InterfaceChoice.All) as zeroconf:
        for name in names:
            service = discovery._service(name, 9, ["10.77.0.9"], NOTHING_TOLD)
            await zeroconf.async_register_service(service, cooperating_responders=True)
        await asyncio.sleep(1.5)
        tell("announced")
        await orders(lambda order: None)


def void(_: object) -> None:
    """For a callback that returns nothing."""


async def together(*parts: object) -> None:
    async with asyncio.TaskGroup() as tasks:
        for part in parts:
            tasks.create_task(part)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.argv = [word for word in sys.argv if not word.startswith(("--on=", "--machine="))]
    if len(sys.argv) > 4:
        import logging

        logging.basicConfig(level=logging.DEBUG, format="%(relativeCreated)d %(name)s %(message)s")
    what, data = sys.argv[1], Path(sys.argv[2])
    roles = {r.value: r for r in Role}
    if what in ("announce", "fakes"):
        asyncio.run({"announce": announcer, "fakes": fakes}[what](sys.argv[3]))
    elif what in ("kiosk", "give"):
        asyncio.run({"kiosk": kiosk, "give": give}[what](data))
    else:
        asyncio.run({"display": display, "pair": pair}[what](data, roles[sys.argv[3]]))
