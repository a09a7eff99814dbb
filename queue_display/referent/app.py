"""The referent's window as a Kivy app: keeps the `ReferentDesk`, does one thing at a time, on a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from assets import theme
from assets.errors import Trouble
from assets.wording import Wording
from queue_display.referent import model
from queue_display.referent.model import REFERENT_SIZE, Act, LogAtHand, ReferentDesk
from queue_display.referent.window import ReferentRoot
from queue_display.windows.look import Look

PX_PER_MM = 3.95
"""Of a 15.6-inch laptop; a larger window shows the same, larger."""
LEAST_PX_PER_MM = 2.6


class ReferentApp(App):
    """`log` is asked on a thread; `today` is the day by this computer."""

    def __init__(self, log: LogAtHand, say: Wording, today: Callable[[], date]) -> None:
        super().__init__()
        self.title = say("Halte, journal")
        self._log, self._say, self._today = log, say, today
        self.desk = ReferentDesk(today())
        self._acts: asyncio.Queue[Act] = asyncio.Queue()

    def build(self) -> ReferentRoot:
        self._look = Look(scale=theme.CONSOLE, language=self._say.language)
        self._fit()
        self._root = ReferentRoot(self._look, self._say, self._chosen, self._pressed)
        self._draw = Clock.create_trigger(lambda _: self._root.show(self.desk))
        Window.bind(size=lambda *_: self._fit())
        self._root.show(self.desk)
        return self._root

    def open_settings(self, *_: object) -> None:
        """Kivy's own settings panel is not shown."""

    def _fit(self) -> None:
        scale = min(Window.width / REFERENT_SIZE[0], Window.height / REFERENT_SIZE[1])
        self._look.px_per_mm = max(LEAST_PX_PER_MM, scale * PX_PER_MM)

    async def work(self) -> None:
        """Look at the log, then do what is pressed; a part for `queue_display.windows.window.live`."""
        await self._look_at_the_log()
        while True:
            act = await self._acts.get()
            try:
                await self._do(act)
            except Trouble as why:
                self._become(model.failed(self.desk, why))

    async def _do(self, act: Act) -> None:
        if act is not Act.PULL:
            written = await asyncio.to_thread(self._log.write, self.desk.chosen, act)
            self._become(model.ended(self.desk, self._say("Écrit et ouvert : {file}", file=written)))
            await self._look_at_the_log()
            return
        loop = asyncio.get_running_loop()

        def told(part: int, parts: int) -> None:
            loop.call_soon_threadsafe(self._counted, part, parts)

        await asyncio.to_thread(self._log.pull, told)
        self._become(model.ended(self.desk, self._say("Le journal du camion est ici.")))
        await self._look_at_the_log()

    async def _look_at_the_log(self) -> None:
        try:
            overview = await asyncio.to_thread(self._log.look)
        except Trouble as why:
            self._become(model.failed(model.looked(self.desk, model.Overview()), why))
        else:
            self._become(model.looked(self.desk, overview))

    def _counted(self, part: int, parts: int) -> None:
        self._become(model.counted(self.desk, part, parts))

    def _chosen(self, key: str) -> None:
        self._become(model.chose(self.desk, key))

    def _pressed(self, act: Act) -> None:
        if self.desk.can(act):
            self._become(model.began(self.desk, act))
            self._acts.put_nowait(act)

    def _become(self, desk: ReferentDesk) -> None:
        self.desk = desk
        if self.root:
            self._draw()
