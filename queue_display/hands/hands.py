"""Uses a window of another process: touches it, waits for it, takes its picture. Nothing here needs Kivy.

The window is started with `--hands` and obeys `queue_display.hands.obey`. One JSON request a line goes to its
stdin, one JSON answer a line comes back on its stdout; any other line there is ignored.

    async with opened("halte", "display", "--desk", "1", "--hands") as window:
        await window.touch("next")
        await window.wait("number", text="12")
        await window.picture(Path("called.png"))
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Literal, TypeAlias

import msgspec

PATIENCE = 10.0
"""Seconds that a touch or a wait is given unless told otherwise; on a busy machine see `Hands.patience`."""

LEAVE = 5.0
"""Seconds for a process to end by itself."""

State: TypeAlias = Literal["present", "visible", "enabled", "disabled", "gone"]


class Request(msgspec.Struct, frozen=True, tag_field="do", tag=str.lower, kw_only=True):
    """The base of the closed set below. `within` is in seconds."""


class Touch(Request, frozen=True):
    """A finger down and up on a widget, once it is enabled and has come to rest; `at` in parts of its size.

    `slide`, in pixels to the right and up, moves the finger before it leaves. `times` is 2 for a double
    click: the second touch follows at once, without waiting for what the first does.
    """

    id: str
    at: tuple[float, float] = (0.5, 0.5)
    slide: tuple[float, float] = (0.0, 0.0)
    times: int = 1
    within: float = PATIENCE


class Wait(Request, frozen=True):
    """Until a widget is in `state`; with `text`, a regular expression that all of its text matches."""

    id: str
    state: State = "visible"
    text: str | None = None
    within: float = PATIENCE


class Key(Request, frozen=True):
    """A key pressed and let go, by Kivy's name for it: "enter", "spacebar", "f5", "a"."""

    key: str


class Ids(Request, frozen=True):
    """Every widget that has a `widget_id`."""


class Picture(Request, frozen=True):
    """The window as a person sees it, as a PNG file, once it has come to rest."""

    file: str


AnyRequest: TypeAlias = Touch | Wait | Key | Ids | Picture


class FoundWidget(msgspec.Struct, frozen=True):
    """A widget; `box` is x, y, width, height in pixels from the top left of the window."""

    id: str
    text: str
    visible: bool
    enabled: bool
    box: tuple[int, int, int, int]


class Answer(msgspec.Struct, frozen=True, tag_field="answer", tag="hands"):
    """`why` is empty when the request was carried out, else a sentence. `found` is what it was about."""

    why: str = ""
    found: tuple[FoundWidget, ...] = ()


class HandsFailed(Exception):
    """The window did not do as it was asked; the message says why."""


class Hands:
    """Drives the window of a process that was started with `--hands`, pipes to its stdin and from its stdout.

    Every method raises HandsFailed when the window does not do it in time, or has closed. Requests are
    carried out one after the other. `patience` is for those that name no `within`, in seconds.
    """

    def __init__(self, process: Process, patience: float = PATIENCE) -> None:
        self.process = process
        self.patience = patience
        self._turn = asyncio.Lock()

    async def touch(
        self,
        widget: str,
        *,
        at: tuple[float, float] = (0.5, 0.5),
        slide: tuple[float, float] = (0.0, 0.0),
        times: int = 1,
        within: float | None = None,
    ) -> FoundWidget:
        """Touch the widget; its state as it was touched."""
        patience = self.patience if within is None else within
        return (await self._ask(Touch(id=widget, at=at, slide=slide, times=times, within=patience)))[0]

    async def wait(
        self, widget: str, *, state: State = "visible", text: str | None = None, within: float | None = None
    ) -> FoundWidget | None:
        """The widget once it is as wanted; None if it is wanted gone."""
        patience = self.patience if within is None else within
        found = await self._ask(Wait(id=widget, state=state, text=text, within=patience))
        return found[0] if found else None

    async def key(self, key: str) -> None:
        await self._ask(Key(key=key))

    async def ids(self) -> tuple[FoundWidget, ...]:
        return await self._ask(Ids())

    async def text(self, widget: str) -> str:
        """What the widget says once it is visible."""
        found = await self.wait(widget)
        return found.text if found else ""

    async def picture(self, file: Path) -> None:
        await self._ask(Picture(file=str(file)))

    async def close(self, patience: float = LEAVE) -> int:
        """Close the window by ending its stdin; kill it if it stays. Returns the exit code of its process."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            return await asyncio.wait_for(self.process.wait(), patience)
        except TimeoutError:
            self.process.kill()
            return await self.process.wait()

    async def _ask(self, request: AnyRequest) -> tuple[FoundWidget, ...]:
        async with self._turn:
            answer = await self._exchange(request)
        if answer.why:
            raise HandsFailed(answer.why)
        return answer.found

    async def _exchange(self, request: AnyRequest) -> Answer:
        if self.process.stdin is None or self.process.stdout is None:
            raise HandsFailed("the window was started without pipes to its stdin and stdout")
        try:
            self.process.stdin.write(msgspec.json.encode(request) + b"\n")
            await self.process.stdin.drain()
        except ConnectionError as gone:
            raise HandsFailed(f"the window is gone, it did not get {request}") from gone
        async for line in self.process.stdout:
            if answer := _answer(line):
                return answer
        raise HandsFailed(f"the window went away at {request}")


def _answer(line: bytes) -> Answer | None:
    """The answer in a line; None where the line is something else that the process printed."""
    try:
        return msgspec.json.decode(line, type=Answer)
    except msgspec.MsgspecError:
        return None


@asynccontextmanager
async def opened(
    *command: str, env: Mapping[str, str] | None = None, stderr: IO[bytes] | int | None = None
) -> AsyncIterator[Hands]:
    """A window's process and its hands; at the end the window is closed."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=stderr, env=dict(env) if env is not None else None
    )
    hands = Hands(process)
    try:
        yield hands
    finally:
        await hands.close()
