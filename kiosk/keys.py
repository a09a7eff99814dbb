"""The kiosk's keys. One that cannot use them gives tickets all the same; displays wait."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from assets.conditions import Condition
from queue_display.trust import Trust, TrustFailed

log = logging.getLogger(__name__)

LOOK_AGAIN = 5.0
"""Seconds between two tries to use keys that cannot be used."""


class Keys:
    """Those in `folder`, made at the first time: open them before the event loop runs, it reads files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trust: Trust
        self._failed: TrustFailed | None = None
        self._wanted = False  # opened anew, although they could be used
        self.look()

    @property
    def trust(self) -> Trust:
        """As last read. Raises TrustFailed while they cannot be used."""
        self.check()
        return self._trust

    def check(self) -> None:
        """Raises TrustFailed while they cannot be used."""
        if self._failed:
            raise self._failed

    @property
    def trouble(self) -> Condition:
        """Why no display is linked; nothing when the keys can be used."""
        return Condition("keys_unusable", {"name": str(self._folder)}) if self._failed else Condition()

    @property
    def folder(self) -> Path:
        """Where they are, and what is kept beside them."""
        return self._folder

    @property
    def paired(self) -> bool:
        """Whether a display is trusted, as far as can be read."""
        return not self._failed and bool(self._trust.paired)

    def look(self) -> None:
        """Open them anew. Not for the event loop."""
        try:
            self._trust, self._failed, self._wanted = Trust.open(self._folder), None, False
        except TrustFailed as failed:
            if not self._failed:
                log.error("the keys cannot be used: no display is linked")
            self._failed = failed

    def distrust(self) -> None:
        """Who waits for `usable` next has them opened anew: a look at them hangs."""
        self._wanted = True

    async def usable(self) -> Trust:
        """The keys, as soon as they can be used."""
        while self._failed or self._wanted:
            if self._failed:
                await asyncio.sleep(LOOK_AGAIN)
            await asyncio.to_thread(self.look)
        return self._trust
