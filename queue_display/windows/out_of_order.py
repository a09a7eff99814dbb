"""A window that cannot start says why, on the whole screen: calm for the visitors, in words for the agents.

Importing this file imports Kivy: set Kivy up before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kivy.app import App
from kivy.core.window import Window
from kivy.lang import Builder

from assets import theme
from assets.wording import Wording, text
from queue_display.windows import screen_size
from queue_display.windows import texts as _texts_of_the_layout  # noqa: F401 — out_of_order.kv names its classes
from queue_display.windows.look import Look
from queue_display.windows.papers import Screenful
from queue_display.windows.window import live

LOOK_AGAIN = 5.0
"""Seconds between two tries whether what is in the way is gone."""

USUAL_DIAGONAL = 10.1
"""Inches, of a screen that does not say how large it is."""

SCALE = replace(theme.KIOSK, title=8.0, small=3.4)
"""Visitors read standing, as ever; the agent who mends it comes close, as to a console."""

STEPS = (1.8, 1.5, 1.25, 1.0, 0.85, 0.7, 0.6, 0.5)
"""How many times as large as usual texts may be: the largest that leave nothing out. The last is for the
longest sentence on the smallest screen."""


STATUS = text("Ne peut pas démarrer : l’écran et le journal du système disent pourquoi.")


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """What is said: to visitors a `headline` and what they do (`advice`, `phone`, perhaps empty); to agents
    `why`."""

    headline: str
    advice: str
    why: str
    phone: str = ""


class OutOfOrderRoot(Screenful):
    """The whole window."""

    def show(self, said: OutOfOrder, say: Wording) -> None:
        texts = {
            "headline": said.headline,
            "advice": said.advice,
            "phone": say("Téléphone : {phone}", phone=said.phone) if said.phone else "",
            "why": say("Pour l’agent : {why}", why=said.why),
            "retry": say("Halte réessaie d’elle-même : dès que c’est réparé, cet écran disparaît."),
        }
        for name, words in texts.items():
            self.ids[name].words = words
        self.fit()

    def fit(self) -> None:
        """As large as the room allows: nothing is left out."""
        for step in STEPS:
            self.look.scale = SCALE.times(step)
            if self._needs() <= self.height:
                return

    def _needs(self) -> float:
        return sum(self._parts())

    def _parts(self) -> Iterator[float]:
        """Heights from top to bottom, with the space between; endless where a word has no room."""
        inner = self.width - 2 * self.look.pad
        for name in ("headline", "advice", "phone"):
            yield self._height(name, inner) + self.look.gap
        beside = self.ids.sign.font_size + self.look.gap + 2 * self.look.pad
        for name in ("why", "retry"):
            yield self._height(name, inner - beside) + self.look.gap
        yield self.ids.icon.font_size + 6 * self.look.pad

    def _height(self, name: str, width: float) -> float:
        height = self.ids[name].height_at(width)
        return float("inf") if height is None else float(height)


class OutOfOrderApp(App):
    """Shows `said` until `mended`, which runs on a thread, returns nothing that is in the way any more."""

    def __init__(
        self,
        said: OutOfOrder,
        mended: Callable[[], OutOfOrder | None],
        say: Wording,
        diagonal: float | None = None,
    ) -> None:
        super().__init__()
        self.title = "Halte"
        self.over = False
        self._said, self._mended, self._say, self._diagonal = said, mended, say, diagonal

    def build(self) -> OutOfOrderRoot:
        self.look = Look(px_per_mm=self._px_per_mm(), scale=SCALE, language=self._say.language)
        self.screen = OutOfOrderRoot(look=self.look, size=Window.size)
        self.screen.show(self._said, self._say)
        Window.clearcolor = (1, 1, 1, 1)
        Window.bind(size=self._resized)
        return self.screen

    def open_settings(self, *_: object) -> None:
        """Kivy's own settings panel is not shown."""

    async def look_again(self) -> None:
        """Return once nothing is in the way any more; a part for `window.live`."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            said = await asyncio.to_thread(self._mended)
            if said is None:
                self.over = True
                return
            if said != self._said:
                self._said = said
                self.screen.show(said, self._say)

    def _resized(self, *_: object) -> None:
        self.look.px_per_mm = self._px_per_mm()
        self.screen.size = Window.size
        self.screen.fit()

    def _px_per_mm(self) -> float:
        return theme.px_per_mm(Window.size, self._diagonal or screen_size.diagonal() or USUAL_DIAGONAL)


async def shown(app: OutOfOrderApp, *, hands: bool = False) -> bool:
    """Show it; True once nothing is in the way, False where the window was closed or told to stop."""
    await live(app, app.look_again, hands=hands, status=STATUS)
    return app.over


Builder.load_file(str(Path(__file__).with_suffix(".kv")))
