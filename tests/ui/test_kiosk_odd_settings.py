"""Settings that the check lets pass, however odd, are drawn: no screen of a visitor fails for them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import msgspec
import pytest

from kiosk.queue import Close, Open
from kiosk.settings import PlannedStop, ScreenSettings, Topic
from kiosk.settings.rules import DIAGONALS, MOST_TOPICS
from kiosk.touchscreen.journey.inputs import Choose, Help, Language, Leave, Show
from kiosk.touchscreen.journey.state import Aid, Screen
from tests.ui.kiosk_stage import Stage

LONG = "W" * 300
ODD_LABELS = (LONG, "mot " * 200, "\n" * 40, ".", "{n} %s", "🚌🚌", "\u202eabc", "عنوان\nx", "\xa0x\xa0")


def topic(n: int, label: str, icon: str = "bus") -> Topic:
    return Topic(f"t{n}", {"fr": label, "ar": label}, icon)


def stop(place: str) -> PlannedStop:
    return PlannedStop(date(9999, 12, 31), place, time(23, 59, 59), time(0))


ODD: dict[str, dict[str, Any]] = {
    "labels": {"topics": tuple(topic(n, label) for n, label in enumerate(ODD_LABELS))},
    "one topic": {"topics": (topic(0, "A"),)},
    "as many topics as there may be": {"topics": tuple(topic(n, f"Motif {n}") for n in range(MOST_TOPICS))},
    "icons": {
        "topics": tuple(
            topic(n, "A", icon) for n, icon in enumerate(("", " ", "no-such", "bus " * 400, "human-cane"))
        )
    },
    "long names": {"van": LONG, "phone": LONG, "stops": (stop(LONG),)},
    "long sentences": {"van": "mot " * 200, "phone": "mot " * 200, "stops": (stop("mot " * 200),)},
    "names of nothing": {"van": ".", "phone": " ", "stops": (stop(" "),)},
    "names of other scripts": {"van": "عنوان 🚌", "phone": "\u202e12", "stops": (stop("\xa0日本"),)},
    "the smallest screen": {"screen": ScreenSettings(DIAGONALS[0])},
    "the largest screen": {"screen": ScreenSettings(DIAGONALS[1])},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_every_screen_of_a_visitor_is_drawn(odd: dict[str, Any]) -> None:
    async with Stage("10 inches") as stage:
        stage.van.begin(msgspec.structs.replace(stage.van.settings, **odd))
        stage.app._resized()
        do, topics = stage.app.conductor.do, stage.van.settings.topics
        await shown(stage, Screen.TILES)
        assert do(Show(Screen.LANGUAGES))
        await shown(stage, Screen.LANGUAGES)
        assert do(Language("ar"))
        assert do(Help(Aid.LARGER))
        await shown(stage, Screen.TILES)
        assert do(Choose(topics[0].key))
        await shown(stage, Screen.TICKET)
        assert do(Leave())
        for command in (Close(), Close()):
            stage.van.do(command)
        await shown(stage, Screen.CLOSED)
        stage.van.do(Open())
        await shown(stage, Screen.TILES)


async def shown(stage: Stage, screen: Screen) -> None:
    """Drawn, and still there: a screen that cannot be drawn gives way to the failsafe."""
    await stage.settle(1)
    assert stage.app.conductor.at.screen is screen
