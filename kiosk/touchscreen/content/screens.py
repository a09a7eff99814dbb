"""What each screen of the kiosk shows and says, as one table. Pure: the screens only draw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from assets.wording import wording
from kiosk.touchscreen.content import agents, visitors
from kiosk.touchscreen.content.frame import framed
from kiosk.touchscreen.content.parts import Content, Facts
from kiosk.touchscreen.journey.state import Journey, Screen

Shown: TypeAlias = Callable[[Journey, Facts], Content]


def _for_visitors(made: visitors.Made, *, aloud: bool = False) -> Shown:
    """In the visitor's language, with what stands on every screen of a visitor."""

    def shown(at: Journey, facts: Facts) -> Content:
        say = wording(at.aids.language, aloud=aloud)
        return framed(made(at, facts, say), at, facts, say)

    return shown


SCREENS: Mapping[Screen, Shown] = MappingProxyType(
    {**{screen: _for_visitors(made) for screen, made in visitors.VISITORS.items()}, **agents.AGENTS}
)
"""A new screen's row stands in the file of those who see it."""

HEARD: Mapping[Screen, Shown] = MappingProxyType(
    {
        **SCREENS,
        **{screen: _for_visitors(made, aloud=True) for screen, made in visitors.VISITORS.items()},
    }
)
"""The same screens, made of the words that a voice reads: nothing is said that is not shown."""
