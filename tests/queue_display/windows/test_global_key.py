"""The key of the whole desktop, with what stands in for Xlib and for Windows."""

from __future__ import annotations

import asyncio
import ctypes
import queue
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from queue_display.windows import windows_key, x_key
from queue_display.windows.global_key import NoKey, key_of_the_desktop, listen
from queue_display.windows.windows_key import WindowsKey
from queue_display.windows.x_key import XKey


class FakeX:
    """A server whose events come on a socket: a byte for each. `taken`: another program has the key."""

    def __init__(self, taken: bool = False) -> None:
        self.taken, self.grabbed, self.closed, self.events = taken, list[int](), 0, list[int]()
        self._reads, self._writes = socket.socketpair()
        for end in (self._reads, self._writes):
            end.setblocking(False)
        self._on_error: Any = None

    def press(self, kind: int = x_key.KEY_PRESS) -> None:
        self.events.append(kind)
        self._writes.send(b"x")

    def XOpenDisplay(self, name: object) -> int:  # noqa: N802  # Xlib's name
        return 1

    def XDefaultRootWindow(self, display: int) -> int:  # noqa: N802
        return 7

    def XKeysymToKeycode(self, display: int, sign: int) -> int:  # noqa: N802
        assert sign == x_key.F11
        return 95

    def XGrabKey(self, display: int, code: int, how: int, root: int, *rest: int) -> None:  # noqa: N802
        assert (code, root, rest) == (95, 7, (0, 1, 1))
        self.grabbed.append(how)

    def XSync(self, display: int, discard: int) -> None:  # noqa: N802
        if self.taken:
            self._on_error(None, None)

    def XSetErrorHandler(self, handler: Any) -> Any:  # noqa: N802
        before, self._on_error = self._on_error, handler
        return before

    def XConnectionNumber(self, display: int) -> int:  # noqa: N802
        return self._reads.fileno()

    def XPending(self, display: int) -> int:  # noqa: N802
        return len(self.events)

    def XNextEvent(self, display: int, event: Any) -> None:  # noqa: N802
        self._reads.recv(1)
        ctypes.c_int.from_buffer(event).value = self.events.pop(0)

    def XCloseDisplay(self, display: int) -> None:  # noqa: N802
        self.closed += 1
        self._reads.close()
        self._writes.close()


class FakeUser:
    """user32: messages come as they are posted."""

    def __init__(self, taken: bool = False) -> None:
        self.taken, self.ours = taken, False
        self._messages: queue.SimpleQueue[int] = queue.SimpleQueue()

    def RegisterHotKey(self, window: None, number: int, how: int, key: int) -> int:  # noqa: N802  # Windows' name
        assert (how & ~windows_key.MOD_NOREPEAT, key) == (6, windows_key.VK_F11)
        self.ours = not self.taken
        return int(self.ours)

    def UnregisterHotKey(self, window: None, number: int) -> None:  # noqa: N802
        self.ours = False

    def GetMessageW(self, message: Any, *rest: object) -> int:  # noqa: N802
        kind = self._messages.get()
        ctypes.c_uint.from_buffer(message, ctypes.sizeof(ctypes.c_void_p)).value = kind
        return int(kind != windows_key.WM_QUIT)

    def PostThreadMessageW(self, thread: int, kind: int, *rest: object) -> None:  # noqa: N802
        self._messages.put(kind)


class FakeKernel:
    def GetCurrentThreadId(self) -> int:  # noqa: N802  # Windows' name
        return threading.get_ident()


async def heard(
    key: XKey | WindowsKey | NoKey, press: Callable[[], None], times: int
) -> tuple[list[bool], int]:
    """What was told of the key, and how often it was heard."""
    told, presses, came = list[bool](), 0, asyncio.Event()

    def pressed() -> None:
        nonlocal presses
        presses += 1
        came.set()

    known = asyncio.Event()

    def tell(ours: bool) -> None:
        told.append(ours)
        known.set()

    part = asyncio.ensure_future(listen(key, pressed, tell))
    await known.wait()
    for _ in range(times):
        came.clear()
        press()
        await came.wait()
    part.cancel()
    with suppress(asyncio.CancelledError):
        await part
    return told, presses


async def test_on_x_each_combination_of_locks_is_grabbed_and_the_key_heard_until_the_end() -> None:
    x = FakeX()
    assert await heard(XKey(x), x.press, 2) == ([True], 2)
    assert (sorted(x.grabbed), x.closed) == ([5, 7, 21, 23], 1)


async def test_on_x_the_letting_go_of_a_key_is_no_press() -> None:
    x = FakeX()

    def both() -> None:
        x.press(3)
        x.press()

    assert await heard(XKey(x), both, 1) == ([True], 1)


async def test_a_key_that_another_program_has_is_told_and_ends_nothing() -> None:
    x, user = FakeX(taken=True), FakeUser(taken=True)
    assert await heard(XKey(x), x.press, 0) == ([False], 0)
    assert await heard(WindowsKey(user, FakeKernel()), lambda: None, 0) == ([False], 0)


async def test_on_windows_the_key_is_heard_and_given_back() -> None:
    user = FakeUser()
    key = WindowsKey(user, FakeKernel())
    press = lambda: user.PostThreadMessageW(0, windows_key.WM_HOTKEY)  # noqa: E731
    assert await heard(key, press, 2) == ([True], 2)
    assert not user.ours


async def test_where_no_desktop_gives_a_key_it_is_told() -> None:
    assert await heard(NoKey(), lambda: None, 0) == ([False], 0)


def test_each_desktop_has_its_own() -> None:
    kinds = [
        type(key_of_the_desktop(platform, environment))
        for platform, environment in (
            ("win32", {}),
            ("linux", {"DISPLAY": ":0"}),
            ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}),
            ("linux", {}),
            ("darwin", {}),
        )
    ]
    assert kinds == [WindowsKey, XKey, NoKey, NoKey, NoKey]
