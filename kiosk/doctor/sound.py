"""Voice, sound and headphones, and what speech-dispatcher writes down. Pure but for what `Machine` reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assets.findings import Finding, found, not_known
from assets.told import told
from assets.wording import visitors_languages
from kiosk.doctor.machine import Machine, number, value_of
from kiosk.doctor.screens import bits
from kiosk.settings import BEST_VOICE
from queue_display.sound.engines import ENGINES
from queue_display.sound.voices import natural_dispatcher, speaking, voices

ESPEAK, DISPATCHER = "espeak-ng", "speech-dispatcher"

DATA = ("usr/lib/*/espeak-ng-data", "usr/lib/espeak-ng-data", "usr/share/espeak-ng-data")
"""Where espeak-ng has a file for each language that it can speak, such as fr_dict."""

HEADPHONES = 1 << 0x02
"""SW_HEADPHONE_INSERT, from linux/input-event-codes.h."""

QUIET = 3
"""The highest LogLevel at which speech-dispatcher writes nothing of what it says; its own default."""


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """`engine`: the program that would speak, empty if none would; `lacks`: languages it has no voice for."""

    engine: str = ""
    languages: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def read_voice(machine: Machine, languages: Sequence[str] | None = None) -> VoiceFacts:
    """The engine that the settings prefer, else the other; of speech-dispatcher the voices are not known."""
    spoken = tuple(languages or visitors_languages())
    if machine.settings.speech.engine == BEST_VOICE:
        return _best(machine, spoken)
    return _wanted(machine, spoken)


def _best(machine: Machine, spoken: tuple[str, ...]) -> VoiceFacts:
    """What speaks first in each language: piper where it has a voice, another for the rest."""
    able = voices(machine.settings.speech.output, _which(machine), machine.root)
    first = {code: next(iter(speaking(able, code)), None) for code in spoken}
    rest = tuple(code for code, engine in first.items() if not engine or not engine.languages)
    others = _wanted(machine, rest) if rest else VoiceFacts()
    own = [engine.title for engine in first.values() if engine and engine.languages]
    names = [*own, *([others.engine] if others.engine else [])]
    return VoiceFacts(", ".join(names), spoken, others.lacks)


def _which(machine: Machine) -> Callable[[str], str | None]:
    return lambda name: name if machine.program(name) else None


def _wanted(machine: Machine, spoken: tuple[str, ...]) -> VoiceFacts:
    asked = machine.settings.speech.engine
    if asked == BEST_VOICE:
        asked = DISPATCHER if natural_dispatcher(machine.root) else ESPEAK
    wanted = sorted((ESPEAK, DISPATCHER), key=lambda name: name != asked)
    engine = next((name for name in wanted if machine.program(ENGINES[name].name)), "")
    if engine != ESPEAK:
        return VoiceFacts(engine, spoken)
    known = {file.name.removesuffix("_dict") for place in DATA for file in machine.found(f"{place}/*_dict")}
    return VoiceFacts(engine, spoken, tuple(code for code in spoken if code not in known))


def judge_voice(facts: VoiceFacts) -> Finding:
    if not facts.engine:
        return found("voice", "none")
    if facts.lacks:
        return found("voice", "lacks", engine=facts.engine, languages=", ".join(facts.lacks))
    return found("voice", "speaks", engine=facts.engine, languages=", ".join(facts.languages))


@dataclass(frozen=True, slots=True)
class HeadphoneFacts:
    """`cards`: None where the kernel does not list any. `feels`: a socket has a switch for headphones."""

    cards: tuple[str, ...] | None
    feels: bool = False
    aloud: str = "warn"


def read_headphones(machine: Machine) -> HeadphoneFacts:
    listed = machine.read("proc/asound/cards")
    switches = machine.found("sys/class/input/event*/device/capabilities/sw")
    feels = any(bits(machine.words(file)) & HEADPHONES for file in switches)
    cards = None if listed is None else tuple(_cards(listed))
    return HeadphoneFacts(cards, feels, machine.settings.speech.aloud)


def _cards(listed: str) -> list[str]:
    """The names in lines such as " 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones"."""
    return [told(name) for name in re.findall(r"^ *\d+ \[\w+ *\]: .* - (.+)$", listed, re.MULTILINE)]


def judge_headphones(facts: HeadphoneFacts) -> Finding:
    if not facts.cards:
        return found("headphones", "none")
    if facts.feels:
        return found("headphones", "felt", card=facts.cards[0])
    settled = facts.aloud in ("always", "never")
    return found("headphones", "settled" if settled else "unfelt", card=facts.cards[0])


@dataclass(frozen=True, slots=True)
class SpeechLogFacts:
    """`level`: None where its settings cannot be read."""

    installed: bool
    level: int | None = None


def read_speech_log(machine: Machine) -> SpeechLogFacts:
    file = "etc/speech-dispatcher/speechd.conf"
    if not machine.program("speech-dispatcher"):
        return SpeechLogFacts(installed=False)
    text = machine.read(file)
    said = value_of(text, "LogLevel") if text is not None else None
    return SpeechLogFacts(True, QUIET if text is not None and said is None else number(said or ""))


def judge_speech_log(facts: SpeechLogFacts) -> Finding:
    if not facts.installed:
        return found("speech_log", "absent")
    if facts.level is None:
        return not_known("speech_log")
    if facts.level > QUIET:
        return found("speech_log", "talks", level=min(facts.level, 9))
    return found("speech_log", "quiet")
