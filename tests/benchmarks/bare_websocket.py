"""A websocket over TLS 1.3 with nothing around it, to measure the link against: same keys, same bytes.

tests.benchmarks.bare_websocket server DATA PORT
tests.benchmarks.bare_websocket client DATA PORT HOST ROUNDS     prints one round trip a line, in seconds
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from queue_display.codec import LONGEST_ASK
from queue_display.messages import Role
from queue_display.trust import Trust, keys_folder

PAUSE = 0.01  # seconds between two round trips, as in the link's own measurement


async def server(data: Path, port: int) -> None:
    async def echo(connection: ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    trust = Trust.open(keys_folder(data, Role.AGENT, 1))
    async with serve(echo, "", port, ssl=trust.known.tls, compression=None):
        print("listening", flush=True)
        await asyncio.Event().wait()


async def client(data: Path, port: int, host: str, rounds: int) -> None:
    known = Trust.open(keys_folder(data)).known
    tls = next(iter(known.dials.values()))
    message = b" " * LONGEST_ASK
    async with connect(f"wss://{host}:{port}", ssl=tls, server_hostname="", compression=None) as connection:
        for _ in range(rounds):
            start = time.perf_counter()
            await connection.send(message)
            await connection.recv()
            print(time.perf_counter() - start, flush=True)
            await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    what, data, port, *more = sys.argv[1:]
    if what == "server":
        asyncio.run(server(Path(data), int(port)))
    else:
        asyncio.run(client(Path(data), int(port), more[0], int(more[1])))
