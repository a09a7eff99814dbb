"""What is written for the eye, as a voice has to say it: hours, ranges, numbers, telephones, names. Pure.

    spoken("Mardi, 9 h 30 – 12 h", "fr")  -> "Mardi, de 9 heures 30 à 12 heures"

Voices read signs by their names or not at all: "9 h 30" was "neuf hache trente", "n° 12" was "enne douze".
All that is said passes here, whoever wrote it: also a village, a telephone or a label of the settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Change: TypeAlias = str | Callable[[re.Match[str]], str]
"""What stands instead of a match."""

TIME = r"(?<![\d:])\d{1,2}(?: ?h(?: ?\d\d)?|:\d\d)(?![\w:])"
"""A time of day as it is written: 9 h, 9 h 30, 9:30."""

BETWEEN = r"(?<=\d) ?[-–—] ?(?=\d)"
"""From one number to another."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language says it. `span`: two times, of which the first stands at {0}, the second at {1}.

    `names`: what the voice would misread, and what it reads instead.
    """

    to: str
    span: str
    number: str
    of: str
    hour: Callable[[int, int], str]
    names: Mapping[str, str]


def _heures(hours: int, minutes: int) -> str:
    """The word is feminine: une heure, vingt et une heures."""
    counted = {1: "une", 21: "vingt et une"}.get(hours, str(hours))
    return f"{counted} heure{'s' if hours > 1 else ''}" + (f" {minutes}" if minutes else "")


def _o_clock(hours: int, minutes: int) -> str:
    return f"{hours}:{minutes:02}" if minutes else f"{hours} o’clock"


def _clock(hours: int, minutes: int) -> str:
    return f"{hours}:{minutes:02}"


def _bare(hours: int, minutes: int) -> str:
    """A voice would read the minutes of a full hour as "zero zero"."""
    return f"{hours}:{minutes:02}" if minutes else str(hours)


TONGUES: Mapping[str, Tongue] = {
    "fr": Tongue("à", "de {0} à {1}", "numéro", "sur", _heures, {}),
    "en": Tongue("to", "from {0} to {1}", "number", "of", _o_clock, {}),
    "uk": Tongue(
        "до", "з {0} до {1}", "номер", "з", _clock, {"CAF": "каф", "MSA": "ем ес а", "La Poste": "ля пост"}
    ),
    "ar": Tongue("إِلَى", "مِنْ {0} إِلَى {1}", "رَقْم", "مِنْ", _bare, {"CAF": "كَافْ", "MSA": "إِمْ إِسْ أَهْ"}),
}
"""A language that is not among them has the signs taken out, and is otherwise said as it is written."""

_FROM = re.compile(rf"(?:\b(?:de|from|з|من|مِنْ) )?({TIME}) ?[-–—] ?({TIME})")
_TIME = re.compile(TIME)
_TELEPHONE = re.compile(r"(?<![\d+])(?:\d\d[ .-]?){4}\d\d(?!\d)")
_SHARE = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_NUMBER = re.compile(r"\b[nN]° ?|№ ?")

SIGNS: Sequence[tuple[str, str]] = (
    (r" ?[([{] ?", ", "),
    (r" ?[)\]}](?= ?[.,;:!?]|$)", ""),
    (r" ?[)\]}] ?", ", "),
    (r" ?[–—/·•|] ?", ", "),
    (r",(?: ?,)+ ?", ", "),
    (r"^, |, $", ""),
)
"""Signs that are pauses to the ear, the last ones tidying up after the others."""


def spoken(words: str, language: str) -> str:
    """`words` as the voice of `language` has to read them."""
    words = " ".join(words.replace("\N{NBSP}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split(" "))
    if tongue := TONGUES.get(language):
        for pattern, change in _changes(tongue):
            words = re.sub(pattern, change, words)
    for sign, pause in SIGNS:
        words = re.sub(sign, pause, words)
    return words


def _changes(tongue: Tongue) -> Sequence[tuple[re.Pattern[str], Change]]:
    """In this order: a telephone is no range, and a range is made of times."""
    return (
        (_TELEPHONE, _pairs),
        (_FROM, lambda found: tongue.span.format(found[1], found[2])),
        (_TIME, lambda found: tongue.hour(*_hour_of(found[0]))),
        (_NUMBER, f"{tongue.number} "),
        (_SHARE, f" {tongue.of} "),
        (re.compile(BETWEEN), f" {tongue.to} "),
        *((re.compile(rf"\b{re.escape(name)}\b"), said) for name, said in tongue.names.items()),
    )


def _pairs(found: re.Match[str]) -> str:
    """The digits of a French telephone number are said two by two."""
    digits = re.sub(r"\D", "", found[0])
    return ", ".join(digits[n : n + 2] for n in range(0, len(digits), 2))


def _hour_of(written: str) -> tuple[int, int]:
    hours, minutes, *_ = [*map(int, re.findall(r"\d+", written)), 0]
    return hours, minutes
