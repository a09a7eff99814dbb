"""From Kivy's touches to choices: one finger at a time, by sight or by ear."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from assets.late import late
from kiosk.touchscreen.conduct.conductor import Conductor
from kiosk.touchscreen.content.parts import Control
from kiosk.touchscreen.journey.inputs import Help
from kiosk.touchscreen.journey.state import Aid
from kiosk.touchscreen.screens.controls import ControlButton
from kiosk.touchscreen.screens.ear_keys import EarKeys
from kiosk.touchscreen.screens.root import KioskRoot
from kiosk.touchscreen.touch.corners import Corners
from kiosk.touchscreen.touch.explore import Chosen, Explorer, Say
from kiosk.touchscreen.touch.knock import Knocker
from kiosk.touchscreen.touch.touches import Touches


class Host(Protocol):
    screen: KioskRoot
    conductor: Conductor

    def touched(self, control: Control | None) -> None: ...
    def knocked(self) -> None: ...
    def say(self, words: str, private: bool) -> None: ...
    def stop_speaking(self) -> None: ...


class FingerReader:
    """Is given each touch of the window, in pixels; tells `host` what counts."""

    def __init__(self, host: Host, now: Callable[[], float] = time.monotonic) -> None:
        self._host, self._now = host, now
        self._touches = Touches()
        self._explorer = Explorer()
        self._corners = Corners()
        self._keys = EarKeys(host, self._explorer)
        self._knocker = Knocker()
        self._pressed: ControlButton | None = None

    @property
    def _by_ear(self) -> bool:
        return Aid.SPOKEN in self._host.conductor.at.aids.on

    def forget(self) -> None:
        """Another screen is shown: forget what was heard or pressed."""
        self._explorer.forget()
        self._release()

    def down(self, touch: Any) -> None:
        if touch.button not in (None, "left"):  # a finger has no button, a mouse has several
            return
        late.touched()
        self._touches.twice_meant = self._by_ear
        x, y = self._millimetres(touch)
        counts = self._touches.down(str(touch.uid), touch.device, x, y, self._now())
        if not counts:
            if not self._touches.alone:
                self._release()
        elif self._by_ear:
            self._host.stop_speaking()
            if not self._corners.down(x, y, self._host.screen.millimetres):
                self._tell(self._explorer.down(self._under(touch), x, y, self._now()))
        else:
            self._press(self._host.screen.control_at(touch.x, touch.y))

    def move(self, touch: Any) -> None:
        if not (self._touches.alone and self._by_ear):
            return
        place = self._millimetres(touch)
        if self._corners.pressed:
            if self._corners.move(*place):
                return
            self._explorer.down(None, *self._corners.start, self._now())
        self._tell(self._explorer.move(self._under(touch), *place))

    def up(self, touch: Any) -> None:
        late.touched()
        if self._touches.up(str(touch.uid), self._now()):
            self._meant(touch)
        if not self._host.conductor.drawn_late:
            self._release()  # else the tile looks pressed until the number is there

    def key(self, does: str) -> None:
        """A key of the keypad: the first one switches the voice on, for who cannot find *Écouter*."""
        late.touched()
        conductor = self._host.conductor
        if self._by_ear:
            self._host.stop_speaking()
            self._keys.pressed(does)
        elif conductor.facts().voice:
            conductor.do(Help(Aid.SPOKEN))

    def _meant(self, touch: Any) -> None:
        """A touch that counts has ended."""
        pressed = self._pressed
        if self._by_ear:  # the corners are keys then, and the agents' gesture waits
            key = self._corners.up()
            if key:
                self._keys.press(key)
            else:
                self._tell(self._explorer.up(self._now()))
        elif self._knocker.touch(*self._millimetres(touch), self._host.screen.millimetres, self._now()):
            self._host.knocked()
        else:
            same = pressed and pressed.collide_point(touch.x, touch.y)
            self._host.touched(pressed.control if same and pressed else None)

    def _press(self, button: ControlButton | None) -> None:
        self._release()
        self._pressed = button
        if button:
            button.state = "down"

    def _release(self) -> None:
        if self._pressed:
            self._pressed.state = "normal"
        self._pressed = None

    def _under(self, touch: Any) -> str | None:
        button = self._host.screen.control_at(touch.x, touch.y)
        return button.control.id if button else None

    def _tell(self, heard: Say | Chosen | None) -> None:
        control = self._host.screen.control_named(heard.control) if heard else None
        if isinstance(heard, Chosen):
            self._host.touched(control)
        elif isinstance(heard, Say) and control:
            read = self._host.conductor.listening.heard().controls.get(control.id, control)
            self._host.say(read.said(), control.private)

    def _millimetres(self, touch: Any) -> tuple[float, float]:
        px_per_mm = self._host.screen.look.px_per_mm
        return touch.x / px_per_mm, touch.y / px_per_mm
