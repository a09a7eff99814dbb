"""How loud the machine is, set by the system's own program. One table.

mixer = Mixer(mixers(output=""))
await mixer.set(60)
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assets.programs import installed_program
from queue_display.sound.programs import ended, started

log = logging.getLogger(__name__)

LONGEST = 3.0
"""Seconds after which such a program counts as hung."""


@dataclass(frozen=True, slots=True)
class MixerProgram:
    """`{percent}` in the arguments is from 0 to 100, `{where}` an output, as this program calls it.

    `reads`: what the output of the settings looks like where this program reaches it, with a group for
    `{where}`; one that matches nothing stands for the system's own output.
    """

    name: str
    arguments: tuple[str, ...]
    reads: str = r"()"

    def through(self, output: str) -> MixerProgram | None:
        """The same for one output; None if it does not reach that."""
        found = re.fullmatch(self.reads, output)
        if not found:
            return None
        arguments = tuple(a.replace("{where}", found[1]) for a in self.arguments)
        return MixerProgram(self.name, arguments)

    def command(self, percent: int) -> list[str]:
        return [self.name, *(a.replace("{percent}", str(percent)) for a in self.arguments)]


CONTROLS = ("Master", "PCM", "Headphone", "Speaker")
"""What sound cards call their volume, as ALSA lists it."""

CARD, SINK = r".*CARD=([^,]+).*", r"(?!.*CARD=)(.+)"

MIXERS: Sequence[MixerProgram] = (
    MixerProgram("wpctl", ("set-volume", "@DEFAULT_AUDIO_SINK@", "{percent}%")),  # PipeWire
    MixerProgram("pactl", ("set-sink-volume", "@DEFAULT_SINK@", "{percent}%")),  # PulseAudio
    MixerProgram("pactl", ("set-sink-volume", "{where}", "{percent}%"), SINK),
    *(MixerProgram("amixer", ("-q", "-M", "sset", name, "{percent}%")) for name in CONTROLS),  # ALSA
    *(
        MixerProgram("amixer", ("-q", "-M", "-c", "{where}", "sset", name, "{percent}%"), CARD)
        for name in CONTROLS
    ),
)
"""The best first: where PipeWire runs, ALSA's own volume is not what is heard."""


def mixers(output: str = "", which: Callable[[str], str | None] = installed_program) -> list[MixerProgram]:
    """Those of this machine that reach `output`, as the settings name it; "": the system's. Looks on the
    disk.
    """
    reaching = (program.through(output) for program in MIXERS)
    return [program for program in reaching if program and which(program.name)]


class Mixer:
    """Sets the volume by the first of `programs` that works; those that do not are dropped."""

    def __init__(self, programs: Sequence[MixerProgram]) -> None:
        self._programs = list(programs)
        self._set: int | None = None

    @property
    def works(self) -> bool:
        """Whether there is a program that has not failed."""
        return bool(self._programs)

    async def set(self, percent: int) -> None:
        """`percent`: from 0 to 100."""
        while self._programs and self._set != percent:
            if await _done(self._programs[0].command(percent)):
                self._set = percent
            else:
                program = self._programs.pop(0)
                log.info("no volume by %s", program.name)


async def _done(command: Sequence[str]) -> bool:
    try:
        process = await started(*command)
    except OSError:
        return False
    try:
        async with asyncio.timeout(LONGEST):
            await process.communicate()
        return process.returncode == 0
    except TimeoutError:
        return False
    finally:
        await ended(process)
