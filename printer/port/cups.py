"""A printer behind CUPS. One way: a spooler takes a whole job and says only whether it is still there."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from printer.address import Address
from printer.port.port import PortFailed
from printer.status import Cause

_LOOK_AGAIN = 0.1
_LONGEST_COMMAND = 5.0  # seconds; CUPS answers locally, or is not well


class CupsPort:
    """Collects a job, hands it to `lp` when it is drained, and cancels it when it is not wanted any more."""

    answers = False

    def __init__(self, where: Address) -> None:
        self._queue = where.place
        self._held = b""
        self._job = ""
        said = _run(["lpstat", "-p", self._queue])
        if "disabled" in said:
            raise PortFailed(Cause.PAUSED)

    def write(self, data: bytes, until: float) -> None:
        self._held += data

    def read(self, until: float) -> bytes:
        return b""

    def drain(self, until: float) -> None:
        """Hand the job over and see it leave the queue; a queue that holds it past `until` is stuck."""
        said = _run(["lp", "-d", self._queue, "-o", "raw", "-t", "ticket", "-"], self._held)
        self._held = b""
        found = re.search(r"request id is (\S+)", said)
        self._job = found[1] if found else ""
        while self._job and self._job in _run(["lpstat", "-o", self._queue]).split():
            if time.monotonic() >= until:
                raise PortFailed(Cause.STUCK)
            time.sleep(_LOOK_AGAIN)
        with suppress(PortFailed):  # it is printed all the same; the doctor says what a spool keeps
            self._forget()

    def discard(self) -> None:
        self._held = b""
        self._forget()

    def _forget(self) -> None:
        """Have CUPS cancel the job if it still has it, and keep neither its file nor that there was one: of a
        ticket, the spool would tell number and hour for as long as the machine lives."""
        job, self._job = self._job, ""
        if job:
            _run(["cancel", "-x", job])

    def close(self) -> None:
        """Nothing stays open between jobs."""


def _run(command: Sequence[str], given: bytes = b"") -> str:
    """What `command` printed. Any failure of CUPS means that there is no such printer."""
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program; the queue's name is an argument, not a shell's text)
            command,
            input=given,
            capture_output=True,
            timeout=_LONGEST_COMMAND,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise PortFailed(Cause.NOT_FOUND) from error
    return done.stdout.decode(errors="replace")
