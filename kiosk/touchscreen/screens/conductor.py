"""Leads the journey: inputs in, screens and sentences out, tickets asked of the van. No Kivy in it.

`draw` is given each new screen, `voice` each sentence. Every input of a visitor goes through `do`; one that
comes out of place, as the second of two touches does, is dropped.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol
from uuid import uuid4

from assets.errors import Trouble
from assets.wording import FRENCH, languages, wording
from kiosk.queue import Refused, Stop
from kiosk.stops import following
from kiosk.touchscreen.flow import (
    Aid,
    Answered,
    Broken,
    Code,
    Do,
    Input,
    Journey,
    Next,
    NoPaper,
    NotTaken,
    OutOfPlace,
    Screen,
    StopIs,
    Take,
    Tick,
    Took,
    journey,
    step,
)
from kiosk.touchscreen.screens.actions import Actions, Taken
from kiosk.touchscreen.service_code import matches
from kiosk.touchscreen.service_pairing import paired, revoked
from kiosk.touchscreen.service_state import installed, lines, test_ticket
from kiosk.touchscreen.shows import Called, Facts, Known, Shown, shown
from kiosk.touchscreen.shows_agents import AGENTS
from kiosk.wait import estimate
from queue_display.messages import Role

log = logging.getLogger(__name__)

SHOW_TAKING = 0.4
"""Seconds before the screen says that a ticket is being made: usually it is there long before."""

LOOK = 0.5
"""Seconds between two looks at the clock while a visitor is there."""


class Voice(Protocol):
    """Says aloud; the new sentence cuts off the one before. `available`: there is an engine.

    `private`: for the ears of the one who listens. `hush`: nobody listens any more. `stop`: only be silent.
    """

    @property
    def available(self) -> bool: ...

    def say(self, words: str, language: str, private: bool = False) -> None: ...
    def stop(self) -> None: ...
    def hush(self) -> None: ...


Draw = Callable[[Journey, Shown, Facts], None]


class Conductor:
    """Leads one window's journey. `run` it in the TaskGroup that runs the window."""

    def __init__(
        self,
        actions: Actions,
        draw: Draw,
        voice: Voice,
        now: Callable[[], float] = time.monotonic,
        aids: Callable[[], frozenset[Aid]] = lambda: frozenset(Aid),
        languages: tuple[str, ...] = ("fr", "en"),
    ) -> None:
        self._actions, self._draw, self._voice, self._now = actions, draw, voice, now
        self._aids, self._languages = aids, languages
        self.at = journey(actions.settings.language, now(), open_=self._open())
        self.shown = self._shown(self.facts())
        self._tasks: asyncio.TaskGroup
        self._awake = asyncio.Event()
        self._stopped = False
        self._free: int | None = None
        actions.watch(self.van_changed)

    async def run(self) -> None:
        """Take tickets and watch the time until cancelled, or stopped from the service screen."""
        async with asyncio.TaskGroup() as self._tasks:
            self.redraw()
            while not self._stopped:
                await self._awake.wait()
                await asyncio.sleep(LOOK)
                self.do(Tick())
                if self.at == journey(self.at.usual, self.at.touched, open_=self.at.open):
                    self._awake.clear()  # nobody is there: no look at the clock until a touch

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
        if after.take:
            self._tasks.create_task(self._take(after.take))
            self._tasks.create_task(self._show_taking(self.at))
            return True
        self._serve(after)
        if self.at.screen is Screen.SERVICE is not before.screen:
            self._tasks.create_task(self._look_at_disk())
        if _differs(before, self.at):
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

    def facts(self) -> Facts:
        settings, state = self._actions.settings, self._actions.state
        say = wording(self.at.aids.language)
        return Facts(
            van=settings.van,
            topics=settings.topics,
            languages=self._languages,
            called=[Called(t.number, t.desk or 0) for t in state.called()],
            stops=following(settings.stops, self._actions.now().wall),
            phone=settings.phone,
            voice=self._voice.available,
            aids=self._aids(),
            wait=estimate(self.at.ahead, self._actions.lengths, self._desks()),
            service=lines(self._actions, installed(), self._free, say) if self._on(Screen.SERVICE) else (),
            displays=self._known() if self._on(Screen.DISPLAYS, Screen.DISPLAY) else (),
        )

    def _on(self, *screens: Screen) -> bool:
        return self.at.screen in screens

    def _known(self) -> list[Known]:
        connected = {display.identifier for display in self._actions.displays}
        paired = self._actions.pairings.paired
        return [Known(p.identifier, p.name, p.identifier in connected) for p in paired]

    def _desks(self) -> int:
        """Desks that are open: those with a visitor, or with their display connected."""
        agents = sum(display.role is Role.AGENT for display in self._actions.displays)
        return max(agents, len(self._actions.state.called()))

    def _shown(self, facts: Facts) -> Shown:
        return AGENTS.get(self.at.screen, shown)(self.at, facts)

    def _open(self) -> bool:
        return self._actions.state.stop is Stop.OPEN

    # --- Tickets ----------------------------------------------------------------------------------

    async def _take(self, take: Take) -> None:
        language = self.at.aids.language
        # A printer's code page has no Cyrillic and no Arabic: their readers get French paper.
        say = wording(language if language in languages() else FRENCH)
        try:
            taken = await self._actions.take(take.topic, take.priority, str(uuid4()), say)
        except (Refused, Trouble) as failure:
            log.warning("no ticket: %s", type(failure).__name__)
            self.do(NotTaken())
            return
        except Exception as failure:
            # Whatever went wrong, the next visitor must find a kiosk that answers.
            log.error("no ticket: %s", type(failure).__name__)
            self.do(Broken())
            return
        self.do(Took(taken.number, taken.ahead, self._actions.printer.status.paper_expected))
        await self._watch_paper(taken)

    async def _watch_paper(self, taken: Taken) -> None:
        outcome = await taken.paper
        if not outcome.on_paper:
            self.do(NoPaper(taken.number))

    async def _show_taking(self, at: Journey) -> None:
        await asyncio.sleep(SHOW_TAKING)
        if self.at is at:
            self.redraw()

    # --- Agents -----------------------------------------------------------------------------------

    def _serve(self, after: Next) -> None:
        if after.check is not None:
            self._tasks.create_task(self._check(after.check))
        if after.order:
            self._carry_out(after.order)
        if after.pair is not None:
            self._tasks.create_task(self._answer(paired(self._actions.pairings, after.pair)))
        if after.revoke is not None:
            self._tasks.create_task(self._answer(revoked(self._actions.pairings, after.revoke)))

    async def _answer(self, said: Awaitable[str]) -> None:
        self.do(Answered(await said))

    async def _look_at_disk(self) -> None:
        try:
            self._free = await self._actions.free_space()
        except OSError as failure:
            log.warning("the free space is not known: %s", type(failure).__name__)
            self._free = None
        self.van_changed()

    async def _check(self, code: str) -> None:
        right = await asyncio.to_thread(matches, code, self._actions.settings.service_code)
        self.do(Code(right))

    def _carry_out(self, order: Do) -> None:
        if order is Do.STOP:
            self._stopped = True
            return
        self._tasks.create_task(self._print_test())

    async def _print_test(self) -> None:
        await self._actions.printer.print(test_ticket(self._actions, wording(FRENCH)))

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
