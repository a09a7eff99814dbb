"""The van's end of the link, kept: begun once the keys can be used, and anew where it does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from assets.conditions import Condition
from assets.late import late
from kiosk.keys import Keys
from queue_display.network.tasks import first_of
from queue_display.trust import Trust

if TYPE_CHECKING:
    from queue_display.link import Asker, KioskLink


class LinkKeeper:
    """`make` gives a link for keys; it may import `queue_display.link`, which is then there. `changed` is
    called when the keys have become usable."""

    def __init__(
        self, keys: Keys, make: Callable[[Trust], KioskLink], changed: Callable[[], None] = lambda: None
    ) -> None:
        self._keys, self._make, self._changed = keys, make, changed
        self._link: KioskLink | None = None  # until `run` has begun
        self._begun, self._renewed = asyncio.Event(), asyncio.Event()

    @property
    def connected(self) -> tuple[Asker, ...]:
        """The displays that are connected."""
        return self._link.connected if self._link else ()

    @property
    def condition(self) -> Condition:
        """What people have to be told of the link; nothing when all is well."""
        return Condition("card_twin") if self._link and self._link.twin else Condition()

    @property
    def board_sound(self) -> str:
        """What the calls of a connected board lack, as the link has it; empty for nothing."""
        return self._link.board_sound if self._link else ""

    def push(self) -> None:
        """Something changed: send the displays their views."""
        if self._link:
            self._link.push()

    async def answer(self) -> None:
        """Return once the link has had a turn; at once while it has no keys."""
        if self._keys.trouble:
            return
        await self._begun.wait()
        if self._link:
            await self._link.answer()

    def renew(self) -> None:
        """The link does not answer: have another one, with the keys read anew."""
        self._keys.distrust()
        self._renewed.set()

    async def run(self) -> None:
        """Serve the displays until cancelled."""
        await asyncio.to_thread(_import_link)
        while True:
            self._link = self._make(await self._keys.usable())
            self._begun.set()
            self._changed()
            self._renewed.clear()
            for failure in await first_of(self._link.run(), self._until_renewed()):
                raise failure
            self._link = None
            self._begun.clear()
            self._changed()

    async def _until_renewed(self) -> None:
        await self._renewed.wait()


def _import_link() -> None:
    """The network's libraries are slow to import: the first visitor does not wait for them."""
    with late.in_turn():
        import_module("queue_display.link")
