"""An agent's display on the van's network, used by hand: an account of its own, a window that nobody sees."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from contextlib import suppress
from subprocess import Popen
from typing import Any, TypeVar

from queue_display.hands.hands import Hands, HandsFailed, State
from tests.field.furniture import AGENT, TECHNICIAN
from tests.field.machine import Booted, NotShown

OWN = "export HALTE_DATA=$HOME/halte SDL_VIDEODRIVER=offscreen LANGUAGE=fr;"
"""Folders of the agent's own, as on a laptop, and no screen."""

Seen = TypeVar("Seen")

SHORT = 5.0
LATE = 40.0
"""Seconds for a window to open, and for a link to come back, on a busy machine."""


class Desk:
    """The first desk's window. What it shows is waited for, what is pressed is pressed."""

    def __init__(self, machine: Booted) -> None:
        self._loop = asyncio.Runner()
        words = machine.words(f"{OWN} exec halte display --desk 1 --windowed --size 1024x768 --hands", AGENT)
        self.hands = self._loop.run(_opened(words))

    def press(self, widget: str, until: str = "") -> None:
        """Press it, and again as long as `until` does not show: what has just changed takes no press."""
        self._done(self.hands.touch(widget, within=LATE))
        with suppress(HandsFailed):
            while until and not self._loop.run(self._shows(until)):
                self._loop.run(self.hands.touch(widget, within=1.0))

    async def _shows(self, widget: str) -> bool:
        try:
            return bool(await self.hands.wait(widget, within=SHORT))
        except HandsFailed:
            return False

    def wait(self, widget: str, *, state: State = "visible", text: str | None = None) -> str:
        """What the widget says. Raises NotShown."""
        found = self._done(self.hands.wait(widget, state=state, text=text, within=LATE))
        return found.text if found else ""

    def waiting(self) -> list[str]:
        """The numbers in the line."""
        ids = self._done(self.hands.ids())
        return [found.id.partition(":")[2] for found in ids if found.id.startswith("row:") and found.visible]

    def close(self) -> None:
        self._loop.run(self.hands.close())
        self._loop.close()

    def _done(self, asked: Coroutine[Any, Any, Seen]) -> Seen:
        try:
            return self._loop.run(asked)
        except HandsFailed as failed:
            raise NotShown(f"the agent's window: {failed}") from failed


async def _opened(words: list[str]) -> Hands:
    pipe = asyncio.subprocess.PIPE
    quiet = asyncio.subprocess.DEVNULL
    return Hands(await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, stderr=quiet))


def pair(machine: Booted) -> str:
    """Make desk 1 and the kiosk known to each other, as the README says; what the kiosk answers."""
    display = machine.start(f"{OWN} exec halte pair --desk 1", AGENT)
    try:
        answer = machine.run(f"sudo halte pair {_code(display)}", TECHNICIAN).strip()
        display.wait(LATE)
    finally:
        display.kill()
        display.communicate()
    return answer


def _code(display: Popen[bytes]) -> str:
    for line in display.stdout or ():
        if code := re.search(r"\b(\d{3}) ?(\d{3})\b", line.decode()):
            return code[1] + code[2]
    raise NotShown("halte pair showed no code")
