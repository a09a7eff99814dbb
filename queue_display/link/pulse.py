"""The link's sense of time, with the clock passed in: heartbeats, when to dial again, commands that wait.

All moments are seconds on one steady clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from queue_display.messages import NOT_SENT, UNANSWERED, Asked, Do, Done

BEAT_EVERY = 0.8
"""Seconds between two heartbeats."""

DEAD_AFTER = 2.4
"""Seconds of silence after which the other end is given up: three beats, and under the 3 s that people
are promised, with time left to be told."""

PATIENCE = 5.0
"""Seconds a command waits for a broken link to return before it is refused to the agent's face: longer
than a display needs to come back, short enough to be remembered as one press."""


class Pulse:
    """One end's heartbeat and its ear for the other's."""

    def __init__(self, now: float) -> None:
        self._dead_at = now + DEAD_AFTER
        self._beat_at = now + BEAT_EVERY

    def hear(self, now: float) -> None:
        self._dead_at = now + DEAD_AFTER

    def overslept(self, seconds: float) -> None:
        """This end stood still for so long beyond what it meant to wait: that was not the other's silence."""
        self._dead_at += max(0.0, seconds)

    def dead(self, now: float) -> bool:
        return now >= self._dead_at

    def beat_due(self, now: float) -> bool:
        """True once for each beat to be sent."""
        if now < self._beat_at:
            return False
        self._beat_at = now + BEAT_EVERY
        return True

    def wake(self, now: float) -> float:
        """Seconds until there is something to do."""
        return max(0.0, min(self._beat_at, self._dead_at) - now)


@dataclass(slots=True)
class Backoff:
    """Waits between attempts: doubling from `first` to `longest` seconds."""

    first: float = 0.1
    longest: float = 0.8
    _next: float = 0.0

    def wait(self) -> float:
        """Seconds to wait before the next attempt."""
        wait = self._next
        self._next = min(self.longest, max(self.first, wait * 2))
        return wait

    def reset(self) -> None:
        self._next = 0.0


PRESSES = 10
"""Presses of a display's buttons that are taken at once: impatient hands, and what waited for the link."""

PRESS_EVERY = 0.2
"""Seconds between two presses after those: faster than anybody means to press."""


@dataclass(slots=True)
class Pace:
    """How fast a display may ask: as fast as people press. Faster is a fault, or a laptop in wrong hands."""

    _even_at: float = float("-inf")  # when all that it has asked would be asked at an even pace

    def wait(self, now: float) -> float:
        """Seconds until one more press is taken; it counts as taken then."""
        self._even_at = max(now, self._even_at) + PRESS_EVERY
        return max(0.0, self._even_at - PRESSES * PRESS_EVERY - now)


@dataclass(slots=True)
class _Waits:
    do: Do
    since: float
    sent: bool = False


@dataclass(slots=True)
class Outbox:
    """Commands of a display that have no answer yet, oldest first.

    While the link is up a command waits for its answer; while it is down, no longer than `PATIENCE`.
    """

    _waiting: dict[str, _Waits] = field(default_factory=dict)
    _down_since: float | None = 0.0

    def put(self, identifier: str, ask: Asked, now: float) -> Do:
        do = Do(identifier, ask)
        self._waiting[identifier] = _Waits(do, now)
        return do

    def sent(self, identifier: str) -> None:
        if identifier in self._waiting:
            self._waiting[identifier].sent = True

    def answered(self, identifier: str) -> bool:
        """Forget the command; False if it was not waiting."""
        return self._waiting.pop(identifier, None) is not None

    def up(self) -> Iterator[Do]:
        """The link is back: all that must be sent (again)."""
        self._down_since = None
        return iter([w.do for w in self._waiting.values()])

    def down(self, now: float) -> None:
        if self._down_since is None:
            self._down_since = now

    def overdue(self, now: float) -> list[Done]:
        """Refusals for what has waited too long for a link; each is given once. `now` may be infinite."""
        late = [w for w in self._waiting.values() if self._deadline(w) <= now]
        for waits in late:
            del self._waiting[waits.do.identifier]
        return [Done(w.do.identifier, UNANSWERED if w.sent else NOT_SENT) for w in late]

    def wake(self, now: float) -> float | None:
        """Seconds until something is overdue, or None when nothing will be."""
        deadlines = [self._deadline(w) for w in self._waiting.values()]
        soonest = min(deadlines, default=float("inf"))
        return None if soonest == float("inf") else max(0.0, soonest - now)

    def _deadline(self, waits: _Waits) -> float:
        if self._down_since is None:
            return float("inf")
        return max(waits.since, self._down_since) + PATIENCE
