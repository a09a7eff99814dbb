"""The displays that the kiosk trusts: pair with one more, or end the trust in one. Nothing here blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from assets.conditions import Condition
from kiosk import desks
from kiosk.keys import Keys
from kiosk.settings import Settings
from queue_display.trust import Paired

if TYPE_CHECKING:
    from queue_display.pairing.kiosk_end import WaitingDisplay


class Pairings:
    """The running link notices within a second what is changed here."""

    def __init__(self, keys: Keys, settings: Settings) -> None:
        self._keys = keys
        self._van, self._desks = settings.van, settings.desks
        self._interfaces = settings.network.interfaces or None

        self._waiting: dict[str, WaitingDisplay] = {}

    @property
    def trouble(self) -> Condition:
        """Why no display can be linked; nothing when all is well."""
        return self._keys.trouble

    @property
    def paired(self) -> tuple[Paired, ...]:
        """None while the keys cannot be used."""
        return () if self._keys.trouble else self._keys.trust.paired

    async def look(self, signs: str = "") -> Sequence[WaitingDisplay]:
        """The displays that wait to be paired, at least one; of those whose identifier begins with `signs`.
        Takes 3 s. Raises PairingFailed, TrustFailed, OSError."""
        self._keys.check()
        tool = await _tool()
        waiting = await tool.waiting_displays(self._interfaces, beginning=signs)
        found: list[WaitingDisplay] = tool.some(waiting, signs)
        self._waiting = {display.identifier: display for display in found}
        return found

    async def pair(self, identifier: str, code: str) -> Paired:
        """Pair with a display that was found, which shows `code`; it comes back.

        Raises PairingFailed (WrongCode, another version, gone), NoSuchDesk, TrustFailed, OSError (network or
        keys).
        """
        self._keys.check()
        tool = await _tool()
        waiting = self._waiting[identifier]
        paired: Paired = await tool.pair_with(self._keys.trust, waiting, code, self._van, self._admit)
        return paired

    def _admit(self, display: Paired) -> None:
        desks.check(display.desk, self._desks)

    async def revoke(self, identifier: str) -> bool:
        """Trust it no longer; False if it was not known. Raises TrustFailed, OSError."""
        return await asyncio.to_thread(self._keys.trust.revoke, identifier)


async def _tool() -> Any:
    """It is slow to import, and only needed here."""
    return await asyncio.to_thread(import_module, "queue_display.pairing.tool")
