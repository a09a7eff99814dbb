"""The van's side without its window, in a process of its own: the real queue, record, keys and link.

tests.ui.van_alone CONFIG DATA      a topic a line on stdin takes a ticket; its number is printed
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from pathlib import Path

from kiosk.settings import load
from kiosk.start import opened_van
from kiosk.van import Van


async def tickets(van: Van) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        taken = await van.take(line.decode().strip(), priority=False, identifier=secrets.token_hex(8))
        print(taken.number, flush=True)


async def alone(van: Van) -> None:
    async with asyncio.TaskGroup() as parts:
        running = parts.create_task(van.run())
        print("ready", flush=True)
        await tickets(van)
        running.cancel()


if __name__ == "__main__":
    with opened_van(load(Path(sys.argv[1])), Path(sys.argv[2])) as opened:
        asyncio.run(alone(opened))
