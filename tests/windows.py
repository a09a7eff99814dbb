"""How the tests get windows: offscreen, drawn only for who looks at a pixel, from a process that is warm.

Drawing in software is half of what a window costs the processor. So `conftest` puts `UNSEEN` into the
environment, which every process that a test starts inherits: everything is laid out, measured and touched as
ever, but OpenGL's calls go nowhere, and a picture stays black. A test that looks adds `SEEN`.

Importing is half of the rest. `opened` and `started` take their processes from `tests.warm`, which has done
that once for the whole session. What tests the start itself starts the real command.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import msgspec

from queue_display.hands.hands import Hands
from tests.children import program
from tests.warm import Wanted

UNSEEN = {"SDL_VIDEODRIVER": "offscreen", "KCFG_GRAPHICS_MULTISAMPLES": "0", "KIVY_GL_BACKEND": "mock"}
"""Kivy calls OpenGL without a picture "mock"; smooth edges (multisamples) cost half of the drawing."""

SEEN = UNSEEN | {"KIVY_GL_BACKEND": "sdl2"}
"""Drawn in software, with hard edges."""


def as_shipped() -> dict[str, str]:
    """An environment in which a window costs what it costs a user: for what is measured."""
    ours = UNSEEN.keys() - {"SDL_VIDEODRIVER"}
    return {name: value for name, value in os.environ.items() if name not in ours}


@asynccontextmanager
async def opened(module: str, *words: str, env: Mapping[str, str] = os.environ) -> AsyncIterator[Hands]:
    """The hands of a window, as of `queue_display.hands.hands.opened`: that of `python -m MODULE WORDS`."""
    hands = Hands(cast(Process, await started(module, *words, env=env)))
    try:
        yield hands
    finally:
        await hands.close()
        await hands.process.communicate()


async def started(
    module: str, *words: str, env: Mapping[str, str] = os.environ, network: str = ""
) -> WarmProcess:
    """`python -m MODULE WORDS`, forked off `tests.warm`, with pipes to its input and from its output.

    `network` is the name of the network namespace in which it runs.
    """
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(f"\0{warm.name()}")
    wanted = Wanted(module, words, dict(env), str(Path.cwd()), network)
    with ExitStack() as stack:
        (stdin, to_it), (from_it, stdout) = os.pipe(), os.pipe()
        for fd in (stdin, stdout):
            stack.callback(os.close, fd)
        socket.send_fds(caller, [msgspec.json.encode(wanted) + b"\n"], [stdin, stdout, 2])
    answers, call = await asyncio.open_unix_connection(sock=caller)
    pid = int(await answers.readline())
    return WarmProcess(pid, await _reader(from_it), await _writer(to_it), answers, call)


async def _reader(fd: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb"))
    return reader


async def _writer(fd: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), os.fdopen(fd, "wb")
    )
    return asyncio.StreamWriter(transport, protocol, None, loop)


class WarmProcess:
    """What `asyncio.subprocess.Process` is for those who have started one."""

    def __init__(
        self,
        pid: int,
        stdout: asyncio.StreamReader,
        stdin: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        call: asyncio.StreamWriter,
    ) -> None:
        self.pid, self.stdout, self.stdin = pid, stdout, stdin
        self.returncode: int | None = None
        self._ended = asyncio.ensure_future(self._watch(answers, call))

    async def _watch(self, answers: asyncio.StreamReader, call: asyncio.StreamWriter) -> int:
        self.returncode = int(await answers.readline())
        call.close()
        return self.returncode

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, None]:
        """Close its standard input, read the rest of its output, and wait for it."""
        self.stdin.close()
        said = await self.stdout.read()
        await self.wait()
        return said, None

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):  # it has just ended
            if self.returncode is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Warm:
    """This session's `tests.warm`, from when somebody first needs it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def name(self) -> str:
        name = f"halte-tests-{os.getpid()}"
        if not self._process:
            silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
            self._process = subprocess.Popen(program("tests.warm", name), **silent)  # type: ignore[call-overload]
            with self._process.stdout as said:  # type: ignore[union-attr]
                assert said.readline() == b"ready\n"
        return name

    @property
    def pid(self) -> str:
        """Empty while it does not run. It is nobody's to end but the session's."""
        return str(self._process.pid) if self._process else ""

    def close(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()


warm = _Warm()
