"""An agent's display of the simulated year, as a process on a host of its own.

    tests.faults.year_display DATA DESK TIMES

Each line on its input is a request of the link's language, `{"ask": "callnext"}`; each answer is told as a
JSON line, as `tests.faults.link_end` does. TIMES is the file of `tests.faults.year_clocks`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from queue_display.link import DisplayServer
from queue_display.messages import AnyAsk, AnyView, Role
from queue_display.network.tasks import first_of
from queue_display.trust import Trust, keys_folder
from tests.faults.link_end import orders, tell, void
from tests.faults.year_clocks import YearTime, in_paris


async def serve(data: Path, desk: int, times: Path) -> None:
    role = Role.AGENT

    def true_time() -> YearTime:
        return msgspec.json.decode(times.read_bytes(), type=YearTime)

    views = 0

    def seen(view: AnyView) -> None:
        nonlocal views
        views += 1

    server = DisplayServer(
        f"Bureau {desk}",
        role,
        desk,
        trust=await asyncio.to_thread(Trust.open, keys_folder(data, role, desk)),
        on_view=seen,
        on_state=lambda state: tell("link", link=state.link.value),
        clock=lambda: in_paris(true_time().true),
    )

    async def ask(line: str) -> None:
        done = await server.ask(msgspec.json.decode(line, type=AnyAsk))
        tell("done", refused=done.refused, number=done.number, views=views)

    async with asyncio.TaskGroup() as tasks:
        await first_of(server.run(), orders(lambda line: void(tasks.create_task(ask(line)))))


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
