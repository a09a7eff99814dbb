"""Ctrl, Shift and F11 of a Windows desktop: RegisterHotKey (Win32, winuser.h).

Windows tells the thread that asked, so a thread asks and waits for messages, until one says that it may end.
"""

from __future__ import annotations

import asyncio
import ctypes
import threading
from collections.abc import Callable
from typing import Any

MOD_CONTROL, MOD_SHIFT, MOD_NOREPEAT = 0x0002, 0x0004, 0x4000
VK_F11 = 0x7A
WM_HOTKEY, WM_QUIT = 0x0312, 0x0012
OURS = 1
"""Our key among those of the thread: it has but one."""

MESSAGE_BYTES = 64
"""Room for a MSG: 48 bytes on 64 bits. Its second field, at the width of a pointer, is the message."""


class WindowsKey:
    """`user`, `kernel`: user32 and kernel32, or what stands in for them."""

    def __init__(self, user: Any = None, kernel: Any = None) -> None:
        self._user, self._kernel = user, kernel
        self._thread: threading.Thread | None = None
        self._number = 0
        self._ours = False
        self._asked = asyncio.Event()

    def grab(
        self, loop: asyncio.AbstractEventLoop, pressed: Callable[[], None], told: Callable[[bool], None]
    ) -> None:
        windll: Any = None if self._user else getattr(ctypes, "windll", None)
        self._user, self._kernel = self._user or windll.user32, self._kernel or windll.kernel32
        self._thread = threading.Thread(
            target=self._wait, args=(loop, pressed, told), name="global-key", daemon=True
        )
        self._thread.start()

    def _wait(
        self, loop: asyncio.AbstractEventLoop, pressed: Callable[[], None], told: Callable[[bool], None]
    ) -> None:
        self._number = self._kernel.GetCurrentThreadId()
        how = MOD_CONTROL | MOD_SHIFT | MOD_NOREPEAT
        self._ours = bool(self._user.RegisterHotKey(None, OURS, how, VK_F11))
        loop.call_soon_threadsafe(self._tell, told)
        message = ctypes.create_string_buffer(MESSAGE_BYTES)
        # 0 is WM_QUIT, -1 an error.
        while self._ours and self._user.GetMessageW(message, None, 0, 0) > 0:
            if ctypes.c_uint.from_buffer(message, ctypes.sizeof(ctypes.c_void_p)).value == WM_HOTKEY:
                loop.call_soon_threadsafe(pressed)
        if self._ours:
            self._user.UnregisterHotKey(None, OURS)

    def _tell(self, told: Callable[[bool], None]) -> None:
        self._asked.set()
        told(self._ours)

    async def release(self) -> None:
        if self._thread is None:
            return
        await self._asked.wait()
        if self._ours:
            self._user.PostThreadMessageW(self._number, WM_QUIT, 0, 0)
        await asyncio.to_thread(self._thread.join)
        self._thread = None
