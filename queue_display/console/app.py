"""The console as a Kivy app: keeps the `Console`, draws it when it changes, and speaks with the kiosk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Keyboard, Window

from assets import theme
from assets.errors import Trouble
from assets.wording import Wording
from queue_display.console import aloud, keeping, keyboard, model, summary, words
from queue_display.console.aloud import Aloud
from queue_display.console.buttons import next_press
from queue_display.console.corner import LAPTOP, LAPTOP_PX_PER_MM, STRIP, Corner
from queue_display.console.model import Asked, Console, InTurn, Keep, Peek, Press, Shrink
from queue_display.console.window import ConsoleRoot
from queue_display.messages import AgentView, AnyAsk, DeskTicket, Done, LinkWord
from queue_display.sound.calls import spoken
from queue_display.sound.lack import Lack
from queue_display.windows.look import Look

TICK = 1.0
"""Seconds between two looks at the clock; only a minute that turned or a notice that ends draws anything."""

LEAST_PX_PER_MM = 2.4

OTHERS_KEYS = {"ctrl", "alt", "meta"}
"""Keys that with another make what is not the console's."""


class Kiosk(Protocol):
    """What the console needs of `queue_display.link.display_end.DisplayServer`."""

    async def ask(self, ask: AnyAsk) -> Done: ...


class CallSpeaker(Protocol):
    """Rings and says a sentence; returns when it is quiet again. `lacks`: what is not heard of it."""

    @property
    def lacks(self) -> Lack: ...

    async def __call__(self, sentence: str) -> None: ...


