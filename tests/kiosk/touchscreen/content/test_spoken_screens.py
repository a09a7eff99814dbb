"""What the ear is told of a screen: all that the eye is, and how each switch stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.dayparts import DayMoment, DayPart
from assets.wording import visitors_languages, wording
from kiosk.stops import VanDay
from kiosk.touchscreen.content.parts import Content, Facts
from kiosk.touchscreen.content.screens import SCREENS
from kiosk.touchscreen.content.visitors import VISITORS
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, journey
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


def seen(language: str, screen: Screen, *aids: Aid, priority: bool = False) -> Content:
    at: Journey = journey(language, 0.0, open_=True)
    at = replace(at, screen=screen, number=12, ahead=3, paper=False, priority=priority)
    return SCREENS[screen](replace(at, aids=replace(at.aids, on=frozenset(aids))), FACTS)


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
