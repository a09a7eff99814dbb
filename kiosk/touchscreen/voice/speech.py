"""The kiosk's voice: espeak-ng or speech-dispatcher, as the settings prefer. Without either it is silent.

An engine that fails or hangs is replaced by the other one; the screen never waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assets.journal import is_journal
from assets.programs import installed_program
from assets.wording import FRENCH, TO_AGENTS, Text, text, wording
from kiosk.settings import BEST_VOICE, SpeechSettings
from kiosk.touchscreen.voice.discretion import FREELY, Discretion
from queue_display.sound.engines import ENGINES, Engine, installed
from queue_display.sound.mixers import Mixer
from queue_display.sound.programs import SoundOutcome, heard
from queue_display.sound.steps import USUAL_PACE, percent
from queue_display.sound.voices import speaking, voices

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


def engines(speech: SpeechSettings, which: Callable[[str], str | None] = installed_program) -> list[Engine]:
    """The engines found on this machine, the wanted one first.

    If the settings name an output, only those that can be told to use it: another would speak from the
    system's output, which may be a loudspeaker.
    """
    if speech.engine == BEST_VOICE:
        return voices(speech.output, which)
    able = [engine for engine in ENGINES.values() if engine.output or not speech.output]
    wanted = sorted(able, key=lambda engine: engine is not ENGINES[speech.engine])
    return installed([engine.through(speech.output) for engine in wanted], which)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One thing to say: the `lines` of a screen, or one."""

    lines: tuple[str, ...]
    language: str
    private: bool = False
    screen: bool = False  # what is on all screens alike, and names no topic


class Speaker:
    """Says one sentence at a time: the newest. `run` it in the process's TaskGroup.

    `discretion` decides how a sentence that is meant for one visitor is said; `mixer` sets how loud,
    `usual` being the percent of the usual step.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        discretion: Discretion | None = None,
        longest: Callable[[str], float] = longest,
        mixer: Mixer | None = None,
        usual: int = 60,
    ) -> None:
        self._engines = list(engines)
        self._discretion, self._longest = discretion, longest
        self._mixer, self._usual = mixer or Mixer([]), usual
        self._loud: int | None = None  # the percent that is wanted; None before anybody listens
        self._pace = USUAL_PACE
        self._wanted: _Sentence | None = None
        self._left: _Sentence | None = None  # what is still to be read of a screen
        self._changed = asyncio.Event()
        self._told: set[Text] = set()

    @property
    def available(self) -> bool:
        return bool(self._engines)

    @property
    def adjustable(self) -> bool:
        """Whether a program sets the volume."""
        return self._mixer.works

    def say(self, words: str, language: str, private: bool = False) -> None:
        """Say `words` now; whatever is being said is cut off. `private`: it is meant for one visitor."""
        self._want(_Sentence((words,), language, private))

    def read(self, words: str, language: str, private: bool = False) -> None:
        """Say a screen, line by line: `go_on` takes it up again where it was cut off."""
        self._left = _Sentence(tuple(words.splitlines()), language, private, screen=True)
        self._want(self._left)

    def go_on(self) -> None:
        """Read on at the line that was cut off; nothing, where all was read."""
        if self._left:
            self._want(self._left)

    def tune(self, volume: int, pace: int) -> None:
        """How loud and how fast it speaks from now on: steps of `queue_display.sound.steps`."""
        self._loud, self._pace = percent(volume, self._usual), pace
        self._changed.set()

    def _want(self, sentence: _Sentence | None) -> None:
        self._wanted = sentence
        self._changed.set()

    def stop(self) -> None:
        """Stop the sentence that is being said."""
        self._want(None)

    def hush(self) -> None:
        """Stop speaking: the visitor who listened has gone."""
        if self._discretion:
            self._discretion.forget()
        self._left = None
        self.stop()

    async def run(self) -> None:
        """Speak until cancelled, then stop. If there is no engine, stderr says so."""
        await self._try_out(FRENCH)
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._loud is not None:
                await self._mixer.set(self._loud)
            wanted, self._wanted = self._wanted, None
            if wanted:
                await self._say(wanted)

    def _engine(self, language: str) -> Engine | None:
        return next(iter(speaking(self._engines, language)), None)

    async def _try_out(self, language: str) -> None:
        """Drop the engines that fail their trial, until the first of the language passes or needs none."""
        while (engine := self._engine(language)) and engine.trial:
            if await heard(engine, ".", language, limit=engine.trial) is SoundOutcome.HEARD:
                self._engines[self._engines.index(engine)] = replace(engine, trial=0.0)
            else:
                self._drop(engine, language)
        if not self._engines:
            self._tell(SILENT)

    async def _say(self, sentence: _Sentence) -> None:
        ruling = FREELY
        if sentence.private and self._discretion:
            # In a thread: it reads files, and those of a device can be slow.
            ruling = await asyncio.to_thread(self._discretion.ruling, wording(sentence.language, aloud=True))
            if ruling.first and await self._speak(ruling.first, sentence.language) is SoundOutcome.HEARD:
                self._discretion.warned()
        if ruling.then or sentence.screen:
            await self._lines(sentence)

    async def _lines(self, sentence: _Sentence) -> None:
        """Each line in turn; of a screen, what is then left is remembered."""
        while sentence.lines and not self._changed.is_set():
            if await self._speak(sentence.lines[0], sentence.language) is SoundOutcome.CUT_OFF:
                return
            rest = replace(sentence, lines=sentence.lines[1:])
            if self._left is sentence:
                self._left = rest if rest.lines else None
            sentence = rest

    async def _speak(self, words: str, language: str) -> SoundOutcome:
        outcome = SoundOutcome.MISSING
        while engine := self._engine(language):
            outcome = await heard(
                engine,
                words,
                language,
                limit=self._longest(words),
                cut_off=self._changed,
                pace=self._pace,
            )
            if outcome not in (SoundOutcome.FAILED, SoundOutcome.MISSING):
                break
            if outcome is SoundOutcome.FAILED and len(self._engines) == 1:  # kept: it may work again
                self._tell(FAILS, engine=engine.title)
                break
            self._drop(engine, language)
            await self._try_out(language)
        if engine and outcome is SoundOutcome.MUTE:
            self._tell(NO_SOUND, engine=engine.title)
        return outcome

    def _drop(self, engine: Engine, language: str) -> None:
        """Use the next engine, if there is one."""
        self._engines.remove(engine)
        log.warning("%s does not speak", engine.title)
        if other := self._engine(language):
            self._tell(OTHER, engine=engine.title, other=other.title)

    def _tell(self, what: Text, **values: str) -> None:
        if what not in self._told:
            self._told.add(what)
            log.warning("%s", what)
            if not is_journal(sys.stderr):  # where its hour would be the hour of a visit
                sys.stderr.write(TO_AGENTS(what, **values) + "\n")
