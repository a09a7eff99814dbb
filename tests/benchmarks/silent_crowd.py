"""A thousand connections that say nothing: `tests.benchmarks.silent_crowd HOST PORT KEEP`.

Prints a line once they are open. With KEEP, each one that is closed is opened again.
"""

from __future__ import annotations

import asyncio
import resource
import sys

CROWD = 1000


async def main(host: str, port: int, keep: bool) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    async def one() -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection(host, port)
                await reader.read()
                writer.close()
            except OSError:
                pass
            if not keep:
                await asyncio.Event().wait()
            await asyncio.sleep(1.0)

    async with asyncio.TaskGroup() as tasks:
        for number in range(CROWD):
            tasks.create_task(one())
            if number % 100 == 99:
                await asyncio.sleep(0.05)
        print("open", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), len(sys.argv) > 3))
