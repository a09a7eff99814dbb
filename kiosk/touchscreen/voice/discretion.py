"""What may be said aloud of what is meant for one visitor: others hear a loudspeaker too. Pure.

*Écouter* reads the topics as a finger slides over them. If headphones are known to be plugged in, nobody else
hears it. If not, the setting `speech.aloud` decides: a warning is said first, once to each visitor ("warn");
no topic is read ("never"); topics are read without a warning ("always").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assets.wording import FRENCH, Wording, text
from kiosk.settings import SpeechSettings

NEAR = text("Attention : les personnes autour de vous entendent aussi.")
PRIVATE = text("Sans casque, la borne ne lit pas les sujets. Ainsi, personne d’autre n’entend.")
PLUG = text("Pour que personne d’autre n’entende, branchez un casque : {place}.")
ASK = text("Demandez-nous un ticket.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """`first` is said before the words; the words themselves are said only if `then` is True."""

    first: str = ""
    then: bool = True


FREELY = Ruling()


class Discretion:
    """`plugged` tells whether headphones are known to be plugged in; called before each private sentence."""

    def __init__(self, speech: SpeechSettings, plugged: Callable[[], bool]) -> None:
        self._speech, self._plugged = speech, plugged
        self._warned = False

    def ruling(self, say: Wording) -> Ruling:
        """How a sentence that is meant for one visitor may be said."""
        if self._speech.aloud == "always" or self._plugged():
            return FREELY
        if self._speech.aloud == "never":
            return Ruling(f"{say(PRIVATE)} {self._where(say) or say(ASK)}", then=False)
        return FREELY if self._warned else Ruling(f"{say(NEAR)} {self._where(say)}".strip())

    def warned(self) -> None:
        """The warning was said to its end."""
        self._warned = True

    def forget(self) -> None:
        """Nobody listens any more: the next visitor is warned again."""
        self._warned = False

    def _where(self, say: Wording) -> str:
        place = self._speech.jack.get(say.language) or self._speech.jack.get(FRENCH)
        return say(PLUG, place=place) if place else ""
