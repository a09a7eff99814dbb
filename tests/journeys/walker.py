"""Walks a `Story`: `Walker` with no window; tests/ui has one that touches a real one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from assets.errors import Trouble
from assets.wording import languages, wording
from kiosk.queue import CallNext, Close, End, Open, Stop
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.journey.inputs import Knock, Touched, Turn
from kiosk.touchscreen.journey.state import Aids, Screen
from printer.status import Cause, PaperStatus
from queue_display.messages import Role
from tests.assets.test_spoken import VOWELS
from tests.journeys.steps import Story
from tests.kiosk.fake_van import FakeDisplay


class Jammed(Trouble):
    """A record that cannot be written."""


class Walker:
    """Carries out the steps of a story on a conductor. Methods without `_` are how it touches and sees."""

    def __init__(self, conductor: Conductor, van: Any, voice: Any, clock: Any, language: str) -> None:
        self.conductor, self.van, self.voice, self.clock = conductor, van, voice, clock
        self.language = language
        self._disk = asyncio.Event()

    async def walk(self, story: Story) -> None:
        for number, (word, *rest) in enumerate(story.steps):
            try:
                await self._do(word, rest)
            except AssertionError as failed:
                raise AssertionError(f"{story.name!r}, step {number}: {word} {rest}: {failed}") from failed

    async def _do(self, word: str, rest: list[Any]) -> None:
        done = getattr(self, f"_{word}")(*rest)
        if isinstance(done, Awaitable):
            await done
        await self.settle()

    async def settle(self) -> None:
        for _ in range(6):
            await asyncio.sleep(0)

    async def touch(self, control: str) -> None:
        shown = self.conductor.shown
        found = {**shown.controls, **{c.id: c for c in shown.unseen}}.get(control)
        assert found, f"no {control} among {sorted(shown.controls)}"
        assert self.conductor.do(found.sends)

    async def elsewhere(self) -> None:
        assert self.conductor.do(Touched())

    async def more(self) -> None:
        assert self.conductor.do(Turn(2))

    async def knock(self) -> None:
        assert self.conductor.do(Knock())

    def texts(self) -> str:
        shown = self.conductor.shown
        words = [c.words for c in shown.controls.values()]
        lines = [line.words for line in shown.lines]
        lines += [shown.take.words] if shown.take else []
        lines += [shown.notice.words] if shown.notice else []
        return "\n".join((shown.title, shown.number, *lines, shown.asks, *shown.called, *words))

    def _in_language(self, words: str | dict[str, str]) -> str:
        """Empty where that language has no such text of its own."""
        if isinstance(words, str):
            return words
        if self.language in words:
            return words[self.language]
        french = words["fr"].replace("\N{NBSP}", " ")
        there = wording(self.language)(french)
        return there if there != french else ""

    # --- What visitors do -------------------------------------------------------------------------

    async def _touch(self, control: str) -> None:
        await self.touch(control)

    async def _elsewhere(self) -> None:
        await self.elsewhere()

    async def _more(self, _if: str = "") -> None:
        page = self.conductor.at.page
        await self.more()
        assert _if or self.conductor.at.page != page, "there is one page"

    async def _knock(self) -> None:
        self.van.first_start.service_code = "of nobody"
        await self.knock()

    async def _code(self, digits: str) -> None:
        for digit in digits:
            await self.touch(f"digit:{digit}")
        for _ in range(2000):
            if self.conductor.at.screen is not Screen.CODE:
                break
            await asyncio.sleep(0.005)  # a thread looks at it

    def _wait(self, seconds: float) -> None:
        for _ in range(int(seconds * 2)):
            self.clock.time += 0.5
            self.van.seconds += 0.5
            self.conductor.tick()

    # --- What is then so --------------------------------------------------------------------------

    def _see(self, words: str | dict[str, str]) -> None:
        wanted = self._in_language(words)
        assert wanted in self.texts(), f"{wanted!r} is not in {self.texts()!r}"

    def _not(self, words: str | dict[str, str]) -> None:
        wanted = self._in_language(words)
        assert not wanted or wanted not in self.texts()

    def _screen(self, name: str) -> None:
        assert self.conductor.at.screen.value == name, f"it is {self.conductor.at.screen.value}"

    def _taken(self, topic: str, priority: bool) -> None:
        last = self.van.taken[-1]
        assert (last.topic, last.priority) == (topic, priority), f"it was {last}"

    def _said(self, times: int) -> None:
        """What the screen says has been said so often."""
        words = self.conductor.listening.heard().said()
        assert sum(said == words for said, _ in self.voice.said) == times

    def _helped(self, helped: bool) -> None:
        assert self.van.taken[-1].help is helped

    def _sheets(self, *titles: dict[str, str]) -> None:
        """So many sheets are on paper, of these titles; in French where no printer has the letters."""
        printed = [sheet.heading for sheet in self.van.printer.printed]
        on_paper = self.language if self.language in languages() else "fr"
        assert printed == [title[on_paper] for title in titles]
        assert {sheet.number for sheet in self.van.printer.printed} <= {None}

    def _hear(self, words: dict[str, str]) -> None:
        said, language = self.voice.said[-1]
        written = VOWELS.sub("", said)
        assert self._in_language(words) in written, f"{said!r} was said"
        assert language == self.language

    def _aids(self, names: tuple[str, ...]) -> None:
        assert {aid.value for aid in self.conductor.at.aids.on} == set(names)

    def _usual(self) -> None:
        assert self.conductor.at.aids == Aids(self.conductor.at.usual)

    # --- What happens round them ------------------------------------------------------------------

    def _call(self, desk: int) -> None:
        self.van.do(CallNext(desk))

    def _staff(self, there: bool) -> None:
        """An agent's display is connected, or no longer."""
        self.van.displays = (FakeDisplay("Bureau 1", Role.AGENT, desk=1),) if there else ()
        self.van.changed()

    def _rush(self, ago: float) -> None:
        self.van.rush(ago)

    def _close(self) -> None:
        self.van.do(*(End(t.desk or 0, t.number) for t in self.van.state.called()), Close())
        if self.van.state.stop is Stop.FINISHING:
            self.van.do(Close())

    def _open(self) -> None:
        self.van.do(Open())

    def _fail(self, failing: bool) -> None:
        self.van.failure = Jammed("Le disque est plein : libérez de la place.") if failing else None

    def _break(self) -> None:
        self.van.failure = ZeroDivisionError()

    def _hang(self, hanging: bool) -> None:
        self._disk = asyncio.Event() if hanging else self._disk
        self.van.delay = self._disk.wait if hanging else None
        if not hanging:
            self._disk.set()

    def _paper(self, there: bool) -> None:
        self.van.printer.status = PaperStatus(Cause.READY if there else Cause.NO_PAPER)

    def _jam(self, known: bool) -> None:
        """A ticket does not come out of the printer, which is known some time later."""
        self.van.on_paper = None
        if known:
            self.van.paper_is(False)

    def _slip(self) -> None:
        """The ticket comes out of the printer after all."""
        self.van.paper_is(True)

    def _narrow(self) -> None:
        self.clock.narrow = True
        self.conductor.redraw()

    def _stumble(self) -> None:
        """The next screen cannot be drawn."""
        self.van.stumbles = True
