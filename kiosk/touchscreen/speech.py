"""The kiosk's voice: speech-dispatcher or espeak-ng, whichever the machine has. Without one it is silent.

What is said goes to the engine through its standard input, never on a command line that others can list.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assets.wording import FRENCH, text, wording

SILENT = text("Aucune voix sur cette machine : la borne ne parle pas. Installez espeak-ng.")

log = logging.getLogger(__name__)

WORDS_PER_MINUTE = 140
"""Slower than the engines' usual 175: for people who listen to a machine for the first time."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that speaks what it reads; `{language}` in its arguments is a code such as "fr"."""

    name: str
    arguments: tuple[str, ...]
    silence: tuple[str, ...] = ()  # what makes it fall silent, where ending the program is not enough

    def command(self, language: str) -> list[str]:
        return [self.name, *(a.format(language=language) for a in self.arguments)]


ENGINES = (
    Engine("spd-say", ("--wait", "--pipe-mode", "--rate", "-20", "--language", "{language}"), ("--cancel",)),
    Engine("espeak-ng", ("--stdin", "-s", str(WORDS_PER_MINUTE), "-v", "{language}")),
)
"""In order of preference: speech-dispatcher knows the user's own voice and sound output."""


def engine(which: Callable[[str], str | None] = shutil.which) -> Engine | None:
    """The engine found on this machine."""
    return next((e for e in ENGINES if which(e.name)), None)


class Speaker:
    """Says one sentence at a time: the newest. `run` it in the process's TaskGroup."""

    def __init__(self, engine: Engine | None, start: Sequence[str] = ()) -> None:
        self.engine = engine
        self._wanted: tuple[str, str] | None = None
        self._changed = asyncio.Event()
        self._start = tuple(start)

    @property
    def available(self) -> bool:
        return self.engine is not None

    def say(self, words: str, language: str) -> None:
        """Say `words` now; whatever is being said is cut off."""
        self._wanted = (words, language)
        self._changed.set()

    def hush(self) -> None:
        self._wanted = None
        self._changed.set()

    async def run(self) -> None:
        """Speak until cancelled; then fall silent. Says on stderr if there is nothing to speak with."""
        if self.engine is None:
            sys.stderr.write(wording(FRENCH)(SILENT) + "\n")
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted and self.engine:
                words, language = self._wanted
                await self._speak(self.engine, words, language)

    async def _speak(self, engine: Engine, words: str, language: str) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._start, *engine.command(language), stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
            )
        except OSError as error:
            log.warning("%s does not start: %s", engine.name, error.strerror)
            self.engine = None
            return
        spoken = asyncio.ensure_future(process.communicate(words.encode()))
        changed = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait((spoken, changed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if process.returncode is None and engine.silence:
                await _silence(engine)
            await _end(process, spoken, changed)


async def _silence(engine: Engine) -> None:
    process = await asyncio.create_subprocess_exec(
        engine.name, *engine.silence, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    await process.wait()


async def _end(process: Process, *waiting: asyncio.Future[Any]) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
    for future in waiting:
        future.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
