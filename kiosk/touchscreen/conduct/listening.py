"""What is said to who listens, beside the screens: how loud it is, who is called, what has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assets.wording import wording
from kiosk.touchscreen.content import listening
from kiosk.touchscreen.content.parts import Content, Facts
from kiosk.touchscreen.content.screens import HEARD
from kiosk.touchscreen.journey.effects import AnswerKey, ListenKey, SayAgain
from kiosk.touchscreen.journey.state import Aid, Journey, Screen


class VoicePort(Protocol):
    """Says aloud; the new sentence cuts off the one before. `available`: there is an engine; `adjustable`:
    and a program that sets the volume.

    `private`: for the ears of the one who listens. `read`: line by line, so that `go_on` can take it up
    again where it was cut off. `tune`: steps from 1 on. `hush`: nobody listens any more. `stop`: only be
    silent.
    """

    @property
    def available(self) -> bool: ...
    @property
    def adjustable(self) -> bool: ...

    def say(self, words: str, language: str, private: bool = False) -> None: ...
    def read(self, words: str, language: str, private: bool = False) -> None: ...
    def go_on(self) -> None: ...
    def tune(self, volume: int, pace: int) -> None: ...
    def stop(self) -> None: ...
    def hush(self) -> None: ...


class Listening:
    """Speaks for one window. `now`: where the visitor is, and what the screens are told of the van."""

    def __init__(self, voice: VoicePort, now: Callable[[], tuple[Journey, Facts]]) -> None:
        self._voice, self._now = voice, now

    # --- The screens --------------------------------------------------------------------------------

    def heard(self) -> Content:
        """The screen as it is read aloud: the same, in the words of the voice."""
        at, facts = self._now()
        return HEARD[at.screen](at, facts)

    def speak(self, before: Journey) -> None:
        """The whole screen to who listens; the number, and the question for more time, to everybody."""
        at, _ = self._now()
        listens, moved = Aid.SPOKEN in at.aids.on, at.screen is not before.screen
        if _tuning(at) != _tuning(before):
            self._voice.tune(at.aids.volume, at.aids.pace)
        if at.asking and not before.asking:
            self._voice.say(self.heard().question(), at.aids.language)
        elif moved and at.screen is Screen.TICKET and not listens:
            self._voice.say(self.heard().said(), at.aids.language)
        elif listens and (moved or not before.asking):
            self._read(before, moved)
        elif moved or not listens:
            self._voice.hush()

    def _read(self, before: Journey, moved: bool) -> None:
        """The screen; of one that is known already, only what is new."""
        at, facts = self._now()
        screen = self.heard()
        begins = Aid.SPOKEN not in before.aids.on
        if begins:
            corners = wording(at.aids.language, aloud=True)(listening.CORNERS)
            self._voice.read(f"{screen.said()}\n{corners}", at.aids.language, private=True)
        elif moved or _page(before) != _page(at):
            self._voice.read(screen.said(), at.aids.language, private=screen.private)
        elif new := listening.changed(HEARD[at.screen](before, facts), screen):
            self._voice.say(new, at.aids.language)

    def say_again(self, effect: SayAgain) -> None:
        """What the screen says, to whoever may have missed it."""
        at, _ = self._now()
        self._voice.say(self.heard().said(), at.aids.language)

    def answer(self, effect: AnswerKey) -> None:
        """Nothing of what somebody comes for: the room hears how loud it gets."""
        if effect.key is ListenKey.GO_ON:
            self._voice.go_on()
            return
        at, facts = self._now()
        say = wording(at.aids.language, aloud=True)
        self._voice.say(listening.ANSWERS[effect.key](at, facts, say), at.aids.language)


def _tuning(at: Journey) -> tuple[int, int, bool]:
    """Also where somebody begins to listen the voice is set: whatever became of it, nobody is shouted at."""
    return at.aids.volume, at.aids.pace, Aid.SPOKEN in at.aids.on


def _page(at: Journey) -> tuple[str, int, bool]:
    """What makes a screen another one to the ear, though it has the same name."""
    return at.aids.language, at.page, at.asking
