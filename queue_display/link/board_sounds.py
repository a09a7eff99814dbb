"""What the boards that are connected say of their own sound."""

from __future__ import annotations

from queue_display.link.answers import Asker
from queue_display.messages import SOUNDS, Role


class BoardSounds:
    """By the heartbeats of the boards; what another role says of itself is not asked for."""

    def __init__(self) -> None:
        self._lacks: dict[str, str] = {}  # by the board's identifier

    @property
    def worst(self) -> str:
        """One of `SOUNDS`; empty where each board is heard, or there is none."""
        return next((sound for sound in SOUNDS if sound in self._lacks.values()), "")

    def hear(self, asker: Asker, sound: str) -> bool:
        """A heartbeat came; whether that is news. What only a newer Halte knows is nothing yet."""
        before = self.worst
        if asker.role is Role.BOARD:
            self._lacks[asker.identifier] = sound
        return self.worst != before

    def gone(self, asker: Asker) -> None:
        self._lacks.pop(asker.identifier, None)
