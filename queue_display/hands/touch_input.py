"""Touches made by a program. They reach Kivy as a finger's do: from an input device that it reads."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider


class FingerTouch(MotionEvent):
    """A touch whose place is given in parts (0 to 1) of the window's width and height."""

    def depack(self, args: tuple[float, float]) -> None:
        self.is_touch = True
        self.profile = ["pos"]
        self.sx, self.sy = args
        super().depack(args)


class Fingers(MotionEventProvider):
    """An input device of its own, read by Kivy once a frame as any other."""

    def __init__(self) -> None:
        super().__init__("hands", "")
        self._touches = 0
        self._events: deque[tuple[str, FingerTouch]] = deque()
        EventLoop.add_input_provider(self)

    def leave(self) -> None:
        EventLoop.remove_input_provider(self)

    def update(self, dispatch_fn: Callable[[str, FingerTouch], None]) -> None:
        while self._events:
            dispatch_fn(*self._events.popleft())

    async def touch(self, start: tuple[float, float], slide: tuple[float, float]) -> None:
        """Down, along and up, each in a frame of its own; Kivy has handled the touch when this returns."""
        self._touches += 1
        touch = FingerTouch("hands", self._touches, _parts(*start), is_touch=True, type_id="touch")
        await self._put("begin", touch)
        if any(slide):
            for step in (0.25, 0.5, 0.75, 1.0):
                touch.move(_parts(start[0] + slide[0] * step, start[1] + slide[1] * step))
                await self._put("update", touch)
        touch.update_time_end()
        await self._put("end", touch)

    async def _put(self, kind: str, touch: FingerTouch) -> None:
        self._events.append((kind, touch))
        await frame()
        await frame()  # Kivy reads input after the clock's callbacks: it is dispatched by the second


def _parts(x: float, y: float) -> tuple[float, float]:
    return x / (Window.width - 1), y / (Window.height - 1)


async def frame() -> None:
    """Return in the next frame."""
    turned: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    Clock.schedule_once(lambda _: _turn(turned), 0)
    await turned


def _turn(turned: asyncio.Future[None]) -> None:
    if not turned.done():
        turned.set_result(None)
