"""An agent's display of the simulated year, or the board, as a process on a host of its own.

    tests.faults.year_display DATA DESK TIMES [alone]

DESK 0 is the board. Each line on its input is a request of the link's language, `{"ask": "callnext"}`, or
`shows VIEW`: told once it shows that. Each answer is told as a JSON line, as `tests.faults.link_end` does.
TIMES is the file of `tests.faults.year_clocks`. `alone`: it uses the loopback, announces itself to nobody and
tells its port, for whoever gives it to the kiosk.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from queue_display.link import DisplayServer
from queue_display.messages import AgentView, AnyAsk, AnyView, BoardView, Health, Role
from queue_display.network.discovery import announce
from queue_display.network.tasks import first_of
from queue_display.trust import Trust, keys_folder
from tests.faults.link_end import orders, tell
from tests.faults.year_clocks import YearTime, in_paris

LOOPBACK = ("127.0.0.1",)
SHOWS = "shows "


def seat(desk: int) -> tuple[Role, int | None]:
    """Who sits there; at 0 nobody: it is the board."""
    return (Role.AGENT, desk) if desk else (Role.BOARD, None)


def of_the_queue(view: AnyView) -> AnyView:
    """But for how the kiosk's machine is, which changes by itself."""
    if not isinstance(view, AgentView):
        return view
    well = Health("ok")
    return msgspec.structs.replace(view, printer=well, record=well, machine=())


class Shown:
    """The view that came last, and how many came."""

    def __init__(self) -> None:
        self.view: AnyView | None = None
        self.views = 0
        self._came = asyncio.Event()

    def see(self, view: AnyView) -> None:
        self.view, self.views = of_the_queue(view), self.views + 1
        self._came.set()

    async def until(self, view: str) -> None:
        wanted = of_the_queue(msgspec.json.decode(view, type=AgentView | BoardView))
        while self.view != wanted:
            self._came.clear()
            await self._came.wait()
        tell("shows")


async def never(*told: object, **more: object) -> None:
    """In place of `announce`."""
    await asyncio.Event().wait()


async def serve(data: Path, desk: int, times: Path, *, alone: bool) -> None:
    def true_time() -> YearTime:
        return msgspec.json.decode(times.read_bytes(), type=YearTime)

    role, number = seat(desk)
    shown = Shown()
    server = DisplayServer(
        f"Bureau {desk}",
        role,
        number,
        trust=await asyncio.to_thread(Trust.open, keys_folder(data, role, number)),
        on_view=shown.see,
        on_state=lambda state: tell("link", link=state.link.value),
        interfaces=LOOPBACK if alone else None,
        announce=never if alone else announce,
        clock=lambda: in_paris(true_time().true),
    )

    async def ask(line: str) -> None:
        done = await server.ask(msgspec.json.decode(line, type=AnyAsk))
        tell("done", refused=done.refused, number=done.number, views=shown.views)

    def obey(line: str) -> None:
        does = shown.until(line.removeprefix(SHOWS)) if line.startswith(SHOWS) else ask(line)
        tasks.create_task(does)

    async def listening() -> None:
        await server.listening.wait()
        tell("listening", port=server.port)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening())
        await first_of(server.run(), orders(obey))


if __name__ == "__main__":
    given = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    asyncio.run(serve(*given, alone="alone" in sys.argv[4:]))
