"""One session whose other end falls silent."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from queue_display.codec import from_kiosk
from queue_display.link.pulse import DEAD_AFTER
from queue_display.link.session import Parted, Session
from queue_display.messages import CallNext, Do, FromKiosk
from queue_display.network.wire import Wire

pytestmark = pytest.mark.held_time


class SilentWire:
    """Takes what is sent, and never has anything to say. `ended`: how it was closed, each time."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.ended: list[str] = []

    async def receive(self) -> bytes:
        await asyncio.Event().wait()
        return b""

    async def send(self, message: bytes) -> None:
        self.sent.append(message)

    def cut(self) -> None:
        self.ended.append("cut")

    def drop(self) -> None:
        self.ended.append("dropped")


async def test_an_end_that_is_silent_is_cut_so_that_nothing_of_ours_arrives_later() -> None:
    """The agent is told that it was not sent: so it must not be."""
    wire = SilentWire()
    now = asyncio.get_running_loop().time
    session: Session[FromKiosk] = Session(cast(Wire, wire), from_kiosk, now)
    session.post(Do("12345678", CallNext()))
    begun = now()
    assert isinstance(await session.run(_heard), Parted)
    assert wire.ended[0] == "cut"
    assert DEAD_AFTER <= now() - begun < DEAD_AFTER + 1.5


async def _heard(message: FromKiosk) -> None:
    raise AssertionError("nothing was said")
