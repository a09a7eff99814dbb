"""The displays that the kiosk trusts: pair with one more, or trust one no longer. Nothing blocks the loop."""

from __future__ import annotations

import asyncio
from importlib import import_module

from kiosk.settings import Settings
from queue_display.trust import Paired, Trust


class Pairings:
    """What is changed here the running link takes up by itself within a second."""

    def __init__(self, trust: Trust, settings: Settings) -> None:
        self._trust = trust
        self._van = settings.van
        self._interfaces = settings.network.interfaces or None

    @property
    def paired(self) -> tuple[Paired, ...]:
        return self._trust.paired

    async def pair(self, code: str) -> Paired:
        """Pair with the one display that waits, which shows `code`; the display comes back.

        Takes 3 s to look for it. Raises PairingFailed (WrongCode, another version, none or several waiting),
        TrustFailed, OSError (network or keys).
        """
        # These take their time to import, and are needed here alone.
        tool = await asyncio.to_thread(import_module, "queue_display.pairing_tool")
        display = tool.only(await tool.waiting_displays(self._interfaces))
        paired: Paired = await tool.pair_with(self._trust, display, code, self._van)
        return paired

    async def revoke(self, identifier: str) -> bool:
        """Trust it no longer; False if it was not known. Raises TrustFailed, OSError."""
        return await asyncio.to_thread(self._trust.revoke, identifier)
