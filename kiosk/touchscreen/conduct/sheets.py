"""Prints what the screens of hours and data tell, for who wants to take it away."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.paper import printed_language, sheet_text
from kiosk.touchscreen.conduct.van_port import VanPort
from kiosk.touchscreen.content.parts import Facts
from kiosk.touchscreen.content.sheets import SHEETS
from kiosk.touchscreen.journey.effects import PrintSheet
from kiosk.touchscreen.journey.state import Screen

BETWEEN = 20.0
"""Seconds between two sheets, at least: a child who plays gets one, not the roll."""


class Sheets:
    """`facts` are those of now; `now` is a steady clock, in seconds."""

    def __init__(self, van: VanPort, facts: Callable[[], Facts], now: Callable[[], float]) -> None:
        self._van, self._facts, self._now = van, facts, now
        self._last = -BETWEEN

    async def print(self, effect: PrintSheet) -> None:
        if self._now() - self._last < BETWEEN:
            return
        self._last = self._now()
        say = printed_language(effect.language)
        title, lines = SHEETS[Screen(effect.of)](self._facts(), say)
        await self._van.printer.print(sheet_text(self._van.settings.van, title, lines))
