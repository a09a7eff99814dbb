"""Ctrl, Shift and F11 of an X11 desktop, by Xlib itself: it is there wherever X is, and needs no package.

XGrabKey (Xlib, "Keyboard Grabbing") has the server report the key to us whatever window is in front. The
locks (Caps Lock, Num Lock) count as modifiers, so each of their combinations is grabbed too. Its events come
on a connection of our own, which the event loop waits for: no thread, and nothing of the window's is touched.
"""

from __future__ import annotations

import asyncio
import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

CONTROL, SHIFT, CAPS_LOCK, NUM_LOCK = 1 << 2, 1 << 0, 1 << 1, 1 << 4
"""ControlMask, ShiftMask, LockMask and Mod2Mask of X.h."""

LOCKS = (0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK)
F11 = 0xFFC8
"""XK_F11 of keysymdef.h."""

KEY_PRESS, ASYNCHRONOUS = 2, 1
EVENT_BYTES = 192
"""Of an XEvent: a union of 24 longs (Xlib.h)."""

_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class XKey:
    """`library`: Xlib, or what stands in for it."""

    def __init__(self, library: Any = None) -> None:
        self._x = library
        self._display: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refused = False
        self._on_error = _OnError(self._error)  # kept: C calls it

    def grab(
        self, loop: asyncio.AbstractEventLoop, pressed: Callable[[], None], told: Callable[[bool], None]
    ) -> None:
        told(self._taken())
        if self._display:
            self._loop, self._pressed = loop, pressed
            loop.add_reader(self._x.XConnectionNumber(self._display), self._read)

    def _taken(self) -> bool:
        self._x = self._x or _xlib()
        self._display = self._x.XOpenDisplay(None) if self._x else None
        if not self._display:
            return False
        if self._grabbed():
            return True
        self._let_go()
        return False

    def _grabbed(self) -> bool:
        """Xlib ends the program where another has taken the key, unless somebody else hears of the error."""
        before = self._x.XSetErrorHandler(self._on_error)
        root = self._x.XDefaultRootWindow(self._display)
        code = self._x.XKeysymToKeycode(self._display, F11)
        for lock in LOCKS:
            how = CONTROL | SHIFT | lock
            self._x.XGrabKey(self._display, code, how, root, 0, ASYNCHRONOUS, ASYNCHRONOUS)
        self._x.XSync(self._display, 0)  # what went wrong is told by now
        self._x.XSetErrorHandler(before)
        return not self._refused

    def _error(self, display: object, event: object) -> int:
        self._refused = True
        return 0

    def _read(self) -> None:
        event = ctypes.create_string_buffer(EVENT_BYTES)
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)
            if ctypes.c_int.from_buffer(event).value == KEY_PRESS:
                self._pressed()

    async def release(self) -> None:
        if self._display and self._loop:
            self._loop.remove_reader(self._x.XConnectionNumber(self._display))
        self._let_go()

    def _let_go(self) -> None:
        if self._display:
            self._x.XCloseDisplay(self._display)  # the server lets the key go
        self._display = self._loop = None


def _xlib() -> Any:
    """None where there is none."""
    name = ctypes.util.find_library("X11")
    try:
        x = ctypes.CDLL(name or "libX11.so.6")
    except OSError:
        return None
    pointer = ctypes.c_void_p
    x.XOpenDisplay.argtypes, x.XOpenDisplay.restype = [ctypes.c_char_p], pointer
    x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = [pointer], ctypes.c_ulong
    x.XKeysymToKeycode.argtypes, x.XKeysymToKeycode.restype = [pointer, ctypes.c_ulong], ctypes.c_ubyte
    x.XGrabKey.argtypes = [pointer, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong, *[ctypes.c_int] * 3]
    x.XSync.argtypes = [pointer, ctypes.c_int]
    x.XNextEvent.argtypes = [pointer, pointer]
    x.XSetErrorHandler.argtypes, x.XSetErrorHandler.restype = [pointer], pointer
    for call in (x.XConnectionNumber, x.XPending, x.XCloseDisplay):
        call.argtypes = [pointer]
    return x
