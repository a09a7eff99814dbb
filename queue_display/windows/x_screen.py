"""The size of an X screen: without a window manager, a window fills it only if it asks for that size."""

from __future__ import annotations

import ctypes
import os


def x_screen_size() -> tuple[int, int] | None:
    """Width and height in pixels of the X screen that DISPLAY names; None where there is none."""
    if not os.environ.get("DISPLAY"):
        return None
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    for ask in (x11.XDefaultScreen, x11.XCloseDisplay):
        ask.argtypes = [ctypes.c_void_p]
    for ask in (x11.XDisplayWidth, x11.XDisplayHeight):
        ask.argtypes = [ctypes.c_void_p, ctypes.c_int]
    return _asked(x11)


def _asked(x11: ctypes.CDLL) -> tuple[int, int] | None:
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        screen = x11.XDefaultScreen(display)
        return int(x11.XDisplayWidth(display, screen)), int(x11.XDisplayHeight(display, screen))
    finally:
        x11.XCloseDisplay(display)
