"""The window's side of `hands.py`: it carries out requests from stdin with touches, keys and pictures.

A touch takes the same way as a finger's: through an input provider, Kivy's post-processing, the window, the
widgets. No callback of a widget is called directly. Waiting means looking once in each frame.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from kivy.core.window import Keyboard, Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.uix.modalview import ModalView
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget
from PIL import Image

from assets.ownership import opened_own
from queue_display.hands.hands import (
    Answer,
    AnyRequest,
    FoundWidget,
    HandsFailed,
    Ids,
    Key,
    Picture,
    Touch,
    Wait,
)
from queue_display.hands.touch_input import Fingers, frame

REST = 3.0
"""Seconds after which a picture is taken even of a window that keeps moving."""


async def obey() -> None:
    """Carry out requests until stdin ends; a part for `window.live`. Not for Windows."""
    reader = asyncio.StreamReader()
    # A copy: when it is closed, the stdin of the process stays open.
    stdin = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), stdin)
    fingers = Fingers()
    try:
        async for line in reader:
            answer = await answered(line, fingers)
            sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
            sys.stdout.flush()
    finally:
        transport.close()
        fingers.leave()


async def answered(line: bytes, fingers: Fingers) -> Answer:
    """Carry out one line. A request that fails or cannot be read is answered with the reason, not raised."""
    try:
        request = msgspec.json.decode(line, type=AnyRequest)
        return Answer(found=await _DOES[type(request)](request, fingers))
    except (HandsFailed, msgspec.MsgspecError, OSError, re.error) as failure:
        return Answer(why=f"{line.decode(errors='replace').strip()}: {failure}")


# --- What there is to see ------------------------------------------------------------------------


def _tree(widget: Any) -> Iterator[Widget]:
    # Children are drawn last to first: what lies on top comes first here.
    for child in widget.children:
        yield from _tree(child)
        yield child


def _named(widget_id: str) -> Widget | None:
    """The widget of that name; of several, one that can be seen, else the one on top."""
    named = [w for w in _tree(Window) if getattr(w, "widget_id", "") == widget_id]
    return next((w for w in named if visible(w)), named[0] if named else None)


def _above(widget: Widget) -> Iterator[Any]:
    parent = widget.parent
    while parent is not None and parent is not Window:
        yield parent
        parent = parent.parent


def _centre(widget: Widget, at: tuple[float, float] = (0.5, 0.5)) -> tuple[float, float]:
    x, y = widget.to_window(widget.x + widget.width * at[0], widget.y + widget.height * at[1])
    return float(x), float(y)


def visible(widget: Widget) -> bool:
    """Whether its middle is in the window, not scrolled away, not faded, not beneath a dialog."""
    x, y = _centre(widget)
    chain = [widget, *_above(widget)]
    clips = [p for p in chain[1:] if isinstance(p, ScrollView)]
    return (
        min(widget.width, widget.height) > 0
        and all(w.opacity > 0 for w in chain)
        and 0 <= x < Window.width
        and 0 <= y < Window.height
        and all(_within(p, x, y) for p in clips)
        and not _beneath_a_dialog(chain)
    )


def _pose(widget: Widget) -> tuple[float, ...]:
    """Where it is and how far it has faded in."""
    return (*_centre(widget), *(w.opacity for w in (widget, *_above(widget))))


def _within(widget: Widget, x: float, y: float) -> bool:
    left, bottom = widget.to_window(widget.x, widget.y)
    return bool(left <= x <= left + widget.width and bottom <= y <= bottom + widget.height)


def _beneath_a_dialog(chain: list[Any]) -> bool:
    roots = list(Window.children)
    above = roots[: roots.index(chain[-1])] if chain[-1] in roots else []
    return any(isinstance(root, ModalView) for root in above)


def text_of(widget: Widget) -> str:
    """What it says: its own words, or else all the words within it, first to last, a line each."""
    own = getattr(widget, "words", "") or getattr(widget, "text", "")
    if own and not re.fullmatch("[\ue000-\uf8ff\U000f0000-\U000fffff]", own):  # signs of an icon font
        return str(own)
    return "\n".join(filter(None, (text_of(child) for child in reversed(widget.children))))


def described(widget: Widget) -> FoundWidget:
    left, bottom = widget.to_window(widget.x, widget.y)
    box = (
        round(left),
        round(Window.height - bottom - widget.height),
        round(widget.width),
        round(widget.height),
    )
    return FoundWidget(widget.widget_id, text_of(widget), visible(widget), not widget.disabled, box)


# --- Requests ------------------------------------------------------------------------------------


async def _touch(request: Touch, fingers: Fingers) -> tuple[FoundWidget, ...]:
    wait, end = Wait(id=request.id, state="enabled", within=request.within), time.monotonic() + request.within
    found, widget = await _at_rest(wait, fingers)
    while widget is None:  # it went away meanwhile: a person would wait for it again
        left = max(0.0, end - time.monotonic())
        found, widget = await _at_rest(msgspec.structs.replace(wait, within=left), fingers)
    place = _centre(widget, request.at)
    for _ in range(request.times):
        await fingers.touch(place, request.slide)
    return (found,)


async def _at_rest(wait: Wait, fingers: Fingers) -> tuple[FoundWidget, Widget | None]:
    """The widget once it is as awaited and has stopped moving; None if it was gone by then."""
    (found,) = await _wait(wait, fingers)
    widget, before = _named(wait.id), None
    while widget is not None and before != (before := _pose(widget)):
        await frame()
        widget = _named(wait.id)
    return found, widget if widget is not None and _fits(widget, wait) else None


async def _wait(request: Wait, fingers: Fingers) -> tuple[FoundWidget, ...]:
    end = time.monotonic() + request.within
    while not _fits(widget := _named(request.id), request):
        if time.monotonic() > end:
            seen = described(widget) if widget else "it is not there"
            raise HandsFailed(f"not so within {request.within} s: {seen}")
        await frame()
    return (described(widget),) if widget else ()


def _fits(widget: Widget | None, request: Wait) -> bool:
    if widget is None or request.state == "gone":
        return request.state == "gone" and (widget is None or not visible(widget))
    return (
        (request.state == "present" or visible(widget))
        and (request.state not in ("enabled", "disabled") or widget.disabled == (request.state == "disabled"))
        and (request.text is None or re.fullmatch(request.text, text_of(widget), re.DOTALL) is not None)
    )


async def _key(request: Key, fingers: Fingers) -> tuple[FoundWidget, ...]:
    if request.key not in Keyboard.keycodes:
        raise HandsFailed("there is no such key")
    code = Keyboard.keycodes[request.key]
    Window.dispatch("on_key_down", code, 0, request.key if len(request.key) == 1 else None, [])
    Window.dispatch("on_key_up", code, 0)
    await frame()
    return ()


async def _ids(request: Ids, fingers: Fingers) -> tuple[FoundWidget, ...]:
    return tuple(described(w) for w in _tree(Window) if getattr(w, "widget_id", ""))


async def _picture(request: Picture, fingers: Fingers) -> tuple[FoundWidget, ...]:
    await at_rest()
    size, pixels = await pixels_shown()
    # OpenGL counts lines from the bottom.
    picture = Image.frombytes("RGB", size, pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    with os.fdopen(opened_own(Path(request.file), os.O_WRONLY | os.O_TRUNC), "wb") as file:
        picture.save(file, "PNG", compress_level=1)  # the window stands still meanwhile
    return ()


_DOES: dict[type, Callable[[Any, Fingers], Awaitable[tuple[FoundWidget, ...]]]] = {
    Touch: _touch,
    Wait: _wait,
    Key: _key,
    Ids: _ids,
    Picture: _picture,
}


# --- Pictures ------------------------------------------------------------------------------------


async def at_rest() -> None:
    """Return once two frames in a row have drawn nothing new."""
    end, quiet = time.monotonic() + REST, 0
    drawn: list[Any] = []
    Window.bind(on_flip=drawn.append)
    try:
        while quiet < 2 and time.monotonic() < end:
            drawn.clear()
            await frame()
            quiet = 0 if drawn else quiet + 1
    finally:
        Window.unbind(on_flip=drawn.append)


async def pixels_shown() -> tuple[tuple[int, int], bytes]:
    """Size and RGB bytes of the next frame, read when it is drawn whole and about to be shown."""
    taken: asyncio.Future[tuple[tuple[int, int], bytes]] = asyncio.get_running_loop().create_future()

    def read(*_: object) -> None:
        width, height = Window.system_size
        if not taken.done():
            taken.set_result(((width, height), glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)))

    Window.bind(on_flip=read)
    try:
        Window.canvas.ask_update()
        return await taken
    finally:
        Window.unbind(on_flip=read)
