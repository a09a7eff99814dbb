"""Touches, keys and many fingers that nobody meant: no crash, no way out, no ticket, memory stays flat."""

from __future__ import annotations

import gc
import os
import random
from dataclasses import dataclass
from pathlib import Path

from assets.wording import visitors_languages
from kiosk.queue import Cancel, Open, Stop
from kiosk.settings import packaged_families
from kiosk.touchscreen.journey.inputs import Broken, Help, Language, Leave, OpenFamily, Show, Took
from kiosk.touchscreen.journey.state import Aid, Screen
from tests import seeds
from tests.kiosk.fake_van import FakePrinter
from tests.ui.kiosk_stage import Stage

BOUNDED = 1000
WHOLE = 20_000
"""Touches: in the suite, and with `make touches`."""


@dataclass(frozen=True)
class Held:
    """What the process holds: objects of Python, those of them that are textures, MiB of memory in all."""

    objects: int
    textures: int
    resident: float


MOST = Held(objects=450, textures=5, resident=6.0)
"""By how much that may grow in the second half of the touches, when every size and language has been seen.

A second half of 500 touches is enough for one object, texture or picture of a word that is left at each.
Holes in the heap make resident memory uncertain by some 3 MiB.
"""


async def test_touches_nobody_meant() -> None:
    count = WHOLE if os.environ.get("WHOLE") else BOUNDED
    print(f"seed {seeds.SEED}, {count} touches")
    async with Stage("7 inches") as stage:
        storm = Storm(stage, seeds.chance())
        await each_family(stage)
        before = await storm.half(count)
        after = await storm.half(count)
        print(f"{len(stage.van.taken)} tickets, {storm.meant} meant; held before {before}, after {after}")
        assert len(stage.van.taken) == storm.meant
        assert len(set(stage.van.identifiers)) == len(stage.van.identifiers)
        for what, most in vars(MOST).items():
            assert getattr(after, what) - getattr(before, what) < most, f"{what}: more and more are held"


TAKES = (Screen.TILES, Screen.FAMILY)
"""The screens on which a touch on a topic takes a ticket."""


async def each_family(stage: Stage) -> None:
    """So that what is kept of their layouts is kept before anything is counted, in each language."""
    conductor = stage.app.conductor
    for language in visitors_languages():
        conductor.do(Show(Screen.LANGUAGES))
        conductor.do(Language(language))
        for family in packaged_families():
            conductor.do(OpenFamily(family.key))
            await stage.settle(1)
            conductor.do(Leave())
    await stage.later(400)


class Storm:
    """Random touches, keys and many fingers. `meant`: tiles that were touched as one touches a tile."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage, self.chance, self.meant = stage, chance, 0

    async def half(self, count: int) -> Held:
        for _ in range(count // 2):
            await self.blow()
            self.stage.voice.said.clear()
        await round_of_screens(self.stage)
        return held()

    async def blow(self) -> None:
        self.stage.time += self.chance.choice((0.4, 1, 3, 30))
        kind = self.chance.choice(
            (self._tap, self._tap, self._tap, self._several, self._slide, self._key, self._van)
        )
        await kind()
        await self.stage.settle(1)

    def _anywhere(self) -> tuple[float, float]:
        width, height = self.stage.screen.size
        return self.chance.uniform(0, width - 1), self.chance.uniform(0, height - 1)

    async def _tap(self) -> None:
        place = self._anywhere()
        before = len(self.stage.van.taken)
        means = self._would_take(place)
        await self.stage.lift(await self.stage.put_down(*place))
        await self.stage.settle(2)
        taken = len(self.stage.van.taken) - before
        assert taken <= means, "a ticket that no touch on a tile asked for"
        self.meant += taken

    def _would_take(self, place: tuple[float, float]) -> int:
        conductor = self.stage.app.conductor
        if Aid.SPOKEN in conductor.at.aids.on:
            return 1  # the second tap of a double tap may fall anywhere
        button = self.stage.screen.control_at(*place)
        tile = bool(button and (button.control.id.startswith("tile:") or button.control.id == "help-me"))
        return int(tile and not conductor.at.asking and conductor.at.screen in TAKES)

    async def _several(self) -> None:
        before = len(self.stage.van.taken)
        fingers = [await self.stage.put_down(*self._far(n)) for n in range(self.chance.randint(2, 6))]
        for finger in fingers:
            await self.stage.lift(finger)
        assert len(self.stage.van.taken) == before, "a ticket from many fingers"

    def _far(self, n: int) -> tuple[float, float]:
        """Fingers of one hand or two, apart from each other."""
        width, height = self.stage.screen.size
        return (n + 0.5) * width / 6, self.chance.uniform(0, height - 1)

    async def _slide(self) -> None:
        before = len(self.stage.van.taken)
        start, end = self._anywhere(), self._anywhere()
        one = self.stage.screen.control_at(*start) is self.stage.screen.control_at(*end)
        means = int(one and self._would_take(start))  # within one tile it is a touch on it
        finger = await self.stage.put_down(*start)
        await self.stage.slide(finger, *end)
        await self.stage.lift(finger)
        await self.stage.settle(2)
        taken = len(self.stage.van.taken) - before
        assert taken <= means, "a ticket from a finger that slid away"
        self.meant += taken

    async def _key(self) -> None:
        key = self.chance.choice((27, 9, 13, 32, 113, *range(282, 294)))
        modifiers = self.chance.choice(([], ["ctrl"], ["alt"], ["ctrl", "alt"], ["meta"]))
        assert self.stage.window.dispatch("on_keyboard", key, 0, None, modifiers)

    async def _van(self) -> None:
        """Round the visitor the day goes on."""
        van = self.stage.van
        if van.state.stop is not Stop.OPEN:
            van.do(Open())
        if len(van.state.line()) > 30:
            van.do(*(Cancel(t.number) for t in van.state.line()))
            van.start_at(1)  # as each morning
        van.printer = FakePrinter()


async def round_of_screens(stage: Stage) -> None:
    """Each language and size once: what is drawn last is kept by the widgets, and is then always the same."""
    await stage.later(200)
    for language in stage.app.conductor.facts().languages:
        number = Took(88, 3, True)  # a screen, not a ticket of the queue
        choose = (Show(Screen.LANGUAGES), Language(language), Help(Aid.LARGER), Leave())
        for given in (Broken(), number, *choose):
            assert stage.app.conductor.do(given), f"{given} is out of place"
            await stage.settle(1)


def held() -> Held:
    from kivy.graphics.texture import Texture  # Kivy only once the stage has set it up

    gc.collect()
    objects = gc.get_objects()
    fields = Path("/proc/self/statm").read_text().split()
    resident = int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return Held(len(objects), sum(type(one) is Texture for one in objects), resident)
