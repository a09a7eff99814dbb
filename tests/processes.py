"""Processes of the tests, forked off one that has imported Halte once: a third of what a start costs.

What tests the start itself starts the real command instead.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import msgspec

from tests.children import program
from tests.warm import Wanted

LATE = 40.0
"""Seconds that a process is given on a busy machine; nothing waits that long when all is well."""


async def started(
    module: str, *words: str, env: Mapping[str, str] = os.environ, network: str = ""
) -> WarmProcess:
    """`python -m MODULE WORDS`, forked off `tests.warm`, with pipes to its input and from its output.

    `network` is the name of the network namespace in which it runs.
    """
    (stdin, to_it), (from_it, stdout) = os.pipe(), os.pipe()
    caller = _asked(Wanted(module, words, dict(env), str(Path.cwd()), network), stdin, stdout, 2)
    os.close(stdin)
    os.close(stdout)
    answers, call = await asyncio.open_unix_connection(sock=caller)
    pid = int(await answers.readline())
    return WarmProcess(pid, await _reader(from_it), await _writer(to_it), answers, call)


def ran(
    module: str, *words: str, env: Mapping[str, str] = os.environ, given: str = "", within: float = LATE
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` of `python -m MODULE WORDS` with `given` on its input, forked off `tests.warm`."""
    stdin, to_it = os.pipe()
    os.write(to_it, given.encode())  # little enough for a pipe to hold
    os.close(to_it)
    with TemporaryFile() as stdout, TemporaryFile() as stderr:
        pipes = stdin, stdout.fileno(), stderr.fileno()
        caller = _asked(Wanted(module, words, dict(env), str(Path.cwd())), *pipes)
        os.close(stdin)
        caller.settimeout(within)
        with caller, caller.makefile() as answers:
            _pid, status = answers.readline(), answers.readline()
        said, complained = (_all_of(file) for file in (stdout, stderr))
    return subprocess.CompletedProcess((module, *words), int(status), said, complained)


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _asked(wanted: Wanted, *pipes: int) -> socket.socket:
    """The connection over which `tests.warm` tells of the fork that was asked for."""
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(f"\0{warm.name()}")
    socket.send_fds(caller, [msgspec.json.encode(wanted) + b"\n"], pipes)
    return caller


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
            # Unbuffered, whatever a fork's own environment says: what it prints is there at once.
            unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
            self._process = subprocess.Popen(
                program("tests.warm", name),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                env=unbuffered,
            )
            assert self._process.stdout
            with self._process.stdout as said:
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
