"""What stands for the van's touchscreen: an X server without a screen, on which cage opens its output.

What is seen on it is what cage shows, and a press goes the whole way: cage, Xwayland, Kivy, Halte.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image, ImageGrab

SIZE = 1024, 768
"""Pixels: the size that cage's output takes there by itself."""


class Monitor:
    """A monitor with a finger before it. `number` is its X display's."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def display(self) -> str:
        return f":{self.number}"

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display)

    def lit(self) -> bool:
        """Whether anything is to be seen: more than one colour."""
        return len(self.picture().getcolors(SIZE[0] * SIZE[1]) or ()) > 1

    def press(self, across: float, down: float) -> None:
        """A press at that part of the width and of the height, from the top left."""
        x, y = round(across * SIZE[0]), round(down * SIZE[1])
        self._xdotool("mousemove", str(x), str(y), "mousedown", "1", "sleep", "0.1", "mouseup", "1")

    def switch_off(self) -> None:
        """Take the output away from cage, as a monitor does that is switched off."""
        for window in self._xdotool("search", "--onlyvisible", "--name", "").split():
            _ask_to_close(self.display, int(window))

    def _xdotool(self, *words: str) -> str:
        environment = os.environ | {"DISPLAY": self.display}
        return subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True).stdout


ATOMS = b"WM_PROTOCOLS", b"WM_DELETE_WINDOW", b"_NET_WM_NAME", b"UTF8_STRING"
"""Names that a window manager would have made known, and that cage's backend asks for."""


LOCK = "/tmp/.X{}-lock"  # noqa: S108 - where a server writes its process's number
LOOK = 0.1

NUMBERS = range(90, 120)
"""X displays to choose from. Servers that count up from 0 do not come here."""


@contextmanager
def monitor(network: str) -> Iterator[Monitor]:
    """For a system in the network namespace `network`: an X server is found there from any folders."""
    number, server = next(filter(None, (_started(network, number) for number in NUMBERS)))
    try:
        with _x(f":{number}") as (x, opened):
            for name in ATOMS:
                _atom(x, opened, name)
        yield Monitor(number)
    finally:
        server.terminate()
        server.wait()


def _started(network: str, number: int) -> tuple[int, subprocess.Popen[bytes]] | None:
    """The X server of that number, once it listens; None where there is one already.

    Its number is said to it: a server that chooses by itself takes one that another network namespace has.
    """
    inside = ["nsenter", f"--net=/run/netns/{network}", "Xvfb", f":{number}"]
    options = ["-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-ac", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen([*inside, *options], stderr=subprocess.DEVNULL)
    while server.poll() is None:
        with suppress(OSError), _x(f":{number}"):
            if int(Path(LOCK.format(number)).read_text()) == server.pid:
                return number, server
        time.sleep(LOOK)
    return None


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, from Xlib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),  # XSendEvent reads a whole XEvent
    )


_CLIENT_MESSAGE = 33
"""ClientMessage, from X.h."""


@contextmanager
def _x(display: str) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    if not (found := x.XOpenDisplay(display.encode())):
        raise OSError(f"no X server listens at {display}")
    opened = ctypes.c_void_p(found)
    yield x, opened
    x.XCloseDisplay(opened)


def _atom(x: ctypes.CDLL, opened: ctypes.c_void_p, name: bytes) -> int:
    return int(x.XInternAtom(opened, name, 0))


def _ask_to_close(display: str, window: int) -> None:
    """WM_DELETE_WINDOW, at which cage's backend destroys the output of that window."""
    with _x(display) as (x, opened):
        protocols, delete = (_atom(x, opened, name) for name in ATOMS[:2])
        event = _ClientMessage(type=_CLIENT_MESSAGE, window=window, message_type=protocols, format=32)
        event.data[0] = delete
        x.XSendEvent(opened, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
