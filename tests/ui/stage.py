"""A console or board in a process of its own, with a stand-in for the kiosk at the other end of a socket.

    tests.ui.stage console SOCKET WIDTH HEIGHT LANGUAGE

Run as a program it is the window; imported, it is the test's end: `staged` and `Stage`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from queue_display.hands.hands import Hands
from queue_display.messages import AnyAsk, Do, Done, See
from queue_display.windows.window import Frame, live, prepare
from tests.processes import LATE
from tests.windows import SEEN, UNSEEN, opened

ON_STAGE = float(os.environ.get("ON_STAGE", "0.3"))
"""Seconds that the board gives a call: short, for tests; longer for a picture of it."""


class LinkIs(msgspec.Struct, frozen=True, tag="link"):
    link: str


class Stage:
    """The test's end: shows views, breaks the link, hears what is asked and answers it."""

    def __init__(self, hands: Hands, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.window = hands
        self._reader, self._writer = reader, writer
        self._identifier = ""

    def show(self, view: object) -> None:
        self._send(See(view))  # type: ignore[arg-type]

    def link(self, link: str) -> None:
        self._send(LinkIs(link))

    async def asked(self) -> AnyAsk:
        do = msgspec.json.decode(await asyncio.wait_for(self._reader.readline(), LATE), type=Do)
        self._identifier = do.identifier
        return do.ask

    def answer(self, refused: str = "") -> None:
        self._send(Done(self._identifier, refused))

    def _send(self, message: msgspec.Struct) -> None:
        self._writer.write(msgspec.json.encode(message) + b"\n")


@asynccontextmanager
async def staged(
    kind: str,
    size: tuple[int, int] = (1024, 576),
    language: str = "fr",
    *,
    on_stage: float = ON_STAGE,
    seen: bool = False,
) -> AsyncIterator[Stage]:
    """A window of `kind` ("console", "board") whose link is up, offscreen; drawn if it is to be `seen`."""
    came: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()
    with tempfile.TemporaryDirectory() as folder:
        socket = str(Path(folder) / "kiosk")
        server = await asyncio.start_unix_server(lambda r, w: came.set_result((r, w)), socket)
        words = (kind, socket, *map(str, size), language)
        environment = {**os.environ, **(SEEN if seen else UNSEEN), "ON_STAGE": str(on_stage)}
        async with server, opened("tests.ui.stage", *words, env=environment) as hands:
            stage = Stage(hands, *await asyncio.wait_for(came, LATE))
            stage.link("up")
            try:
                yield stage
            finally:
                stage._writer.close()


class FakeKiosk:
    """The window's end of the socket, in the place of a DisplayServer."""

    def __init__(self, app: object, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._app, self._reader, self._writer = app, reader, writer
        self._answer: asyncio.Future[Done] = asyncio.Future()
        self._count = 0

    async def ask(self, ask: AnyAsk) -> Done:
        self._answer = asyncio.Future()
        self._count += 1
        self._writer.write(msgspec.json.encode(Do(f"press-{self._count:04}", ask)) + b"\n")
        return await self._answer

    async def run(self) -> None:
        async for line in self._reader:
            message = msgspec.json.decode(line, type=See | Done | LinkIs)
            if isinstance(message, See):
                self._app.seen(message.view)  # type: ignore[attr-defined]
            elif isinstance(message, LinkIs):
                self._app.linked(message.link)  # type: ignore[attr-defined]
            else:
                self._answer.set_result(message)


async def _window(kind: str, socket: str, language: str) -> None:
    import time

    from assets.wording import wording

    reader, writer = await asyncio.open_unix_connection(socket)
    if kind == "console":
        from queue_display.console.app import ConsoleApp

        app = ConsoleApp(1, wording(language), time.monotonic)
        kiosk = FakeKiosk(app, reader, writer)
        await live(app, kiosk.run, lambda: app.converse(kiosk), hands=True)
    else:
        from queue_display.board.app import BoardApp

        board = BoardApp(wording(language), _silence, on_stage=ON_STAGE)
        await live(board, FakeKiosk(board, reader, writer).run, board.announce, hands=True)
    writer.close()


async def _silence(sentence: str) -> None:
    """A machine without a sound system."""


if __name__ == "__main__":
    _kind, _socket, _width, _height, _language = sys.argv[1:]
    prepare(Frame(windowed=True, size=(int(_width), int(_height))))
    asyncio.run(_window(_kind, _socket, _language))
