"""The programs by which kiosk and board are heard: how each is called, and what it can. One table for both.

What is said goes to a program's standard input, never on its command line, which other programs can read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import assets
from assets.programs import installed_program, windows_own
from queue_display.sound.steps import USUAL_PACE

WORDS_PER_MINUTE = ("110", "140", "175", "230", "300")
"""The paces, by their steps: espeak-ng's own is 175, and who always listens to machines hears 300 well."""

CHIME = str(assets.path("sounds/chime.wav"))

_POWERSHELL = windows_own("WindowsPowerShell", "v1.0", "powershell.exe")
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

    `paces`: what stands for `{pace}` in its arguments, from the slowest to the fastest.

    `languages`: those that it speaks; empty: all.

    `spoken_of`: what people call it, where that is not the program's name.

    `system`: the one `sys.platform` on which it is looked for; empty for any.

    `file`: its whole path, where its name alone would not do.
    """

    name: str
    arguments: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    trial: float = 0.0
    mute: str = ""
    paces: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    spoken_of: str = ""
    system: str = ""
    file: str = ""

    def command(self, language: str, pace: int = USUAL_PACE) -> list[str]:
        """`pace`: a step from 1 on."""
        said = self.paces[pace - 1] if self.paces else ""
        filled = (a.replace("{language}", language).replace("{pace}", said) for a in self.arguments)
        return [self.file or self.name, *filled]

    @property
    def title(self) -> str:
        return self.spoken_of or self.name

    def through(self, output: str) -> Engine:
        """The engine with its sound coming out at `output`, as the system calls it; "": where it likes."""
        chosen = (a.replace("{output}", output) for a in self.output) if output else ()
        return replace(self, arguments=(*self.arguments, *chosen))


ENGINES: Mapping[str, Engine] = {
    "espeak-ng": Engine(
        "espeak-ng",
        ("--stdin", "-s", "{pace}", "-v", "{language}"),
        output=("-d", "{output}"),
        mute="error:",
        paces=WORDS_PER_MINUTE,
    ),
    "speech-dispatcher": Engine(
        "spd-say",
        ("--wait", "--pipe-mode", "--rate", "{pace}", "--language", "{language}"),
        silence=("--cancel",),
        trial=10.0,
        paces=("-50", "-20", "0", "40", "80"),
    ),
    "say": Engine("say", ("-r", "{pace}", "-f", "-"), paces=WORDS_PER_MINUTE, system="darwin"),
    "powershell": Engine(
        "powershell", ("-NoProfile", "-Command", _WINDOWS_VOICE), system="win32", file=_POWERSHELL
    ),
}
"""The voices, by their names in the settings, the best first. espeak-ng is the default: its process ends with
the sentence, and keeps nothing. speech-dispatcher has other voices, but its service goes on afterwards, and
writes its own logs."""

PLAYERS: Sequence[Engine] = (
    Engine("pw-play", (CHIME,)),  # PipeWire
    Engine("paplay", (CHIME,)),  # PulseAudio
    Engine("aplay", ("-q", CHIME)),  # ALSA
    Engine("afplay", (CHIME,), system="darwin"),
    Engine("powershell", ("-NoProfile", "-Command", _WINDOWS_CHIME, CHIME), system="win32", file=_POWERSHELL),
)
"""What plays the chime, the best first."""


def installed(
    engines: Iterable[Engine],
    which: Callable[[str], str | None] = installed_program,
    system: str = sys.platform,
) -> list[Engine]:
    """Those of `engines` that this machine has, each with where it is. Looks on the disk."""
    ours = [engine for engine in engines if engine.system in ("", system)]
    found = [(engine, which(engine.file or engine.name)) for engine in ours]
    return [replace(engine, file=file) for engine, file in found if file]
