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
from typing import Protocol

from kiosk.queue import Stop
from kiosk.touchscreen.conduct.facts import Teller
from kiosk.touchscreen.conduct.service import Service
from kiosk.touchscreen.conduct.tickets import Tickets
from kiosk.touchscreen.conduct.van_port import VanPort
from kiosk.touchscreen.content.agents import AGENTS
from kiosk.touchscreen.content.parts import Content, Facts
from kiosk.touchscreen.content.visitors import shown
from kiosk.touchscreen.journey.inputs import Broken, Free, Input, OutOfPlace, StopIs, Tick
from kiosk.touchscreen.journey.state import Aid, Journey, Screen, Transition, journey
from kiosk.touchscreen.journey.table import step

log = logging.getLogger(__name__)

SHOW_TAKING = 0.4
"""Seconds before the screen says that a ticket is being made: usually it is there long before."""

LOOK = 0.5
"""Seconds between two looks at the clock while a visitor is there."""


class VoicePort(Protocol):
    """Says aloud; the new sentence cuts off the one before. `available`: there is an engine.

    `private`: for the ears of the one who listens. `hush`: nobody listens any more. `stop`: only be silent.
    """

    @property
    def available(self) -> bool: ...

    def say(self, words: str, language: str, private: bool = False) -> None: ...
    def stop(self) -> None: ...
    def hush(self) -> None: ...


Draw = Callable[[Journey, Content, Facts], None]


class Conductor:
    """Leads one window's journey. `run` it in the TaskGroup that runs the window."""

    def __init__(
        self,
        actions: VanPort,
        draw: Draw,
        voice: VoicePort,
        now: Callable[[], float] = time.monotonic,
        aids: Callable[[], frozenset[Aid]] = lambda: frozenset(Aid),
        languages: tuple[str, ...] = ("fr", "en"),
    ) -> None:
        self._actions, self._draw, self._voice, self._now = actions, draw, voice, now
        self._teller = Teller(actions, lambda: voice.available, aids, languages)
        self._tickets, self._service = Tickets(actions, self.do), Service(actions, self.do)
        self.at = journey(actions.settings.language, now(), open_=self._open())
        self.shown = self._shown(self.facts())
        self._tasks: asyncio.TaskGroup
        self._awake = asyncio.Event()
        actions.watch(self.van_changed)

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
        if self.at.screen is Screen.PLEASE_WAIT and self._tickets.free():
            self.do(Free())

    @property
    def awake(self) -> bool:
        """Whether the time is watched, because somebody has been here."""
        return self._awake.is_set()

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
        self._carry_out(after, before)
        if not after.take and _differs(before, self.at):
            self.redraw()
            self._speak(before)
        return True

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

    def van_changed(self) -> None:
        """The van's state, paper or displays have changed: the stop may have opened, a number been called."""
        before = self.at
        self.at = step(self.at, StopIs(self._open()), self._now()).journey
        if self.at.screen is not Screen.TAKING and (
            _differs(before, self.at) or self._shown(self.facts()) != self.shown
        ):
            self.redraw()
            if self.at.screen is not before.screen:
                self._speak(before)

    def facts(self) -> Facts:
        return self._teller.facts(self.at)

    def _shown(self, facts: Facts) -> Content:
        return AGENTS.get(self.at.screen, shown)(self.at, facts)

    def _open(self) -> bool:
        return self._actions.state.stop is Stop.OPEN

    # --- What runs by itself ------------------------------------------------------------------------

    def _carry_out(self, after: Transition, before: Journey) -> None:
        start = self._tasks.create_task
        if after.take:
            start(self._tickets.take(after.take, self.at.aids.language))
            start(self._show_taking(self.at))
        for work in self._service.works(after):
            start(work)
        if self.at.screen is Screen.SERVICE is not before.screen:
            start(self._look_at_disk())

    async def _show_taking(self, at: Journey) -> None:
        await asyncio.sleep(SHOW_TAKING)
        if self.at is at:
            self.redraw()
            if Aid.SPOKEN in self.at.aids.on:
                self._voice.say(self.shown.said(), self.at.aids.language)

    async def _look_at_disk(self) -> None:
        await self._teller.look_at_disk()
        self.van_changed()

    # --- Voice ------------------------------------------------------------------------------------

    def _speak(self, before: Journey) -> None:
        """The whole screen to who listens; the number, and the question for more time, to everybody."""
        listens = Aid.SPOKEN in self.at.aids.on
        begins = listens and Aid.SPOKEN not in before.aids.on
        moved = self.at.screen is not before.screen
        answered = before.asking and not moved
        language = self.at.aids.language
        if self.at.asking and not before.asking:
            self._voice.say(self.shown.question(), language)
        elif (listens and not answered) or (moved and self.at.screen is Screen.TICKET):
            self._voice.say(self.shown.said(), language, begins)
        elif moved or not listens:
            self._voice.hush()


def _differs(one: Journey, other: Journey) -> bool:
    return replace(one, touched=0.0) != replace(other, touched=0.0)
