"""Previous, next, repeat, choose: by the corners of the screen, or a keypad, from part to part of what it
says.
"""

from __future__ import annotations

from typing import Protocol

from assets.wording import wording
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.content import listening
from kiosk.touchscreen.content.listening import HeardPart
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.journey.effects import ListenKey
from kiosk.touchscreen.journey.inputs import Listen
from kiosk.touchscreen.touch.corners import EarKey
from kiosk.touchscreen.touch.explore import Explorer
from kiosk.touchscreen.touch.sequence import beside

STEPS = {EarKey.PREVIOUS: -1, EarKey.NEXT: 1, EarKey.REPEAT: 0}


class EarHost(Protocol):
    conductor: Conductor

    def touched(self, control: Control | None) -> None: ...
    def say(self, words: str, private: bool) -> None: ...


class EarKeys:
    """`explorer` keeps what was heard last: finger and keys may take turns."""

    def __init__(self, host: EarHost, explorer: Explorer) -> None:
        self._host, self._explorer = host, explorer

    def pressed(self, does: str) -> None:
        """A key of a keypad: one of the corners', or one that sets the volume."""
        if does in {key.value for key in EarKey}:
            self.press(EarKey(does))
        elif self._host.conductor.facts().volume:
            self._host.conductor.do(Listen(ListenKey(does)))

    def press(self, key: EarKey) -> None:
        parts = {part.id: part for part in listening.parts(self._host.conductor.listening.heard())}
        found = parts.get(self._explorer.found or "")
        if key is EarKey.CHOOSE and found and found.control:
            self._host.touched(found.control)
        elif key in (EarKey.CHOOSE, EarKey.REPEAT):
            self._repeat(found)
        else:
            self._go(parts, beside(list(parts), self._explorer.found, STEPS[key]), key)

    def _go(self, parts: dict[str, HeardPart], there: str | None, key: EarKey) -> None:
        if there is None:
            edge = listening.START if key is EarKey.PREVIOUS else listening.END
            language = self._host.conductor.at.aids.language
            self._host.say(wording(language, aloud=True)(edge), False)
            return
        self._explorer.found = there
        self._say(parts[there])

    def _repeat(self, found: HeardPart | None) -> None:
        """What was heard last; the whole screen, where no part of it was."""
        if found:
            self._say(found)
        else:
            whole = self._host.conductor.listening.heard()
            self._host.say(whole.said(), whole.private)

    def _say(self, part: HeardPart) -> None:
        self._host.say(part.words, part.private)
