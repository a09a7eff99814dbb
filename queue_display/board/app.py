"""The board as a Kivy app: keeps the `Board`, draws it when it changes, announces calls one at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from assets import theme
from assets.wording import Wording
from queue_display.board import model
from queue_display.board.model import Board
from queue_display.board.window import BoardRoot
from queue_display.messages import BoardView, LinkWord
from queue_display.sound.calls import spoken
from queue_display.windows.look import Look

SCREEN = (1366, 768)
SCREEN_PX_PER_MM = 2.8
"""A 22-inch screen of that size. Others show the same, larger or smaller."""

ON_STAGE = 6.0
"""Seconds that a call is shown before the next one, at least: time to look up and to read."""

TICK = 1.0
"""Seconds between two looks at the clock; only a minute that turned draws anything."""

Voice = Callable[[str], Awaitable[None]]
"""Says a sentence aloud, or only rings; returns when it is quiet again."""


class BoardApp(App):
    """`voice` announces a call; it is called again only once it has returned. `now` is a steady clock in
    seconds."""

    def __init__(
        self,
        say: Wording,
        voice: Voice,
        on_stage: float = ON_STAGE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._now = now
        self.title = say("Halte, panneau")
        self.board = Board()
        self._say, self._voice, self._on_stage = say, voice, on_stage
        self._news = asyncio.Event()  # calls wait to be announced

    def build(self) -> BoardRoot:
        self._look = Look(scale=theme.BOARD, language=self._say.language)
        self._fit()
        self._root = BoardRoot(self._look, self._say)
        self._draw = Clock.create_trigger(lambda _: self._show())
        Window.bind(size=lambda *_: self._fit())
        Clock.schedule_interval(lambda _: self._show(), TICK)
        self._show()
        return self._root

    def open_settings(self, *_: object) -> None:
        """Kivy's own settings panel is not shown."""

    def _show(self) -> None:
        self._root.show(self.board, self._now())

    def _fit(self) -> None:
        scale = min(Window.width / SCREEN[0], Window.height / SCREEN[1])
        self._look.px_per_mm = scale * SCREEN_PX_PER_MM

    def seen(self, view: BoardView) -> None:
        self._become(model.seen(self.board, view, self._now()))

    def linked(self, link: LinkWord) -> None:
        self._become(model.linked(self.board, link))

    async def announce(self) -> None:
        """Announce the calls one after the other; a part for `queue_display.windows.window.live`."""
        while True:
            await self._news.wait()
            self._become(model.next_call(self.board))
            if call := self.board.announcing:
                voice = self._voice(spoken(call, self._say))
                await asyncio.gather(voice, asyncio.sleep(self._on_stage))
            self._become(model.quiet(self.board))

    def _become(self, board: Board) -> None:
        self.board = board
        (self._news.set if board.waiting else self._news.clear)()
        if self.root:
            self._draw()
