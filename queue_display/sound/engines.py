"""The programs by which kiosk and board are heard: how each is called, and what it can. One table for both.

What is said goes to a program's standard input, never on its command line, which other programs can read.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import assets

WORDS_PER_MINUTE = 140
"""Slower than the engines' usual 175: for people who listen to a machine for the first time."""

CHIME = str(assets.path("sounds/chime.wav"))

_WINDOWS_CHIME = "& {(New-Object Media.SoundPlayer $args[0]).PlaySync()}"
_WINDOWS_VOICE = "Add-Type -A System.Speech; (New-Object Speech.Synthesis.SpeechSynthesizer).Speak($input)"


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that is heard: it speaks what it reads, or plays the chime.

    `arguments`: `{language}` in them stands for a code such as "fr".

    `output`: the arguments that choose where the sound comes out, `{output}` in them; empty where it cannot
    be told.

    `silence`: the arguments that stop its speech, where ending the program does not.

    `trial`: seconds for a first, empty sentence, which shows whether it speaks at all; 0 for no trial.

    `mute`: how an error begins that it writes when no sound comes out, though it ends with 0.

    `system`: the one `sys.platform` on which it is looked for; empty for any.
    """

    name: str
    arguments: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    trial: float = 0.0
    mute: str = ""
    system: str = ""

    def command(self, language: str) -> list[str]:
        return [self.name, *(a.replace("{language}", language) for a in self.arguments)]

    def through(self, output: str) -> Engine:
        """The engine with its sound coming out at `output`, as the system calls it; "": where it likes."""
        chosen = (a.replace("{output}", output) for a in self.output) if output else ()
        return replace(self, arguments=(*self.arguments, *chosen))


ENGINES: Mapping[str, Engine] = {
    "espeak-ng": Engine(
        "espeak-ng",
        ("--stdin", "-s", str(WORDS_PER_MINUTE), "-v", "{language}"),
        output=("-d", "{output}"),
        mute="error:",
    ),
    "speech-dispatcher": Engine(
        "spd-say",
        ("--wait", "--pipe-mode", "--rate", "-20", "--language", "{language}"),
        silence=("--cancel",),
        trial=10.0,
    ),
    "say": Engine("say", ("-r", str(WORDS_PER_MINUTE), "-f", "-"), system="darwin"),
    "powershell": Engine("powershell", ("-NoProfile", "-Command", _WINDOWS_VOICE), system="win32"),
}
"""The voices, by their names in the settings, the best first. espeak-ng is the default: its process ends with
the sentence, and keeps nothing. speech-dispatcher has other voices, but its service goes on afterwards, and
writes its own logs."""

PLAYERS: Sequence[Engine] = (
    Engine("pw-play", (CHIME,)),  # PipeWire
    Engine("paplay", (CHIME,)),  # PulseAudio
    Engine("aplay", ("-q", CHIME)),  # ALSA
    Engine("afplay", (CHIME,), system="darwin"),
    Engine("powershell", ("-NoProfile", "-Command", _WINDOWS_CHIME, CHIME), system="win32"),
)
"""What plays the chime, the best first."""


def installed(
    engines: Iterable[Engine],
    which: Callable[[str], str | None] = shutil.which,
    system: str = sys.platform,
) -> list[Engine]:
    """Those of `engines` that this machine has. Looks on the disk."""
    return [engine for engine in engines if engine.system in ("", system) and which(engine.name)]
