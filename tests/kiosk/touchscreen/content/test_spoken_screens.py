"""What the ear is told of a screen: all that the eye is, and how each switch stands."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

import pytest
from msgspec import structs

from assets.dayparts import DayMoment, DayPart
from assets.spoken import spoken
from assets.wording import visitors_languages, wording
from kiosk.stops import VanDay
from kiosk.touchscreen.content.parts import CalledNumber, Content, Facts
from kiosk.touchscreen.content.screens import HEARD, SCREENS
from kiosk.touchscreen.content.visitors import VISITORS
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, journey
from tests.assets.test_spoken import VOWELS
from tests.kiosk.fake_van import STOPS, settings

FACTS = Facts(
    "Agglo Mobile",
    settings().topics,
    visitors_languages(),
    day=VanDay(DayMoment(DayPart.CLOSED, STOPS[1]), STOPS[0], STOPS[1:]),
    phone="03 21 06 66 66",
    wait=9,
    voice=True,
)


def at(language: str, screen: Screen, *aids: Aid, priority: bool = False) -> Journey:
    there = journey(language, 0.0, open_=True)
    there = replace(there, screen=screen, number=12, ahead=3, paper=False, priority=priority)
    return replace(there, aids=replace(there.aids, on=frozenset(aids)))


def seen(language: str, screen: Screen, *aids: Aid, priority: bool = False) -> Content:
    return SCREENS[screen](at(language, screen, *aids, priority=priority), FACTS)


@pytest.mark.parametrize("language", visitors_languages())
@pytest.mark.parametrize("screen", VISITORS)
def test_a_screen_is_read_as_it_is_written(screen: Screen, language: str) -> None:
    page = seen(language, screen, Aid.SPOKEN)
    notice = [page.notice.words] if page.notice else []
    said = page.said()
    places = [
        said.index(words)
        for words in (page.title, page.number, *(line.words for line in page.lines), *notice, page.hint)
    ]
    assert places == sorted(places)
    assert all(control.said().strip() for control in page.controls.values())


@pytest.mark.parametrize("language", visitors_languages())
def test_every_switch_tells_ear_and_eye_how_it_stands(language: str) -> None:
    off, on = seen(language, Screen.TILES), seen(language, Screen.TILES, *Aid, priority=True)
    say = wording(language)
    yes, no = (words.split(":")[-1] for words in (say("{what} : oui", what=""), say("{what} : non", what="")))
    for name in ("priority", *(f"help:{aid.value}" for aid in Aid)):
        assert off.controls[name].said().endswith(no)
        assert on.controls[name].said().endswith(yes)
        assert on.controls[name].icon.startswith("check ")
        assert not off.controls[name].icon.startswith("check")


UNSPEAKABLE = re.compile(r"[–—/|()\[\]{}·№°\u00a0\u202f]|\d ?h\b|\b0\d \d\d\b")
"""What a voice reads by its sign's name, as another word, or not at all; a telephone without its pauses."""

SIGNS = "Hesdin (place de l’église) – n° 3 / mairie, 9 h 30 – 12 h"
"""As a village or a topic may be called in the settings."""


@pytest.mark.parametrize("language", visitors_languages())
@pytest.mark.parametrize("screen", VISITORS)
def test_nothing_is_said_that_only_the_eye_can_read(screen: Screen, language: str) -> None:
    odd = [structs.replace(topic, label={"fr": SIGNS}) for topic in FACTS.topics]
    first, *later = (structs.replace(stop, place=SIGNS) for stop in STOPS)
    day = VanDay(DayMoment(DayPart.CLOSED, later[0]), first, tuple(later))
    facts = replace(FACTS, topics=odd, day=day, van=SIGNS, called=[CalledNumber(3, 2)])
    page = HEARD[screen](at(language, screen, *Aid), facts)
    for words in chain([page.said(), page.question()], (c.said() for c in page.controls.values())):
        assert not UNSPEAKABLE.search(spoken(words, language)), words


def _letters(text: str) -> str:
    return VOWELS.sub("", text).replace("\u00a0", " ")


@pytest.mark.parametrize("screen", VISITORS)
def test_the_ear_is_told_in_arabic_what_the_eye_reads(screen: Screen) -> None:
    """Letter by letter, but for the vowels: nothing is said that is not shown, and nothing left out. A space
    that keeps a line together is for the eye alone."""
    shown, heard = (table[screen](at("ar", screen, *Aid), FACTS) for table in (SCREENS, HEARD))
    assert _letters(heard.said()) == _letters(shown.said())
    assert {name: _letters(control.said()) for name, control in heard.controls.items()} == {
        name: _letters(control.said()) for name, control in shown.controls.items()
    }
    assert len(VOWELS.findall(heard.title)) > 2
