"""A console or board in a process of its own, with a stand-in for the kiosk at the other end of a socket.

    tests.ui.stage console SOCKET WIDTH HEIGHT LANGUAGE

Run as a program it is the window; imported, it is the test's end: `staged` and `Stage`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from queue_display.hands.hands import Hands
from queue_display.messages import Asked, Do, Done, See
from queue_display.windows.window import Frame, live, prepare
from tests.processes import LATE
from tests.windows import SEEN, UNSEEN, opened

ON_STAGE = float(os.environ.get("ON_STAGE", "0.3"))
"""Seconds that the board gives a call: short, for tests; longer for a picture of it."""


class LinkIs(msgspec.Struct, frozen=True, tag="link"):
    link: str


class Later(msgspec.Struct, frozen=True, tag="later"):
    """The console's own clock goes on by so many seconds."""

    seconds: float


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

    def later(self, seconds: float) -> None:
        """Only of a stage that is `held`: there no time passes but this."""
        self._send(Later(seconds))

    async def asked(self) -> Asked:
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
    held: bool = False,
) -> AsyncIterator[Stage]:
    """A window of `kind` ("console", "board") whose link is up, offscreen; drawn if it is to be `seen`.

    `held`: the console's clock stands still but for `Stage.later`.
    """
    came: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()
    with tempfile.TemporaryDirectory() as folder:
        socket = str(Path(folder) / "kiosk")
        server = await asyncio.start_unix_server(lambda r, w: came.set_result((r, w)), socket)
        words = (kind, socket, *map(str, size), language)
        environment = {**os.environ, **(SEEN if seen else UNSEEN), "ON_STAGE": str(on_stage)}
        environment |= {"HELD": "1"} if held else {}
        async with server, opened("tests.ui.stage", *words, env=environment) as hands:
            stage = Stage(hands, *await asyncio.wait_for(came, LATE))
            stage.link("up")
            try:
                yield stage
            finally:
                stage._writer.close()


class StageClock:
    """The console's: steady, or held by the test."""

    def __init__(self, held: bool) -> None:
        self.held, self.seconds = held, 0.0

    def __call__(self) -> float:
        return self.seconds if self.held else time.monotonic()


class FakeKiosk:
    """The window's end of the socket, in the place of a DisplayServer."""

    def __init__(
        self, app: object, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: StageClock
    ) -> None:
        self._app, self._reader, self._writer = app, reader, writer
        self._answer: asyncio.Future[Done] = asyncio.Future()
        self._count = 0
        self.clock = clock

    async def ask(self, ask: Asked) -> Done:
        self._answer = asyncio.Future()
        self._count += 1
        self._writer.write(msgspec.json.encode(Do(f"press-{self._count:04}", ask)) + b"\n")
        return await self._answer

    async def run(self) -> None:
        async for line in self._reader:
            message = msgspec.json.decode(line, type=See | Done | LinkIs | Later)
            if isinstance(message, See):
                self._app.seen(message.view)  # type: ignore[attr-defined]
            elif isinstance(message, LinkIs):
                self._app.linked(message.link)  # type: ignore[attr-defined]
            elif isinstance(message, Later):
                self.clock.seconds += message.seconds
            else:
                self._answer.set_result(message)


async def _window(kind: str, socket: str, language: str) -> None:
    from assets.wording import wording

    clock = StageClock(held="HELD" in os.environ)
    reader, writer = await asyncio.open_unix_connection(socket)
    if kind == "console":
        from queue_display.console.app import ConsoleApp

        app = ConsoleApp(1, wording(language), clock)
        kiosk = FakeKiosk(app, reader, writer, clock)
        await live(app, kiosk.run, lambda: app.converse(kiosk), hands=True)
    else:
        from queue_display.board.app import BoardApp

        board = BoardApp(wording(language), _silence, on_stage=ON_STAGE)
        await live(board, FakeKiosk(board, reader, writer, clock).run, board.announce, hands=True)
    writer.close()


async def _silence(sentence: str) -> None:
    """A machine without a sound system."""


if __name__ == "__main__":
    _kind, _socket, _width, _height, _language = sys.argv[1:]
    prepare(Frame(windowed=True, size=(int(_width), int(_height))))
    asyncio.run(_window(_kind, _socket, _language))
