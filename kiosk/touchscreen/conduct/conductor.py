"""Leads the journey: inputs in, screens and sentences out, tickets asked of the van. No Kivy in it.

`draw` is given each new screen, `voice` each sentence. Every input of a visitor goes through `do`; one that
comes out of place, as the second of two touches does, is dropped.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from kiosk.queue import Stop
from kiosk.touchscreen.conduct.effects import carriers
from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.conduct.listening import Listening, VoicePort
from kiosk.touchscreen.conduct.service import Service
from kiosk.touchscreen.conduct.sheets import Sheets
from kiosk.touchscreen.conduct.tickets import Tickets
from kiosk.touchscreen.conduct.van_port import VanPort
from kiosk.touchscreen.content.parts import Content, Facts
from kiosk.touchscreen.content.screens import SCREENS
from kiosk.touchscreen.content.topics import grouped
from kiosk.touchscreen.journey.effects import Effect
from kiosk.touchscreen.journey.inputs import Broken, Input, OutOfPlace, StopIs, Tick
from kiosk.touchscreen.journey.row import On
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, journey
from kiosk.touchscreen.journey.table import TABLE, step

log = logging.getLogger(__name__)

LOOK = 0.5
"""Seconds between two looks at the clock while a visitor is there."""


Draw = Callable[[Journey, Content, Facts], None]

Crowded = Callable[[Journey, Content], bool]
"""Whether the topics of a screen would take more pages than may be, as this visitor wants it."""


class Conductor:
    """Leads one window's journey. `run` it in the TaskGroup that runs the window."""

    def __init__(
        self,
        van: VanPort,
        draw: Draw,
        voice: VoicePort,
        now: Callable[[], float] = time.monotonic,
        aids: Callable[[], frozenset[Aid]] = lambda: frozenset(Aid),
        languages: tuple[str, ...] = ("fr", "en"),
        crowded: Crowded = lambda at, shown: False,
    ) -> None:
        self._van, self._draw, self._voice, self._now = van, draw, voice, now
        self._crowded = crowded
        self.listening = Listening(voice, lambda: (self.at, self.facts()))
        self._teller = Teller(van, lambda: voice.available, aids, languages, self.van_changed)
        self._service = Service(van, self.do)
        sheets = Sheets(van, self.facts, now)
        self._carriers = carriers(Tickets(van, self.do), self._service, self._teller, sheets, self.listening)
        self.at = journey(van.settings.language, now(), open_=self._open())
        self.shown = self._shown(self.facts())
        self._tasks: asyncio.TaskGroup
        self._awake = asyncio.Event()  # the time is watched: somebody has been here
        van.watch(self.van_changed)

    async def run(self) -> None:
        """Take tickets and watch the time until cancelled, or stopped from the service screen."""
        async with asyncio.TaskGroup() as self._tasks:
            self.redraw()
            while not self._service.stopped:
                await self._awake.wait()
                await asyncio.sleep(LOOK)
                self.tick()
                if self.at == journey(self.at.usual, self.at.touched, open_=self.at.open):
                    self._awake.clear()  # nobody is there: no look at the clock until a touch

    def tick(self) -> None:
        """Look at the clock: what waits for its time may have come."""
        self.do(Tick())

    def do(self, given: Input) -> bool:
        """Carry out an input; False if it came out of place."""
        before = self.at
        try:
            after = step(before, given, self._now())
        except OutOfPlace as out:
            log.debug("out of place: %s", out)
            return False
        self._awake.set()
        self.at = after.journey
        if _differs(before, self.at):
            self._show(before)
        self._carry_out(after.effects)
        return True

    def _carry_out(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            work = self._carriers[type(effect)](effect)
            if work:
                self._tasks.create_task(work)

    def van_changed(self) -> None:
        """The van's state, paper or displays have changed: the stop may have opened, a number been called."""
        before, after = self.at, step(self.at, StopIs(self._open()), self._now())
        self.at = after.journey
        if not self.drawn_late and (_differs(before, self.at) or self._shown(self.facts()) != self.shown):
            self.redraw()
            if self.at.screen is not before.screen:
                self.listening.speak(before)
        self._carry_out(after.effects)

    # --- Drawing ----------------------------------------------------------------------------------

    @property
    def drawn_late(self) -> bool:
        """This screen is drawn only if it lasts: until then the one before stays on the glass."""
        return bool(self._row.drawn_after)

    @property
    def _row(self) -> On:
        return TABLE[self.at.screen]

    def _show(self, before: Journey) -> None:
        if self.drawn_late:
            self._tasks.create_task(self._show_late(self.at.screen, self._row.drawn_after, before))
            return
        self.redraw()
        self.listening.speak(before)

    async def _show_late(self, screen: Screen, seconds: float, before: Journey) -> None:
        await asyncio.sleep(seconds)
        if self.at.screen is screen:
            self.redraw()
            self.listening.speak(before)

    def redraw(self) -> None:
        """Show the journey as it is; if that fails, the failsafe screen."""
        try:
            self._redraw()
        except Exception as failure:
            if self.at.screen is Screen.FAILSAFE:
                raise
            log.error("a screen was not drawn: %s", type(failure).__name__)
            self.at = step(self.at, Broken(), self._now()).journey
            self._redraw()

    def _redraw(self) -> None:
        facts = self.facts()
        self.shown = self._shown(facts)
        self._draw(self.at, self.shown, facts)

    def facts(self) -> Facts:
        facts = replace(self._teller.facts(self.at), volume=self._voice.adjustable)
        return replace(facts, by_family=self._by_family(facts))

    def _by_family(self, facts: Facts) -> bool:
        """Topics stand by family where all of them would take too many pages, and families spare some."""
        if self.at.screen is not Screen.TILES or not grouped(facts.topics):
            return False
        return self._crowded(self.at, self._shown(facts))

    def _shown(self, facts: Facts) -> Content:
        return SCREENS[self.at.screen](self.at, facts)

    def _open(self) -> bool:
        return self._van.state.stop is Stop.OPEN


def _differs(one: Journey, other: Journey) -> bool:
    return _seen(one) != _seen(other)


def _seen(at: Journey) -> Journey:
    """Without what nothing shows."""
    return replace(at, touched=0.0, said_again=False)
