"""The kiosk's voice: espeak-ng or speech-dispatcher, as the settings prefer. Without either it is silent.

The words go to the engine through its standard input, never on a command line, which others can read. An
engine that fails or hangs is replaced by the other one; the screen never waits for it.
"""

from __future__ import annotations

import asyncio
import enum
import logging
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assets.wording import FRENCH, Text, text, wording
from kiosk.settings import SpeechSettings
from kiosk.touchscreen.voice.discretion import FREELY, Discretion
from queue_display.sound.programs import ended, started

SILENT = text("Aucune voix sur cette machine : la borne ne parle pas. Installez espeak-ng.")
OTHER = text("{engine} ne parle pas : la borne parle avec {other}.")
FAILS = text("{engine} ne parle pas : vérifiez qu’il marche seul, puis relancez la borne.")
NO_SOUND = text(
    "{engine} ne trouve pas de sortie sonore : vérifiez la carte son et le réglage « speech.output »."
)

log = logging.getLogger(__name__)

WORDS_PER_MINUTE = 140
"""Slower than the engines' usual 175: for people who listen to a machine for the first time."""

HUSH = 1.0
"""Seconds for an engine to stop speaking when it is asked to."""


def longest(words: str) -> float:
    """Seconds after which an engine that still speaks counts as hung: three times what the slowest takes."""
    return 15.0 + 0.25 * len(words)


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that speaks what it reads; `{language}` in its arguments is a code such as "fr".

    `silence`: the arguments that stop its speech, where ending the program does not.

    `trial`: seconds for a first, empty sentence, which shows whether it speaks at all; 0 for no trial.
    """

    name: str
    arguments: tuple[str, ...]
    silence: tuple[str, ...] = ()
    trial: float = 0.0

    def command(self, language: str) -> list[str]:
        return [self.name, *(a.format(language=language) for a in self.arguments)]


ENGINES: Mapping[str, Engine] = {
    "espeak-ng": Engine("espeak-ng", ("--stdin", "-s", str(WORDS_PER_MINUTE), "-v", "{language}")),
    "speech-dispatcher": Engine(
        "spd-say",
        ("--wait", "--pipe-mode", "--rate", "-20", "--language", "{language}"),
        ("--cancel",),
        trial=10.0,
    ),
}
"""By their names in the settings. espeak-ng is the default: its process ends with the sentence, and keeps
nothing. speech-dispatcher has other voices, but its service goes on afterwards, and writes its own logs."""


def engines(speech: SpeechSettings, which: Callable[[str], str | None] = shutil.which) -> list[Engine]:
    """The engines found on this machine, the wanted one first.

    If the settings name an output there is only espeak-ng, which can be told to use it: the other engine
    would speak from the system's output, which may be a loudspeaker.
    """
    if speech.output:
        engine = ENGINES["espeak-ng"]
        # Braces in the output's name must not be read as a field to be filled in.
        output = speech.output.replace("{", "{{").replace("}", "}}")
        wanted = [replace(engine, arguments=(*engine.arguments, "-d", output))]
    else:
        wanted = sorted(ENGINES.values(), key=lambda e: e is not ENGINES[speech.engine])
    return [engine for engine in wanted if which(engine.name)]


class SpeechOutcome(enum.Enum):
    """What became of a sentence. `MUTE`: the engine reports that no sound comes out."""

    SAID, CUT_OFF, FAILED, MISSING, MUTE = range(5)


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
            nothing = _Sentence(".", FRENCH)
            if await _spoken(engine, nothing, asyncio.Event(), engine.trial) is SpeechOutcome.SAID:
                self._engines[0] = replace(engine, trial=0.0)
            else:
                self._drop()
        if not self._engines:
            self._tell(SILENT)

    async def _say(self, sentence: _Sentence) -> None:
        ruling = FREELY
        if sentence.private and self._discretion:
            # In a thread: it reads files, and those of a device can be slow.
            ruling = await asyncio.to_thread(self._discretion.ruling, wording(sentence.language))
            if (
                ruling.first
                and await self._speak(replace(sentence, words=ruling.first)) is SpeechOutcome.SAID
            ):
                self._discretion.warned()
        if ruling.then and not self._changed.is_set():
            await self._speak(sentence)

    async def _speak(self, sentence: _Sentence) -> SpeechOutcome:
        outcome = SpeechOutcome.MISSING
        while self._engines:
            limit = self._longest(sentence.words)
            outcome = await _spoken(self._engines[0], sentence, self._changed, limit)
            if outcome not in (SpeechOutcome.FAILED, SpeechOutcome.MISSING):
                break
            if outcome is SpeechOutcome.FAILED and len(self._engines) == 1:  # kept: it may work again
                self._tell(FAILS, engine=self._engines[0].name)
                break
            self._drop()
            await self._try_out()
        if outcome is SpeechOutcome.MUTE:
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
            sys.stderr.write(wording(FRENCH)(what, **values) + "\n")


async def _spoken(engine: Engine, sentence: _Sentence, cut_off: asyncio.Event, limit: float) -> SpeechOutcome:
    """Have `engine` say a sentence, until its end, `cut_off` or `limit` seconds; no process is left."""
    try:
        process = await started(*engine.command(sentence.language), stderr=PIPE)
    except OSError as error:
        log.warning("%s does not start: %s", engine.name, error.strerror)
        gone = isinstance(error, FileNotFoundError | PermissionError)
        return SpeechOutcome.MISSING if gone else SpeechOutcome.FAILED
    # On one line: speech-dispatcher reads each line as a separate message.
    spoken = asyncio.ensure_future(process.communicate(" ".join(sentence.words.split()).encode()))
    changed = asyncio.ensure_future(cut_off.wait())
    try:
        await asyncio.wait((spoken, changed), timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        return _outcome(process, spoken, cut_off)
    finally:
        if process.returncode is None:
            await _silence(engine, process)
        for future in (spoken, changed):
            future.cancel()
        await asyncio.gather(spoken, changed, return_exceptions=True)


def _outcome(
    process: Process, spoken: asyncio.Future[tuple[bytes, bytes]], cut_off: asyncio.Event
) -> SpeechOutcome:
    if not spoken.done():
        return SpeechOutcome.CUT_OFF if cut_off.is_set() else SpeechOutcome.FAILED
    if spoken.exception() or process.returncode:
        return SpeechOutcome.FAILED
    _, complaints = spoken.result()
    # Without a sound card espeak-ng still ends with 0; it only writes an error.
    return SpeechOutcome.MUTE if b"\nerror:" in b"\n" + complaints else SpeechOutcome.SAID


async def _silence(engine: Engine, process: Process) -> None:
    await ended(process)
    if not engine.silence:
        return
    try:
        silencer = await started(engine.name, *engine.silence)
    except OSError:
        return
    try:
        async with asyncio.timeout(HUSH):
            await silencer.wait()
    except TimeoutError:
        log.warning("%s does not fall silent", engine.name)
    finally:
        await ended(silencer)
