"""The kiosk's window. Set Kivy up before this is imported: `queue_display.windows.window.prepare`.

app = KioskApp(van, voice)
await live(app, app.conduct, van.run)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import cache

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from assets import theme
from assets.late import late
from assets.wording import visitors_languages, wording
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.conduct.listening import VoicePort
from kiosk.touchscreen.conduct.service_state import installed
from kiosk.touchscreen.conduct.van_port import VanPort
from kiosk.touchscreen.content.parts import Content, Control, Facts
from kiosk.touchscreen.journey.inputs import Knock, Touched
from kiosk.touchscreen.journey.state import Aid, Journey, Screen
from kiosk.touchscreen.screens.frame_rate import FrameRate
from kiosk.touchscreen.screens.keypad import Keypad
from kiosk.touchscreen.screens.root import KioskRoot
from kiosk.touchscreen.screens.size import growth, px_per_mm
from kiosk.touchscreen.screens.touch_reader import FingerReader
from queue_display.windows import motion
from queue_display.windows.look import Look


class KioskApp(App):
    """The touchscreen. `closable`: on a desktop the window may be closed; in the van nothing closes it."""

    def __init__(
        self,
        van: VanPort,
        voice: VoicePort,
        *,
        closable: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._van, self._voice, self._closable = van, voice, closable
        self.look = Look(px_per_mm=self._px_per_mm())
        self.screen = KioskRoot(look=self.look, size=Window.size)
        self.conductor = Conductor(
            van,
            self._draw,
            voice,
            now,
            self.screen.aids_offered,
            tuple(visitors_languages()),
            self._crowded,
        )
        self.fingers = FingerReader(self, now)
        self.screen.fingers = self.fingers
        self.keypad = Keypad(van.settings.speech.keypad, self.fingers.key)
        self._drawn: Screen | None = None
        self._frame_rate = FrameRate(Clock)
        self._hooks: dict[str, Callable[..., bool | None]] = {
            "on_request_close": lambda *_: not self._closable,
            "on_keyboard": self.keypad.down,
            "on_key_up": self.keypad.up,
            "on_motion": self._moved,
            "on_resize": self._resized,
        }

    def build(self) -> KioskRoot:
        self.title = self._van.settings.van
        Window.clearcolor = (1, 1, 1, 1)
        Window.bind(**self._hooks)
        return self.screen

    def leave(self) -> None:
        """Stop listening to the window's events."""
        Window.unbind(**self._hooks)

    def _moved(self, *_: object) -> None:
        self._frame_rate.touched()

    def open_settings(self, *_: object) -> bool:
        """Kivy's own settings panel is not for visitors."""
        return False

    async def conduct(self) -> None:
        """Lead the visitors through the screens until cancelled; a part for `window.live`."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._get_ready_soon())
            await self.conductor.run()

    async def _get_ready_soon(self) -> None:
        await asyncio.sleep(FIRST_FRAME)
        await asyncio.to_thread(get_ready)
        if self._van.settings.screen.motion:
            self.screen.moves = await asyncio.to_thread(motion.wanted)

    # --- Touches ----------------------------------------------------------------------------------

    def touched(self, control: Control | None) -> None:
        """A touch that counts: on a control, or anywhere."""
        self.conductor.do(control.sends if control else Touched())

    def knocked(self) -> None:
        """The agents' gesture was made."""
        if self._van.first_start.service_code:
            self.conductor.do(Knock())

    def say(self, words: str, private: bool) -> None:
        """Say `words` to a visitor who listens; their touch also shows that they are there."""
        self.conductor.do(Touched())
        self._voice.say(words, self.conductor.at.aids.language, private)

    def stop_speaking(self) -> None:
        """Stop the voice: a visitor who listens has touched the screen."""
        self._voice.stop()

    # --- Drawing ----------------------------------------------------------------------------------

    def _draw(self, at: Journey, shown: Content, facts: Facts) -> None:
        self._dress(at)
        if self._drawn is not at.screen:
            self.fingers.forget()
        self._drawn = at.screen
        self.screen.draw(at, shown, facts)

    def _crowded(self, at: Journey, shown: Content) -> bool:
        self._dress(at)
        return self.screen.crowded(at, shown)

    def _dress(self, at: Journey) -> None:
        palette = theme.CONTRAST if Aid.CONTRAST in at.aids.on else theme.LIGHT
        scale = self._scale(Aid.LARGER in at.aids.on)
        for name, value in (("palette", palette), ("scale", scale), ("language", at.aids.language)):
            if getattr(self.look, name) != value:
                setattr(self.look, name, value)

    def _scale(self, larger: bool) -> theme.Scale:
        side = min(self.screen.millimetres)
        return _scaled(theme.KIOSK_LARGER if larger else theme.KIOSK, growth(side))

    def _resized(self, *_: object) -> None:
        self.look.px_per_mm = self._px_per_mm()
        self.screen.size = Window.size
        self.conductor.redraw()

    def _px_per_mm(self) -> float:
        diagonal = self._van.settings.screen.diagonal
        return px_per_mm(Window.size, diagonal, whole_screen=not self._closable)


@cache
def _scaled(scale: theme.Scale, factor: float) -> theme.Scale:
    """The same object each time: what is the same is not set, and nothing is laid out anew."""
    return scale.times(factor)


FIRST_FRAME = 1.0
"""Seconds for the first screens to appear, before files are read that only later ones need."""


def get_ready() -> None:
    """Read what languages other than French need, so that no touch waits for it later."""
    with late.in_turn():
        import arabic_reshaper  # noqa: F401  # queue_display.windows.text_lines imports it when first needed
        import bidi.algorithm  # noqa: F401

        installed()
        for language in visitors_languages():
            late.step()
            wording(language)