class ConsoleApp(App):
    """`now` is a steady clock in seconds, `wall` reads the time of this computer, with its UTC offset."""

    def __init__(
        self,
        desk: int,
        say: Wording,
        now: Callable[[], float],
        wall: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        *,
        small: bool = False,
        says: Aloud = None,
    ) -> None:
        """`small`: it is the strip from the first view on; until then there is more to say than it holds.
        `says`: the calls that it says itself."""
        super().__init__()
        self.title = say("Halte, bureau {n}", n=desk)
        self.console = Console(desk, link_at=now())
        self._say, self._now, self._wall = say, now, wall
        self._asks: asyncio.Queue[Asked] = asyncio.Queue()
        self._kept: asyncio.Queue[tuple[str, date]] = asyncio.Queue()
        self._held: set[int] = set()
        self._small = small
        self._came = asyncio.Event()
        self._rings = 0  # that are due
        self._says = says
        self._calls: tuple[DeskTicket, ...] = ()  # that are due, the oldest first

    def build(self) -> ConsoleRoot:
        self._look = Look(scale=theme.CONSOLE, language=self._say.language)
        self.fit()
        self._corner = Corner(Window)
        self._root = ConsoleRoot(self._look, self._say, self._pressed)
        self._draw = Clock.create_trigger(lambda _: self._root.show(self.console, self._now()))
        self._peek_ends = Clock.create_trigger(lambda _: self._pressed(Peek(on=False)), model.PEEK_LONGEST)
        self._heard = {
            "size": self._resized,
            "focus": self._focus,
            "on_key_down": self._key,
            "on_key_up": self._key_up,
        }
        Window.bind(**self._heard)
        self._ticks = Clock.schedule_interval(lambda _: self._draw(), TICK)
        self._root.show(self.console, self._now())
        return self._root

    def open_settings(self, *_: object) -> None:
        """Kivy's own settings are no business of an agent."""

    def leave(self) -> None:
        """Hear no more of the window."""
        Window.unbind(**self._heard)
        self._ticks.cancel()

    def _resized(self, *_: object) -> None:
        self.fit()

    def fit(self) -> None:
        """As large as the window lets it be."""
        whole = STRIP if self.console.strip else LAPTOP
        scale = min(Window.width / whole[0], Window.height / whole[1])
        self._look.px_per_mm = max(LEAST_PX_PER_MM, scale * LAPTOP_PX_PER_MM)

    # --- From the link ---

    def seen(self, view: AgentView) -> None:
        before = self.console
        self._become(model.seen(before, view, self._now(), self._wall()))
        if self._small:
            self._small = False
            self._pressed(Shrink(on=True))
        if rings := model.rings(before, self.console):
            self._rings = max(self._rings, rings)
        self._calls = aloud.due(self._calls, before, self.console, self._says)
        if self._rings or self._calls:
            self._came.set()
        if not self.console.settled(self._now()):
            self._draw_after(model.SETTLE)

    def linked(self, link: LinkWord) -> None:
        self._calls = ()
        self._become(model.linked(self.console, link, self._now(), self._wall()))

    async def converse(self, kiosk: Kiosk) -> None:
        """Carry what is pressed to the kiosk, one after the other; a part for `window.live`."""
        while True:
            asked = await self._asks.get()
            done = await kiosk.ask(asked.first if isinstance(asked, InTurn) else asked)
            if isinstance(asked, InTurn) and not done.refused:
                self._become(model.half_done(self.console))
                done = await kiosk.ask(asked.then)
            self._become(model.answered(self.console, done, self._now()))

    async def keep(self, home: Path) -> None:
        """Write the day's summary, each time it is asked for, below `home`; a part for `window.live`."""
        while True:
            text, day = await self._kept.get()
            try:
                file = await asyncio.to_thread(keeping.keep, text, day, home)
                told = self._say("Bilan enregistré : {file}", file=file)
            except Trouble as trouble:
                told = trouble.said(self._say)
            self._become(model.kept(self.console, told, self._now()))

    async def announce(self, chime: Callable[[str], Awaitable[None]], voice: CallSpeaker) -> None:
        """Let calls be heard, and that somebody has come, or needs help, whatever window is in front: one
        after the other; a part for `window.live`."""
        self._heard_of(voice)
        while True:
            await self._came.wait()
            self._came.clear()
            while self._calls:
                call, *rest = self._calls
                self._calls = tuple(rest)
                await voice(spoken(call, self._say))
                self._heard_of(voice)
            rings, self._rings = self._rings, 0
            for _ in range(rings):
                await chime("")

    def _heard_of(self, voice: CallSpeaker) -> None:
        """Tell the agent where the calls that are made here are not heard."""
        if self._says:
            self._become(replace(self.console, call_lacks=voice.lacks.value))

    # --- From the agent ---

    def _pressed(self, press: Press) -> None:
        console, ask = model.pressed(self.console, press, self._now())
        if ask:
            self._asks.put_nowait(ask)
            self._draw_after(model.SHOWN_BUSY)
        if isinstance(press, Keep) and (shown := summary.of_the_day(self.console)):
            self._kept.put_nowait((summary.written(self.console, self._say), shown.day))
        if isinstance(press, Peek):
            self._hide_topics_after_all(press)
        self._become(console)

    def _hide_topics_after_all(self, peek: Peek) -> None:
        """Also where the key is never let go, as far as this window hears."""
        self._peek_ends.cancel()
        if peek.on:
            self._peek_ends()

    def hears_next(self, heard: bool) -> None:
        """Whether the desktop gives this console a key of its own."""
        self._become(replace(self.console, desktop_key=heard))

    def next_pressed(self) -> None:
        """The key of the whole desktop, whatever window is in front."""
        press = next_press(self.console, self._say, self._now())
        if press is not None:
            self._pressed(press)

    def _shrunk(self) -> None:
        """The window takes its other size, and is on top of all others while it is small."""
        if self.console.strip:
            self._corner.shrink(self._look.px_per_mm)
        else:
            self._corner.restore()
        self.fit()

    def _key(
        self, _window: object, key: int, _scan: object, _text: object, modifiers: Collection[str]
    ) -> bool:
        if OTHERS_KEYS & set(modifiers):  # the system's own, such as Alt and F4
            return False
        if key in self._held:  # held down: one press
            return True
        self._held.add(key)
        back = "shift" in modifiers
        console, presses = keyboard.keyed(self.console, key_name(key), self._say, self._now(), back=back)
        self._become(console)
        for press in presses:
            self._pressed(press)
        return True

    def _key_up(self, _window: object, key: int, *_: object) -> None:
        self._held.discard(key)
        if self.console.peeking:
            self._pressed(Peek(on=False))

    def _focus(self, _window: object, here: bool) -> None:
        """While another window is in front, keys that are let go are not heard here."""
        if not here:
            self._held.clear()
            self._pressed(Peek(on=False))

    def _draw_after(self, seconds: float) -> None:
        """Draw once what time alone will have changed by then."""
        Clock.schedule_once(lambda _: self._draw(), seconds + 0.02)

    def _become(self, console: Console) -> None:
        shrinks = console.strip is not self.console.strip
        self.console = console
        if self.root:
            if shrinks:
                self._shrunk()
            if self.title != (title := words.window_title(console, self._say)):
                self.title = title
            self._draw()


def key_name(key: int) -> str:
    """Kivy's name for a key's code; empty for a key that it has no name for."""
    return next((name for name, code in Keyboard.keycodes.items() if code == key), "")
