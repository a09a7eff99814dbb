"""Walks the visitors' journeys by touch: `Walker` on a real window, offscreen."""

from __future__ import annotations

from tests.journeys.walker import Walker
from tests.ui.kiosk_stage import Stage


class TouchWalker(Walker):
    """Touches what it finds on the glass, opening the family and turning the pages to where it is."""

    def __init__(self, stage: Stage, language: str = "fr") -> None:
        super().__init__(stage.app.conductor, stage.van, stage.voice, stage, language)
        self.stage = stage

    async def settle(self) -> None:
        await self.stage.settle()

    async def touch(self, control: str) -> None:
        if family := self.stage.behind(control):
            await self._find(family)
        await self._find(control)

    async def _find(self, control: str) -> None:
        for _ in range(self.stage.screen.pages):
            if self.stage.widget(control):
                break
            await self.stage.tap("more")
        await self.stage.tap(control)

    async def more(self) -> None:
        if self.stage.screen.pages > 1:
            await self.stage.tap("more")

    async def elsewhere(self) -> None:
        width, height = self.stage.screen.size
        places = ((width * x / 20, height * y / 20) for y in range(4, 20) for x in range(1, 20))
        free = next(place for place in places if not self.stage.screen.control_at(*place))
        self.stage.time += 0.5
        await self.stage.lift(await self.stage.put_down(*free))

    async def knock(self) -> None:
        await knock(self.stage)

    def texts(self) -> str:
        from queue_display.windows.widgets import walk

        return "\n".join(getattr(w, "words", "") for w in walk(self.stage.screen))


async def knock(stage: Stage) -> None:
    width, height = stage.screen.size
    for x in (5, width - 5) * 2:
        stage.time += 0.6
        await stage.lift(await stage.put_down(x, height - 5))
