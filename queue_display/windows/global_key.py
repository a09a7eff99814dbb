"""Ctrl, Shift and F11, heard whatever program is in front: where the system allows it.

Windows has RegisterHotKey, X11 has XGrabKey; Wayland gives keys to the window in front alone, and macOS asks
its user for rights that an agent does not have: there nothing is heard, and the console says so.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

Heard: TypeAlias = Callable[[], None]
Told: TypeAlias = Callable[[bool], None]


class DesktopKey(Protocol):
    """All on the event loop: `grab` has `told` called with whether the key is now ours, and from then on
    `pressed`, until `release`."""

    def grab(self, loop: asyncio.AbstractEventLoop, pressed: Heard, told: Told) -> None: ...

    async def release(self) -> None: ...


class NoKey:
    """A desktop that gives no program such a key."""

    def grab(self, loop: asyncio.AbstractEventLoop, pressed: Heard, told: Told) -> None:
        told(False)

    async def release(self) -> None:
        """Nothing was taken."""


def key_of_the_desktop(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> DesktopKey:
    """That of this desktop."""
    if platform == "win32":
        from queue_display.windows.windows_key import WindowsKey

        return WindowsKey()
    if environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        from queue_display.windows.x_key import XKey

        return XKey()
    return NoKey()


async def listen(key: DesktopKey, pressed: Heard, told: Told) -> None:
    """Hear the key until cancelled; `told` whether there is any. A part for `window.live`."""
    try:
        key.grab(asyncio.get_running_loop(), pressed, told)
        await asyncio.Event().wait()
    finally:
        await key.release()
