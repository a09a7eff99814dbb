"""Work that may hang, on a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def on_a_thread_of_its_own(work: Callable[[], T], name: str) -> T:
    """What `work` returns, or raises. A device that hangs for good holds up neither the loop nor the end of
    the program, which waits for no such thread; it does wait for those of `asyncio.to_thread`."""
    loop, done = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

    def tell(result: T | None, failure: BaseException | None) -> None:
        if done.cancelled():
            return
        if failure:
            done.set_exception(failure)
        else:
            done.set_result(result)

    def worked() -> None:
        result, failure = None, None
        try:
            result = work()
        except BaseException as raised:  # it belongs to whoever waits
            failure = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed by now
            loop.call_soon_threadsafe(tell, result, failure)

    threading.Thread(target=worked, name=name, daemon=True).start()
    found: T = await done
    return found
