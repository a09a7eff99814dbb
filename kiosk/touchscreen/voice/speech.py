"""The kiosk's voice: espeak-ng or speech-dispatcher, as the settings prefer. Without either it is silent.

An engine that fails or hangs is replaced by the other one; the screen never waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assets.journal import is_journal
from assets.wording import FRENCH, TO_AGENTS, Text, text, wording
from kiosk.settings import SpeechSettings
from kiosk.touchscreen.voice.discretion import FREELY, Discretion
from queue_display.sound.engines import ENGINES, Engine, installed
from queue_display.sound.programs import SoundOutcome, heard

SILENT = text("Aucune voix sur cette machine : la borne ne parle pas. Installez espeak-ng.")
OTHER = text("{engine} ne parle pas : la borne parle avec {other}.")
FAILS = text("{engine} ne parle pas : vérifiez qu’il marche seul, puis relancez la borne.")
NO_SOUND = text(
    "{engine} ne trouve pas de sortie sonore : vérifiez la carte son et le réglage « speech.output »."
)

log = logging.getLogger(__name__)


def longest(words: str) -> float:
    """Seconds after which an engine that still speaks counts as hung: three times what the slowest takes."""
    return 15.0 + 0.25 * len(words)


def engines(speech: SpeechSettings, which: Callable[[str], str | None] = shutil.which) -> list[Engine]:
    """The engines found on this machine, the wanted one first.

    If the settings name an output, only those that can be told to use it: another would speak from the
    system's output, which may be a loudspeaker.
    """
    able = [engine for engine in ENGINES.values() if engine.output or not speech.output]
    wanted = sorted(able, key=lambda engine: engine is not ENGINES[speech.engine])
    return installed([engine.through(speech.output) for engine in wanted], which)


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    language: str
    private: bool = False


class Speaker:
    """Says one sentence at a time: the newest. `run` it in the process's TaskGroup.

    `discretion` decides how a sentence that is meant for one visitor is said.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        discretion: Discretion | None = None,
        longest: Callable[[str], float] = longest,
    ) -> None:
        self._engines = list(engines)
        self._discretion, self._longest = discretion, longest
        self._wanted: _Sentence | None = None
        self._changed = asyncio.Event()
        self._told: set[Text] = set()

    @property
    def available(self) -> bool:
        return bool(self._engines)

    def say(self, words: str, language: str, private: bool = False) -> None:
        """Say `words` now; whatever is being said is cut off. `private`: it is meant for one visitor."""
        self._wanted = _Sentence(words, language, private)
        self._changed.set()

    def stop(self) -> None:
        """Stop the sentence that is being said."""
        self._wanted = None
        self._changed.set()

    def hush(self) -> None:
        """Stop speaking: the visitor who listened has gone."""
        if self._discretion:
            self._discretion.forget()
        self.stop()

    async def run(self) -> None:
        """Speak until cancelled, then stop. If there is no engine, stderr says so."""
        await self._try_out()
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted:
                await self._say(self._wanted)

    async def _try_out(self) -> None:
        """Drop the engines that fail their trial, until the first one has passed or needs none."""
        while self._engines and self._engines[0].trial:
            engine = self._engines[0]
            if await heard(engine, ".", FRENCH, limit=engine.trial) is SoundOutcome.HEARD:
                self._engines[0] = replace(engine, trial=0.0)
            else:
                self._drop()
        if not self._engines:
            self._tell(SILENT)

    async def _say(self, sentence: _Sentence) -> None:
        ruling = FREELY
        if sentence.private and self._discretion:
            # In a thread: it reads files, and those of a device can be slow.
            ruling = await asyncio.to_thread(self._discretion.ruling, wording(sentence.language, aloud=True))
            first = replace(sentence, words=ruling.first)
            if ruling.first and await self._speak(first) is SoundOutcome.HEARD:
                self._discretion.warned()
        if ruling.then and not self._changed.is_set():
            await self._speak(sentence)

    async def _speak(self, sentence: _Sentence) -> SoundOutcome:
        outcome = SoundOutcome.MISSING
        while self._engines:
            limit = self._longest(sentence.words)
            outcome = await heard(
                self._engines[0], sentence.words, sentence.language, limit=limit, cut_off=self._changed
            )
            if outcome not in (SoundOutcome.FAILED, SoundOutcome.MISSING):
                break
            if outcome is SoundOutcome.FAILED and len(self._engines) == 1:  # kept: it may work again
                self._tell(FAILS, engine=self._engines[0].name)
                break
            self._drop()
            await self._try_out()
        if outcome is SoundOutcome.MUTE:
            self._tell(NO_SOUND, engine=self._engines[0].name)
        return outcome

    def _drop(self) -> None:
        """Use the next engine, if there is one."""
        engine, *self._engines = self._engines
        log.warning("%s does not speak", engine.name)
        if self._engines:
            self._tell(OTHER, engine=engine.name, other=self._engines[0].name)

    def _tell(self, what: Text, **values: str) -> None:
        if what not in self._told:
            self._told.add(what)
            log.warning("%s", what)
            if not is_journal(sys.stderr):  # where its hour would be the hour of a visit
                sys.stderr.write(TO_AGENTS(what, **values) + "\n")
